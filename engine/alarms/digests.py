"""The alarm of the morning's digest."""

from engine import digests
from engine.model import AlarmKind
from engine.steps.alarm_rows import AlarmRows
from engine.uow import UnitOfWork


def ring(uow: UnitOfWork, subject: str) -> None:
    """Tell the digest, and set the alarm to the next working morning; however many were missed, one is told.

    One that comes so late that the office is closed, or at lunch, is told when it opens again.
    """
    if not uow.office.telling.digest:
        return
    digests.tell(uow)
    opening = uow.office.opening(uow.now)
    again = opening if opening > uow.now else digests.next_morning(uow.office, uow.now)
    alarms = AlarmRows(uow)
    alarms.set(AlarmKind.DIGEST, subject, again, case_id=None)
    alarms.flush()
