"""The frozen rows that queries give: what a page, a command or the REST interface shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from engine.forms import Form
from engine.periods import Ledger
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
    kind: str  # "promise" | "ordinary" | "activity"
    state: str  # "running" | "suspended" | "stopped"
    ends_at: datetime
    last_day: date
    target_at: datetime | None
    provisional: bool
    breached: bool
    percent: int
    urgency: Urgency
    node_id: str | None = None  # of the activity it belongs to; None: the whole case


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


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A person as a page names one."""

    id: int
    name: str
    unit: str | None = None


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


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """The head of a case file. `variables` is the instance's scope as it stands."""

    id: int
    number: str
    title: str
    definition_id: int
    definition_key: str
    definition_version: int
    definition: Text
    main: str  # id of the process
    state: str
    priority: int
    unit: str | None
    initiator: str | None
    opened_at: datetime
    opened_on: date
    closed_at: datetime | None
    closed_reason: str | None
    suspended_for: tuple[str, ...]
    variables: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party as the procedure's `parties` hook names it."""

    role: Text
    name: str
    contact: str = ""


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
    """An open task with its form: `values` are the case's, `draft` what was saved. `seen` goes back with the answer."""

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


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A clock of a case with everything it can say for itself."""

    chip: ClockChip
    policy_id: str
    amount: int
    unit: str
    basis: str
    started_at: datetime
    stopped_at: datetime | None
    breached_at: datetime | None
    ledger: Ledger
    suspensions: tuple["SuspensionRow", ...]
    extensions: tuple["ExtensionRow", ...]
    rungs: tuple["RungRow", ...]
    may: frozenset[str] = frozenset()  # suspend, resume, extend
    suspend_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SuspensionRow:
    """A span in which clocks stand still; `clock_id` None: all clocks of the case that allow the reason."""

    id: int
    clock_id: int | None
    reason: str
    effective: date
    resumed: date | None
    note: str
    requested_by: str | None
    approved_by: str | None
    automatic: bool


@dataclass(frozen=True, slots=True)
class ExtensionRow:
    """An extension that was granted."""

    amount: int
    unit: str
    requested_by: str | None
    granted_by: str | None
    at: datetime
    note: str
    old_end: datetime
    new_end: datetime


@dataclass(frozen=True, slots=True)
class RungRow:
    """An escalation rung: when it is or was due, and when it fired."""

    level: int
    at: str
    due_at: datetime
    fired_at: datetime | None
    late: bool


@dataclass(frozen=True, slots=True)
class TokenRow:
    """Where the case stands: one live token on the diagram of `process_id`."""

    token: int
    process_id: str
    node_id: str
    kind: str  # user | timer | message | … | failed
    since: datetime | None = None
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One journal entry on the timeline."""

    sequence: int
    at: datetime
    actor: str
    kind: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LinkRow:
    """Another case this one is linked with; `outgoing`: this case started the other."""

    kind: str
    outgoing: bool
    case: CaseRow


@dataclass(frozen=True, slots=True)
class NotificationRow:
    """A message from the office to a person."""

    id: int
    person: str
    case_id: int | None
    number: str | None
    task_id: int | None
    kind: str  # rung | assigned | incident | note | …
    text: Text
    at: datetime
    deliver_at: datetime
    read_at: datetime | None
    late: bool
    priority: int


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """A token that failed and waits to be tried again."""

    id: int
    case_id: int
    token: int
    node_id: str
    problem: str
    at: datetime
    attempts: int
    resolved_at: datetime | None
