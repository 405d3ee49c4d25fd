"""Rows of a clock: what stood it still, what made it longer, what it fired."""

from dataclasses import dataclass
from datetime import date, datetime

from engine.periods import Ledger
from engine.queries.rows.lists import ClockChip
from engine.text import Text


@dataclass(frozen=True, slots=True)
class SuspensionRow:
    """A span in which clocks stand still; `clock_id` None: all clocks of the case that allow the reason.

    `resumes` is what would end it, `until` how long it may last, where its reason has such rules.
    """

    id: int
    clock_id: int | None
    reason: str
    effective: date
    resumed: date | None
    note: str
    requested_by: str | None
    approved_by: str | None
    automatic: bool
    resumes: Text | None = None
    until: datetime | None = None
    too_long: bool = False


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
    """An escalation rung: when it is or was due, and when it fired. `notify` are roles, or assignee and group."""

    level: int
    at: str
    due_at: datetime
    fired_at: datetime | None
    late: bool
    notify: tuple[str, ...] = ()


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
    suspensions: tuple[SuspensionRow, ...]
    extensions: tuple[ExtensionRow, ...]
    rungs: tuple[RungRow, ...]
    may: frozenset[str] = frozenset()  # ask to: suspend, resume, extend, correct
    suspend_for: tuple[str, ...] = ()
    target: int | None = None
    extension_unit: str = ""
    max_extension: int = 0
    max_extensions: int = 0
    revision: int = 0  # of the office's calendar, as of which it was counted
