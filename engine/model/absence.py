"""When a person is away, and who stands in."""

from datetime import date, datetime

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.errors import MoveRefused
from engine.orm import Base, Instant, Numbered, reference


class Absence(Numbered, Base):
    """A person is away from `first` to `last`, both included; `deputy_id` stands in, where there is one."""

    __tablename__ = "absence"
    __table_args__ = (Index("ix_absence_last", "last", "person_id"),)

    person_id: Mapped[int] = reference("person.id")
    deputy_id: Mapped[int | None] = reference("person.id", optional=True)
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date] = mapped_column(Date)
    note: Mapped[str] = mapped_column(String(300), default="")
    recorded_by: Mapped[int | None] = reference("person.id", optional=True)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    cancelled_at: Mapped[datetime | None] = mapped_column(Instant)

    def cancel(self, *, at: datetime, today: date) -> None:
        """Count no more; MoveRefused for one that is cancelled or over already."""
        if self.cancelled_at is not None or self.last < today:
            raise MoveRefused("absence", "over" if self.cancelled_at is None else "cancelled", "cancel")
        self.cancelled_at = at
