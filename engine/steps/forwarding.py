"""Who is told in whose place: the deputy of a person who is away; where nobody stands in, those above."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.model import Membership, Person, Recusal
from engine.steps.persons import holders
from engine.steps.standins import Away, away_on
from engine.text import Text


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who is told; `instead_of` names those who are away, in whose place."""

    person_id: int
    instead_of: tuple[str, ...] = ()

    def words(self, text: Text) -> Text:
        """What is said to them: `【代孙办案】…` where it is said in somebody's place."""
        if not self.instead_of:
            return text
        return Text(
            f"【代{'、'.join(self.instead_of)}】{text.zh}",
            f"[for {', '.join(self.instead_of)}] {text.to('en')}",
        )


def addressees(
    session: Session, people: Iterable[int], day: date, case_id: int | None
) -> Sequence[Addressee]:
    """Resolve who is told on a day: present persons themselves, others' deputies; each once.

    A deputy who is recused from the case is passed over. Where nobody stands in, the supervisors of the person's unit
    or of those above are told, else the directors, else all supervisors, and as a last resort the person all the same.
    """
    wanted = list(dict.fromkeys(people))
    away = away_on(session, day) if wanted else Away({})
    absent = [person for person in wanted if person in away.named]
    if not absent:
        return [Addressee(person) for person in wanted]
    told: dict[int, list[str]] = {person: [] for person in wanted if person not in away.named}
    present, places, names = set(told), _places(session, absent, away, case_id), _names(session, absent)
    for person in absent:
        for one in places[person]:
            if one not in present:
                told.setdefault(one, []).extend([names[person]] if one != person else [])
    return [Addressee(person, tuple(instead_of)) for person, instead_of in told.items()]


def _places(
    session: Session, absent: Sequence[int], away: Away, case_id: int | None
) -> Mapping[int, Sequence[int]]:
    """Who is told in the place of each."""
    barred = set(session.scalars(select(Recusal.person_id).where(Recusal.case_id == case_id)))
    deputies = {person: away.deputy(person, barred) for person in absent}
    return {
        person: [deputy] if deputy is not None else _above(session, person, (away, barred), case_id)
        for person, deputy in deputies.items()
    }


def _above(
    session: Session, person: int, gone: tuple[Away, Collection[int]], case_id: int | None
) -> Sequence[int]:
    away, barred = gone
    query = select(Membership.unit_id).where(Membership.person_id == person, Membership.unit_id.is_not(None))
    units = [unit for unit in session.scalars(query) if unit is not None]
    for role, near in (("supervisor", units), ("director", ()), ("supervisor", ())):
        held = holders(session, role, case_id, near)
        found = (one if one not in away.named else away.deputy(one, barred) for one in held if one != person)
        there = dict.fromkeys(one for one in found if one is not None and one != person)
        if there:
            return list(there)
    return [person]


def _names(session: Session, people: Sequence[int]) -> Mapping[int, str]:
    query = select(Person.id, Person.name).where(Person.id.in_(people))
    return {row.id: row.name for row in session.execute(query)}
