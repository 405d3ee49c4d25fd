"""Three ways to measure a period on the line of time: in calendar days, working days, and working hours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.calendars import WorkingCalendar, WorkingHours, YearHours
from engine.periods.moments import DAY
from engine.policies import Unit


class Line(Protocol):
    """Positions are ordinals of days, or microseconds of wall time; all methods are monotone."""

    @property
    def unit(self) -> Unit:
        """What is counted."""

    def size(self, first: int, until: int) -> int:
        """How much of the period the time from one position to before another would count."""

    def later(self, end: int, amount: int, until: int) -> int:
        """The end moved on by what a suspension excluded that lasted to before `until`."""

    def meets(self, end: int, first: int) -> bool:
        """Whether a suspension that begins at `first` begins before the period has ended."""


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """Each day counts one. With `rolls`, a period whose last day is a rest day has not ended until the rest has."""

    calendar: WorkingCalendar
    rolls: bool
    unit: Unit = Unit.CALENDAR_DAYS

    def size(self, first: int, until: int) -> int:
        """As Line."""
        return until - first

    def later(self, end: int, amount: int, until: int) -> int:
        """As Line; a suspension that begins within the rest at the end reaches to its resumption."""
        return max(end + amount, until)

    def meets(self, end: int, first: int) -> bool:
        """As Line."""
        return first <= end or (self.rolls and first <= self.calendar.next_ordinal(end))


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Each working day counts one."""

    calendar: WorkingCalendar
    unit: Unit = Unit.WORKING_DAYS

    def size(self, first: int, until: int) -> int:
        """As Line."""
        return self.calendar.count_ordinals(first, until)

    def later(self, end: int, amount: int, until: int) -> int:  # noqa: ARG002 - a Line
        """As Line."""
        return self.calendar.shift_ordinal(end, amount)

    def meets(self, end: int, first: int) -> bool:
        """As Line."""
        return first <= end


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """Only the working hours of working days count, to the microsecond."""

    calendar: WorkingCalendar
    hours: WorkingHours
    unit: Unit = Unit.HOURS

    def size(self, first: int, until: int) -> int:
        """As Line."""
        years = self._years(first)
        year = next(years)
        total = -year.worked(first)
        while until > year.until:
            total += year.total
            year = next(years)
        return total + year.worked(until)

    def later(self, end: int, amount: int, until: int = 0) -> int:  # noqa: ARG002 - a Line
        """As Line: the first instant by which so much has counted."""
        years = self._years(end)
        year = next(years)
        amount += year.worked(end)
        while amount > year.total:
            amount -= year.total
            year = next(years)
        return year.reached(amount)

    def meets(self, end: int, first: int) -> bool:
        """As Line."""
        return first < end

    def opening(self, at: int) -> int:
        """The instant itself within working hours, else the next working instant."""
        return next(self.pieces(at))[0]

    def pieces(self, at: int) -> Iterator[tuple[int, int]]:
        """The stretches of working time from an instant on."""
        for year in self._years(at):
            yield from year.stretches(at)

    def _years(self, at: int) -> Iterator[YearHours]:
        return self.calendar.timetables(at // DAY, self.hours)


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
