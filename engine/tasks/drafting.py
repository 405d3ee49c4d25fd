"""Drafts: what was typed and not yet sent, kept with the task."""

from collections.abc import Mapping
from typing import Any

from engine.errors import FormInvalid
from engine.findings import Finding, Severity
from engine.orm import dump
from engine.tasks.access import assignment_of, node_of, open_task, require_access, require_mine
from engine.text import Text
from engine.uow import UnitOfWork

MAX_BYTES = 1_000_000


def save_draft(uow: UnitOfWork, task_id: int, values: Mapping[str, Any], *, seen: str | None = None) -> None:
    """Keep what was typed, unchecked, with the task; `seen` is kept with it. FormInvalid above a megabyte."""
    if len(dump(dict(values))) > MAX_BYTES:
        raise FormInvalid([_too_large()])
    loaded = open_task(uow, task_id, "draft")
    require_access(uow, loaded, assignment_of(node_of(uow, loaded.case, loaded.task)), "draft")
    require_mine(uow, loaded.task)
    loaded.task.keep_draft(values, seen=seen, at=uow.now)


def discard_draft(uow: UnitOfWork, task_id: int) -> None:
    """Forget what was typed."""
    loaded = open_task(uow, task_id, "draft")
    require_access(uow, loaded, assignment_of(node_of(uow, loaded.case, loaded.task)), "draft")
    require_mine(uow, loaded.task)
    loaded.task.discard_draft()


def _too_large() -> Finding:
    return Finding(
        file="",
        element="",
        severity=Severity.ERROR,
        rule="draft-too-large",
        message=Text("草稿超过 1 MB", "The draft is larger than 1 MB"),
        remedy=Text("把大段内容作为附件提交", "Attach long texts as files"),
    )
