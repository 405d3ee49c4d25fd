"""One year of a calendar, computed once: its working days, counted, and its days that differ from their weekday."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from engine.calendars.days import DayStatus, ordinary


@dataclass(frozen=True, slots=True)
class Run:
    """Days that differ from their weekday for the same reason, from one ordinal to another, only rest between them."""

    first: int
    last: int
    status: DayStatus


@dataclass(frozen=True, slots=True)
class Year:
    """`first` and `last` are ordinals; `before[i]` counts the working days before the year's ith day (from 0)."""

    first: int
    last: int
    working: tuple[int, ...]
    before: tuple[int, ...]
    special: Mapping[int, DayStatus]
    runs: tuple[Run, ...]

    def until(self, ordinal: int) -> int:
        """How many of its days before an ordinal are worked on."""
        return self.before[ordinal - self.first]


def year_of(number: int, special: Mapping[int, DayStatus]) -> Year:
    """The year with these days instead of what their weekdays say."""
    first, last = date(number, 1, 1).toordinal(), date(number, 12, 31).toordinal()
    works = [(special.get(day) or ordinary(day)).working for day in range(first, last + 1)]
    working = tuple(day for day, worked in enumerate(works, first) if worked)
    before = tuple(accumulate(works, initial=0))
    return Year(first, last, working, before, special, tuple(_runs(first, before, special)))


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
