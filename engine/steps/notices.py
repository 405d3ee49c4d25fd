"""Telling people: notifications that wait for working hours, unless they must not."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import insert

from engine.model import Notification
from engine.orm import table_of
from engine.text import Text
from engine.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said, and about what."""

    kind: str
    text: Text
    case_id: int | None = None
    task_id: int | None = None
    clock_id: int | None = None
    priority: int = 0
    late: bool = False
    at_once: bool = False


def notify(uow: UnitOfWork, people: Iterable[int], notice: Notice) -> int:
    """Tell persons something; to how many. At once, or at the next working instant."""
    deliver_at = uow.now if notice.at_once else uow.office.opening(uow.now)
    rows = [
        {
            "person_id": person,
            "case_id": notice.case_id,
            "task_id": notice.task_id,
            "clock_id": notice.clock_id,
            "kind": notice.kind,
            "text": notice.text,
            "at": uow.now,
            "deliver_at": deliver_at,
            "priority": notice.priority,
            "late": notice.late,
        }
        for person in dict.fromkeys(people)
    ]
    if rows:
        uow.session.execute(insert(table_of(Notification)), rows)
    return len(rows)
