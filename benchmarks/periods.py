"""Microseconds a legal end with ten suspensions, and how much faster that is than walking the days of the library."""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from timeit import repeat
from typing import Any

from chinese_calendar import is_workday

from engine.calendars import OFFICE_HOURS, WorkingCalendar, china
from engine.periods import Period, Span, Terms, Unit, count, end_of

START = date(2026, 1, 31)
EDGES = [(date(2026, 2 + n // 2, 3 + n % 2 * 14), date(2026, 2 + n // 2, 8 + n % 2 * 14)) for n in range(10)]
PERIODS = (
    Period(3, Unit.MONTHS),
    Period(90, Unit.CALENDAR_DAYS),
    Period(60, Unit.WORKING_DAYS),
    Period(40, Unit.HOURS),
)


def rows(*, quick: bool = False) -> Iterator[dict[str, Any]]:
    """One row a unit: the end alone, the end with its ledger, and the plain walk where there is one."""
    calendar, rounds = china(), 200 if quick else 2_000
    for period in PERIODS:
        yield _row(period, calendar, rounds)


def _row(period: Period, calendar: WorkingCalendar, rounds: int) -> dict[str, Any]:
    def terms() -> Terms:
        return Terms(period, START, tuple(Span(*edges) for edges in EDGES), hours=OFFICE_HOURS)

    end = _microseconds(lambda: end_of(terms(), calendar), rounds)
    row = {
        "benchmark": "period",
        "engine": "kuaibao",
        "unit": period.unit.value,
        "suspensions": len(EDGES),
        "us_per_end": end,
        "us_per_ledger": _microseconds(lambda: count(terms(), calendar), rounds),
    }
    if period.unit is Unit.WORKING_DAYS:
        row["walk_over_end"] = round(_microseconds(lambda: _walk(period.amount), rounds) / end, 1)
    return row


def _walk(amount: int) -> date:
    """What one would write first: a set of excluded days, and a step a day over the bare library."""
    excluded = {first + timedelta(days=n) for first, until in EDGES for n in range((until - first).days)}
    day = START
    while amount:
        day += timedelta(days=1)
        amount -= day not in excluded and is_workday(day)
    return day


def _microseconds(call: Callable[[], object], rounds: int) -> float:
    return round(min(repeat(call, number=rounds, repeat=3)) / rounds * 1e6, 1)


if __name__ == "__main__":
    for line in rows():
        print(json.dumps(line))
