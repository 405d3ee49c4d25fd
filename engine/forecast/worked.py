"""Working time as one line: where on it an instant lies, and which instant lies there. Instants are whole microseconds."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Self

from engine.errors import PeriodInvalid


@dataclass(frozen=True, slots=True)
class WorkedTime:
    """The stretches in which work is done, in order; `before[i]` is what was worked before the ith of them."""

    opens: tuple[int, ...]
    before: tuple[int, ...]

    @classmethod
    def of(cls, stretches: Iterable[tuple[int, int]]) -> Self:
        """Of stretches from opening to closing, in order, none within another."""
        rows = tuple(stretches)
        lengths = (closes - opens for opens, closes in rows)
        return cls(tuple(opens for opens, _ in rows), tuple(accumulate(lengths, initial=0)))

    def at(self, instant: int) -> int:
        """How much is worked by an instant."""
        index = bisect_right(self.opens, instant)
        if not index:
            return 0
        return min(self.before[index], self.before[index - 1] + instant - self.opens[index - 1])

    def reached(self, worked: float) -> int:
        """The first instant by which so much is worked. Raises PeriodInvalid beyond the line's end."""
        if worked > self.before[-1]:
            raise PeriodInvalid("beyond-9999", worked)
        index = max(bisect_left(self.before, worked), 1) - 1
        return self.opens[index] + round(worked) - self.before[index]
