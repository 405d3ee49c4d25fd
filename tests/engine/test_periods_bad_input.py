from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.calendars import OFFICE_HOURS, SHANGHAI, Overlay, OverlayDay, Scope, china
from engine.errors import CalendarHasNoWorkingDay, PeriodInvalid
from engine.periods import (
    Extension,
    Period,
    Span,
    Unit,
    calculate,
    due,
    parse_rung,
    parse_span,
    parse_start,
    problem_text,
    replay,
    rung_at,
)
from engine.periods.problems import SENTENCES
from engine.text import Text

CHINA = china()
DAY = date(2026, 3, 2)
TEN_DAYS = Period(10, Unit.CALENDAR_DAYS)


def refused(call):
    with pytest.raises(PeriodInvalid) as found:
        call()
    return found.value.problem


def of(period=TEN_DAYS, start=DAY, **more):
    return due(period, start, calendar=CHINA, **more)


# --- starts and amounts ---------------------------------------------------------------------------------------


def test_a_naive_instant_is_refused_wherever_it_stands():
    naive = datetime(2026, 3, 4, 9)  # noqa: DTZ001 - that is what is refused
    assert refused(lambda: of(start=naive)) == "instant-without-zone"
    assert refused(lambda: of(spans=[Span(naive, date(2026, 3, 9))])) == "instant-without-zone"
    assert refused(lambda: of(spans=[Span(date(2026, 3, 3), naive)])) == "instant-without-zone"
    assert refused(lambda: of(spans=[Span(date(2026, 3, 3))], until=naive)) == "instant-without-zone"


@pytest.mark.parametrize("start", ["2026-03-02", None, 20260302, 1.5])
def test_what_is_no_day_is_refused(start):
    assert refused(lambda: of(start=start)) == "not-a-day"


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-02-30", "2026-13-01", "31.1.2026", "10000-01-01", None, 7]
)
def test_a_start_that_cannot_be_read_is_refused(text):
    with pytest.raises(PeriodInvalid):
        calculate(text, 1, "months", calendar=CHINA)


@pytest.mark.parametrize(
    ("amount", "unit", "problem"),
    [
        (0, "months", "amount-not-positive"),
        (-3, "working-days", "amount-not-positive"),
        (10**9, "hours", "too-long"),
        (10**9, "working-days", "too-long"),
        (10**9, "calendar-days", "too-long"),
        (10**9, "months", "too-long"),
        (1, "weeks", "unit-unknown"),
        (1, None, "unit-unknown"),
    ],
)
def test_amounts_and_units_that_make_no_sense_are_refused(amount, unit, problem):
    assert (
        refused(lambda: calculate("2026-03-02", amount, unit, calendar=CHINA, hours=OFFICE_HOURS)) == problem
    )


def test_hours_need_working_hours_and_are_not_added_to_days():
    assert refused(lambda: of(Period(4, Unit.HOURS))) == "hours-missing"
    mixed = [Extension(Period(1, Unit.CALENDAR_DAYS))]
    assert (
        refused(lambda: of(Period(4, Unit.HOURS), extensions=mixed, hours=OFFICE_HOURS)) == "hours-and-days"
    )


def test_extensions_may_not_add_up_to_more_than_a_period_may_be():
    extensions = [Extension(Period(1200, Unit.MONTHS))]
    assert refused(lambda: of(Period(1, Unit.MONTHS), extensions=extensions)) == "too-long"


@pytest.mark.parametrize("extension", ["0", "-1", "soon", "", "1.5"])
def test_an_extension_that_cannot_be_read_is_refused(extension):
    with pytest.raises(PeriodInvalid):
        calculate("2026-03-02", 1, "months", (), [extension], calendar=CHINA)


# --- suspensions ----------------------------------------------------------------------------------------------


def test_a_suspension_before_the_start_is_refused():
    assert refused(lambda: of(spans=[Span(date(2026, 3, 1), date(2026, 3, 9))])) == "suspension-before-start"


def test_of_hours_a_suspension_before_the_moment_is_refused_and_one_of_its_day_is_not():
    start = datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)
    before = Span(start - timedelta(minutes=1), start + timedelta(hours=1))
    hours = {"period": Period(4, Unit.HOURS), "start": start, "hours": OFFICE_HOURS}
    assert refused(lambda: of(**hours, spans=[before])) == "suspension-before-start"
    assert of(**hours, spans=[Span(DAY, date(2026, 3, 3))]).ends_at == datetime(
        2026, 3, 3, 14, 30, tzinfo=SHANGHAI
    )


def test_a_suspension_that_ends_before_it_begins_is_refused():
    assert refused(lambda: of(spans=[Span(date(2026, 3, 9), date(2026, 3, 4))])) == "resumed-before-effective"
    late = datetime(2026, 3, 4, 15, tzinfo=SHANGHAI)
    assert refused(lambda: of(spans=[Span(late, late - timedelta(hours=1))])) == "resumed-before-effective"


def test_an_open_suspension_needs_a_day_as_of_which_it_is_counted():
    assert refused(lambda: of(spans=[Span(date(2026, 3, 4))])) == "suspension-open"


@pytest.mark.parametrize(
    "text", ["", "2026-02-03", "2026-02-03-2026-02-08", "..", "..2026-02-08", "a..b", None, 7]
)
def test_a_suspension_that_cannot_be_read_is_refused(text):
    with pytest.raises(PeriodInvalid):
        parse_span(text)


def test_texts_without_a_zone_are_on_the_offices_own_clock():
    assert parse_start("2026-03-02T09:00") == datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
    assert parse_start("2026-03-02T09:00+00:00") == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert parse_start(" 2026-03-02 ") == DAY
    assert parse_span("2026-03-02T09:00..2026-03-02T10:00").effective == datetime(
        2026, 3, 2, 9, tzinfo=SHANGHAI
    )


# --- the ends of time -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "amount", "unit"),
    [
        (date(9999, 12, 31), 1, Unit.CALENDAR_DAYS),
        (date(9999, 12, 31), 1, Unit.MONTHS),
        (date(9999, 12, 31), 1, Unit.WORKING_DAYS),
        (date(9999, 12, 31), 24, Unit.HOURS),
        (date(9999, 12, 30), 1, Unit.CALENDAR_DAYS),
        (date(9990, 1, 1), 1200, Unit.MONTHS),
        (datetime(9999, 12, 31, 23, tzinfo=UTC), 1, Unit.CALENDAR_DAYS),
        (datetime(1, 1, 1, 0, tzinfo=timezone(timedelta(hours=14))), 1, Unit.CALENDAR_DAYS),
    ],
)
def test_beyond_the_year_9999_is_refused_and_never_overflows(start, amount, unit):
    assert refused(
        lambda: of(Period(amount, unit), start, hours=None if unit is not Unit.HOURS else OFFICE_HOURS)
    )


def test_a_period_in_the_year_1_or_9999_is_counted_provisionally():
    first = of(start=date(1, 1, 1))
    assert (first.last_day, first.provisional) == (date(1, 1, 11), True)
    last = of(start=date(9999, 12, 1), hours=OFFICE_HOURS)
    assert (last.last_day, last.provisional) == (date(9999, 12, 13), True)
    assert rung_at(first, parse_rung("-12 months"), CHINA).date() == date(1, 1, 1)
    assert replay(first) == first.ends_at


def test_a_suspension_of_centuries_is_counted_or_refused_and_never_overflows():
    span = Span(date(2026, 3, 4), date(9999, 12, 31))
    for unit in (Unit.MONTHS, Unit.CALENDAR_DAYS, Unit.WORKING_DAYS):
        assert refused(lambda unit=unit: of(Period(10, unit), spans=[span])) == "suspension-too-long"
    late = Span(date(9990, 3, 4), date(9999, 12, 31))
    assert refused(lambda: of(Period(10, Unit.MONTHS), date(9990, 3, 1), spans=[late])) == "beyond-9999"
    assert of(spans=[Span(date(2026, 3, 4), date(2116, 3, 4))]).last_day == date(2116, 3, 12)


@settings(max_examples=150, deadline=None)
@given(
    st.dates() | st.datetimes(timezones=st.timezones() | st.none()) | st.datetimes(timezones=st.just(UTC)),
    st.integers(-5, 20) | st.integers(10**6, 10**12),
    st.sampled_from(Unit),
    st.lists(st.tuples(st.dates(), st.none() | st.dates()), max_size=2),
    st.none() | st.dates(),
)
def test_any_input_gives_a_ledger_or_a_clear_refusal(start, amount, unit, spans, until):
    try:
        ledger = due(
            Period(amount, unit),
            start,
            spans=[Span(*span) for span in spans],
            calendar=CHINA,
            hours=OFFICE_HOURS,
            until=until,
        )
    except PeriodInvalid as problem:
        assert problem.problem in SENTENCES  # noqa: PT017 - either outcome is right
    else:
        assert ledger.ends_at.astimezone(UTC)
        assert replay(ledger) == ledger.ends_at


def test_a_calendar_without_working_days_is_refused_not_looped_over():
    rows = tuple(OverlayDay(DAY + timedelta(days=n), working=False) for n in range(900))
    closed = china([Overlay(Scope.OFFICE, Text("停业", "closed"), rows)])
    for unit in Unit:
        with pytest.raises(CalendarHasNoWorkingDay):
            due(Period(3, unit), DAY, calendar=closed, hours=OFFICE_HOURS)


# --- words ----------------------------------------------------------------------------------------------------


def test_every_problem_is_a_sentence_in_both_languages():
    assert (
        problem_text(PeriodInvalid("too-long", 10**9)).zh
        == "期限过长（最长一百年；按小时计算的最长十年）。（1000000000）"
    )
    assert problem_text(PeriodInvalid("suspension-open")).en == (
        "A suspension is open; say the day as of which to count it as resumed."
    )
    assert problem_text(PeriodInvalid("something else")) == ("something else", "something else")
    assert all(text.zh and text.en for text in SENTENCES.values())
