"""Rows of the office's calendar: where its days are from, what was made of it when, and its days on a wall."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from engine.calendars import DayKind, Interval, Overlay
from engine.text import Text


@dataclass(frozen=True, slots=True)
class CalendarRevisionRow:
    """One change of the calendar. `action`: publish, withdraw, or library (the program knows notices that it did not know
    before; without an overlay). `done` of `total` open clocks were looked at.

    `superseded`: a later revision took over the clocks that were left.
    """

    id: int
    overlay_id: int | None
    action: str
    source: Text
    version: str
    note: str
    at: datetime
    by: str | None
    total: int
    done: int
    moved: int
    finished_at: datetime | None
    superseded: bool = False

    @property
    def percent(self) -> int:
        """How much of it is done."""
        return 100 if self.finished_at or not self.total else min(99, 100 * self.done // self.total)


@dataclass(frozen=True, slots=True)
class OverlayRow:
    """Days of one source. `state`: draft, published, withdrawn, dropped; `days` counts them, `first` to `last`.

    `fingerprint` changes with every change of the days: what was looked at is what is published.
    """

    id: int
    scope: str
    source: Text
    state: str
    form: str
    days: int
    first: date | None
    last: date | None
    publishes: tuple[int, ...]
    valid_from: date | None
    valid_until: date | None
    created_by: str | None
    created_at: datetime
    fingerprint: str
    published: CalendarRevisionRow | None = None
    withdrawn: CalendarRevisionRow | None = None


@dataclass(frozen=True, slots=True)
class OverlayDetail:
    """One overlay with its days as a value, and what was pasted or uploaded."""

    row: OverlayRow
    overlay: Overlay
    original: str


@dataclass(frozen=True, slots=True)
class CalendarOverview:
    """Everything: overlays, the newest first, and revisions, the newest first; the calendar that counts now.

    `library` are the years that come with the program, `published` all years that are not provisional.
    """

    revision: int
    version: str
    published_until: date
    library: tuple[int, ...]
    published: tuple[int, ...]
    overlays: tuple[OverlayRow, ...]
    revisions: tuple[CalendarRevisionRow, ...]

    @property
    def drafts(self) -> tuple[OverlayRow, ...]:
        """What may still be changed."""
        return tuple(row for row in self.overlays if row.state == "draft")


@dataclass(frozen=True, slots=True)
class WallDay:
    """A day on the wall. `hours` are those worked on it, and `half` that they are fewer than its weekday's."""

    day: date
    working: bool
    kind: DayKind
    name: Text
    source: Text
    hours: tuple[Interval, ...]
    half: bool
    provisional: bool


@dataclass(frozen=True, slots=True)
class WallYear:
    """A year by months. `working_days` of each month; `provisional`: its notice is not on record."""

    year: int
    provisional: bool
    months: tuple[tuple[WallDay, ...], ...]
    working_days: tuple[int, ...]
    sources: Mapping[Text, int]


@dataclass(frozen=True, slots=True)
class Horizon:
    """How far the published calendar reaches, and what lies behind it.

    `open` clocks, of which `provisional` end, or are counted, beyond it; the first of these ends at `first_end` (case
    `first_case`). `reach` is the last day on which any open clock ends. `days_left` until the horizon; it is `near` from
    90 days before it runs into open clocks: when one of them ends later than 90 days before `published_until`.
    """

    published_until: date
    days_left: int
    open: int
    provisional: int
    reach: date | None
    first_end: datetime | None
    first_case: str | None
    near: bool
