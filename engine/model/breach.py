"""Breaches of clocks, those that turned out to be none, and the rungs that fired."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from engine.orm import NUMBER, Base, Instant, Numbered, reference


class Breach(Base):
    """A clock's end went by: one row a clock, whoever saw it first."""

    __tablename__ = "breach"

    clock_id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=False)
    ended_at: Mapped[datetime] = mapped_column(Instant, index=True)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    lifted_at: Mapped[datetime | None] = mapped_column(Instant)


class LiftedBreach(Numbered, Base):
    """A breach that turned out to be none: what its end was, when it was lifted, by whom, and why."""

    __tablename__ = "lifted_breach"

    clock_id: Mapped[int] = reference("clock.id", index=True)
    ended_at: Mapped[datetime] = mapped_column(Instant)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    lifted_at: Mapped[datetime] = mapped_column(Instant)
    lifted_by: Mapped[int | None] = reference("person.id", optional=True)
    why: Mapped[str] = mapped_column(String(40))  # suspended, resumed, corrected, calendar
    note: Mapped[str] = mapped_column(String(1000), default="")


class FiredRung(Base):
    """A rung that fired: once a clock and level, for as long as what it told is true."""

    __tablename__ = "rung"

    clock_id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=False)
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    due_at: Mapped[datetime] = mapped_column(Instant)
    fired_at: Mapped[datetime] = mapped_column(Instant)
    late: Mapped[bool]
    notified: Mapped[int]
