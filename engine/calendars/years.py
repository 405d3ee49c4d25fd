"""One year of a calendar, computed once: its working days, counted, and its days that differ from their weekday."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from typing import Final

from engine.calendars.days import DayStatus, ordinary
from engine.calendars.hours import Span, WorkingHours, spans_of
from engine.calendars.timetable import YearHours, year_hours

_KEPT_TIMETABLES: Final = 8


@dataclass(frozen=True, slots=True)
class Run:
    """Days that differ from their weekday for the same reason, from one ordinal to another, only rest between them."""

    first: int
    last: int
    status: DayStatus


@dataclass(frozen=True, slots=True)
class Year:
    """`first` and `last` are ordinals; `before[i]` counts the working days before the year's ith day (from 0).

    `halves` are the days on which only some hours are worked.
    """

    first: int
    last: int
    working: tuple[int, ...]
    before: tuple[int, ...]
    special: Mapping[int, DayStatus]
    runs: tuple[Run, ...]
    halves: tuple[int, ...]
    _timetables: dict[WorkingHours, YearHours] = field(default_factory=dict, compare=False, repr=False)

    def until(self, ordinal: int) -> int:
        """How many of its days before an ordinal are worked on."""
        return self.before[ordinal - self.first]

    def spans(self, ordinal: int, hours: WorkingHours) -> tuple[Span, ...]:
        """The hours of one of its working days, in microseconds since midnight."""
        status = self.special.get(ordinal)
        own = status.hours if status else None
        return hours.spans[(ordinal - 1) % 7] if own is None else spans_of(own)

    def timetable(self, hours: WorkingHours) -> YearHours:
        """Its working time; computed once and kept."""
        found = self._timetables.get(hours)
        if found is None:
            if len(self._timetables) >= _KEPT_TIMETABLES:
                self._timetables.clear()
            days = ((day, self.spans(day, hours)) for day in self.working)
            found = self._timetables[hours] = year_hours(self.first, self.last, days)
        return found


def year_of(number: int, special: Mapping[int, DayStatus]) -> Year:
    """The year with these days instead of what their weekdays say."""
    first, last = date(number, 1, 1).toordinal(), date(number, 12, 31).toordinal()
    works = [(special.get(day) or ordinary(day)).working for day in range(first, last + 1)]
    working = tuple(day for day, worked in enumerate(works, first) if worked)
    before = tuple(accumulate(works, initial=0))
    halves = tuple(sorted(day for day, status in special.items() if status.hours is not None))
    return Year(first, last, working, before, special, tuple(_runs(first, before, special)), halves)


def _runs(first: int, before: tuple[int, ...], special: Mapping[int, DayStatus]) -> Iterator[Run]:
    run: Run | None = None
    for day, status in sorted(special.items()):
        if status.working == ordinary(day).working:
            continue
        if run and _same(run.status, status) and before[day - first] == before[run.last + 1 - first]:
            run = Run(run.first, day, run.status)
            continue
        if run:
            yield run
        run = Run(day, day, status)
    if run:
        yield run


def _same(one: DayStatus, other: DayStatus) -> bool:
    return not one.working and not other.working and (one.name, one.source) == (other.name, other.source)
