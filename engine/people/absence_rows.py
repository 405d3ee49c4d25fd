"""Absences as a page lists them."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import aliased

from engine.model import Absence, Membership, Person, Unit
from engine.people.absences import supervised_people
from engine.people.rows import ADMINISTRATORS
from engine.steps.rights import SUPERVISORS
from engine.steps.standins import away_on
from engine.uow import UnitOfWork

KEPT = timedelta(days=90)
"""So long what is over is listed."""


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """An absence. `state`: "now", "ahead", "over". `stands_in`: who is told today, for one that is now."""

    id: int
    person_id: int
    person: str
    first: date
    last: date
    deputy: str | None
    stands_in: str | None
    note: str
    state: str
    may_cancel: bool


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may be away, or stand in. `roles` tell for whom; `units` are their names."""

    id: int
    name: str
    roles: frozenset[str]
    unit: str | None


def absences_of(uow: UnitOfWork) -> tuple[AbsenceRow, ...]:
    """The actor's own, and those of everybody for whom the actor may record one; today's first, then by day."""
    today, deputy = uow.office.today(uow.now), aliased(Person)
    query = (
        select(Absence, Person.name, deputy.name.label("deputy"))
        .join(Person, Person.id == Absence.person_id)
        .outerjoin(deputy, deputy.id == Absence.deputy_id)
        .where(Absence.cancelled_at.is_(None), Absence.last >= today - KEPT)
        .where(Absence.person_id.in_(_within_reach(uow)))
        .order_by(Absence.first, Absence.id)
    )
    names = {one.id: one.name for one in colleagues(uow)}
    away = away_on(uow.session, today)
    rows = [
        _row(row.Absence, (row.name, row.deputy), names.get(away.deputy(row.Absence.person_id) or 0), today)
        for row in uow.session.execute(query)
    ]
    return tuple(sorted(rows, key=lambda row: ("now", "ahead", "over").index(row.state)))


def colleagues(uow: UnitOfWork) -> tuple[Colleague, ...]:
    """Everybody who works here, by name."""
    query = (
        select(Person.id, Person.name, Membership.role, Unit.name.label("unit"))
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Membership.unit_id)
        .where(Person.active, Membership.role != "party")
        .order_by(Person.name, Person.id, Membership.id)
    )
    found: dict[int, Colleague] = {}
    for row in uow.session.execute(query):
        known = found.get(row.id)
        roles = (known.roles if known else frozenset()) | {row.role}
        unit = known.unit if known and known.unit else (row.unit.to(uow.actor.language) if row.unit else None)
        found[row.id] = Colleague(row.id, row.name, roles, unit)
    return tuple(found.values())


def recordable(uow: UnitOfWork) -> tuple[Colleague, ...]:
    """Those for whom the actor may record an absence."""
    within = _within_reach(uow)
    return tuple(one for one in colleagues(uow) if one.id in within)


def _within_reach(uow: UnitOfWork) -> frozenset[int]:
    own = frozenset({uow.actor.person_id}) if uow.actor.person_id is not None else frozenset()
    if uow.actor.has(*ADMINISTRATORS):
        return own | frozenset(uow.session.scalars(select(Person.id)))
    return own | (supervised_people(uow) if uow.actor.has(*SUPERVISORS) else frozenset())


def _row(absence: Absence, names: tuple[str, str | None], stands_in: str | None, today: date) -> AbsenceRow:
    state = "over" if absence.last < today else "now" if absence.first <= today else "ahead"
    return AbsenceRow(
        id=absence.id,
        person_id=absence.person_id,
        person=names[0],
        first=absence.first,
        last=absence.last,
        deputy=names[1],
        stands_in=stands_in if state == "now" else None,
        note=absence.note,
        state=state,
        may_cancel=state != "over",
    )
