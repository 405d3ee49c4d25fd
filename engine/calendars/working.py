"""The working calendar: a pure value that says of each day whether it is worked on, and why."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from typing import Final, Protocol

from engine.calendars import overlays as own
from engine.calendars.days import DayStatus, ordinary
from engine.calendars.overlays import Overlay
from engine.errors import CalendarHasNoWorkingDay, PeriodInvalid
from engine.text import Text

LONGEST_REST: Final = 400
"""Days without a working day after which a calendar is refused."""

_LAST_DAY: Final = date.max.toordinal()


class Almanac(Protocol):
    """Where a calendar has its days from."""

    @property
    def version(self) -> str:
        """Name and version of every source."""

    @property
    def published(self) -> frozenset[int]:
        """The years whose notice is on record."""

    def year(self, of: int) -> dict[int, DayStatus]:
        """The days of a year that differ from their weekday, or have a name, by ordinal."""


@dataclass(frozen=True, slots=True)
class _Year:
    first: int
    working: tuple[int, ...]  # ordinals of the working days
    before: tuple[
        int, ...
    ]  # index → number of working days before that day of the year, one longer than the year
    special: dict[int, DayStatus]


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """An almanac under an office's overlays: office over province over nation over library.

    Days are `date`s outside and proleptic Gregorian ordinals in the methods ending in `_ordinal`. Years are computed
    once and kept. Raises CalendarHasNoWorkingDay where 400 days have none, PeriodInvalid beyond the year 9999.
    """

    almanac: Almanac
    overlays: tuple[Overlay, ...] = ()
    _years: dict[int, _Year] = field(default_factory=dict, init=False, compare=False, repr=False)

    # --- what it is -------------------------------------------------------------------------------------------

    @property
    def version(self) -> str:
        """Sources with their versions, and a fingerprint of the overlays."""
        own_days = f", overlays {own.fingerprint(self.overlays)}" if self.overlays else ""
        return self.almanac.version + own_days

    @property
    def published(self) -> frozenset[int]:
        """The years that are no longer provisional."""
        return self.almanac.published.union(*(overlay.publishes for overlay in self.overlays))

    @property
    def published_until(self) -> date:
        """The last day of the years on record, up to the first gap in them; date.min when there are none."""
        years = self.published
        last = min(years, default=0)
        while last + 1 in years:
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

    def reason(self, day: date) -> Text:
        """Why the day is worked or rested on, with the notice or the overlay's document."""
        status = self.status(day)
        source = status.source
        return Text(
            f"{status.name.zh}（{source.zh}）" if source.zh else status.name.zh,
            f"{status.name.en} ({source.en})" if source.en else status.name.en,
        )

    def specials(self, first: int, last: int) -> Iterator[tuple[int, DayStatus]]:
        """The days from one ordinal to another that differ from their weekday, in order."""
        for year in range(date.fromordinal(first).year, date.fromordinal(last).year + 1):
            for ordinal, status in self._year(year).special.items():
                if first <= ordinal <= last and status.working != ordinary(ordinal).working:
                    yield ordinal, status

    # --- from day to day --------------------------------------------------------------------------------------

    def next_working(self, day: date) -> date:
        """The day itself if it is worked on, else the first working day after it."""
        return date.fromordinal(self.next_ordinal(day.toordinal()))

    def working_days_between(self, first: date, until: date) -> int:
        """How many days are worked on from `first` to before `until`; negative when they are the other way round."""
        start, end = first.toordinal(), until.toordinal()
        return self.count_ordinals(start, end) if start <= end else -self.count_ordinals(end, start)

    def shift(self, day: date, working_days: int) -> date:
        """The nth working day after (or, negative, before) a day; the day itself is not counted."""
        return date.fromordinal(self.shift_ordinal(day.toordinal(), working_days))

    def next_ordinal(self, ordinal: int) -> int:
        """As next_working."""
        return self.shift_ordinal(ordinal - 1, 1)

    def count_ordinals(self, first: int, until: int) -> int:
        """As working_days_between, of ordinals in order."""
        if first >= until:
            return 0
        low, high = date.fromordinal(first).year, date.fromordinal(until - 1).year
        years = [self._year(number) for number in range(low, high + 1)]
        skipped = years[0].before[first - years[0].first]
        rest = len(years[-1].working) - years[-1].before[until - years[-1].first]
        return sum(len(year.working) for year in years) - skipped - rest

    def shift_ordinal(self, ordinal: int, count: int) -> int:
        """As shift."""
        return (
            self._forward(ordinal, count)
            if count > 0
            else self._backward(ordinal, -count)
            if count
            else ordinal
        )

    def _forward(self, ordinal: int, count: int) -> int:
        position, last = _within(ordinal + 1), ordinal
        for number in range(date.fromordinal(position).year, date.max.year + 1):
            year = self._year(number)
            done = year.before[max(position - year.first, 0)] if position > year.first else 0
            reachable = year.working[done : done + count]
            if reachable:
                _refuse_gap(last, reachable[0])
                last = reachable[-1]
            _refuse_gap(last, year.first + len(year.before) - 2 if len(reachable) < count else last)
            count -= len(reachable)
            if not count:
                return last
        raise PeriodInvalid("beyond-9999", date.fromordinal(last))

    def _backward(self, ordinal: int, count: int) -> int:
        position = _within(ordinal - 1)
        last = ordinal
        for number in range(date.fromordinal(position).year, 0, -1):
            year = self._year(number)
            done = bisect_left(year.working, ordinal)
            reachable = year.working[max(done - count, 0) : done]
            if reachable:
                _refuse_gap(reachable[-1], last)
                last = reachable[0]
            count -= len(reachable)
            if not count:
                return last
            _refuse_gap(year.first, last)
        raise PeriodInvalid("before-year-1", date.fromordinal(last))

    def _year(self, number: int) -> _Year:
        return self._years.get(number) or self._years.setdefault(number, self._read(number))

    def _read(self, number: int) -> _Year:
        first, last = date(number, 1, 1).toordinal(), date(number, 12, 31).toordinal()
        special = dict(self.almanac.year(number))
        for overlay in own.precedence(self.overlays):
            days = own.statuses(overlay).items()
            special.update((ordinal, status) for ordinal, status in days if first <= ordinal <= last)
        working = [(special.get(day) or ordinary(day)).working for day in range(first, last + 1)]
        return _Year(
            first,
            tuple(day for day, works in enumerate(working, first) if works),
            tuple(accumulate(working, initial=0)),
            dict(sorted(special.items())),
        )


def _within(ordinal: int) -> int:
    if ordinal > _LAST_DAY:
        raise PeriodInvalid("beyond-9999")
    if ordinal < 1:
        raise PeriodInvalid("before-year-1")
    return ordinal


def _refuse_gap(before: int, after: int) -> None:
    if after - before > LONGEST_REST:
        raise CalendarHasNoWorkingDay(date.fromordinal(before))
