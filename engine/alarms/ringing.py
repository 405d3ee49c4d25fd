"""Ringing: what is due is taken in batches, one small transaction each; what fails is put off, never lost."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import structlog
from sqlalchemy import Row, func, select

from engine import messages
from engine.alarms import digests, horizon, instructions, recounting, rungs, suspensions, timers
from engine.alarms.failures import put_off
from engine.calendar_years import let_others
from engine.errors import Conflict
from engine.model import Alarm, AlarmKind, Case
from engine.requests import reminding
from engine.uow import SCHEDULER, Engine, UnitOfWork

BATCH = 100
Due = Row[int, int | None, str]
log = structlog.get_logger()


def ring_due(engine: Engine, *, limit: int = BATCH) -> int:
    """Ring what is due, the oldest first, and give the number rung.

    An alarm that fails backs off (1, 2, 4 … at most 60 minutes) and keeps its problem; the others go on. One that lost
    a race is rung again at once. What another scheduler is ringing at this moment, or whose case somebody is working
    on, is left for the next time.
    """
    rung = 0
    for row in find_due(engine, limit):
        try:
            rung += _twice(engine, row)
            if row.kind == AlarmKind.RECOUNT:
                let_others(engine)
        except Conflict as conflict:
            log.info("alarm put off", alarm=row.id, case=row.case_id, why=str(conflict))
            put_off(engine, row.id, conflict)
        except Exception as error:
            log.exception("alarm failed", alarm=row.id, case=row.case_id)
            put_off(engine, row.id, error)
    return rung


def next_wake(engine: Engine) -> datetime | None:
    """When the next alarm is due; None where there is none."""
    with engine.reading(SCHEDULER) as uow:
        return uow.session.scalar(select(func.min(Alarm.wake_at)).where(~Alarm.held))


def find_due(engine: Engine, limit: int) -> Sequence[Due]:
    """What is due now, the oldest first: by the index of what is not held, so that only what is due is looked at."""
    with engine.reading(SCHEDULER) as uow:
        query = select(Alarm.id, Alarm.case_id, Alarm.kind).where(~Alarm.held, Alarm.wake_at <= uow.now)
        return uow.session.execute(query.order_by(Alarm.wake_at, Alarm.id).limit(limit)).all()


def _twice(engine: Engine, due: Due) -> int:
    """Ring an alarm in its own transaction; once more where somebody else was faster."""
    try:
        with engine.unit_of_work(SCHEDULER) as uow:
            return _ring(uow, due)
    except Conflict as conflict:
        log.info("alarm rung again", alarm=due.id, case=due.case_id, why=str(conflict))
    with engine.unit_of_work(SCHEDULER) as uow:
        return _ring(uow, due)


def _ring(uow: UnitOfWork, due: Due) -> int:
    if due.kind == AlarmKind.RECOUNT:  # any number of schedulers work on one
        return recounting.ring(uow, due.id)
    return _ring_outside(uow, due.id) if due.case_id is None else _ring_for_case(uow, due.id)


def _ring_for_case(uow: UnitOfWork, alarm_id: int) -> int:
    query = select(Alarm, Case).join(Case, Case.id == Alarm.case_id).where(Alarm.id == alarm_id)
    still_due = query.where(~Alarm.held, Alarm.wake_at <= uow.now)
    found = uow.session.execute(still_due.with_for_update(of=(Case, Alarm), skip_locked=True)).one_or_none()
    if found is None:
        return 0
    alarm, case = found
    _OF_A_CASE[AlarmKind(alarm.kind)](uow, case, alarm)
    return 1


_OF_A_CASE: Mapping[AlarmKind, Callable[[UnitOfWork, Case, Alarm], None]] = {
    AlarmKind.CLOCK: lambda uow, case, alarm: rungs.ring(uow, case, int(alarm.subject)),
    AlarmKind.TIMER: timers.ring,
    AlarmKind.SIGNAL: timers.ring_signal,
    AlarmKind.SUSPENSION: suspensions.ring,
    AlarmKind.INSTRUCTION: instructions.ring,
    AlarmKind.REQUEST: lambda uow, case, alarm: reminding.remind(uow, case, alarm.subject, alarm.period),
}
"""What rings for a case, which is locked then, and who answers; the answer clears the alarm or sets it again."""


def _ring_outside(uow: UnitOfWork, alarm_id: int) -> int:
    """Ring an alarm that belongs to no case; it is gone unless it is set again."""
    query = select(Alarm).where(Alarm.id == alarm_id, ~Alarm.held, Alarm.wake_at <= uow.now)
    alarm = uow.session.scalar(query.with_for_update(skip_locked=True))
    if alarm is None:
        return 0
    kind, subject = AlarmKind(alarm.kind), alarm.subject
    uow.session.delete(alarm)
    uow.session.flush()
    _OUTSIDE[kind](uow, subject)
    return 1


def _message(uow: UnitOfWork, subject: str) -> None:
    messages.deliver_pending(uow, int(subject))


_OUTSIDE: Mapping[AlarmKind, Callable[[UnitOfWork, str], None]] = {
    AlarmKind.MESSAGE: _message,
    AlarmKind.DIGEST: digests.ring,
    AlarmKind.HORIZON: horizon.ring,
}
"""What rings outside the cases, and who answers."""
