"""Rows of a task: in its case, and with its form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.forms import Form
from engine.queries.rows.lists import CaseRow, ClockChip, PersonRef
from engine.text import Text


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task of a case. `may` holds what the reader may do with it: claim, unclaim, complete, assign, return."""

    id: int
    token: int | None
    node_id: str
    process_id: str
    name: Text
    kind: str
    state: str  # "open" | "completed" | "cancelled"
    role: str | None
    assignee: PersonRef | None
    created_at: datetime
    claimed_at: datetime | None
    closed_at: datetime | None
    completed_by: str | None
    clock: ClockChip | None
    may: frozenset[str]
    refusal: str | None = (
        None  # why the reader may not complete it: role | assigned | four-eyes | recused | …
    )


@dataclass(frozen=True, slots=True)
class TaskForm:
    """An open task with its form: `values` are the case's, `draft` what was saved. `seen` goes back with the answer.

    With a draft it is what the draft's form saw; `seen_now` goes back once the differences have been looked at.
    """

    task: TaskRow
    case: CaseRow
    form: Form | None
    values: Mapping[str, Any]
    draft: Mapping[str, Any] | None
    draft_at: datetime | None
    seen: str
    documentation: str = ""
    candidates: tuple[PersonRef, ...] = ()  # who could be assigned
    people: Mapping[str, tuple[PersonRef, ...]] = field(default_factory=dict)  # by field, for its x-role
    seen_now: str = ""
