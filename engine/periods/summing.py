"""A long strip by months, or by years."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from engine.periods.captions import stretch_caption
from engine.periods.strips import Mark, Stretch, StripDay

MOST_MONTHS: Final = 240


def stretches(days: Sequence[StripDay]) -> tuple[Stretch, ...]:
    """The days of each month together; of more than twenty years, those of each year."""
    first, last = days[0].day, days[-1].day
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    rows = groupby(days, key=_month if months <= MOST_MONTHS else _year)
    return tuple(_stretch(list(group)) for _, group in rows)


def _month(day: StripDay) -> tuple[int, int]:
    return day.day.year, day.day.month


def _year(day: StripDay) -> tuple[int, int]:
    return day.day.year, 0


def _stretch(days: Sequence[StripDay]) -> Stretch:
    found = Counter(day.mark for day in days)
    counts = tuple((mark, found[mark]) for mark in Mark if found[mark])
    return Stretch(
        days[0].day,
        days[-1].day,
        counts,
        sum(day.minutes or 0 for day in days),
        any(day.is_start for day in days),
        any(day.is_end for day in days),
        any(day.is_today for day in days),
        any(day.provisional for day in days),
        stretch_caption(days, counts),
    )
