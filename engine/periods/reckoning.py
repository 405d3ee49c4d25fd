"""The arithmetic of a period: the count, what suspensions exclude, and the roll. No words, only numbers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from engine.calendars import WorkingCalendar, WorkingHours
from engine.errors import PeriodInvalid
from engine.periods.lines import CalendarDays, Line, WorkingDays, WorkingTime
from engine.periods.moments import DAY, HOUR, months_later, wall
from engine.periods.terms import Closing, Span, Terms
from engine.policies import Unit


class Cut(NamedTuple):
    """A suspension on the line of time, from its effective to before its resumption."""

    first: int
    until: int
    span: Span


class Taken(NamedTuple):
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


class Excluded(NamedTuple):
    """An end that suspensions moved on: `since` is the resumption of the last one, `left` are those that begin after it."""

    end: int
    since: int
    taken: Sequence[Taken]
    left: Sequence[Cut]


def exclude(line: Line, end: int, since: int, spans: Sequence[Cut]) -> Excluded:
    """Move an end on by what suspensions exclude, each time once, as long as they begin before the moving end."""
    mark, taken = line.mark(end), list[Taken]()
    for cut in spans:
        first = max(cut.first, since)
        moved = line.moved(mark, first, max(first, cut.until))
        if moved is None:
            break
        mark, added = moved
        taken.append(Taken(cut, first, added, line.unit, met=True))
        if added:
            since = cut.until
    end = line.position(mark) if any(row.added for row in taken) else end
    return Excluded(end, since, taken, spans[len(taken) :])


def reckon(terms: Terms, calendar: WorkingCalendar) -> Reckoning:
    """Compute a period's end. Raises PeriodInvalid beyond the year 9999, CalendarHasNoWorkingDay."""
    if terms.period.unit is Unit.HOURS:
        return _hours(terms, WorkingTime(calendar, hours_of(terms.hours), wall(terms.start)))
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
    start = line.opening()
    base = line.later(terms.total.hours * HOUR)
    done = exclude(line, base, start, cuts(terms))
    return Reckoning(start, base, done.end, done.end, (done.end - 1) // DAY, _all(done))


def _days(terms: Terms, calendar: WorkingCalendar) -> Reckoning:
    start, total = terms.start.toordinal(), terms.total
    base = months_later(start, total.months) + total.calendar_days
    days = CalendarDays(calendar, rolls=not total.working_days)
    done = exclude(days, base, start + 1, cuts(terms))
    if days.rolls:
        last = calendar.next_ordinal(done.end)
        return Reckoning(start, base, done.end, last, last, _all(done))
    end = calendar.shift_ordinal(done.end, total.working_days)
    last, _, more, left = exclude(WorkingDays(calendar, done.end + 1), end, done.since, done.left)
    base = calendar.shift_ordinal(base, total.working_days)
    return Reckoning(start, base, last, last, last, (*done.taken, *more, *_missed(left)))


def _all(done: Excluded) -> tuple[Taken, ...]:
    return (*done.taken, *_missed(done.left))


def _missed(cuts: Sequence[Cut]) -> Iterator[Taken]:
    """Suspensions that begin after the end."""
    return (Taken(cut, cut.first, 0, Unit.CALENDAR_DAYS, met=False) for cut in cuts)


def _cut(terms: Terms, span: Span, place: Callable[[date], int]) -> Cut:
    first = place(span.effective)
    resumed = span.resumed if span.resumed is not None else terms.until
    return Cut(first, first if resumed is None else max(place(resumed), first), span)


def _order(cut: Cut) -> tuple[int, int]:
    return cut.first, cut.until
