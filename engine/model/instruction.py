"""Instructions to a person about a case (督办), acknowledged and answered."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.journal import Book
from engine.model.lifecycle import Lifecycle
from engine.orm import Base, Instant, Numbered, reference


class InstructionState(StrEnum):
    """Issued → acknowledged (签收) → answered → closed by who issued it; withdrawn or closed are final."""

    ISSUED = "issued"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


UNANSWERED = frozenset({InstructionState.ISSUED, InstructionState.ACKNOWLEDGED})


class Instruction(Lifecycle, Numbered, Base):
    """An instruction. `answer_by`: then it is escalated, if there is no answer; `escalated` counts how often."""

    __tablename__ = "instruction"
    __table_args__ = (
        Index("ix_instruction_to", "to_id", "state"),
        Index("ix_instruction_by", "issued_by", "state"),
        Index("ix_instruction_case", "case_id"),
    )
    KIND: ClassVar[str] = "instruction"
    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        "acknowledge": frozenset({InstructionState.ISSUED}),
        "reply": UNANSWERED,
        "reopen": frozenset({InstructionState.ANSWERED}),
        "close": frozenset({InstructionState.ANSWERED}),
        "call-off": UNANSWERED,
    }

    case_id: Mapped[int] = reference("cases.id")
    clock_id: Mapped[int | None] = reference("clock.id", optional=True)
    task_id: Mapped[int | None] = reference("task.id", optional=True)
    issued_by: Mapped[int] = reference("person.id")
    issued_at: Mapped[datetime] = mapped_column(Instant)
    to_id: Mapped[int] = reference("person.id")
    text: Mapped[str] = mapped_column(String(2000))
    answer_by: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(12), default=InstructionState.ISSUED)
    acknowledged_at: Mapped[datetime | None] = mapped_column(Instant)
    answer: Mapped[str] = mapped_column(String(2000), default="")
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closing: Mapped[str] = mapped_column(String(1000), default="")
    escalated: Mapped[int] = mapped_column(default=0)

    @property
    def unanswered(self) -> bool:
        """Does it wait for an answer?"""
        return self.state in UNANSWERED

    def issued(self, book: Book, *, person: str) -> None:
        """Say in the journal that it is issued, to a person by name; its row has its number by now."""
        facts = {"to": self.to_id, "person": person, "text": self.text, "answer_by": self.answer_by}
        book.write("instruction-issued", **self._is(), **facts)

    def acknowledge(self, book: Book) -> None:
        """Be signed for (签收)."""
        self._move("acknowledge", InstructionState.ACKNOWLEDGED)
        self.acknowledged_at = book.by.at
        book.write("instruction-acknowledged", **self._is())

    def reply(self, book: Book, answer: str) -> None:
        """Be answered; whoever answers has acknowledged it."""
        self._move("reply", InstructionState.ANSWERED)
        self.acknowledged_at = self.acknowledged_at or book.by.at
        self.answered_at, self.answer = book.by.at, answer
        book.write("instruction-answered", **self._is(), answer=answer)

    def reopen(self, book: Book, *, answer_by: datetime, note: str) -> None:
        """Want another answer."""
        self._move("reopen", InstructionState.ACKNOWLEDGED)
        self.answer_by = answer_by
        book.write("instruction-reopened", **self._is(), answer_by=answer_by, note=note)

    def close(self, book: Book, *, note: str = "") -> None:
        """Be done with."""
        self._move("close", InstructionState.CLOSED)
        self.closed_at, self.closing = book.by.at, note
        book.write("instruction-closed", **self._is(), note=note or None)

    def withdraw(self, book: Book, *, note: str) -> None:
        """Be taken back."""
        self._move("call-off", InstructionState.WITHDRAWN)
        self.closed_at, self.closing = book.by.at, note
        book.write("instruction-withdrawn", **self._is(), note=note)

    def escalate(self, book: Book, *, late: bool) -> None:
        """Be told to those above, some time after it should have been where it is `late`: nobody has answered in time."""
        self.escalated += 1
        book.write("instruction-escalated", **self._is(), times=self.escalated, late=late)

    def _is(self) -> dict[str, object]:
        return {"instruction": self.id, "clock": self.clock_id}
