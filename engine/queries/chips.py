"""Clock chips, and how pressing a clock, a task or a case is."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.model import Clock, ClockState
from engine.office import Office
from engine.policies import PARTY
from engine.queries.rows import ClockChip, Urgency
from engine.uow import UnitOfWork

COLUMNS = (
    Clock.id,
    Clock.case_id,
    Clock.element,
    Clock.token,
    Clock.name,
    Clock.kind,
    Clock.state,
    Clock.started_at,
    Clock.stopped_at,
    Clock.suspended_at,
    Clock.ends_at,
    Clock.last_day,
    Clock.target_at,
    Clock.warns_at,
    Clock.provisional,
    Clock.breached_at,
)
_ORDER = {ClockState.RUNNING: 0, ClockState.SUSPENDED: 1, ClockState.STOPPED: 2}


def open_clocks(uow: UnitOfWork, cases: Iterable[int]) -> dict[int, list[Any]]:
    """The open clocks of cases, by case; one statement, none for no case."""
    wanted = list(dict.fromkeys(cases))
    found: dict[int, list[Any]] = {}
    if wanted:
        query = select(*COLUMNS).where(Clock.case_id.in_(wanted), Clock.state != ClockState.STOPPED)
        for row in uow.session.execute(query.order_by(Clock.id)):
            found.setdefault(row.case_id, []).append(row)
    return found


def chip(clock: Any, now: datetime, office: Office) -> ClockChip:
    """A clock's row, or entity, as a chip."""
    return ClockChip(
        id=clock.id,
        name=clock.name,
        kind=clock.kind,
        state=clock.state,
        ends_at=clock.ends_at,
        last_day=clock.last_day,
        target_at=clock.target_at,
        provisional=clock.provisional,
        breached=_breached(clock, now),
        percent=_percent(clock, now),
        urgency=_urgency(clock, now, office),
        node_id=clock.element if clock.token is not None else None,
        ended=_ended(clock, now),
    )


def first(chips: Sequence[ClockChip]) -> ClockChip | None:
    """The clock that ends first: a running one, else one that stands still, else a party's period that is over."""
    return min(chips, key=lambda one: (one.ended, _ORDER[ClockState(one.state)], one.ends_at), default=None)


def first_of_case(chips: Sequence[ClockChip]) -> ClockChip | None:
    """The clock that a case as a whole is judged by: the office's own before any of a party's."""
    return first([one for one in chips if one.kind != PARTY] or chips)


def pressing(chip: ClockChip | None, case_state: str) -> Urgency:
    """How pressing a case, or a task of it, is by its first clock."""
    if case_state == "suspended":
        return Urgency.SUSPENDED
    return chip.urgency if chip is not None else Urgency.RUNNING


def _ended(clock: Any, now: datetime) -> bool:
    return bool(clock.kind == PARTY and clock.state == ClockState.RUNNING and clock.ends_at <= now)


def _breached(clock: Any, now: datetime) -> bool:
    if clock.kind == PARTY:
        return False
    return clock.breached_at is not None or (clock.state == ClockState.RUNNING and clock.ends_at <= now)


def _urgency(clock: Any, now: datetime, office: Office) -> Urgency:
    if clock.state == ClockState.SUSPENDED:
        return Urgency.SUSPENDED
    if _breached(clock, now):
        return Urgency.OVERDUE
    if clock.state == ClockState.STOPPED or clock.kind == PARTY:
        return Urgency.RUNNING  # what a party owes does not press the office
    if clock.last_day <= office.today(now):
        return Urgency.TODAY
    return Urgency.WARNED if clock.warns_at is not None and clock.warns_at <= now else Urgency.RUNNING


def _percent(clock: Any, now: datetime) -> int:
    """The share of the period that is used, in wall time; it stands while the clock does."""
    until = clock.stopped_at or clock.suspended_at or now
    whole = (clock.ends_at - clock.started_at).total_seconds()
    used = (until - clock.started_at).total_seconds()
    return max(0, round(100 * used / whole)) if whole > 0 else 100
