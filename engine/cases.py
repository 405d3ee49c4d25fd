"""Use cases of a case: start, cancel, suspend, resume, recuse."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class StartedCase:
    """A case that was just opened."""

    id: int
    number: str


def start(
    uow: UnitOfWork,
    key: str,
    *,
    facts: Mapping[str, Any],
    title: str = "",
    unit_id: int | None = None,
    linked_to: int | None = None,
    link: str = "started-from",
) -> StartedCase:
    """Open a case of the latest version of definition `key` and run it to its first waits."""
    raise NotImplementedError


def cancel(uow: UnitOfWork, case_id: int, *, reason: str) -> None:
    """Close a case before its end; a supervisor's or director's right."""
    raise NotImplementedError


def suspend(
    uow: UnitOfWork, case_id: int, *, reason: str, effective: date, note: str, requested_by: int | None = None
) -> None:
    """Stand a case still (中止): its tasks close for work, its timers wait, its clocks that allow the reason stand."""
    raise NotImplementedError


def resume(uow: UnitOfWork, case_id: int, *, reason: str, effective: date, note: str = "") -> None:
    """End the suspension for `reason`; `effective` is the first day that counts again."""
    raise NotImplementedError


def recuse(uow: UnitOfWork, case_id: int, person_id: int, *, note: str) -> None:
    """Mark a person as conflicted (回避): sees nothing of the case, and open tasks go back to the pool."""
    raise NotImplementedError


def prioritise(uow: UnitOfWork, case_id: int, priority: int, *, note: str) -> None:
    """Set the priority (0 normal, 1 high, 2 urgent)."""
    raise NotImplementedError
