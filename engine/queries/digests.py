"""What a supervisor is told each working morning: the cases that need somebody, and what waits for the reader."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select

from engine.model import (
    OPEN,
    Case,
    Clock,
    ClockState,
    Definition,
    Membership,
    Recusal,
    Suspension,
    Task,
    TaskState,
    Unit,
)
from engine.queries.caserow import case_row
from engine.queries.chips import chip, first_of_case, open_clocks
from engine.queries.instructions import number_unanswered
from engine.queries.requests import number_waiting
from engine.queries.rows import CaseRow
from engine.steps.lasting import lasts_until
from engine.steps.rights import SUPERVISORS, require_role
from engine.steps.supervising import supervised_units
from engine.uow import Actor, UnitOfWork

SOON = 3
"""Working days that are looked ahead."""

PROVISIONAL = timedelta(days=30)
"""So near a provisional end is worth a word."""

MOST = 50


@dataclass(frozen=True, slots=True)
class DigestPart:
    """Cases of one kind; `number` counts those that are not in `rows` as well."""

    key: str  # "overdue" | "today" | "soon" | "suspended" | "provisional"
    number: int
    rows: tuple[CaseRow, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """One reader's morning. `requests` wait for the reader's decision, `instructions` for an answer."""

    day: date
    parts: tuple[DigestPart, ...]
    requests: int
    instructions: int

    @property
    def worth_telling(self) -> bool:
        """Is there more than provisional ends?"""
        pressing = any(part.number for part in self.parts if part.key != "provisional")
        return pressing or bool(self.requests) or bool(self.instructions)


def digest(uow: UnitOfWork) -> Digest:
    """The digest of the actor, who supervises: of the units that the actor answers for and those below them.

    Cases that the actor is recused from are left out. NotAllowed.
    """
    require_role(uow, "watch", *SUPERVISORS)
    reach = and_(Case.state.in_(OPEN), _visible(uow.actor), _within(uow))
    found = [(key, _cases(uow, and_(reach, where))) for key, where in _wanted(uow).items()]
    clocks = open_clocks(uow, (row.Case.id for _, rows in found for row in rows))
    requests, instructions = (
        uow.session.scalar(query) or 0 for query in (number_waiting(uow.actor), number_unanswered(uow))
    )
    return Digest(
        uow.office.today(uow.now),
        tuple(_part(uow, key, rows, clocks) for key, rows in found),
        requests,
        instructions,
    )


# --- which cases -------------------------------------------------------------------------------------------------


def _wanted(uow: UnitOfWork) -> Mapping[str, ColumnElement[bool]]:
    office, now = uow.office, uow.now
    today = office.today(now)
    night = _end_of(uow, today)
    later = _end_of(uow, office.calendar.shift(today, SOON))
    return {
        "overdue": Case.ends_at <= now,
        "today": and_(Case.ends_at > now, Case.ends_at <= night),
        "soon": and_(Case.ends_at > night, Case.ends_at <= later),
        "suspended": Case.id.in_(_suspended_too_long(uow) or [0]),
        "provisional": exists().where(
            Clock.case_id == Case.id,
            Clock.state == ClockState.RUNNING,
            Clock.provisional,
            Clock.ends_at.between(now, now + PROVISIONAL),
        ),
    }


def _end_of(uow: UnitOfWork, day: date) -> datetime:
    """24:00 of a day in the office."""
    return datetime.combine(day + timedelta(days=1), time(), uow.office.timezone)


def _suspended_too_long(uow: UnitOfWork) -> Sequence[int]:
    """Cases with a suspension that has lasted longer than the rule of its reason allows."""
    limited = [reason for reason, rule in uow.office.suspension_rules.items() if rule.longest is not None]
    if not limited:
        return []
    query = select(Suspension.case_id, Suspension.reason, Suspension.effective)
    query = query.outerjoin(Clock, Clock.id == Suspension.clock_id).where(
        Suspension.resumed.is_(None),
        Suspension.reason.in_(limited),
        or_(Clock.id.is_(None), Clock.state != ClockState.STOPPED),
    )
    ends = {row: lasts_until(row.reason, row.effective, uow.office) for row in uow.session.execute(query)}
    return sorted({row.case_id for row, until in ends.items() if until is not None and until <= uow.now})


def _visible(actor: Actor) -> ColumnElement[bool]:
    return ~exists().where(Recusal.case_id == Case.id, Recusal.person_id == actor.person_id)


def _within(uow: UnitOfWork) -> ColumnElement[bool]:
    """A case of the reader's units, or on which somebody of them works."""
    units = supervised_units(uow.session, uow.actor.person_id)
    if units is None:
        return literal(value=True)
    worked = (
        exists()
        .where(Task.case_id == Case.id, Task.state == TaskState.OPEN)
        .where(Membership.person_id == Task.assignee_id, Membership.unit_id.in_(units))
    )
    return or_(Case.unit_id.in_(units), worked)


# --- rows --------------------------------------------------------------------------------------------------------


def _cases(uow: UnitOfWork, where: ColumnElement[bool]) -> Sequence[Any]:
    query = (
        select(
            Case,
            Definition.key,
            Definition.name.label("definition"),
            Unit.name.label("unit"),
            func.count().over().label("total"),
        )
        .join(Definition, Definition.id == Case.definition_id)
        .outerjoin(Unit, Unit.id == Case.unit_id)
        .where(where)
        .order_by(Case.ends_at, Case.id)
        .limit(MOST)
    )
    return uow.session.execute(query).all()


def _part(uow: UnitOfWork, key: str, rows: Sequence[Any], clocks: Mapping[int, Iterable[Any]]) -> DigestPart:
    chips = (
        first_of_case([chip(one, uow.now, uow.office) for one in clocks.get(row.Case.id, ())]) for row in rows
    )
    made = tuple(case_row(row, one, uow.actor.language) for row, one in zip(rows, chips, strict=True))
    return DigestPart(key, rows[0].total if rows else 0, made)
