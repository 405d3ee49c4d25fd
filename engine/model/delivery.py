"""What leaves the building after the commit: the outbox."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from engine.orm import Base, Instant, Numbered, reference


class DeliveryState(StrEnum):
    """Waiting until it is sent; what fails for ever is given up, and somebody is told."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given-up"


class Delivery(Numbered, Base):
    """One mail to one address. `key` makes it once: the same key is never sent twice.

    `taken_until`: somebody is sending it at this moment, and has until then.
    """

    __tablename__ = "delivery"
    __table_args__ = (Index("ix_delivery_due", "state", "send_at"),)

    key: Mapped[str] = mapped_column(String(120), unique=True)
    channel: Mapped[str] = mapped_column(String(12), default="mail")
    person_id: Mapped[int | None] = reference("person.id", optional=True)
    address: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(LongText)
    state: Mapped[str] = mapped_column(String(12), default=DeliveryState.WAITING)
    send_at: Mapped[datetime] = mapped_column(Instant)
    taken_until: Mapped[datetime | None] = mapped_column(Instant)
    attempts: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str | None] = mapped_column(String(1000))
    created_at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
