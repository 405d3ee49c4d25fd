"""The working calendar: a pure value that says of each day whether it is worked on, and why."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Protocol

from engine.calendars import overlays as own
from engine.calendars.days import DayStatus, ordinary
from engine.calendars.hours import Interval, Span, WorkingHours
from engine.calendars.overlays import Overlay
from engine.calendars.timetable import YearHours
from engine.calendars.years import Run, Year, year_of
from engine.errors import CalendarHasNoWorkingDay, PeriodInvalid
from engine.text import Text

LONGEST_REST: Final = 400
"""Days without a working day after which a calendar is refused."""

_LAST_DAY: Final = date.max.toordinal()
_KEPT_YEARS: Final = 300


class Almanac(Protocol):
    """Where a calendar has its days from."""

    @property
    def version(self) -> str:
        """Name and version of every source."""

    @property
    def published(self) -> frozenset[int]:
        """The years whose notice is on record."""

    def year(self, of: int) -> Mapping[int, DayStatus]:
        """The days of a year that differ from their weekday, or have a name, by ordinal."""


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """An almanac under an office's overlays: office over province over nation over library.

    Days are `date`s, and proleptic Gregorian ordinals in the methods ending in `_ordinal`. Years are computed once
    and kept. Raises CalendarHasNoWorkingDay where 400 days have none, PeriodInvalid outside the years 1 to 9999.
    """

    almanac: Almanac
    overlays: tuple[Overlay, ...] = ()
    version: str = field(init=False)
    published: frozenset[int] = field(init=False, compare=False, repr=False)
    _years: dict[int, Year] = field(default_factory=dict, init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """`version` names sources and overlays; `published` are the years that are not provisional."""
        object.__setattr__(self, "overlays", own.precedence(self.overlays))
        own_days = f", overlays {own.fingerprint(self.overlays)}" if self.overlays else ""
        object.__setattr__(self, "version", self.almanac.version + own_days)
        years = self.almanac.published.union(*(overlay.publishes for overlay in self.overlays))
        object.__setattr__(self, "published", years)

    @property
    def published_until(self) -> date:
        """The last day of the years on record, up to the first gap in them; date.min when there are none."""
        last = min(self.published, default=0)
        while last + 1 in self.published:
            last += 1
        return date(last, 12, 31) if last else date.min

    def is_published(self, day: date) -> bool:
        """Whether a notice for the day's year is on record; else what is said of it is provisional."""
        return day.year in self.published

    # --- one day ----------------------------------------------------------------------------------------------

    def status(self, day: date) -> DayStatus:
        """Whether the day is worked on, why, and on whose word."""
        ordinal = day.toordinal()
        return self._year(day.year).special.get(ordinal) or ordinary(ordinal)

    def is_working(self, day: date) -> bool:
        """Whether the day is worked on."""
        return self.status(day).working

    def hours_on(self, day: date, hours: WorkingHours) -> tuple[Interval, ...]:
        """The hours that are worked on a day: those of half a day, its weekday's, or none."""
        status = self.status(day)
        return (status.hours or hours.on(day.weekday())) if status.working else ()

    def spans(self, ordinal: int, hours: WorkingHours) -> tuple[Span, ...]:
        """The hours of a working day in microseconds since midnight; of a rest day, those that its weekday would have."""
        return self._year_with(ordinal).spans(ordinal, hours)

    def reason(self, day: date) -> Text:
        """Why the day is worked or rested on, with the notice or the overlay's document."""
        status = self.status(day)
        source = status.source
        return Text(
            f"{status.name.zh}（{source.zh}）" if source.zh else status.name.zh,
            f"{status.name.en} ({source.en})" if source.en else status.name.en,
        )

    # --- from day to day --------------------------------------------------------------------------------------

    def next_working(self, day: date) -> date:
        """The day itself if it is worked on, else the first working day after it."""
        return date.fromordinal(self.next_ordinal(day.toordinal()))

    def shift(self, day: date, working_days: int) -> date:
        """The nth working day after (or, negative, before) a day; the day itself is not counted."""
        return date.fromordinal(self.shift_ordinal(day.toordinal(), working_days))

    def working_days_between(self, first: date, until: date) -> int:
        """How many days are worked on from `first` to before `until`; negative when they are the other way round."""
        start, end = first.toordinal(), until.toordinal()
        return self.count_ordinals(start, end) if start <= end else -self.count_ordinals(end, start)

    def next_ordinal(self, ordinal: int) -> int:
        """As next_working."""
        return self._forward(ordinal - 1, 1)

    def shift_ordinal(self, ordinal: int, count: int) -> int:
        """As shift."""
        return (
            self._forward(ordinal, count)
            if count > 0
            else self._backward(ordinal, -count)
            if count
            else ordinal
        )

    def timetable(self, ordinal: int, hours: WorkingHours) -> YearHours:
        """The working time of the year with an ordinal."""
        return self._year_with(ordinal).timetable(hours)

    def timetables(self, ordinal: int, hours: WorkingHours) -> Iterator[YearHours]:
        """The working time of the year with an ordinal, and of each year after it, to 9999 and then PeriodInvalid."""
        year, last = self._year_with(ordinal), ordinal
        while True:
            yield year.timetable(hours)
            last = max(last, *year.working[-1:]) if year.working else last
            _refuse_gap(last, year.last, last)
            year = self._year_with(year.last + 1)
            _refuse_gap(last, year.working[0] if year.working else year.last, last)

    def count_ordinals(self, first: int, until: int) -> int:
        """As working_days_between, of ordinals in order; 0 where there is no day between."""
        if first >= until:
            return 0
        year = self._year_with(first)
        if until - 1 <= year.last:
            return year.before[until - year.first] - year.before[first - year.first]
        number = date.fromordinal(first).year + 1
        return len(year.working) - year.until(first) + self._count_from(number, until)

    def _count_from(self, number: int, until: int) -> int:
        """Working days from the beginning of a year to before an ordinal."""
        count = 0
        for later in range(number, date.fromordinal(until - 1).year):
            count += len(self._year(later).working)
        return count + self._year_with(until - 1).until(until)

    def runs(self, first: int, last: int) -> Iterator[Run]:
        """The days from one ordinal to another that differ from their weekday, those of one reason together."""
        for number in range(date.fromordinal(first).year, date.fromordinal(last).year + 1):
            for run in self._year(number).runs:
                if run.last < first:
                    continue
                if run.first > last:
                    return
                yield Run(max(run.first, first), min(run.last, last), run.status)

    def halves(self, first: int, last: int) -> Iterator[tuple[int, DayStatus]]:
        """The working days from one ordinal to another on which only some hours are worked."""
        for number in range(date.fromordinal(first).year, date.fromordinal(last).year + 1):
            year = self._year(number)
            yield from ((day, year.special[day]) for day in year.halves if first <= day <= last)

    def _forward(self, ordinal: int, count: int) -> int:
        year = self._year_with(ordinal + 1)
        done, last = year.until(max(ordinal + 1, year.first)), ordinal
        while done + count > len(year.working):
            count -= len(year.working) - done
            last = max(last, year.working[-1] if year.working else 0)
            _refuse_gap(last, year.last, last)
            year, done = self._year_with(year.last + 1), 0
        found = year.working[done + count - 1]
        _refuse_gap(last, year.working[done], last)
        return found

    def _backward(self, ordinal: int, count: int) -> int:
        year, last = self._year_with(ordinal - 1), ordinal
        done = bisect_left(year.working, ordinal)
        while count > done:
            count -= done
            last = min(last, year.working[0]) if year.working else last
            _refuse_gap(year.first, last, year.first)
            year = self._year_with(year.first - 1)
            done = len(year.working)
        _refuse_gap(year.working[done - 1], last, year.working[done - 1])
        return year.working[done - count]

    # --- years ------------------------------------------------------------------------------------------------

    def _year_with(self, ordinal: int) -> Year:
        if ordinal > _LAST_DAY:
            raise PeriodInvalid("beyond-9999")
        if ordinal < 1:
            raise PeriodInvalid("before-year-1")
        return self._year(date.fromordinal(ordinal).year)

    def _year(self, number: int) -> Year:
        found = self._years.get(number)
        if found is None:
            if len(self._years) >= _KEPT_YEARS:
                self._years.clear()
            found = self._years[number] = self._read(number)
        return found

    def _read(self, number: int) -> Year:
        special = dict(self.almanac.year(number))
        for overlay in self.overlays:
            days = own.statuses(overlay, number)
            special.update(days)
        return year_of(number, special)


def _refuse_gap(before: int, after: int, since: int) -> None:
    if after - before > LONGEST_REST:
        raise CalendarHasNoWorkingDay(date.fromordinal(since))
