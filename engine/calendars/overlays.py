"""Days that the nation, a province or the office sets itself, over what the library knows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Final

from engine.calendars.days import NO_TEXT, DayKind, DayStatus
from engine.errors import PeriodInvalid
from engine.text import Text


class Scope(StrEnum):
    """Whose days they are; a narrower scope wins."""

    NATION = "nation"
    PROVINCE = "province"
    OFFICE = "office"


_RANK: Final = {Scope.NATION: 0, Scope.PROVINCE: 1, Scope.OFFICE: 2}


@dataclass(frozen=True, slots=True)
class OverlayDay:
    """One day: worked or rested on, and what it is called."""

    day: date
    working: bool
    name: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Overlay:
    """Days of one `source` (a document's title and number).

    Only days from `valid_from` on count. `publishes` names the years for which the days are the nation's whole
    notice, so that dates in them are no longer provisional.
    """

    scope: Scope
    source: Text
    days: tuple[OverlayDay, ...]
    valid_from: date = date.min
    publishes: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        """Refuse a day that the overlay sets twice in different ways."""
        seen: dict[date, bool] = {}
        for row in self.days:
            if seen.setdefault(row.day, row.working) != row.working:
                raise PeriodInvalid("overlay-contradicts-itself", row.day)


def precedence(overlays: Iterable[Overlay]) -> tuple[Overlay, ...]:
    """Weakest first: by scope, then by valid-from, then in the given order."""
    return tuple(sorted(overlays, key=lambda overlay: (_RANK[overlay.scope], overlay.valid_from)))


def statuses(overlay: Overlay, year: int) -> dict[int, DayStatus]:
    """The overlay's days of a year that count, by ordinal."""
    days = (row for row in overlay.days if row.day.year == year and row.day >= overlay.valid_from)
    return {row.day.toordinal(): _status(overlay, row) for row in days}


def _status(overlay: Overlay, row: OverlayDay) -> DayStatus:
    fallback = Text("工作日", "working day") if row.working else Text("休息日", "rest day")
    name = row.name if row.name.zh else fallback
    return DayStatus(working=row.working, kind=DayKind.OVERLAY, name=name, source=overlay.source)


def fingerprint(overlays: Iterable[Overlay]) -> str:
    """Eight hex digits that change with any overlay."""
    rows = [
        (
            o.scope.value,
            o.source,
            o.valid_from.isoformat(),
            sorted(o.publishes),
            [(str(d.day), d.working, d.name) for d in o.days],
        )
        for o in overlays
    ]
    return sha256(repr(rows).encode()).hexdigest()[:8]
