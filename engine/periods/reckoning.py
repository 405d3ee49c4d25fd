"""The arithmetic of a period: the count, what suspensions exclude, and the roll. No words, only numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from engine.calendars import WorkingCalendar, WorkingHours
from engine.errors import PeriodInvalid
from engine.periods.lines import CalendarDays, Line, WorkingDays, WorkingTime
from engine.periods.moments import DAY, HOUR, months_later, wall
from engine.periods.terms import Closing, Span, Terms
from engine.policies import Unit


@dataclass(frozen=True, slots=True)
class Cut:
    """A suspension on the line of time, from its effective to before its resumption."""

    first: int
    until: int
    span: Span


@dataclass(frozen=True, slots=True)
class Taken:
    """What a suspension excluded: `added` days, working days or microseconds, from `first` on; 0 where it met nothing."""

    cut: Cut
    first: int
    added: int
    unit: Unit
    met: bool


@dataclass(frozen=True, slots=True)
class Reckoning:
    """Where each part of the arithmetic came out; days as ordinals, `start` and `end` of hours in wall time."""

    start: int  # the day not counted; of hours, the first working instant
    base: int  # the end without suspensions and roll
    unrolled: int  # the end with suspensions
    end: int
    last_day: int
    taken: tuple[Taken, ...]

    @property
    def suspended(self) -> list[tuple[int, int]]:
        """The suspended stretches that the period met, in order, without overlaps."""
        return [(row.first, row.cut.until) for row in self.taken if row.met and row.first < row.cut.until]


def cuts(terms: Terms) -> list[Cut]:
    """The suspensions in the order of time, on the line of the period's unit."""
    in_hours = terms.period.unit is Unit.HOURS
    found = [_cut(terms, span, wall if in_hours else date.toordinal) for span in terms.spans]
    return sorted(found, key=_order)


def exclude(line: Line, end: int, since: int, spans: Sequence[Cut]) -> tuple[int, int, list[Taken]]:
    """Move an end on by what suspensions exclude, each time once, as long as they begin before the moving end.

    Gives the end, the resumption of the last suspension that it met, and what each one took.
    """
    taken = []
    for cut in spans:
        first = max(cut.first, since)
        met = line.meets(end, first)
        added = line.size(first, cut.until) if met and first < cut.until else 0
        if added:
            end = line.later(end, added, cut.until)
            since = cut.until
        taken.append(Taken(cut, first, added, line.unit, met))
    return end, since, taken


def reckon(terms: Terms, calendar: WorkingCalendar) -> Reckoning:
    """Compute a period's end. Raises PeriodInvalid beyond the year 9999, CalendarHasNoWorkingDay."""
    if terms.period.unit is Unit.HOURS:
        return _hours(terms, WorkingTime(calendar, hours_of(terms.hours)))
    return _days(terms, calendar)


def consulted(terms: Terms, reckoning: Reckoning) -> tuple[int, int]:
    """The first and the last day whose being worked on the end depends on."""
    if terms.total.hours:
        return terms.start.toordinal(), reckoning.last_day
    return (reckoning.start + 1 if terms.total.working_days else reckoning.unrolled), reckoning.last_day


def unpublished(terms: Terms, reckoning: Reckoning, calendar: WorkingCalendar) -> list[int]:
    """The years without a notice on record that the end depends on."""
    first, last = consulted(terms, reckoning)
    years = range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
    return [year for year in years if year not in calendar.published]


def closing_of(day: int, calendar: WorkingCalendar, hours: WorkingHours | None, when: Closing) -> int:
    """The wall time at which a day ends: the close of business where there is one, else 24:00 (art. 203)."""
    if hours is None or when is Closing.MIDNIGHT:
        return (day + 1) * DAY
    return day * DAY + calendar.spans(day, hours)[-1][1]


def hours_of(hours: WorkingHours | None) -> WorkingHours:
    """The hours, or PeriodInvalid where a period needs them and there are none."""
    if hours is None:
        raise PeriodInvalid("hours-missing")
    return hours


def _hours(terms: Terms, line: WorkingTime) -> Reckoning:
    start = line.opening(wall(terms.start))
    base = line.later(start, terms.total.hours * HOUR)
    end, _, taken = exclude(line, base, start, cuts(terms))
    return Reckoning(start, base, end, end, (end - 1) // DAY, tuple(taken))


def _days(terms: Terms, calendar: WorkingCalendar) -> Reckoning:
    start, total = terms.start.toordinal(), terms.total
    base = months_later(start, total.months) + total.calendar_days
    days = CalendarDays(calendar, rolls=not total.working_days)
    unrolled, since, taken = exclude(days, base, start + 1, cuts(terms))
    if days.rolls:
        last = calendar.next_ordinal(unrolled)
        return Reckoning(start, base, unrolled, last, last, tuple(taken))
    met, left = [row for row in taken if row.met], [row.cut for row in taken if not row.met]
    end = calendar.shift_ordinal(unrolled, total.working_days)
    last, _, more = exclude(WorkingDays(calendar), end, since, left)
    base = calendar.shift_ordinal(base, total.working_days)
    return Reckoning(start, base, last, last, last, (*met, *more))


def _cut(terms: Terms, span: Span, place: Callable[[date], int]) -> Cut:
    first = place(span.effective)
    resumed = span.resumed if span.resumed is not None else terms.until
    return Cut(first, first if resumed is None else max(place(resumed), first), span)


def _order(cut: Cut) -> tuple[int, int]:
    return cut.first, cut.until
