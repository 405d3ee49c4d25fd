"""Timers of a case that stands still: they wait, and their time goes on where it stopped.

A legal period (`15 calendar-days`) is counted again with the suspension in it; an elapsed time or a cycle goes on
with what was left of it; a date stays that date, and rings at once when it has gone by.
"""

from datetime import datetime

from sqlalchemy import select, update

from engine.model import Alarm, AlarmKind, Case
from engine.periods import Span
from engine.steps.timers import read_date, read_duration
from engine.uow import UnitOfWork


def hold(uow: UnitOfWork, case: Case) -> None:
    """Let the case's timers wait."""
    mine = update(Alarm).where(Alarm.case_id == case.id, Alarm.kind == AlarmKind.TIMER)
    uow.session.execute(mine.values(held=True))


def let_go(uow: UnitOfWork, case: Case, since: datetime) -> None:
    """Let the case's timers run again, which were held `since`, and the signals that came meanwhile."""
    mine = select(Alarm).where(Alarm.case_id == case.id, Alarm.held)
    for alarm in uow.session.scalars(mine.order_by(Alarm.id)):
        alarm.held = False
        if alarm.kind == AlarmKind.TIMER:
            alarm.wake_at = max(_due_again(uow, alarm, since), alarm.wake_at)
        uow.set_alarm(alarm.wake_at)


def _due_again(uow: UnitOfWork, alarm: Alarm, since: datetime) -> datetime:
    duration = read_duration(alarm.period) if alarm.period else None
    if duration is not None and duration.legal:
        office = uow.office
        instants = bool(duration.hours)
        first, last = (since, uow.now) if instants else (office.today(since), office.today(uow.now))
        begin = alarm.set_at if instants else office.today(alarm.set_at)
        return duration.after(alarm.set_at, office, [Span(max(first, begin), last)])
    if alarm.period is None or read_date(alarm.period, uow.office) is not None:
        return alarm.wake_at
    return alarm.wake_at + (uow.now - since)
