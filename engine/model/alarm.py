"""Alarms: everything that waits for time."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.orm import Base, Instant, Numbered, reference


class AlarmKind(StrEnum):
    """What rings."""

    TIMER = "timer"  # a timer event; subject "case:token:branch"
    CLOCK = "clock"  # the next rung or the end of a clock; subject: its id
    SIGNAL = "signal"  # a signal for one case; subject "message:case"
    MESSAGE = "message"  # a message to deliver after the commit; subject: its id
    SUSPENSION = "suspension"  # a suspension has lasted longer than its policy allows; subject: its id
    REQUEST = "request"  # a request about a clock still waits for its decision; subject: its id
    INSTRUCTION = "instruction"  # nobody has answered an instruction in time; subject: its id
    RECOUNT = "recount"  # open clocks to count under a new calendar; subject: the revision
    HORIZON = "horizon"  # does the published calendar reach far enough? subject: "office"
    DIGEST = "digest"  # what supervisors are told each working morning; subject: "office"


class Alarm(Numbered, Base):
    """Wake at `wake_at` for `subject`. `held`: its case stands still. `period` is a timer's text, `set_at` its start.

    `calendar` is the revision of the office's calendar with which a timer's period was counted; null of all others.
    """

    __tablename__ = "alarm"
    __table_args__ = (
        UniqueConstraint("kind", "subject"),
        Index("ix_alarm_wake", "held", "wake_at"),
        Index(
            "ix_alarm_calendar",
            "calendar",
            "id",
            sqlite_where=text("calendar IS NOT NULL"),
            postgresql_where=text("calendar IS NOT NULL"),
        ),
    )

    kind: Mapped[str] = mapped_column(String(12))
    subject: Mapped[str] = mapped_column(String(120))
    case_id: Mapped[int | None] = reference("cases.id", optional=True, index=True)
    wake_at: Mapped[datetime] = mapped_column(Instant)
    held: Mapped[bool] = mapped_column(default=False)
    set_at: Mapped[datetime] = mapped_column(Instant)
    period: Mapped[str | None] = mapped_column(String(80))
    calendar: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str | None] = mapped_column(String(2000))
