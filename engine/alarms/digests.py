"""The alarm of the morning's digest."""

from engine import digests
from engine.model import AlarmKind
from engine.steps.alarm_rows import AlarmRows
from engine.uow import UnitOfWork


def ring(uow: UnitOfWork, subject: str) -> None:
    """Tell the digest, and set the alarm to the next working morning; however many were missed, one is told."""
    if not uow.office.telling.digest:
        return
    digests.tell(uow)
    alarms = AlarmRows(uow)
    alarms.set(AlarmKind.DIGEST, subject, digests.next_morning(uow.office, uow.now), case_id=None)
    alarms.flush()
