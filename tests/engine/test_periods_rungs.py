from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.calendars import OFFICE_HOURS, SHANGHAI, china
from engine.errors import PeriodInvalid
from engine.periods import (
    Closing,
    Extension,
    Period,
    Span,
    Unit,
    calculate,
    due,
    parse_rung,
    rung_at,
    schedule,
    target_of,
)
from engine.policies import LONGEST

CHINA = china()


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def place(rung, start, amount, unit, suspensions=(), extensions=(), hours=OFFICE_HOURS):
    ledger = calculate(start, amount, unit, suspensions, extensions, calendar=CHINA, hours=hours)
    return rung_at(ledger, parse_rung(rung), CHINA, hours)


# --- shares ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rung", "expected"),
    [
        ("10%", "2026-03-03T17:00"),
        ("50%", "2026-03-07T17:00"),
        ("80%", "2026-03-10T17:00"),
        ("100%", "2026-03-12T17:00"),
    ],
)
def test_a_share_of_calendar_days_is_reached_with_its_day(rung, expected):
    assert place(rung, "2026-03-02", 10, "calendar-days") == at(expected)


def test_a_share_of_working_days_is_a_share_of_the_working_days():
    assert place("50%", "2026-02-11", 4, "working-days") == at("2026-02-13T17:00")
    assert place("75%", "2026-02-11", 4, "working-days") == at("2026-02-14T17:00")


def test_a_share_of_months_is_a_share_of_their_days():
    assert place("50%", "2026-03-31", 1, "months") == at("2026-04-15T17:00")


def test_a_part_of_a_day_is_a_part_of_its_working_hours():
    assert place("50%", "2026-03-02", 1, "working-days") == at("2026-03-03T13:45")
    assert place("80%", "2026-03-02", 3, "working-days") == at("2026-03-05T11:06")
    assert place("50%", "2026-03-02", 1, "working-days", hours=None) == at("2026-03-03T12:00")


def test_a_share_of_hours_is_a_share_of_the_working_time():
    assert place("50%", "2026-03-02T10:00", 4, "hours") == at("2026-03-02T14:00")
    assert place("80%", "2026-03-02T16:00", 4, "hours") == at("2026-03-03T10:42")


def test_the_whole_share_is_the_end_with_its_roll():
    assert place("100%", "2026-09-24", 10, "calendar-days") == at("2026-10-08T17:00")


def test_a_share_moves_with_a_suspension_before_it_and_not_with_one_after_it():
    early, late = "2026-03-04..2026-03-07", "2026-03-09..2026-03-12"
    assert place("50%", "2026-03-02", 10, "calendar-days", [early]) == at("2026-03-10T17:00")
    assert place("50%", "2026-03-02", 10, "calendar-days", [late]) == at("2026-03-07T17:00")
    assert place("50%", "2026-03-02", 4, "working-days", ["2026-03-04..2026-03-06"]) == at("2026-03-06T17:00")


def test_a_share_of_hours_moves_with_a_suspension():
    span = Span(at("2026-03-02T10:30"), at("2026-03-02T14:00"))
    ledger = due(
        Period(4, Unit.HOURS), at("2026-03-02T10:00"), spans=[span], calendar=CHINA, hours=OFFICE_HOURS
    )
    assert rung_at(ledger, parse_rung("50%"), CHINA, OFFICE_HOURS) == at("2026-03-02T15:30")


def test_a_share_is_of_the_period_with_its_extensions():
    assert place("50%", "2026-03-02", 10, "calendar-days", (), ["10"]) == at("2026-03-12T17:00")
    assert place("50%", "2026-03-02", 4, "calendar-days", (), ["4 working-days"]) == at("2026-03-06T17:00")
    assert place("75%", "2026-03-02", 4, "calendar-days", (), ["4 working-days"]) == at("2026-03-10T17:00")


# --- distances ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rung", "expected"),
    [
        ("-1 working-days", "2026-09-30T17:00"),
        ("-2 working-days", "2026-09-29T17:00"),
        ("-2 calendar-days", "2026-10-06T17:00"),
        ("-4 hours", "2026-10-08T11:00"),
        ("-6 hours", "2026-10-08T09:00"),
        ("-7 hours", "2026-09-30T16:30"),
        ("end", "2026-10-08T17:00"),
        ("+1 working-day", "2026-10-09T17:00"),
        ("+2 working-days", "2026-10-10T17:00"),
        ("+3 calendar-days", "2026-10-11T17:00"),
        ("+1 months", "2026-11-08T17:00"),
        ("+4 hours", "2026-10-09T14:30"),
    ],
)
def test_a_distance_is_measured_from_the_end(rung, expected):
    assert place(rung, "2026-09-24", 10, "calendar-days") == at(expected)


def test_months_before_the_end_are_corresponding_days():
    assert place("-1 months", "2026-01-14", 3, "months") == at("2026-03-14T17:00")


def test_a_distance_before_the_end_leaves_suspended_days_out():
    spans = ["2026-03-10..2026-03-12"]
    assert place("end", "2026-03-02", 8, "working-days", spans) == at("2026-03-16T17:00")
    assert place("-2 working-days", "2026-03-02", 8, "working-days", spans) == at("2026-03-12T17:00")
    assert place("-3 working-days", "2026-03-02", 8, "working-days", spans) == at("2026-03-09T17:00")


def test_a_rung_reached_before_a_suspension_stays_where_it_was():
    before = place("-3 working-days", "2026-03-02", 8, "working-days")
    after = place("-3 working-days", "2026-03-02", 8, "working-days", ["2026-03-10..2026-03-20"])
    assert before == after == at("2026-03-09T17:00")


def test_hours_before_the_end_leave_suspended_hours_out():
    span = Span(at("2026-03-02T14:00"), at("2026-03-02T16:00"))
    ledger = due(
        Period(4, Unit.HOURS), at("2026-03-02T10:00"), spans=[span], calendar=CHINA, hours=OFFICE_HOURS
    )
    assert ledger.ends_at == at("2026-03-03T09:30")
    assert rung_at(ledger, parse_rung("-2 hours"), CHINA) == at("2026-03-02T16:00")
    assert rung_at(ledger, parse_rung("-3 hours"), CHINA) == at("2026-03-02T11:00")


def test_hours_before_the_end_leave_out_a_suspension_that_began_with_the_working_day():
    span = Span(at("2026-03-02T08:30"), at("2026-03-02T09:30"))
    ledger = due(
        Period(4, Unit.HOURS), at("2026-03-02T08:30"), spans=[span], calendar=CHINA, hours=OFFICE_HOURS
    )
    assert ledger.ends_at == at("2026-03-02T15:30")
    assert rung_at(ledger, parse_rung("-4 hours"), CHINA) == at("2026-03-02T09:30")
    assert rung_at(ledger, parse_rung("-5 hours"), CHINA) == at("2026-03-02T08:30")


def test_hours_before_an_end_in_days_leave_suspended_days_out():
    spans = ["2026-03-11..2026-03-12"]
    assert place("-7 hours", "2026-03-02", 8, "working-days", spans) == at("2026-03-12T16:30")


def test_hours_before_an_end_at_24_count_back_from_the_close_of_business():
    ledger = calculate("2026-03-02", 8, "working-days", calendar=CHINA)
    assert rung_at(ledger, parse_rung("-4 hours"), CHINA, OFFICE_HOURS) == at("2026-03-12T11:00")


def test_no_rung_is_reached_before_the_clock_starts():
    for rung in ("-9 working-days", "-30 calendar-days", "-5 months", "-900 hours"):
        assert place(rung, "2026-03-04", 3, "working-days") == at("2026-03-04T00:00")
    assert place("-9 hours", "2026-03-04T10:00", 2, "hours") == at("2026-03-04T10:00")
    assert place("-3 working-days", "2026-03-04", 3, "working-days") == at("2026-03-04T17:00")


def test_a_distance_in_hours_needs_working_hours():
    ledger = calculate("2026-03-02", 8, "working-days", calendar=CHINA)
    for rung in ("-4 hours", "+4 hours"):
        with pytest.raises(PeriodInvalid) as refused:
            rung_at(ledger, parse_rung(rung), CHINA)
        assert refused.value.problem == "hours-missing"


def test_days_around_an_end_in_hours_are_its_days():
    assert place("-1 working-days", "2026-03-02T10:00", 20, "hours") == at("2026-03-04T17:00")
    assert place("+1 working-day", "2026-03-02T10:00", 4, "hours") == at("2026-03-03T17:00")


def test_days_end_at_24_where_the_office_has_no_hours():
    assert place("-1 working-days", "2026-03-02", 3, "working-days", hours=None) == at("2026-03-05T00:00")


# --- order ----------------------------------------------------------------------------------------------------


def test_rungs_come_in_the_order_of_time():
    texts = ("+1 working-day", "end", "-2 working-days", "80%", "50%")
    ledger = calculate("2026-03-02", 10, "calendar-days", calendar=CHINA, hours=OFFICE_HOURS)
    rungs = [parse_rung(text, level=level) for level, text in enumerate(texts, 1)]
    rows = schedule(ledger, rungs, CHINA, OFFICE_HOURS)
    assert [rung.at for _, rung in rows] == ["50%", "80%", "-2 working-days", "end", "+1 working-day"]
    assert all(moment == rung_at(ledger, rung, CHINA, OFFICE_HOURS) for moment, rung in rows)


def test_of_rungs_at_one_instant_the_most_severe_is_last():
    rungs = [
        parse_rung(text, level=level)
        for level, text in enumerate(("end", "-9 working-days", "100%", "-8 working-days"), 1)
    ]
    ledger = calculate("2026-03-02", 1, "working-days", calendar=CHINA, hours=OFFICE_HOURS)
    assert [rung.at for _, rung in schedule(ledger, rungs, CHINA)] == [
        "-9 working-days",
        "-8 working-days",
        "100%",
        "end",
    ]


@settings(max_examples=80, deadline=None)
@given(
    st.dates(date(2025, 1, 1), date(2026, 6, 30)),
    st.sampled_from([Unit.MONTHS, Unit.CALENDAR_DAYS, Unit.WORKING_DAYS]),
    st.integers(1, 30),
    st.lists(st.tuples(st.integers(1, 60), st.integers(0, 20)), max_size=3),
    st.lists(st.integers(1, 100), min_size=2, max_size=4),
)
def test_a_larger_share_is_never_reached_earlier_nor_after_the_end(start, unit, amount, lengths, shares):
    spans = [Span(start + timedelta(days=a), start + timedelta(days=a + n)) for a, n in lengths]
    ledger = due(Period(amount, unit), start, spans=spans, calendar=CHINA, hours=OFFICE_HOURS)
    moments = [rung_at(ledger, parse_rung(f"{share}%"), CHINA, OFFICE_HOURS) for share in sorted(shares)]
    assert moments == sorted(moments)
    assert moments[-1] <= ledger.ends_at


# --- targets --------------------------------------------------------------------------------------------------


def test_the_target_is_the_near_end_of_the_range_under_the_same_terms():
    ledger = calculate(
        "2026-03-02", 7, "working-days", ["2026-03-04..2026-03-06"], calendar=CHINA, hours=OFFICE_HOURS
    )
    target = target_of(ledger, 5, CHINA)
    assert ledger.last_day == date(2026, 3, 13)
    assert (target.last_day, target.ends_at) == (date(2026, 3, 11), at("2026-03-11T17:00"))


def test_an_extension_moves_the_limit_and_not_the_target():
    ledger = due(
        Period(6, Unit.MONTHS), date(2026, 1, 14),
        extensions=[Extension(Period(1, Unit.MONTHS))], calendar=CHINA, closing=Closing.MIDNIGHT,
    )  # fmt: skip
    assert ledger.last_day == date(2026, 8, 14)
    assert target_of(ledger, 3, CHINA).last_day == date(2026, 4, 14)


def test_a_target_that_is_no_period_is_refused():
    with pytest.raises(PeriodInvalid):
        target_of(calculate("2026-03-02", 1, "months", calendar=CHINA), LONGEST[Unit.MONTHS] + 1, CHINA)
