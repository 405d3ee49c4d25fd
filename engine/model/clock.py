"""A legal clock of a case, and what stood it still, made it longer, or was fired by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import Date, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm.attributes import flag_modified

from engine.errors import SuspensionRefused
from engine.journal import Book
from engine.model.lifecycle import Lifecycle
from engine.orm import NUMBER, Base, Instant, Json, Numbered, Sentence, reference
from engine.text import Text


class ClockState(StrEnum):
    """Running ⇄ suspended; stopped is final. A breach is no state: the clock goes on and keeps it."""

    RUNNING = "running"
    SUSPENDED = "suspended"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Count:
    """What counting a clock's period gave, and the revision of the calendar that it was counted with."""

    ends_at: datetime
    last_day: date
    provisional: bool
    ledger: Mapping[str, Any]
    target_at: datetime | None
    warns_at: datetime | None
    calendar: int


class Clock(Lifecycle, Numbered, Base):
    """A clock. `element` is where it is drawn in process `process_id`, `scope` what it ends with at the latest.

    `token` is that of the activity it belongs to, and None for a clock of a process or sub-process. `fired` holds the
    levels of the rungs that have fired, `extended` how many extensions were granted, `calendar` is the revision of the
    office's calendar that it was last counted with.
    """

    __tablename__ = "clock"
    __table_args__ = (
        Index("ix_clock_case_state", "case_id", "state"),
        Index(
            "ix_clock_calendar",
            "calendar",
            "id",
            sqlite_where=text("state != 'stopped'"),
            postgresql_where=text("state != 'stopped'"),
        ),
    )
    KIND: ClassVar[str] = "clock"
    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        "suspend": frozenset({ClockState.RUNNING}),
        "resume": frozenset({ClockState.SUSPENDED}),
        "stop": frozenset({ClockState.RUNNING, ClockState.SUSPENDED}),
    }

    case_id: Mapped[int] = reference("cases.id")
    policy_id: Mapped[str] = mapped_column(String(120))
    process_id: Mapped[str] = mapped_column(String(120))
    element: Mapped[str] = mapped_column(String(120))
    token: Mapped[int | None] = mapped_column(NUMBER)
    scope: Mapped[int] = mapped_column(NUMBER)
    name: Mapped[Text] = mapped_column(Sentence)
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12), default=ClockState.RUNNING)
    started_at: Mapped[datetime] = mapped_column(Instant)
    stopped_at: Mapped[datetime | None] = mapped_column(Instant)
    suspended_at: Mapped[datetime | None] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    last_day: Mapped[date] = mapped_column(Date)
    provisional: Mapped[bool]
    target_at: Mapped[datetime | None] = mapped_column(Instant)
    warns_at: Mapped[datetime | None] = mapped_column(Instant)
    breached_at: Mapped[datetime | None] = mapped_column(Instant)
    fired: Mapped[list[int]] = mapped_column(Json, default=list)
    extended: Mapped[int] = mapped_column(default=0)
    ledger: Mapped[dict[str, Any]] = mapped_column(Json)
    calendar: Mapped[int] = mapped_column(default=0, server_default="0")

    @property
    def open(self) -> bool:
        """Has it not been stopped?"""
        return self.state != ClockState.STOPPED

    def _is(self) -> dict[str, Any]:
        return {"clock": self.id, "policy": self.policy_id, "name": self.name}

    def started(self, book: Book) -> None:
        """Say in the journal that it has begun; its row has its number by now."""
        ends = {"ends_at": self.ends_at, "last_day": self.last_day, "provisional": self.provisional or None}
        book.write("clock-started", **self._is(), element=self.element, started_at=self.started_at, **ends)

    def stop(self, book: Book) -> None:
        """Be over, kept or breached."""
        self._move("stop", ClockState.STOPPED)
        self.stopped_at, self.suspended_at = book.by.at, None
        book.write("clock-stopped", **self._is(), ends_at=self.ends_at, breached=self.breached_at is not None)

    def suspend(self, book: Book, *, reason: str, effective: date, note: str) -> None:
        """Stand still; a second reason may join the first."""
        if self.state != ClockState.SUSPENDED:
            self._move("suspend", ClockState.SUSPENDED)
            self.suspended_at = book.by.at
        book.write("clock-suspended", **self._is(), reason=reason, effective=effective, note=note or None)

    def resume(self, book: Book, *, reason: str, effective: date, note: str, still: bool) -> None:
        """Run again, unless it stands still for another reason."""
        if self.state != ClockState.SUSPENDED:
            raise SuspensionRefused(self.policy_id, "not-suspended")
        if not still:
            self._move("resume", ClockState.RUNNING)
            self.suspended_at = None
        book.write("clock-resumed", **self._is(), reason=reason, effective=effective, note=note or None)

    def run_on(self, book: Book, *, why: str) -> None:
        """Run again, because nothing reaches it any more that stood it still."""
        self._move("resume", ClockState.RUNNING)
        self.suspended_at = None
        book.write("clock-runs-on", **self._is(), why=why)

    def correct(self, book: Book, started_at: datetime, *, note: str, requested_by: int) -> None:
        """Have begun at another time than was recorded; the end is counted afterwards."""
        starts = {"from": self.started_at, "to": started_at}
        book.write("clock-corrected", **self._is(), **starts, requested_by=requested_by, note=note)
        self.started_at = started_at

    def extend(self, book: Book, *, amount: int, unit: str, note: str, requested_by: int) -> None:
        """Be granted more time; the new end is counted afterwards."""
        self.extended += 1
        granted = {"amount": amount, "unit": unit, "requested_by": requested_by, "note": note}
        book.write("clock-extended", **self._is(), **granted)

    def recount(self, book: Book, count: Count, *, why: str, source: Text | None = None) -> None:
        """Take a new end; what changed is in the journal, with the `source` of the days that changed it."""
        ends = {"from": self.ends_at, "to": count.ends_at, "provisional": count.provisional or None}
        if count.ends_at != self.ends_at or count.provisional != self.provisional:
            book.write(
                "clock-recounted", **self._is(), why=why, source=source, last_day=count.last_day, **ends
            )
        self.ends_at, self.last_day, self.provisional = count.ends_at, count.last_day, count.provisional
        self.ledger, self.target_at, self.warns_at = dict(count.ledger), count.target_at, count.warns_at
        self.calendar = count.calendar
        flag_modified(self, "calendar")  # written with the end, whatever a batch has written there meanwhile

    def counted_under(self, calendar: int) -> None:
        """Stand as it is under another revision of the calendar, none of whose days it depends on."""
        self.calendar = calendar

    def aim(self, count: Count) -> None:
        """Keep its end under another revision of the calendar, with its target and its first warning as they are now."""
        self.target_at, self.warns_at, self.calendar = count.target_at, count.warns_at, count.calendar

    def breach(self, book: Book) -> None:
        """Have ended before it was stopped; recorded once."""
        self.breached_at = self.ends_at
        book.write("clock-breached", **self._is(), ended_at=self.ends_at)

    def move_breach(self, book: Book, *, why: str) -> None:
        """Turn out to have ended at another time, which is over as well."""
        moved = {"from": self.breached_at, "to": self.ends_at}
        self.breached_at = self.ends_at
        book.write("clock-breach-moved", **self._is(), why=why, **moved)

    def lift(self, book: Book, *, why: str, rungs: list[int]) -> None:
        """Turn out not to be breached: the end lies behind what happened. `rungs`: levels that may fire again."""
        facts = {"ended_at": self.breached_at, "ends_at": self.ends_at, "rungs": rungs or None}
        self.breached_at = None
        self.tell_again(rungs)
        book.write("clock-breach-lifted", **self._is(), why=why, **facts)

    def tell_again(self, rungs: list[int]) -> None:
        """Let rungs of these levels fire again, which told of an end that was none; the new one is in the journal."""
        self.fired = [level for level in self.fired if level not in rungs]


class Suspension(Numbered, Base):
    """A span in which a clock, or every clock of the case that allows the reason, stands still."""

    __tablename__ = "suspension"
    __table_args__ = (UniqueConstraint("case_id", "clock_id", "reason", "effective", "token"),)

    case_id: Mapped[int] = reference("cases.id", index=True)
    clock_id: Mapped[int | None] = reference("clock.id", optional=True)
    reason: Mapped[str] = mapped_column(String(40))
    effective: Mapped[date] = mapped_column(Date)
    effective_at: Mapped[datetime] = mapped_column(Instant)
    resumed: Mapped[date | None] = mapped_column(Date)
    resumed_at: Mapped[datetime | None] = mapped_column(Instant)
    note: Mapped[str] = mapped_column(String(1000), default="")
    requested_by: Mapped[int | None] = reference("person.id", optional=True)
    approved_by: Mapped[int | None] = reference("person.id", optional=True)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    node_id: Mapped[str | None] = mapped_column(String(120))
    token: Mapped[int | None] = mapped_column(NUMBER)

    @property
    def automatic(self) -> bool:
        """Is it in force because a token is in an activity that suspends?"""
        return self.token is not None


class Extension(Numbered, Base):
    """More of a clock's period, granted before its end."""

    __tablename__ = "extension"

    clock_id: Mapped[int] = reference("clock.id", index=True)
    amount: Mapped[int]
    unit: Mapped[str] = mapped_column(String(20))
    requested_by: Mapped[int | None] = reference("person.id", optional=True)
    granted_by: Mapped[int | None] = reference("person.id", optional=True)
    at: Mapped[datetime] = mapped_column(Instant)
    note: Mapped[str] = mapped_column(String(1000))
    old_end: Mapped[datetime] = mapped_column(Instant)
    new_end: Mapped[datetime] = mapped_column(Instant)


class PastLedger(Numbered, Base):
    """A ledger that counts no more, kept readable: what a clock's end was, until when, and why it changed."""

    __tablename__ = "past_ledger"

    clock_id: Mapped[int] = reference("clock.id", index=True)
    why: Mapped[str] = mapped_column(String(40))  # calendar, corrected, suspended, resumed, extended
    note: Mapped[str] = mapped_column(String(1000), default="")
    started_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    last_day: Mapped[date] = mapped_column(Date)
    provisional: Mapped[bool]
    ledger: Mapped[dict[str, Any]] = mapped_column(Json)
    new_end: Mapped[datetime] = mapped_column(Instant)
    replaced_at: Mapped[datetime] = mapped_column(Instant)
    replaced_by: Mapped[int | None] = reference("person.id", optional=True)
