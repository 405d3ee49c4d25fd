"""Alarms of a step, set and cleared together: at most one statement each."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, tuple_

from engine.model import Alarm, AlarmKind
from engine.orm import table_of, upsert
from engine.uow import UnitOfWork

_KEYS = ("kind", "subject")
_ALARM = table_of(Alarm)


class AlarmRows:
    """Collects what a unit of work sets and clears; a later word on the same subject counts."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self._rows: dict[tuple[str, str], dict[str, Any] | None] = {}

    def set(
        self,
        kind: AlarmKind,
        subject: str,
        wake_at: datetime,
        *,
        case_id: int | None,
        period: str | None = None,
    ) -> None:
        """Ring at `wake_at`."""
        row = {
            "kind": kind.value,
            "subject": subject,
            "wake_at": wake_at,
            "case_id": case_id,
            "period": period,
            "calendar": None if period is None or kind != AlarmKind.TIMER else self._uow.office.revision,
        }
        rest = {"set_at": self._uow.now, "held": False, "attempts": 0, "problem": None}
        self._rows[kind.value, subject] = {**row, **rest}

    def clear(self, kind: AlarmKind, subject: str) -> None:
        """Do not ring any more."""
        self._rows[kind.value, subject] = None

    def flush(self) -> None:
        """Write them."""
        rows, self._rows = self._rows, {}
        cleared = [key for key, row in rows.items() if row is None]
        wanted = [row for row in rows.values() if row is not None]
        if cleared:
            self._uow.session.execute(
                delete(_ALARM).where(tuple_(_ALARM.c.kind, _ALARM.c.subject).in_(cleared))
            )
        if wanted:
            upsert(self._uow.session, Alarm, wanted, _KEYS)
            self._uow.set_alarm(min(row["wake_at"] for row in wanted))
