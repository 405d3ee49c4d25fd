"""Rows of lists: tasks, cases, numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from engine.text import Text


class Urgency(StrEnum):
    """How pressing a clock, a task or a case is; the order of the members is the order on the page."""

    OVERDUE = "overdue"
    TODAY = "today"
    WARNED = "warned"  # past the clock's first rung
    RUNNING = "running"  # also: without any clock
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class ClockChip:
    """A clock in a line of a list or on the diagram. `percent` is the share of the period that is used (0 to …)."""

    id: int
    name: Text
    kind: str  # "promise" | "ordinary" | "activity" | "party"
    state: str  # "running" | "suspended" | "stopped"
    ends_at: datetime
    last_day: date
    target_at: datetime | None
    provisional: bool
    breached: bool
    percent: int
    urgency: Urgency
    node_id: str | None = None  # of the activity it belongs to; None: the whole case
    ended: bool = False  # a party's own period that is over: no breach


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One open task in a worklist. `clock` is the one that ends first, of the task or of its case."""

    task_id: int
    case_id: int
    number: str
    title: str
    name: Text
    node_id: str
    definition_key: str
    definition: Text
    role: str | None
    assignee_id: int | None
    assignee: str | None
    unit: str | None
    priority: int  # 0 normal, 1 high, 2 urgent
    created_at: datetime
    claimed_at: datetime | None
    case_state: str
    urgency: Urgency
    clock: ClockChip | None
    has_draft: bool
    kind: str = "task"  # "task" | "watch" (opened for a supervisor by a rung)


@dataclass(frozen=True, slots=True)
class Worklist:
    """Open tasks by urgency (every urgency is a key), each group by end, then priority, then age."""

    groups: Mapping[Urgency, Sequence[WorkRow]]
    total: int

    @property
    def rows(self) -> tuple[WorkRow, ...]:
        """All rows in the order of the page."""
        return tuple(row for group in self.groups.values() for row in group)


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers beside the navigation."""

    mine: int
    pool: int
    unread: int
    overdue: int  # of mine
    requests: int = 0  # that wait for my decision
    instructions: int = 0  # that wait for my answer, or for me to close them
    instructions_late: int = 0  # that I should have answered by now


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A person as a page names one."""

    id: int
    name: str
    unit: str | None = None
    away: bool = False  # today


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list (search, links, dashboard)."""

    id: int
    number: str
    title: str
    definition_key: str
    definition: Text
    state: str  # "running" | "suspended" | "completed" | "cancelled" | "terminated"
    priority: int
    unit: str | None
    opened_at: datetime
    closed_at: datetime | None
    urgency: Urgency
    clock: ClockChip | None = None
