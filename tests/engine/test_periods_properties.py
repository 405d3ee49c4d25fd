"""Properties of every period, and a comparison with the slow oracle that ticks off days and minutes."""

import json
from datetime import date, datetime, timedelta

import periods_oracle as oracle
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.calendars import OFFICE_HOURS, SHANGHAI, china
from engine.periods import Closing, Extension, Ledger, Period, Span, Unit, due, end_of, replay

CHINA = china()
DAY = timedelta(days=1)
START = st.dates(date(2004, 1, 2), date(2025, 6, 30))
AMOUNT = {Unit.MONTHS: 12, Unit.CALENDAR_DAYS: 120, Unit.WORKING_DAYS: 60}
DAY_UNITS = st.sampled_from(sorted(AMOUNT))
PERIODS = DAY_UNITS.flatmap(lambda unit: st.builds(Period, st.integers(1, AMOUNT[unit]), st.just(unit)))
HOURS = st.builds(Period, st.integers(1, 24), st.just(Unit.HOURS))
MINUTES = st.datetimes(datetime(2025, 9, 20), datetime(2026, 6, 30))  # noqa: DTZ001 - hypothesis wants them naive
LENGTHS = st.lists(st.tuples(st.integers(0, 130), st.integers(0, 40)), max_size=4)
"""Suspensions: days from the start to the effective day, and days to the resumption."""


def spans_from(start, lengths):
    days = [(start + after * DAY, start + (after + length) * DAY) for after, length in lengths]
    return [Span(effective, resumed, "appraisal") for effective, resumed in days]


def spans_in_hours(start, lengths):
    edges = [
        (start + timedelta(minutes=37 * after), timedelta(minutes=53 * length)) for after, length in lengths
    ]
    return [Span(effective, effective + length) for effective, length in edges]


def pairs(spans):
    return [(span.effective, span.resumed) for span in spans]


@settings(max_examples=300, deadline=None)
@given(START, PERIODS, st.lists(PERIODS, max_size=2), LENGTHS)
def test_every_end_is_where_ticking_off_the_days_comes_out(start, period, extensions, lengths):
    spans = spans_from(start, lengths)
    sums = dict.fromkeys(AMOUNT, 0)
    for part in (period, *extensions):
        sums[part.unit] += part.amount
    ledger = due(
        period, start, spans=spans, extensions=[Extension(part) for part in extensions], calendar=CHINA
    )
    assert ledger.last_day == oracle.last_day(
        start,
        months=sums[Unit.MONTHS],
        days=sums[Unit.CALENDAR_DAYS],
        working_days=sums[Unit.WORKING_DAYS],
        spans=pairs(spans),
    )


@settings(max_examples=60, deadline=None)
@given(MINUTES, HOURS, LENGTHS)
def test_every_end_in_hours_is_where_ticking_off_the_minutes_comes_out(start, period, lengths):
    start = start.replace(second=0, microsecond=0)
    spans = spans_in_hours(start, lengths)
    zoned = [Span(s.effective.replace(tzinfo=SHANGHAI), s.resumed.replace(tzinfo=SHANGHAI)) for s in spans]
    ledger = due(period, start.replace(tzinfo=SHANGHAI), spans=zoned, calendar=CHINA, hours=OFFICE_HOURS)
    assert replay(ledger) == ledger.ends_at
    assert ledger.ends_at.replace(tzinfo=None) == oracle.hours_end(start, period.amount, pairs(spans))


@settings(max_examples=150, deadline=None)
@given(START, st.integers(0, 40), PERIODS, LENGTHS)
def test_a_later_start_never_gives_an_earlier_end(start, later, period, lengths):
    after = start + later * DAY
    spans = spans_from(after + DAY, lengths)
    ends = [due(period, day, spans=spans, calendar=CHINA).ends_at for day in (start, after)]
    assert ends == sorted(ends)


@settings(max_examples=100, deadline=None)
@given(MINUTES, st.integers(0, 4000), HOURS)
def test_a_later_instant_never_gives_an_earlier_end(start, minutes, period):
    starts = [start.replace(tzinfo=SHANGHAI), start.replace(tzinfo=SHANGHAI) + timedelta(minutes=minutes)]
    ends = [due(period, at, calendar=CHINA, hours=OFFICE_HOURS).ends_at for at in starts]
    assert ends == sorted(ends)


@settings(max_examples=150, deadline=None)
@given(START, PERIODS, LENGTHS, st.integers(0, 130), st.integers(0, 40))
def test_another_suspension_never_shortens(start, period, lengths, after, length):
    spans = spans_from(start, lengths)
    more = [*spans, *spans_from(start, [(after, length)])]
    assert (
        due(period, start, spans=more, calendar=CHINA).ends_at
        >= due(period, start, spans=spans, calendar=CHINA).ends_at
    )


@settings(max_examples=100, deadline=None)
@given(START, PERIODS, LENGTHS, st.integers(0, 130), st.integers(0, 40), st.integers(0, 40))
def test_a_longer_suspension_never_shortens(start, period, lengths, after, length, longer):
    ends = [
        due(period, start, spans=spans_from(start, [*lengths, (after, days)]), calendar=CHINA).ends_at
        for days in (length, length + longer)
    ]
    assert ends == sorted(ends)


@settings(max_examples=100, deadline=None)
@given(START, PERIODS, LENGTHS, PERIODS)
def test_an_extension_never_shortens(start, period, lengths, extension):
    spans = spans_from(start, lengths)
    longer = due(period, start, spans=spans, extensions=[Extension(extension)], calendar=CHINA)
    assert longer.ends_at >= due(period, start, spans=spans, calendar=CHINA).ends_at


@settings(max_examples=100, deadline=None)
@given(START, PERIODS, LENGTHS)
def test_the_order_of_suspensions_makes_no_other_end(start, period, lengths):
    spans = spans_from(start, lengths)
    assert (
        due(period, start, spans=spans, calendar=CHINA).ends_at
        == due(period, start, spans=spans[::-1], calendar=CHINA).ends_at
    )


@settings(max_examples=150, deadline=None)
@given(START, PERIODS, LENGTHS, st.sampled_from([None, OFFICE_HOURS]))
def test_a_rolled_end_is_a_working_day_outside_every_suspension(start, period, lengths, hours):
    spans = spans_from(start, lengths)
    ledger = due(period, start, spans=spans, calendar=CHINA, hours=hours)
    assert CHINA.is_working(ledger.last_day)
    assert ledger.last_day not in oracle.excluded_days(pairs(spans))
    assert ledger.last_day > start


@settings(max_examples=60, deadline=None)
@given(MINUTES, HOURS)
def test_an_end_in_hours_is_a_working_instant(start, period):
    ledger = due(period, start.replace(tzinfo=SHANGHAI), calendar=CHINA, hours=OFFICE_HOURS)
    just_before = ledger.ends_at.replace(tzinfo=None) - timedelta(microseconds=1)
    assert oracle.is_open(just_before)


@settings(max_examples=200, deadline=None)
@given(
    st.dates(date(1998, 1, 1), date(2032, 12, 31)),
    PERIODS | HOURS,
    LENGTHS,
    st.lists(PERIODS, max_size=2),
    st.sampled_from(Closing),
    st.integers(0, 100),
)
def test_every_ledger_replays_to_its_end_and_survives_json(
    start, period, lengths, extensions, closing, until
):
    assume(period.unit is not Unit.HOURS or not extensions)
    spans = [*spans_from(start, lengths), Span(start + 5 * DAY, None, "hearing")]
    ledger = due(
        period,
        start,
        spans=spans,
        extensions=[Extension(part, "王局长", start) for part in extensions],
        calendar=CHINA,
        hours=OFFICE_HOURS,
        closing=closing,
        until=start + until * DAY,
    )
    assert replay(ledger) == ledger.ends_at
    stored = Ledger.from_json(json.loads(json.dumps(ledger.record())))
    assert stored == ledger == Ledger.from_json(json.loads(json.dumps(ledger.to_json())))
    assert replay(stored) == ledger.ends_at
    assert end_of(stored.terms, CHINA).ends_at == ledger.ends_at
    assert all(step.text.zh and step.text.en for step in stored.steps)
