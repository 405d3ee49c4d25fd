"""Alarms that an office always has, whatever its cases do."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime

from sqlalchemy import select

from engine import digests
from engine.alarms import horizon
from engine.errors import Conflict
from engine.model import Alarm, AlarmKind
from engine.office import Office
from engine.steps.alarm_rows import AlarmRows
from engine.uow import SCHEDULER, Engine, UnitOfWork

OFFICE = "office"
"""Their subject."""


def _digest(office: Office, now: datetime) -> datetime | None:
    return digests.first_morning(office, now) if office.telling.digest else None


_STANDING: Mapping[AlarmKind, Callable[[Office, datetime], datetime | None]] = {
    AlarmKind.DIGEST: _digest,
    AlarmKind.HORIZON: horizon.first,
}
"""When each rings first; None: not at all in this office."""


def wind_up(engine: Engine) -> None:
    """Set those that are missing; safe to run again, and by several processes at a time."""
    with engine.reading(SCHEDULER) as uow:
        if not _missing(uow):
            return
    with suppress(Conflict), engine.unit_of_work(SCHEDULER) as uow:
        alarms = AlarmRows(uow)
        for kind, at in _missing(uow).items():
            alarms.set(kind, OFFICE, at, case_id=None)
        alarms.flush()


def _missing(uow: UnitOfWork) -> Mapping[AlarmKind, datetime]:
    query = select(Alarm.kind).where(Alarm.kind.in_(list(_STANDING)), Alarm.subject == OFFICE)
    known = set(uow.session.scalars(query))
    first = {kind: when(uow.office, uow.now) for kind, when in _STANDING.items() if kind.value not in known}
    return {kind: at for kind, at in first.items() if at is not None}
