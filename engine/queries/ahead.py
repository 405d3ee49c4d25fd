"""What falls due next, in the order of time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.model import Alarm, AlarmKind, Case, Clock, Recusal
from engine.periods import Ledger
from engine.steps.counting import counted_again
from engine.steps.glancing import glance
from engine.steps.plan import clock_plan
from engine.steps.timer_names import timer_name
from engine.text import Text
from engine.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that falls due at an instant; `kind` is the alarm's.

    Of a case: its number, and its id for who may see it. Of a clock: its name, and the `rung` that is reached (`end` at
    the end). Of a timer: the name of its node.
    """

    at: datetime
    kind: str
    number: str | None = None
    case_id: int | None = None
    name: Text | None = None
    rung: str | None = None


def ahead(uow: UnitOfWork, *, limit: int = 8) -> tuple[Due, ...]:
    """The next things that fall due; those about cases that the actor is recused from are left out."""
    recused = select(Recusal.case_id).where(Recusal.person_id == uow.actor.person_id)
    query = (
        select(Alarm, Case)
        .outerjoin(Case, Case.id == Alarm.case_id)
        .where(~Alarm.held, Alarm.case_id.is_(None) | Alarm.case_id.not_in(recused))
        .order_by(Alarm.wake_at, Alarm.id)
        .limit(limit)
    )
    found = uow.session.execute(query).all()
    clocks = _clocks(uow, found)
    return tuple(_due(uow, alarm, case, clocks) for alarm, case in found)


def _clocks(uow: UnitOfWork, found: Any) -> Mapping[int, Clock]:
    ids = [int(row.Alarm.subject) for row in found if row.Alarm.kind == AlarmKind.CLOCK]
    rows = uow.session.scalars(select(Clock).where(Clock.id.in_(ids or [0])))
    return {clock.id: clock for clock in rows}


def _due(uow: UnitOfWork, alarm: Alarm, case: Case | None, clocks: Mapping[int, Clock]) -> Due:
    if case is None:
        return Due(alarm.wake_at, alarm.kind)
    seen = case.id if uow.actor.staff else None
    clock = clocks.get(int(alarm.subject)) if alarm.kind == AlarmKind.CLOCK else None
    if clock is not None:
        rung = _rung(uow, case, clock)
        return Due(alarm.wake_at, alarm.kind, case.number, seen, clock.name, rung)
    name = _timer(uow, case, alarm) if alarm.kind == AlarmKind.TIMER else None
    return Due(alarm.wake_at, alarm.kind, case.number, seen, name)


def _rung(uow: UnitOfWork, case: Case, clock: Clock) -> str | None:
    """The rung of a clock that is reached next, or its end."""
    process = glance(uow, case).host.process(clock.process_id)
    policy = clock_plan(process).drawn[clock.element, clock.policy_id].policy
    counted = counted_again(policy, Ledger.from_json(clock.ledger), uow.office)
    waiting = ((at, rung.at) for at, rung in counted.rungs if rung.level not in clock.fired)
    if clock.breached_at is not None:
        return next((rung for _, rung in waiting), None)
    return next((rung for at, rung in waiting if at <= clock.ends_at), "end")


def _timer(uow: UnitOfWork, case: Case, alarm: Alarm) -> Text | None:
    seen = glance(uow, case)
    return timer_name(seen.run, seen.host, alarm.subject)
