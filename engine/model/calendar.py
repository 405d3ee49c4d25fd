"""The office's own days over the library's, and the revisions of its calendar."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import Date, String
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from engine.calendars import Overlay, OverlayDay, Scope
from engine.calendars.hours import intervals_of, line_of
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
    valid_until: Mapped[date | None] = mapped_column(Date)
    publishes: Mapped[list[int]] = mapped_column(Json, default=list)
    days: Mapped[list[Any]] = mapped_column(Json, default=list)
    form: Mapped[str] = mapped_column(String(12))
    original: Mapped[str] = mapped_column(LongText, default="")
    state: Mapped[str] = mapped_column(String(12), default=OverlayState.DRAFT, index=True)
    created_by: Mapped[int | None] = reference("person.id", optional=True)
    created_at: Mapped[datetime] = mapped_column(Instant)

    @property
    def value(self) -> Overlay:
        """The days as calendars take them."""
        return Overlay(
            Scope(self.scope),
            self.source,
            tuple(_day_in(row) for row in self.days),
            self.valid_from or date.min,
            frozenset(self.publishes),
            self.valid_until or date.max,
        )

    def change(self, overlay: Overlay, *, form: str, original: str) -> None:
        """Hold other days, as long as it is a draft."""
        self._move("change", OverlayState.DRAFT)
        self._hold(overlay)
        self.form, self.original = form, original

    @classmethod
    def draft(
        cls, overlay: Overlay, *, form: str, original: str, by: int | None, at: datetime
    ) -> "CalendarOverlay":
        """Begin as a draft."""
        row = cls(form=form, original=original, state=OverlayState.DRAFT, created_by=by, created_at=at)
        row._hold(overlay)
        return row

    def _hold(self, overlay: Overlay) -> None:
        self.scope, self.source = overlay.scope.value, overlay.source
        self.valid_from = overlay.valid_from if overlay.valid_from != date.min else None
        self.valid_until = overlay.valid_until if overlay.valid_until != date.max else None
        self.publishes = sorted(overlay.publishes)
        self.days = [_day_out(row) for row in sorted(overlay.days, key=lambda row: row.day)]

    def publish(self) -> None:
        """Count, from the next revision of the calendar on."""
        self._move("publish", OverlayState.PUBLISHED)

    def drop(self) -> None:
        """Come to nothing."""
        self._move("drop", OverlayState.DROPPED)

    def withdraw(self) -> None:
        """Count no more, from the next revision of the calendar on."""
        self._move("withdraw", OverlayState.WITHDRAWN)


def _day_out(row: OverlayDay) -> list[Any]:
    hours = None if row.hours is None else [line_of([interval]) for interval in row.hours]
    return [row.day.isoformat(), row.working, list(row.name), hours]


def _day_in(row: list[Any]) -> OverlayDay:
    day, working, name, hours = row
    return OverlayDay(
        date.fromisoformat(day), working, Text(*name), intervals_of(" ".join(hours)) if hours else None
    )


class RevisionAction(StrEnum):
    """What made a revision; with `library` the program has come with notices that it did not know before."""

    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    LIBRARY = "library"


class CalendarRevision(Numbered, Base):
    """The calendar changed: `id` is the revision that counts from here on, 0 being the library alone.

    Each has the number after the one it was made on, so that of two made at the same time one is refused. The open
    clocks it touches are counted again in batches: `total` to look at, `done` so far, `moved` of them; `finished_at`
    when all are, or when a later revision has taken over what was left. `version` names the calendar as ledgers do.
    """

    __tablename__ = "calendar_revision"

    overlay_id: Mapped[int | None] = reference("calendar_overlay.id", optional=True)
    action: Mapped[str] = mapped_column(String(12))
    version: Mapped[str] = mapped_column(String(300))
    note: Mapped[str] = mapped_column(String(1000), default="")
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[int | None] = reference("person.id", optional=True)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    moved: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)


def in_force(actions: Iterable[tuple[int | None, str]]) -> list[int]:
    """The overlays that count after so many revisions, given as `(overlay_id, action)` in order."""
    found: dict[int, None] = {}
    for overlay_id, action in actions:
        if overlay_id is None:
            continue
        if action == RevisionAction.PUBLISH:
            found[overlay_id] = None
        else:
            found.pop(overlay_id, None)
    return list(found)
