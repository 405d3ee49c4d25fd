"""CPU microseconds a legal end with ten suspensions, amortised over a year's cases, and how much faster that is than
walking the days of the library."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, time, timedelta
from time import process_time
from timeit import repeat
from typing import Any

from chinese_calendar import is_workday

from engine.calendars import OFFICE_HOURS, Overlay, OverlayDay, Scope, WorkingCalendar, china
from engine.periods import Period, Span, Terms, Unit, count, end_of, strip
from engine.text import Text

STARTS = tuple(date(2026, 1, 1) + timedelta(days=n) for n in range(365))
EDGES = tuple((3 + n * 14, 8 + n * 14) for n in range(10))
"""Days from the start to the effective day and to the resumption."""

PERIODS = (
    Period(3, Unit.MONTHS),
    Period(90, Unit.CALENDAR_DAYS),
    Period(60, Unit.WORKING_DAYS),
    Period(400, Unit.HOURS),
)
HALF = (time(8, 30), time(11, 30))


def office() -> WorkingCalendar:
    """The nation's calendar under an office's own: the Friday afternoons of a summer are off."""
    fridays = (date(2026, 7, 3) + timedelta(weeks=n) for n in range(9))
    days = tuple(OverlayDay(day, working=True, hours=(HALF,)) for day in fridays)
    return china([Overlay(Scope.OFFICE, Text("夏季作息", "summer hours"), days)])


def rows(*, quick: bool = False) -> Iterator[dict[str, Any]]:
    """One row a unit: the end alone, the end with its ledger, its strip, and the plain walk where there is one."""
    calendar, rounds = office(), 1 if quick else 10
    for period in PERIODS:
        yield _row(period, calendar, rounds)


def _spans(start: date) -> list[tuple[date, date]]:
    return [(start + timedelta(days=first), start + timedelta(days=until)) for first, until in EDGES]


def _row(period: Period, calendar: WorkingCalendar, rounds: int) -> dict[str, Any]:
    def terms(case: tuple[date, Sequence[tuple[date, date]]]) -> Terms:
        start, edges = case
        return Terms(period, start, tuple(Span(*edge) for edge in edges), hours=OFFICE_HOURS)

    cases = [(start, _spans(start)) for start in STARTS]
    ledgers = [count(terms(case), calendar) for case in cases]
    end = _microseconds(lambda case: end_of(terms(case), calendar), cases, rounds)
    row = {
        "benchmark": "period",
        "engine": "kuaibao",
        "unit": period.unit.value,
        "suspensions": len(EDGES),
        "us_per_end": end,
        "us_per_ledger": _microseconds(lambda case: count(terms(case), calendar), cases, rounds),
        "us_per_strip": _microseconds(lambda ledger: strip(ledger, calendar), ledgers, 1),
    }
    if period.unit is Unit.WORKING_DAYS:
        walk = _microseconds(lambda case: _walk(case, period.amount), cases, rounds)
        row["walk_over_end"] = round(walk / end, 1)
    return row


def _walk(case: tuple[date, Sequence[tuple[date, date]]], amount: int) -> date:
    """What one would write first: a set of excluded days, and a step a day over the bare library."""
    day, edges = case
    excluded = {first + timedelta(days=n) for first, until in edges for n in range((until - first).days)}
    while amount:
        day += timedelta(days=1)
        amount -= day not in excluded and _works(day)
    return day


def _works(day: date) -> bool:
    return is_workday(day) if day.year <= STARTS[0].year else day.weekday() < 5


def _microseconds(call: Callable[[Any], object], cases: Sequence[Any], rounds: int) -> float:
    def year() -> None:
        for case in cases:
            call(case)

    return round(
        min(repeat(year, timer=process_time, number=rounds, repeat=5)) / rounds / len(cases) * 1e6, 1
    )


if __name__ == "__main__":
    for line in rows():
        print(json.dumps(line))
