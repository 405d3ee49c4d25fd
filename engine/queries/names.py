"""Names of persons and units, many at once."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from engine.model import Membership, Person, Recusal, Unit
from engine.queries.rows import PersonRef
from engine.steps.standins import is_away
from engine.uow import UnitOfWork


def names_of(uow: UnitOfWork, ids: Iterable[int | None]) -> Mapping[int | None, str]:
    """The names of persons; one statement."""
    wanted = {one for one in ids if one is not None}
    rows = uow.session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted or {0})))
    return {row.id: row.name for row in rows}


def holders(uow: UnitOfWork, roles: Iterable[str], case_id: int) -> dict[str, tuple[PersonRef, ...]]:
    """Active persons by role, who are not recused from the case; one statement."""
    away = is_away(uow.office.today(uow.now)).label("away")
    recused = select(Recusal.person_id).where(Recusal.case_id == case_id)
    query = (
        select(Person.id, Person.name, Membership.role, Unit.name.label("unit"), away)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Membership.unit_id)
        .where(Membership.role.in_(sorted(set(roles)) or [""]), Person.active, Person.id.not_in(recused))
        .order_by(Person.name, Person.id)
    )
    found: dict[str, dict[int, PersonRef]] = {}
    for row in uow.session.execute(query):
        unit = row.unit.to(uow.actor.language) if row.unit else None
        found.setdefault(row.role, {}).setdefault(row.id, PersonRef(row.id, row.name, unit, row.away))
    return {role: tuple(people.values()) for role, people in found.items()}
