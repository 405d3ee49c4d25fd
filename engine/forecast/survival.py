"""A survival curve after Kaplan and Meier: how long something lasts, learnt from what is over and from what is not yet.

Kaplan, E. L.; Meier, P.: Nonparametric Estimation from Incomplete Observations, JASA 53 (1958); the variance is
Greenwood's (1926), its band that of log(-log S) (Kalbfleisch and Prentice, 1980), which stays between 0 and 1.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import exp, inf, log, sqrt
from typing import Final, NamedTuple, Self

NORMAL: Final = 1.959964
"""The band holds the true value 95 times in 100."""

_TAIL: Final = 0.025


class Observed(NamedTuple):
    """Something that has lasted so long; `over`: and then it ended, else it was lost sight of."""

    lasted: float
    over: bool


class Chance(NamedTuple):
    """A probability with its 95 % band. `at_most`: the curve was not followed far enough, it is no more than that."""

    value: float
    low: float
    high: float
    at_most: bool = False


@dataclass(frozen=True, slots=True)
class Survival:
    """A step function. `times` are those at which something ended, `alive[i]` is the share that lasts beyond
    `times[i]`, `spread[i]` Greenwood's sum up to there; `lasted` are all observations in order, `ended` how many are over.
    """

    times: tuple[float, ...]
    alive: tuple[float, ...]
    spread: tuple[float, ...]
    lasted: tuple[float, ...]
    ended: int

    @classmethod
    def of(cls, observed: Iterable[Observed | tuple[float, bool]]) -> Self:
        """Estimate the curve. What is over at the same time as something else is lost sight of, ended first."""
        rows = sorted(observed)
        times, alive, spread = [], [], []
        share, greenwood = 1.0, 0.0
        for at, risk, over in _endings(rows):
            share *= (risk - over) / risk
            greenwood += over / (risk * (risk - over)) if risk > over else inf
            times.append(at)
            alive.append(share)
            spread.append(greenwood)
        lasted = tuple(row[0] for row in rows)
        return cls(tuple(times), tuple(alive), tuple(spread), lasted, sum(row[1] for row in rows))

    @property
    def size(self) -> int:
        """How many observations there are."""
        return len(self.lasted)

    @property
    def reach(self) -> float:
        """How far the curve is known: to the last observation, and for ever where it comes down to nothing."""
        if self.alive and self.alive[-1] == 0.0:
            return inf
        return self.lasted[-1] if self.lasted else 0.0

    def at_risk(self, time: float) -> int:
        """How many lasted beyond a time."""
        return len(self.lasted) - bisect_right(self.lasted, time)

    def share(self, time: float) -> float:
        """The share that lasts beyond a time."""
        index = bisect_right(self.times, time)
        return self.alive[index - 1] if index else 1.0

    def beyond(self, time: float, *, given: float = 0.0) -> Chance | None:
        """How likely what has lasted beyond `given` lasts beyond `time`; None where nothing has lasted so long."""
        before, risk = (
            self.share(given) if given > 0 else 1.0,
            self.at_risk(given) if given > 0 else self.size,
        )
        if not before or not risk:
            return None
        value = self.share(max(time, given)) / before
        low, high = self._band(value, given, time, risk)
        return Chance(value, low, high, at_most=time > self.reach)

    def quantile(self, probability: float, *, given: float = 0.0) -> float | None:
        """The time by which this share of what lasted beyond `given` is over; None where the curve ends before."""
        before = self.share(given) if given > 0 else 1.0
        if not before:
            return None
        wanted = (1.0 - probability) * before
        first = bisect_right(self.times, given) if given > 0 else 0
        for index in range(first, len(self.times)):
            if self.alive[index] <= wanted + 1e-12:
                return self.times[index]
        return None

    def _band(self, value: float, given: float, time: float, risk: int) -> tuple[float, float]:
        """The band of a share; where nothing, or everything, ended, that of so many cases without an exception."""
        if value >= 1.0:
            return _TAIL ** (1 / risk), 1.0
        if value <= 0.0:
            return 0.0, 1.0 - _TAIL ** (1 / risk)
        variance = self._greenwood(time) - (self._greenwood(given) if given > 0 else 0.0)
        width = NORMAL * sqrt(variance) / -log(value)
        return value ** exp(width), value ** exp(-width)

    def _greenwood(self, time: float) -> float:
        index = bisect_right(self.times, time)
        return self.spread[index - 1] if index else 0.0


def _endings(rows: Sequence[tuple[float, bool]]) -> Iterator[tuple[float, int, int]]:
    """Each time at which something ended: how many had lasted until then, and how many of them ended."""
    size = len(rows)
    for at, same in groupby(enumerate(rows), key=lambda row: row[1][0]):
        members = list(same)
        over = sum(row[1] for _, row in members)
        if over:
            yield at, size - members[0][0], over
