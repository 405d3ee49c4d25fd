"""A task: work for one person, on a token of a case or opened by a rung."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.errors import AlreadyDone
from engine.journal import Book
from engine.model.lifecycle import Lifecycle
from engine.orm import NUMBER, Base, Instant, Json, Numbered, Sentence, reference
from engine.text import Text


class TaskState(StrEnum):
    """Open until a person completes it or the case withdraws it; both ends are final."""

    OPEN = "open"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class TaskKind(StrEnum):
    """Work on the diagram, or something for a supervisor to watch."""

    TASK = "task"
    WATCH = "watch"


_OPEN = frozenset({TaskState.OPEN})


class Task(Lifecycle, Numbered, Base):
    """A task. `token` is where it stands in the case; `among` holds the persons who alone may do it,
    `separate` the activities whose doers may not.
    """

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_assignee", "assignee_id", "state"),
        Index(
            "ix_task_pool",
            "role",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "uq_task_token",
            "case_id",
            "token",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )
    KIND: ClassVar[str] = "task"
    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        "claim": _OPEN,
        "unclaim": _OPEN,
        "assign": _OPEN,
        "return": _OPEN,
        "complete": _OPEN,
        "cancel": _OPEN,
    }

    case_id: Mapped[int] = reference("cases.id", index=True)
    token: Mapped[int | None] = mapped_column(NUMBER)
    process_id: Mapped[str] = mapped_column(String(120))
    node_id: Mapped[str] = mapped_column(String(120))
    name: Mapped[Text] = mapped_column(Sentence)
    kind: Mapped[str] = mapped_column(String(12), default=TaskKind.TASK)
    state: Mapped[str] = mapped_column(String(12), default=TaskState.OPEN)
    role: Mapped[str | None] = mapped_column(String(40))
    among: Mapped[list[int] | None] = mapped_column(Json)
    separate: Mapped[list[str] | None] = mapped_column(Json)
    assignee_id: Mapped[int | None] = reference("person.id", optional=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    claimed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    completed_by: Mapped[int | None] = reference("person.id", optional=True)
    draft: Mapped[dict[str, Any] | None] = mapped_column(Json)
    draft_seen: Mapped[str | None] = mapped_column(String)
    draft_at: Mapped[datetime | None] = mapped_column(Instant)

    def _move(self, transition: str, to: str) -> None:
        if self.state not in self.MOVES[transition]:
            raise AlreadyDone("task", self.id, str(self.state))
        self.state = to

    def claim(self, book: Book, person_id: int) -> None:
        """Be taken from the pool."""
        self._move("claim", TaskState.OPEN)
        self.assignee_id, self.claimed_at = person_id, book.by.at
        book.write("task-claimed", task=self.id, node=self.node_id, name=self.name)

    def unclaim(self, book: Book) -> None:
        """Go back to the pool, by whom it was assigned to."""
        self._move("unclaim", TaskState.OPEN)
        book.write("task-unclaimed", task=self.id, node=self.node_id, name=self.name)
        self.assignee_id = self.claimed_at = None

    def assign(self, book: Book, person_id: int, *, to: str, note: str) -> None:
        """Be given to a person; `to` is the name."""
        self._move("assign", TaskState.OPEN)
        facts = {"from": self.assignee_id, "to": person_id}
        book.write(
            "task-assigned", task=self.id, node=self.node_id, name=self.name, person=to, note=note, **facts
        )
        self.assignee_id, self.claimed_at = person_id, book.by.at

    def return_to_pool(self, book: Book, *, note: str) -> None:
        """Be taken from its assignee."""
        self._move("return", TaskState.OPEN)
        facts = {"from": self.assignee_id}
        book.write("task-returned", task=self.id, node=self.node_id, name=self.name, note=note, **facts)
        self.assignee_id = self.claimed_at = None

    def keep_draft(self, values: Mapping[str, Any], *, seen: str | None, at: datetime) -> None:
        """Keep what was typed, with the fingerprint of what the form saw."""
        self.draft, self.draft_seen, self.draft_at = dict(values), seen, at

    def discard_draft(self) -> None:
        """Forget what was typed."""
        self.draft = self.draft_seen = self.draft_at = None

    def complete(
        self,
        book: Book,
        *,
        fields: Mapping[str, Any],
        note: str | None = None,
        instruction: int | None = None,
    ) -> None:
        """Be done; `fields` says of each changed field what it was and is.

        `note` or `instruction`: what a supervisor did of a task to watch.
        """
        self._move("complete", TaskState.COMPLETED)
        self.closed_at, self.completed_by = book.by.at, book.by.actor_id
        self.discard_draft()
        what = {"fields": fields, "note": note, "instruction": instruction}
        book.write("task-completed", task=self.id, node=self.node_id, name=self.name, **what)

    def cancel(self, book: Book) -> None:
        """Be withdrawn by the case."""
        self._move("cancel", TaskState.CANCELLED)
        self.closed_at = book.by.at
        book.write("task-cancelled", task=self.id, node=self.node_id, name=self.name)
