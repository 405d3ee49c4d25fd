"""What leaves the building after the commit: the outbox."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Index, String
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from engine.model.lifecycle import Lifecycle
from engine.orm import Base, Instant, Numbered, reference


class DeliveryState(StrEnum):
    """Waiting until it is sent; what fails for ever is given up, and somebody is told."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given-up"


_WAITING = frozenset({DeliveryState.WAITING})


class Delivery(Lifecycle, Numbered, Base):
    """One mail to one address. `key` makes it once: the same key is never sent twice.

    `taken_until`: somebody is sending it at this moment, and has until then. `attempts` counts how often it was taken,
    so that one which ends the process that sends it is not taken for ever.
    """

    __tablename__ = "delivery"
    __table_args__ = (Index("ix_delivery_due", "state", "send_at"),)
    KIND: ClassVar[str] = "delivery"
    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        "take": _WAITING,
        "send": _WAITING,
        "put-off": _WAITING,
        "give-up": _WAITING,
        "retry": frozenset({DeliveryState.GIVEN_UP}),
    }

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

    def take(self, *, until: datetime) -> None:
        """Be in somebody's hands, who tries to send it."""
        self._move("take", DeliveryState.WAITING)
        self.taken_until, self.attempts = until, self.attempts + 1

    def hand_back(self) -> None:
        """Be left alone: nobody has tried to send it after all."""
        self._move("put-off", DeliveryState.WAITING)
        self.taken_until, self.attempts = None, self.attempts - 1

    def send(self, *, at: datetime) -> None:
        """Have been accepted by the mail server."""
        self._move("send", DeliveryState.SENT)
        self.sent_at, self.taken_until, self.problem = at, None, None

    def put_off(self, *, until: datetime, problem: str) -> None:
        """Be tried again later."""
        self._move("put-off", DeliveryState.WAITING)
        self.send_at, self.taken_until, self.problem = until, None, problem

    def give_up(self, *, problem: str) -> None:
        """Be tried no more, unless somebody asks for it."""
        self._move("give-up", DeliveryState.GIVEN_UP)
        self.taken_until, self.problem = None, problem

    def retry(self, *, at: datetime) -> None:
        """Be tried again, from the beginning."""
        self._move("retry", DeliveryState.WAITING)
        self.send_at, self.attempts = at, 0
