"""Counting open clocks again under another calendar: one batch each time it rings, by any number of schedulers."""

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, select

from engine.calendar_years import do_batch
from engine.model import Alarm, AlarmKind
from engine.orm import table_of
from engine.steps.alarm_rows import AlarmRows
from engine.uow import UnitOfWork

CLOSING_LOOK: Final = timedelta(minutes=5)
"""So long after the last batch it is looked for what was begun under the older calendar and written after it."""

_AGAIN: Final = ":again"
_ALARM = table_of(Alarm)


def ring(uow: UnitOfWork, alarm_id: int) -> int:
    """Do a batch; 0 where nothing could be done, because all that is left is being worked on.

    The alarm stays due, and unlocked, until nothing is left: what one scheduler does not finish the next one does.
    """
    due = select(Alarm.subject).where(Alarm.id == alarm_id, Alarm.wake_at <= uow.now)
    subject = uow.session.scalar(due)
    if subject is None:
        return 0
    found = do_batch(uow)
    if found.left:
        return int(bool(found.done or found.timers))
    uow.session.execute(delete(_ALARM).where(_ALARM.c.id == alarm_id))
    if not subject.endswith(_AGAIN):
        alarms = AlarmRows(uow)
        alarms.set(AlarmKind.RECOUNT, subject + _AGAIN, uow.now + CLOSING_LOOK, case_id=None)
        alarms.flush()
    return 1
