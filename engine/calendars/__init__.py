"""Working calendars and working hours: which days and hours the law counts as worked on, and on whose word."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from engine.calendars import notices, projection
from engine.calendars.days import DayKind, DayStatus
from engine.calendars.hours import OFFICE_HOURS, SHANGHAI, Interval, WorkingHours
from engine.calendars.overlays import Overlay, OverlayDay, Scope
from engine.calendars.timetable import YearHours
from engine.calendars.working import Almanac, WorkingCalendar
from engine.calendars.years import Run

__all__ = [
    "OFFICE_HOURS",
    "SHANGHAI",
    "Almanac",
    "China",
    "DayKind",
    "DayStatus",
    "Interval",
    "Overlay",
    "OverlayDay",
    "Run",
    "Scope",
    "WorkingCalendar",
    "WorkingHours",
    "YearHours",
    "china",
]


@dataclass(frozen=True, slots=True)
class China:
    """The notices of the years on record; statutory festivals, projected, in every other year."""

    @property
    def version(self) -> str:
        """Both libraries with their versions, and the years on record."""
        return f"{notices.VERSION} ({notices.FIRST_YEAR}–{notices.LAST_YEAR}), {projection.VERSION}"

    @property
    def published(self) -> frozenset[int]:
        """The years whose notice is on record."""
        return notices.YEARS

    def year(self, of: int) -> dict[int, DayStatus]:
        """The days of a year that differ from their weekday, or have a name, by ordinal."""
        days = notices.year(of) if of in notices.YEARS else projection.year(of)
        return {day.toordinal(): status for day, status in days.items()}


def china(overlays: Iterable[Overlay] = ()) -> WorkingCalendar:
    """The working calendar of the People's Republic, under an office's overlays; the same overlays give the same value."""
    return _china(tuple(overlays))


@lru_cache(maxsize=32)
def _china(overlays: tuple[Overlay, ...]) -> WorkingCalendar:
    return WorkingCalendar(China(), overlays)
