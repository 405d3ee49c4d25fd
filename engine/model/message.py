"""Messages, and the tokens that wait for one."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.model.lifecycle import Lifecycle
from engine.orm import NUMBER, Base, Instant, Json, Numbered, reference


class MessageState(StrEnum):
    """Pending until the scheduler delivers it; kept until somebody waits or its time is over; the rest is final."""

    PENDING = "pending"
    KEPT = "kept"
    DELIVERED = "delivered"
    STARTED = "started"
    LOST = "lost"  # nobody waited, and no definition keeps it


class MessageWait(Numbered, Base):
    """A token that waits for a message; `keys` is the digest of the correlation keys it demands."""

    __tablename__ = "message_wait"
    __table_args__ = (
        UniqueConstraint("case_id", "token", "branch"),
        Index("ix_message_wait_name_keys", "name", "keys"),
    )

    case_id: Mapped[int] = reference("cases.id")
    token: Mapped[int] = mapped_column(NUMBER)
    branch: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[str] = mapped_column(String(12), default="message")
    name: Mapped[str] = mapped_column(String(120))
    keys: Mapped[str] = mapped_column(String(32))


class Message(Lifecycle, Numbered, Base):
    """A message. `key` makes it unique: the same key is the same message."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_kept", "name", "state"),)
    KIND: ClassVar[str] = "message"
    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        "deliver": frozenset({MessageState.PENDING, MessageState.KEPT}),
        "keep": frozenset({MessageState.PENDING}),
        "start": frozenset({MessageState.PENDING}),
        "lose": frozenset({MessageState.PENDING, MessageState.KEPT}),
        "spread": frozenset({MessageState.PENDING}),
    }

    key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(12), default="message")  # or "signal"
    name: Mapped[str] = mapped_column(String(120))
    keys: Mapped[dict[str, Any]] = mapped_column(Json)
    payload: Mapped[dict[str, Any]] = mapped_column(Json)
    state: Mapped[str] = mapped_column(String(12), default=MessageState.PENDING)
    from_id: Mapped[int | None] = reference("cases.id", optional=True)
    case_id: Mapped[int | None] = reference("cases.id", optional=True, index=True)
    sender: Mapped[str] = mapped_column(String(120))
    received_at: Mapped[datetime] = mapped_column(Instant)
    delivered_at: Mapped[datetime | None] = mapped_column(Instant)
    keep_until: Mapped[datetime | None] = mapped_column(Instant)

    def deliver(self, case_id: int, *, at: datetime) -> None:
        """Reach a waiting case."""
        self._move("deliver", MessageState.DELIVERED)
        self.case_id, self.delivered_at = case_id, at

    def start(self, case_id: int, *, at: datetime) -> None:
        """Open a case."""
        self._move("start", MessageState.STARTED)
        self.case_id, self.delivered_at = case_id, at

    def keep(self, *, until: datetime) -> None:
        """Wait for somebody who waits."""
        self._move("keep", MessageState.KEPT)
        self.keep_until = until

    def spread(self, *, at: datetime) -> None:
        """A signal: be given to everybody who waits."""
        self._move("spread", MessageState.DELIVERED)
        self.delivered_at = at

    def lose(self) -> None:
        """Reach nobody."""
        self._move("lose", MessageState.LOST)
