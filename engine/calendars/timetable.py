"""Working time on the line of wall time: each year's stretches, summed up once, so that any two instants are near."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from engine.calendars.hours import MICROSECONDS_A_DAY, Span


@dataclass(frozen=True, slots=True)
class YearHours:
    """The stretches of working time of a year, in order: microseconds of wall time from `opens` to `closes`.

    `before[i]` is the working time of the year before its ith stretch, the last one its `total`. The year runs
    from `since` to `until`.
    """

    since: int
    until: int
    opens: tuple[int, ...]
    closes: tuple[int, ...]
    before: tuple[int, ...]
    total: int

    def worked(self, at: int) -> int:
        """The working time of the year before an instant."""
        index = bisect_right(self.opens, at)
        return min(self.before[index], self.before[index - 1] + at - self.opens[index - 1]) if index else 0

    def reached(self, amount: int) -> int:
        """The first instant of the year by which so much (more than nothing, no more than its total) is worked."""
        index = bisect_left(self.before, amount) - 1
        return self.opens[index] + amount - self.before[index]

    def stretches(self, at: int) -> Iterator[Span]:
        """What is left of them from an instant on."""
        for index in range(bisect_right(self.closes, at), len(self.opens)):
            yield max(self.opens[index], at), self.closes[index]


def year_hours(first: int, last: int, days: Iterable[tuple[int, tuple[Span, ...]]]) -> YearHours:
    """The year from one ordinal to another, with these working days, by ordinal, and the hours of each."""
    stretches = [
        (day * MICROSECONDS_A_DAY + opens, day * MICROSECONDS_A_DAY + closes)
        for day, spans in days
        for opens, closes in spans
    ]
    before = tuple(accumulate((closes - opens for opens, closes in stretches), initial=0))
    opens, closes = tuple(o for o, _ in stretches), tuple(c for _, c in stretches)
    since, until = first * MICROSECONDS_A_DAY, (last + 1) * MICROSECONDS_A_DAY
    return YearHours(since, until, opens, closes, before, before[-1])
