"""Days that the nation, a province or the office sets itself, over what the library knows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Final

from engine.calendars.days import NO_TEXT, DayKind, DayStatus
from engine.calendars.hours import Interval, line_of, spans_of
from engine.errors import PeriodInvalid
from engine.text import Text


class Scope(StrEnum):
    """Whose days they are; a narrower scope wins."""

    NATION = "nation"
    PROVINCE = "province"
    OFFICE = "office"


_FALLBACKS: Final = {
    (True, False): Text("工作日", "working day"),
    (True, True): Text("半天工作日", "half working day"),
    (False, False): Text("休息日", "rest day"),
}
_RANK: Final = {Scope.NATION: 0, Scope.PROVINCE: 1, Scope.OFFICE: 2}


@dataclass(frozen=True, slots=True)
class OverlayDay:
    """One day: worked or rested on, and what it is called.

    With `hours` only they are worked (half a day, which counts as one working day); without, its weekday's hours.
    Raises PeriodInvalid for hours of a rest day, none at all, or hours that overlap or run backwards.
    """

    day: date
    working: bool
    name: Text = NO_TEXT
    hours: tuple[Interval, ...] | None = None

    def __post_init__(self) -> None:
        """Check the hours."""
        if self.hours is None:
            return
        if not self.working:
            raise PeriodInvalid("hours-of-a-rest-day", self.day)
        if not self.hours:
            raise PeriodInvalid("hours-missing", self.day)
        spans_of(self.hours)


@dataclass(frozen=True, slots=True)
class Overlay:
    """Days of one `source` (a document's title and number).

    Only days from `valid_from` to `valid_until` count, both included; of two documents of one scope the one that
    is valid later wins. `publishes` names the years for which the days are the nation's whole notice, so that
    dates in them are no longer provisional. Raises PeriodInvalid where it contradicts itself or is never valid.
    """

    scope: Scope
    source: Text
    days: tuple[OverlayDay, ...]
    valid_from: date = date.min
    publishes: frozenset[int] = frozenset()
    valid_until: date = date.max

    def __post_init__(self) -> None:
        """Refuse a day that the overlay sets twice in different ways, and a validity that ends before it begins."""
        if self.valid_until < self.valid_from:
            raise PeriodInvalid(
                "overlay-never-valid", [self.valid_from.isoformat(), self.valid_until.isoformat()]
            )
        seen: dict[date, OverlayDay] = {}
        for row in self.days:
            first = seen.setdefault(row.day, row)
            if (first.working, first.hours) != (row.working, row.hours):
                raise PeriodInvalid("overlay-contradicts-itself", row.day)

    def counts(self, day: date) -> bool:
        """Whether the overlay is valid on a day."""
        return self.valid_from <= day <= self.valid_until


def precedence(overlays: Iterable[Overlay]) -> tuple[Overlay, ...]:
    """Weakest first: by scope, then by valid-from, then in the given order."""
    return tuple(sorted(overlays, key=lambda overlay: (_RANK[overlay.scope], overlay.valid_from)))


def statuses(overlay: Overlay, year: int) -> dict[int, DayStatus]:
    """The overlay's days of a year that count, by ordinal."""
    days = (row for row in overlay.days if row.day.year == year and overlay.counts(row.day))
    return {row.day.toordinal(): _status(overlay, row) for row in days}


def _status(overlay: Overlay, row: OverlayDay) -> DayStatus:
    name = row.name if row.name.zh else _FALLBACKS[row.working, row.hours is not None]
    return DayStatus(row.working, DayKind.OVERLAY, name, overlay.source, row.hours)


def fingerprint(overlays: Iterable[Overlay]) -> str:
    """Eight hex digits that change with any overlay."""
    rows = [
        (
            o.scope.value,
            o.source,
            o.valid_from.isoformat(),
            sorted(o.publishes),
            o.valid_until.isoformat(),
            [(str(d.day), d.working, d.name, line_of(d.hours or ())) for d in o.days],
        )
        for o in overlays
    ]
    return sha256(repr(rows).encode()).hexdigest()[:8]
