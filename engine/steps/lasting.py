"""How long a suspension may last, and the alarm that rings when it has lasted longer."""

from datetime import UTC, date, datetime

from engine.model import AlarmKind, Suspension
from engine.office import Office
from engine.periods import due
from engine.policies import Period, Unit
from engine.steps.alarm_rows import AlarmRows
from engine.uow import UnitOfWork

AGAIN = Period(5, Unit.WORKING_DAYS)
"""So often those who supervise are told again: every working week."""


def watch(uow: UnitOfWork, alarms: AlarmRows, suspension: Suspension) -> None:
    """Set the alarm of a suspension whose reason may last only so long."""
    at = lasts_until(suspension.reason, suspension.effective, uow.office)
    if at is not None:
        uow.session.flush()  # it gets its number
        alarms.set(AlarmKind.SUSPENSION, str(suspension.id), max(at, uow.now), case_id=suspension.case_id)


def forget(office: Office, alarms: AlarmRows, suspension: Suspension) -> None:
    """Clear it."""
    if suspension.reason in office.suspension_rules:
        alarms.clear(AlarmKind.SUSPENSION, str(suspension.id))


def lasts_until(reason: str, effective: date, office: Office) -> datetime | None:
    """Until when a suspension may last that took effect on a day; None where no rule says."""
    rule = office.suspension_rules.get(reason)
    if rule is None or rule.longest is None:
        return None
    return later(effective, rule.longest, office)


def later(day: date, period: Period, office: Office) -> datetime:
    """The end of a legal period from a day."""
    found = due(period, day, calendar=office.calendar, hours=office.hours, closing=office.closing)
    return found.ends_at.astimezone(UTC)
