"""Rows of instructions."""

from dataclasses import dataclass
from datetime import date, datetime

from engine.queries.rows.lists import PersonRef
from engine.text import Text


@dataclass(frozen=True, slots=True)
class InstructionRow:
    """An instruction (督办单). `may`: acknowledge, reply, close, reopen, withdraw, as the reader may.

    `late`: nobody has answered in time; `percent` is the share of the time for an answer that is used.
    """

    id: int
    case_id: int
    number: str
    title: str
    clock_id: int | None
    clock: Text | None
    task_id: int | None
    text: str
    state: str  # issued | acknowledged | answered | closed | withdrawn
    issued_by: str
    issued_at: datetime
    to: str
    to_id: int
    answer_by: datetime
    acknowledged_at: datetime | None
    answer: str
    answered_at: datetime | None
    closing: str
    closed_at: datetime | None
    escalated: int
    late: bool
    percent: int
    may: frozenset[str]

    @property
    def unanswered(self) -> bool:
        """Does it wait for an answer?"""
        return self.state in ("issued", "acknowledged")

    @property
    def open(self) -> bool:
        """Does it wait for anybody?"""
        return self.unanswered or self.state == "answered"


@dataclass(frozen=True, slots=True)
class Blank:
    """What a new instruction begins with: who can be told (those who work on the case first), the day, the clock."""

    people: tuple[PersonRef, ...]
    working: frozenset[int]  # on the case now
    suggested: int | None
    answer_by: date
    clock_id: int | None = None
    clock: Text | None = None
