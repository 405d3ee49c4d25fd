"""Rows of what is asked about clocks."""

from dataclasses import dataclass
from datetime import date, datetime

from engine.text import Text


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document of a case, without its content; `size` in bytes."""

    id: int
    case_id: int
    name: str
    media_type: str
    size: int
    sha256: str
    added_by: str | None
    added_at: datetime


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request. `clock` None: the whole case. `may`: grant, refuse, withdraw, as the reader may."""

    id: int
    case_id: int
    number: str
    title: str
    kind: str  # suspend | resume | extend | correct
    state: str  # asked | granted | refused | withdrawn | lapsed
    clock_id: int | None
    clock: Text | None
    ends_at: datetime | None  # of the clock, or of the case
    reason: str | None
    effective: date | None
    amount: int | None
    unit: str | None
    starts_at: datetime | None
    old_start: datetime | None  # of the clock, as it is now
    note: str
    document: DocumentRow | None
    asked_by: str
    asked_by_id: int
    asked_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    decision: str
    deciders: tuple[str, ...]
    may: frozenset[str]
    provisional: bool = False  # is `ends_at`

    @property
    def open(self) -> bool:
        """Does it wait for a decision?"""
        return self.state == "asked"
