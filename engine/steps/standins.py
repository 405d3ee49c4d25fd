"""Who is away on a day, and who stands in: what the rules for telling people and for giving them work ask."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from engine.model import Absence, Person


@dataclass(frozen=True, slots=True)
class Away:
    """Everybody who is away on one day, with the deputy that each has named; None where nobody was."""

    named: Mapping[int, int | None]

    def deputy(self, person_id: int, barred: Collection[int] = ()) -> int | None:
        """Who stands in: the deputy, or, where that one is away as well, the deputy's own deputy, and so on.

        None where the chain ends with nobody, with somebody who is barred, or where it began.
        """
        seen, found = {person_id}, self.named.get(person_id)
        while found is not None and found in self.named:
            if found in seen:
                return None
            seen.add(found)
            found = self.named[found]
        return None if found in barred else found


def in_force(day: date) -> ColumnElement[bool]:
    """An absence that counts, on a day."""
    return and_(Absence.last >= day, Absence.first <= day, Absence.cancelled_at.is_(None))


def away_on(session: Session, day: date) -> Away:
    """Who is away on a day; a deputy who has left the office stands in for nobody. One statement."""
    query = (
        select(Absence.person_id, Person.id)
        .outerjoin(Person, and_(Person.id == Absence.deputy_id, Person.active))
        .where(in_force(day))
        .order_by(Absence.id)
    )
    return Away({row[0]: row[1] for row in session.execute(query)})


def is_away(day: date) -> ColumnElement[bool]:
    """Is the person of a query's row away on a day?"""
    return exists().where(Absence.person_id == Person.id, in_force(day)).correlate(Person)
