"""Random periods under random calendars, once for the engine and once for the oracle."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import periods_oracle as oracle
from hypothesis import strategies as st

from engine.calendars import OFFICE_HOURS, SHANGHAI, Overlay, OverlayDay, Scope, WorkingCalendar, china
from engine.periods import Closing, Extension, Period, Span, Unit, due
from engine.text import Text

DAY = timedelta(days=1)
SCOPES = (Scope.NATION, Scope.PROVINCE, Scope.OFFICE)
HALVES = (
    ((8, 30), (11, 30)),
    ((13, 30), (17, 0)),
    ((9, 0), (24, 0)),
    ((0, 0), (1, 0)),
)
MOST = {Unit.MONTHS: 12, Unit.CALENDAR_DAYS: 120, Unit.WORKING_DAYS: 60}
LENGTHS = st.lists(st.tuples(st.integers(0, 130), st.integers(0, 40)), max_size=10)
DAY_PERIODS = st.sampled_from(sorted(MOST)).flatmap(
    lambda unit: st.builds(Period, st.integers(1, MOST[unit]), st.just(unit))
)


@dataclass
class Case:
    """`spans` are pairs; the last one is open where `until` is given: it is counted as if resumed then."""

    calendar: WorkingCalendar
    world: oracle.World
    start: date
    period: Period
    extensions: list
    spans: list
    closing: Closing
    until: date | None

    def ledger(self):
        zone = {"tzinfo": SHANGHAI} if isinstance(self.start, datetime) else None
        place = (lambda at: at.replace(**zone)) if zone else (lambda at: at)
        spans = [Span(place(first), place(until), f"原因{n}") for n, (first, until) in enumerate(self.spans)]
        if self.until:
            spans[-1] = Span(spans[-1].effective, None, spans[-1].reason)
        return due(
            self.period,
            place(self.start),
            spans=spans,
            extensions=[Extension(part, "王局长") for part in self.extensions],
            calendar=self.calendar,
            hours=OFFICE_HOURS,
            closing=self.closing,
            until=place(self.until) if self.until else None,
        )

    def total(self, unit):
        return sum(part.amount for part in (self.period, *self.extensions) if part.unit is unit)


def _clock(at):
    return time(0) if at == (24, 0) else time(*at)


@st.composite
def calendars(draw, start):
    """Documents of every scope over the library, with half days, expiry and published years."""
    overlays, documents = [], []
    for _ in range(draw(st.integers(0, 4))):
        rank = draw(st.integers(0, 2))
        days = {}
        for offset in draw(st.lists(st.integers(-3, 100), max_size=25, unique=True)):
            working = draw(st.booleans())
            half = draw(st.none() | st.sampled_from(HALVES)) if working else None
            days[start + offset * DAY] = (working, (half,) if half else None)
        first = draw(st.just(date.min) | st.integers(-5, 30).map(lambda n: start + n * DAY))
        last = draw(st.just(date.max) | st.integers(31, 90).map(lambda n: start + n * DAY))
        years = draw(st.just(frozenset()) | st.just(frozenset({start.year, start.year + 1})))
        rows = tuple(
            OverlayDay(
                day,
                working,
                Text("另定", "set"),
                tuple((_clock(a), _clock(b)) for a, b in hours) if hours else None,
            )
            for day, (working, hours) in days.items()
        )
        source = Text(f"文件{rank}", f"order {rank}")
        overlays.append(Overlay(SCOPES[rank], source, rows, first, years, last))
        documents.append(oracle.Document(rank, days, first, last, years))
    return china(overlays), oracle.World(documents)


@st.composite
def day_cases(draw):
    """A period in days, working days or months, extended in any of these units, suspended ten times at most."""
    start = draw(st.dates(date(2003, 10, 1), date(2028, 12, 31)))
    calendar, world = draw(calendars(start))
    spans = [(start + a * DAY, start + (a + n) * DAY) for a, n in draw(LENGTHS)]
    return Case(
        calendar,
        world,
        start,
        draw(DAY_PERIODS),
        draw(st.lists(DAY_PERIODS, max_size=2)),
        spans,
        draw(st.sampled_from(Closing)),
        spans[-1][1] if spans and draw(st.booleans()) else None,
    )


@st.composite
def hour_cases(draw):
    """A period in hours, from any minute on, suspended to the minute."""
    start = draw(st.datetimes(datetime(2024, 9, 20), datetime(2027, 6, 30)))  # noqa: DTZ001 - wall time
    start = start.replace(second=0, microsecond=0)
    calendar, world = draw(calendars(start.date()))
    minute = oracle.MINUTE
    spans = [(start + 37 * a * minute, start + (37 * a + 53 * n) * minute) for a, n in draw(LENGTHS)]
    hours = st.builds(Period, st.integers(1, 24), st.just(Unit.HOURS))
    return Case(
        calendar,
        world,
        start,
        draw(hours),
        draw(st.lists(hours, max_size=1)),
        spans,
        Closing.BUSINESS,
        spans[-1][1] if spans and draw(st.booleans()) else None,
    )
