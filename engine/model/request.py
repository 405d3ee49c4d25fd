"""What is asked about a clock, and granted or refused by another person."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, Date, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.journal import Book
from engine.model.lifecycle import Lifecycle
from engine.orm import Base, Instant, Json, Numbered, reference


class RequestKind(StrEnum):
    """What is asked for."""

    SUSPEND = "suspend"
    RESUME = "resume"
    EXTEND = "extend"
    CORRECT = "correct"  # the start was wrong


class RequestState(StrEnum):
    """Asked until one of the others, which are final; it lapses when the clock or the case has ended."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


_ASKED = frozenset({RequestState.ASKED})
_OPEN = text("state = 'asked'")
_OPEN_OF_CASE = text("state = 'asked' AND clock_id IS NULL")


class ClockRequest(Lifecycle, Numbered, Base):
    """A request (申请). `clock_id` None: all clocks of the case that allow the reason.

    `reason` and `effective` of a suspension or resumption, `amount` of `unit` of an
    extension, `starts_at` the right start of a correction. `deciders` are the roles of which one may decide. The
    database holds it to one open request a kind and clock (or case), and to four eyes.
    """

    __tablename__ = "clock_request"
    __table_args__ = (
        Index("ix_clock_request_state", "state", "asked_at"),
        Index("ix_clock_request_case", "case_id"),
        Index(
            "uq_clock_request_clock",
            "clock_id",
            "kind",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(
            "uq_clock_request_case",
            "case_id",
            "kind",
            unique=True,
            sqlite_where=_OPEN_OF_CASE,
            postgresql_where=_OPEN_OF_CASE,
        ),
        CheckConstraint(
            "state NOT IN ('granted', 'refused') OR decided_by IS NULL OR decided_by != asked_by",
            name="four_eyes",
        ),
    )
    KIND: ClassVar[str] = "request"
    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        "grant": _ASKED,
        "refuse": _ASKED,
        "withdraw": _ASKED,
        "lapse": _ASKED,
    }

    case_id: Mapped[int] = reference("cases.id")
    clock_id: Mapped[int | None] = reference("clock.id", optional=True)
    kind: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str | None] = mapped_column(String(40))
    effective: Mapped[date | None] = mapped_column(Date)
    amount: Mapped[int | None]
    unit: Mapped[str | None] = mapped_column(String(20))
    starts_at: Mapped[datetime | None] = mapped_column(Instant)
    note: Mapped[str] = mapped_column(String(1000))
    document_id: Mapped[int | None] = reference("document.id", optional=True)
    deciders: Mapped[list[str]] = mapped_column(Json)
    state: Mapped[str] = mapped_column(String(12), default=RequestState.ASKED)
    asked_by: Mapped[int] = reference("person.id")
    asked_at: Mapped[datetime] = mapped_column(Instant)
    decided_by: Mapped[int | None] = reference("person.id", optional=True)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decision: Mapped[str] = mapped_column(String(1000), default="")

    def asked(self, book: Book) -> None:
        """Say in the journal that it is asked; its row has its number by now."""
        facts = {"reason": self.reason, "effective": self.effective, "starts_at": self.starts_at}
        more = {
            "amount": self.amount,
            "unit": self.unit,
            "document": self.document_id,
            "note": self.note or None,
        }
        book.write("request-asked", **self._is(), **facts, **more)

    def grant(self, book: Book, *, decision: str) -> None:
        """Be granted; what follows of it is done by who grants it."""
        self._decide("grant", RequestState.GRANTED, book, decision)

    def refuse(self, book: Book, *, decision: str) -> None:
        """Be refused."""
        self._decide("refuse", RequestState.REFUSED, book, decision)

    def withdraw(self, book: Book, *, note: str = "") -> None:
        """Be taken back by who asked."""
        self._decide("withdraw", RequestState.WITHDRAWN, book, note)

    def lapse(self, book: Book) -> None:
        """Be of no use any more: the clock has stopped."""
        self._decide("lapse", RequestState.LAPSED, book, "")

    def _decide(self, move: str, to: RequestState, book: Book, decision: str) -> None:
        self._move(move, to)
        self.decided_by, self.decided_at, self.decision = book.by.actor_id, book.by.at, decision
        book.write(f"request-{to.value}", **self._is(), note=decision or None)

    def _is(self) -> dict[str, object]:
        return {"request": self.id, "kind_of": self.kind, "clock": self.clock_id}
