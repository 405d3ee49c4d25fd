"""A case: one process instance with everything that hangs on it."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Date, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.journal import GENESIS, Book
from engine.model.lifecycle import Lifecycle
from engine.orm import NUMBER, Base, Instant, Json, Numbered, reference


class CaseState(StrEnum):
    """Running ⇄ suspended by a supervisor; the others are ends, reached once."""

    RUNNING = "running"
    SUSPENDED = "suspended"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    FAILED = "failed"  # by an error end event that nothing on the diagram catches


OPEN = frozenset({CaseState.RUNNING, CaseState.SUSPENDED})


class Case(Lifecycle, Numbered, Base):
    """A case.

    `tokens` is the packed state of its tokens and variables, `calls` the definition of each called process that is
    drawn elsewhere. `ends_at` and `warns_at` are the earliest of its running clocks, kept for lists; `standing` counts
    the suspensions in force on the whole case. The journal's length and last hash show a missing end of it.
    """

    __tablename__ = "cases"
    __table_args__ = (Index("ix_cases_state_ends_at", "state", "ends_at"),)
    KIND: ClassVar[str] = "case"
    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        "suspend": OPEN,
        "resume": frozenset({CaseState.SUSPENDED}),
        "complete": frozenset({CaseState.RUNNING}),
        "fail": frozenset({CaseState.RUNNING}),
        "cancel": OPEN,
    }

    number: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    definition_id: Mapped[int] = reference("definition.id", index=True)
    unit_id: Mapped[int | None] = reference("unit.id", optional=True, index=True)
    initiator_id: Mapped[int | None] = reference("person.id", optional=True)
    state: Mapped[str] = mapped_column(String(12), default=CaseState.RUNNING)
    priority: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    opened_on: Mapped[date] = mapped_column(Date)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_reason: Mapped[str | None] = mapped_column(String(500))
    standing: Mapped[int] = mapped_column(default=0)
    suspended_at: Mapped[datetime | None] = mapped_column(Instant)
    ends_at: Mapped[datetime | None] = mapped_column(Instant)
    warns_at: Mapped[datetime | None] = mapped_column(Instant)
    tokens: Mapped[bytes] = mapped_column(LargeBinary)
    calls: Mapped[dict[str, int]] = mapped_column(Json, default=dict)
    version: Mapped[int] = mapped_column(NUMBER)
    journal_length: Mapped[int] = mapped_column(NUMBER, default=0)
    journal_head: Mapped[bytes] = mapped_column(LargeBinary(32), default=GENESIS)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own attribute

    @property
    def open(self) -> bool:
        """Has it not come to an end?"""
        return self.state in OPEN

    def suspend(self, book: Book, *, reason: str, effective: date, note: str) -> None:
        """Stand still (中止), as a whole; a second reason may join the first."""
        self._move("suspend", CaseState.SUSPENDED)
        self.suspended_at = self.suspended_at or book.by.at
        book.write("case-suspended", reason=reason, effective=effective.isoformat(), note=note)

    def resume(self, book: Book, *, reason: str, effective: date, note: str, still: bool) -> None:
        """Go on, unless it stands still for another reason."""
        self._move("resume", CaseState.SUSPENDED if still else CaseState.RUNNING)
        if not still:
            self.suspended_at = None
        book.write("case-resumed", reason=reason, effective=effective.isoformat(), note=note)

    def complete(self, book: Book, *, end: str | None) -> None:
        """Come to the diagram's end; `end` is the last end event."""
        self._move("complete", CaseState.COMPLETED)
        self.closed_at, self.closed_reason = book.by.at, end
        book.write("case-completed", end=end)

    def fail(self, book: Book, *, problem: str) -> None:
        """Come to an error that nothing catches."""
        self._move("fail", CaseState.FAILED)
        self.closed_at, self.closed_reason = book.by.at, problem[:500]
        book.write("case-failed", problem=problem)

    def cancel(self, book: Book, *, reason: str) -> None:
        """Be closed before the end."""
        self._move("cancel", CaseState.CANCELLED)
        self.closed_at, self.closed_reason, self.suspended_at = book.by.at, reason, None
        book.write("case-cancelled", reason=reason)

    def prioritise(self, book: Book, priority: int, *, why: str) -> None:
        """Set the priority: 0 normal, 1 high, 2 urgent."""
        if priority != self.priority:
            book.write("case-prioritised", **{"from": self.priority, "to": priority}, why=why)
            self.priority = priority


class CaseLink(Numbered, Base):
    """One case started another. `returns` names the message that tells the first when the second closes."""

    __tablename__ = "case_link"

    from_id: Mapped[int] = reference("cases.id", index=True)
    to_id: Mapped[int] = reference("cases.id", index=True)
    kind: Mapped[str] = mapped_column(String(40))
    returns: Mapped[str | None] = mapped_column(String(120))


class Recusal(Base):
    """A person who may neither see a case nor be given it (回避)."""

    __tablename__ = "recusal"

    case_id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=False, index=True)
    note: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime] = mapped_column(Instant)
