"""The office's own days over the library's, and the revisions of its calendar."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import Date, String
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from engine.model.lifecycle import Lifecycle
from engine.orm import Base, Instant, Json, Numbered, Sentence, reference
from engine.text import Text


class OverlayState(StrEnum):
    """A draft is published once; what is published is withdrawn, never changed. A draft may be dropped."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    DROPPED = "dropped"


class CalendarOverlay(Lifecycle, Numbered, Base):
    """Days of one source: a year's notice (`publishes` names its years), a province's or the office's own days.

    `days` are `[day, working, [zh, en], hours]` rows, hours such as `["08:30-11:30"]` for half a day, else null.
    `original` is what was pasted or uploaded, `form` how it was read: notice, csv, ics, typed.
    """

    __tablename__ = "calendar_overlay"
    KIND: ClassVar[str] = "calendar"
    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        "change": frozenset({OverlayState.DRAFT}),
        "publish": frozenset({OverlayState.DRAFT}),
        "drop": frozenset({OverlayState.DRAFT}),
        "withdraw": frozenset({OverlayState.PUBLISHED}),
    }

    scope: Mapped[str] = mapped_column(String(12))
    source: Mapped[Text] = mapped_column(Sentence)
    valid_from: Mapped[date | None] = mapped_column(Date)
    publishes: Mapped[list[int]] = mapped_column(Json, default=list)
    days: Mapped[list[Any]] = mapped_column(Json, default=list)
    form: Mapped[str] = mapped_column(String(12))
    original: Mapped[str] = mapped_column(LongText, default="")
    state: Mapped[str] = mapped_column(String(12), default=OverlayState.DRAFT, index=True)
    created_by: Mapped[int | None] = reference("person.id", optional=True)
    created_at: Mapped[datetime] = mapped_column(Instant)


class CalendarRevision(Numbered, Base):
    """The calendar changed: `id` is the revision that counts from here on, 0 being the library alone.

    The open clocks it touches are counted again in batches: `total` to look at, `done` so far, `moved` of them;
    `finished_at` when all are. `version` names the calendar as ledgers do.
    """

    __tablename__ = "calendar_revision"

    overlay_id: Mapped[int] = reference("calendar_overlay.id")
    action: Mapped[str] = mapped_column(String(12))  # publish | withdraw
    version: Mapped[str] = mapped_column(String(300))
    note: Mapped[str] = mapped_column(String(1000), default="")
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[int | None] = reference("person.id", optional=True)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    moved: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
