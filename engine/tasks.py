"""Use cases of a task: claim, unclaim, assign, return, draft, complete."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Completed:
    """What completing a task led to. `mine`: open tasks of the same case that the actor may do next."""

    case_id: int
    number: str
    case_state: str
    mine: tuple[int, ...]


def claim(uow: UnitOfWork, task_id: int) -> None:
    """Take a task from the pool; NotAllowed, FourEyes, Recused, AlreadyDone, Conflict (someone has it)."""
    raise NotImplementedError


def unclaim(uow: UnitOfWork, task_id: int) -> None:
    """Put one's own task back into the pool."""
    raise NotImplementedError


def assign(uow: UnitOfWork, task_id: int, person_id: int, *, note: str = "") -> None:
    """Give a task to a person: a supervisor's right, or the assignee's who delegates (转办)."""
    raise NotImplementedError


def return_to_pool(uow: UnitOfWork, task_id: int, *, note: str) -> None:
    """Take a task from its assignee and put it back into the pool (退回); supervisor or assignee."""
    raise NotImplementedError


def save_draft(uow: UnitOfWork, task_id: int, values: Mapping[str, Any], *, seen: str | None = None) -> None:
    """Keep what was typed, unchecked, with the task."""
    raise NotImplementedError


def complete(
    uow: UnitOfWork, task_id: int, values: Mapping[str, Any], *, seen: str | None = None
) -> Completed:
    """Complete a task with typed values (`form.parse`); FormInvalid, StaleForm, AlreadyDone, NotAllowed, …"""
    raise NotImplementedError
