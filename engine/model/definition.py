"""Definitions: versioned, immutable, and the names of the messages that they know."""

from datetime import datetime

from sqlalchemy import LargeBinary, String, UniqueConstraint
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, deferred, mapped_column

from engine.orm import NUMBER, Base, Instant, Numbered, Sentence, reference
from engine.text import Text


class Definition(Numbered, Base):
    """One version of a procedure, as it was published.

    `main` is the process that its cases run, `files` the packed bundle, `hash` names its content; `reason` says why it
    was published although a clock of it cannot be kept.
    """

    __tablename__ = "definition"
    __table_args__ = (UniqueConstraint("key", "version"),)

    key: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]
    name: Mapped[Text] = mapped_column(Sentence)
    hash: Mapped[str] = mapped_column(String(64))
    main: Mapped[str] = mapped_column(String(120), index=True)
    files: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    deployed_at: Mapped[datetime] = mapped_column(Instant)
    deployed_by: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(String(500), default="")
    reason: Mapped[str] = mapped_column(LongText, default="", server_default="")


class KnownMessage(Numbered, Base):
    """A message name that a definition waits for, or starts a case with; `keep_for` is a period."""

    __tablename__ = "known_message"

    definition_id: Mapped[int] = reference("definition.id", index=True)
    name: Mapped[str] = mapped_column(String(120), index=True)
    starts: Mapped[bool]
    keep_for: Mapped[str | None] = mapped_column(String(40))
    process_id: Mapped[str] = mapped_column(String(120))


class CaseCounter(Base):
    """The last case number given of a definition in a year."""

    __tablename__ = "case_counter"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[int] = mapped_column(NUMBER)
