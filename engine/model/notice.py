"""What the office tells people: notifications, and incidents for supervisors."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.orm import NUMBER, Base, Instant, Json, Numbered, Sentence, reference
from engine.text import Text


class Notification(Numbered, Base):
    """A message to one person; shown from `deliver_at` on, which waits for working hours unless it is urgent."""

    __tablename__ = "notification"
    __table_args__ = (Index("ix_notification_inbox", "person_id", "deliver_at"),)

    person_id: Mapped[int] = reference("person.id")
    case_id: Mapped[int | None] = reference("cases.id", optional=True, index=True)
    task_id: Mapped[int | None] = reference("task.id", optional=True)
    clock_id: Mapped[int | None] = reference("clock.id", optional=True)
    kind: Mapped[str] = mapped_column(String(40))
    text: Mapped[Text] = mapped_column(Sentence)
    at: Mapped[datetime] = mapped_column(Instant)
    deliver_at: Mapped[datetime] = mapped_column(Instant)
    read_at: Mapped[datetime | None] = mapped_column(Instant)
    late: Mapped[bool] = mapped_column(default=False)
    priority: Mapped[int] = mapped_column(default=0)


class Incident(Numbered, Base):
    """A token that failed, or a clock that could not start (`about` it): where, why, and whether it was put right."""

    __tablename__ = "incident"
    __table_args__ = (Index("ix_incident_open", "resolved_at"),)

    case_id: Mapped[int] = reference("cases.id", index=True)
    token: Mapped[int | None] = mapped_column(NUMBER)
    about: Mapped[dict[str, Any] | None] = mapped_column(Json)
    process_id: Mapped[str] = mapped_column(String(120))
    node_id: Mapped[str] = mapped_column(String(120))
    problem: Mapped[Text] = mapped_column(Sentence)
    at: Mapped[datetime] = mapped_column(Instant)
    attempts: Mapped[int] = mapped_column(default=1)
    resolved_at: Mapped[datetime | None] = mapped_column(Instant)
    resolved_by: Mapped[int | None] = reference("person.id", optional=True)
