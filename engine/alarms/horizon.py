"""The look that is taken each working day, as the office opens: at the calendar's horizon, and for missing alarms."""

from datetime import datetime

from engine.alarms import suspensions
from engine.calendar_years import horizon
from engine.model import AlarmKind
from engine.office import Office
from engine.steps.alarm_rows import AlarmRows
from engine.uow import UnitOfWork


def first(office: Office, now: datetime) -> datetime:
    """Look as soon as the office is open."""
    return office.opening(now)


def ring(uow: UnitOfWork, subject: str) -> None:
    """Look how far the published calendar reaches, and set the alarm to the next working day."""
    horizon.look(uow)
    suspensions.take_up(uow)
    alarms = AlarmRows(uow)
    alarms.set(AlarmKind.HORIZON, subject, horizon.next_look(uow), case_id=None)
    alarms.flush()
