"""Timers of a case that stands still: they wait, and their time goes on where it stopped.

A legal period (`15 calendar-days`) is counted again with the case's suspensions in it; an elapsed time or a cycle goes
on with what was left of it; a date stays that date, and rings at once when it has gone by.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update

from engine.model import Alarm, AlarmKind, Case, Suspension
from engine.periods import Span
from engine.steps.timers import Duration, read_date, read_duration
from engine.steps.touching import spans_from
from engine.uow import UnitOfWork


def hold(uow: UnitOfWork, case: Case) -> None:
    """Let the case's timers wait."""
    mine = update(Alarm).where(Alarm.case_id == case.id, Alarm.kind == AlarmKind.TIMER)
    uow.session.execute(mine.values(held=True))


def let_go(uow: UnitOfWork, case: Case, since: datetime, suspensions: Iterable[Suspension]) -> None:
    """Let the case's timers run again, which were held `since`, and the signals that came meanwhile."""
    stood = [one for one in suspensions if one.clock_id is None and not one.automatic]
    mine = select(Alarm).where(Alarm.case_id == case.id, Alarm.held)
    for alarm in uow.session.scalars(mine.order_by(Alarm.id)):
        alarm.held = False
        if alarm.kind == AlarmKind.TIMER:
            alarm.wake_at = max(_due_again(uow, alarm, since, stood), alarm.wake_at)
        uow.set_alarm(alarm.wake_at)
    uow.session.flush()  # what the case does next may take some of them away again


def _due_again(uow: UnitOfWork, alarm: Alarm, since: datetime, stood: list[Suspension]) -> datetime:
    duration = read_duration(alarm.period) if alarm.period else None
    if duration is not None and duration.legal:
        return duration.after(alarm.set_at, uow.office, _spans(uow, alarm, duration, stood))
    if alarm.period is None or read_date(alarm.period, uow.office) is not None:
        return alarm.wake_at
    return alarm.wake_at + (uow.now - since)


def _spans(uow: UnitOfWork, alarm: Alarm, duration: Duration, stood: list[Suspension]) -> list[Span]:
    over = [one for one in stood if one.resumed is not None]
    return spans_from(over, alarm.set_at, uow.office, hours=bool(duration.hours))
