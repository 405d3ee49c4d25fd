"""Three ways to measure a period on the line of time: in calendar days, working days, and working hours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from engine.calendars import WorkingCalendar, WorkingHours, YearHours
from engine.periods.moments import DAY
from engine.policies import Unit


class Line(Protocol):
    """Positions are ordinals of days, or microseconds of wall time. An end that moves is held as a `mark`: how much has
    run by then, in the line's own measure.
    """

    @property
    def unit(self) -> Unit:
        """What is counted."""

    def mark(self, end: int) -> int:
        """The mark of a position."""

    def position(self, mark: int) -> int:
        """The position of a mark."""

    def moved(self, mark: int, first: int, until: int) -> tuple[int, int] | None:
        """The mark moved on by what a suspension from `first` to before `until` excludes, and how much that is.

        None where the suspension begins after the end.
        """


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """Each day counts one. With `rolls`, a period whose last day is a rest day has not ended until the rest has."""

    calendar: WorkingCalendar
    rolls: bool
    unit: Unit = Unit.CALENDAR_DAYS

    def mark(self, end: int) -> int:
        """As Line; the day itself."""
        return end

    def position(self, mark: int) -> int:
        """As Line."""
        return mark

    def moved(self, mark: int, first: int, until: int) -> tuple[int, int] | None:
        """As Line; a suspension that begins within the rest at the end reaches to its resumption."""
        if first > mark and not (self.rolls and first <= self.calendar.next_ordinal(mark)):
            return None
        return (max(mark + until - first, until), until - first) if first < until else (mark, 0)


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Each working day from `start` on counts one; the mark of a day is their number up to it, the day included."""

    calendar: WorkingCalendar
    start: int
    unit: Unit = Unit.WORKING_DAYS

    def mark(self, end: int) -> int:
        """As Line."""
        return self.calendar.count_ordinals(self.start, end + 1)

    def position(self, mark: int) -> int:
        """As Line."""
        return self.calendar.shift_ordinal(self.start - 1, mark)

    def moved(self, mark: int, first: int, until: int) -> tuple[int, int] | None:
        """As Line."""
        if self.calendar.count_ordinals(self.start, first) >= mark:
            return None
        added = self.calendar.count_ordinals(first, until)
        return mark + added, added


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """Only the working hours of working days count, to the microsecond; a mark is the working time of the start's year
    (and of those after it) up to an instant.
    """

    calendar: WorkingCalendar
    hours: WorkingHours
    start: int
    unit: Unit = Unit.HOURS
    _first: YearHours = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Most instants are in the start's year: it is looked up once."""
        object.__setattr__(self, "_first", self.calendar.timetable(self.start // DAY, self.hours))

    def mark(self, end: int) -> int:
        """As Line."""
        year, before = self._first, 0
        while end > year.until:
            before += year.total
            year = self.calendar.timetable(year.until // DAY, self.hours)
        return before + year.worked(end)

    def position(self, mark: int) -> int:
        """As Line: the first instant by which so much has run."""
        years = self._years()
        year = next(years)
        while mark > year.total:
            mark -= year.total
            year = next(years)
        return year.reached(mark)

    def moved(self, mark: int, first: int, until: int) -> tuple[int, int] | None:
        """As Line."""
        before = self.mark(first)
        if before >= mark:
            return None
        added = self.mark(until) - before
        return mark + added, added

    def opening(self) -> int:
        """The start itself within working hours, else the next working instant."""
        return next(opens for year in self._years() for opens, _ in year.stretches(self.start))

    def later(self, amount: int) -> int:
        """The first instant by which so much has counted from the start on."""
        return self.position(self.mark(self.start) + amount)

    def _years(self) -> Iterator[YearHours]:
        return self.calendar.timetables(self.start // DAY, self.hours)


def without(piece: tuple[int, int], suspended: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """What is left of a stretch of time outside suspensions that are in order and do not overlap."""
    left, (opens, closes) = [], piece
    for first, until in suspended:
        if until <= opens or first >= closes:
            continue
        if first > opens:
            left.append((opens, first))
        opens = until
    return [*left, (opens, closes)] if opens < closes else left
