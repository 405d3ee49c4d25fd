from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from engine.calendars import OFFICE_HOURS, SHANGHAI, Overlay, OverlayDay, Scope, WorkingHours, china
from engine.periods import Closing, Extension, Period, Rule, Span, Unit, calculate, count, due, end_of
from engine.periods.moments import months_later
from engine.text import Text

CHINA = china()


def last_day(start, amount, unit, suspensions=(), extensions=(), **more):
    return calculate(start, amount, unit, suspensions, extensions, calendar=CHINA, **more).last_day


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


# --- the checked examples -------------------------------------------------------------------------------------


CHECKED = {
    "two months from the last of December end on the last of February": ("1999-12-31", 2, "months", date(2000, 2, 29), None),
    "a Saturday that the notice makes a working day does not roll": ("2026-01-14", 1, "months", date(2026, 2, 14), None),
    "a Friday that the notice makes a rest day rolls": ("2026-01-20", 1, "months", date(2026, 2, 24), date(2026, 2, 20)),
    "the last of February may be a working Saturday": ("2026-01-31", 1, "months", date(2026, 2, 28), None),
    "ten days into the National Day rest roll": ("2026-09-24", 10, "calendar-days", date(2026, 10, 8), date(2026, 10, 4)),
    "three months end on the corresponding day": ("2007-10-30", 3, "months", date(2008, 1, 30), None),
    "two months into the Spring Festival rest roll": ("2007-12-06", 2, "months", date(2008, 2, 13), date(2008, 2, 6)),
    "two months are never one month twice": ("2026-01-31", 2, "months", date(2026, 3, 31), None),
}  # fmt: skip
"""Of the domain: start, period, last day, and the day that it rolled from."""


@pytest.mark.parametrize(("start", "amount", "unit", "expected", "rolled"), CHECKED.values(), ids=CHECKED)
def test_the_checked_examples(start, amount, unit, expected, rolled):
    ledger = calculate(start, amount, unit, calendar=CHINA)
    assert ledger.last_day == expected
    rolls = [step.facts["from"] for step in ledger.steps if step.rule is Rule.ROLL]
    assert rolls == ([rolled.isoformat()] if rolled else [])


def test_a_month_extended_by_a_month_is_the_example_counted_once():
    assert last_day("2026-01-31", 1, "months", extensions=["1"]) == date(2026, 3, 31)
    assert months_later(months_later(date(2026, 1, 31).toordinal(), 1), 1) == date(2026, 3, 28).toordinal()


@pytest.mark.parametrize(
    ("start", "amount", "expected"),
    [
        ("1998-06-01", 36, date(2001, 6, 1)),
        ("2007-10-30", 2, date(2008, 1, 2)),
        ("1999-12-31", 2, date(2000, 2, 29)),
        ("2007-12-06", 2, date(2008, 2, 13)),
    ],
)
def test_the_examples_of_the_patent_office_guidelines(start, amount, expected):
    assert last_day(start, amount, "months") == expected


# --- days and months ------------------------------------------------------------------------------------------


def test_the_day_on_which_a_period_begins_is_not_counted():
    assert last_day("2026-03-02", 1, "calendar-days") == date(2026, 3, 3)
    assert last_day("2026-03-02", 1, "working-days") == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("start", "amount", "expected"),
    [
        ("2024-01-29", 1, date(2024, 2, 29)),
        ("2024-01-30", 1, date(2024, 2, 29)),
        ("2024-01-31", 1, date(2024, 2, 29)),
        ("2024-02-29", 12, date(2025, 2, 28)),
        ("2026-03-31", 1, date(2026, 4, 30)),
        ("2026-04-30", 1, date(2026, 6, 1)),
        ("2026-08-31", 6, date(2027, 3, 1)),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_months_last(start, amount, expected):
    assert last_day(start, amount, "months") == expected


def test_a_rest_day_by_the_notice_rolls_though_it_is_a_friday_and_a_working_saturday_does_not():
    assert last_day("2026-02-10", 10, "calendar-days") == date(2026, 2, 24)
    assert last_day("2026-02-04", 10, "calendar-days") == date(2026, 2, 14)


def test_working_days_leave_out_the_festival_and_count_the_moved_saturdays():
    assert last_day("2026-02-13", 1, "working-days") == date(2026, 2, 14)
    assert last_day("2026-02-13", 2, "working-days") == date(2026, 2, 24)
    assert last_day("2026-09-30", 3, "working-days") == date(2026, 10, 10)


def test_a_start_on_a_rest_day_is_only_not_counted():
    assert last_day("2026-10-03", 1, "working-days") == date(2026, 10, 8)
    assert last_day("2026-10-03", 5, "calendar-days") == date(2026, 10, 8)


def test_an_instant_counts_as_the_day_that_it_is_in_the_office():
    late = datetime(2026, 3, 2, 17, 30, tzinfo=UTC)
    ledger = due(Period(1, Unit.CALENDAR_DAYS), late, calendar=CHINA)
    assert ledger.last_day == date(2026, 3, 4)


# --- when a last day ends -------------------------------------------------------------------------------------


def test_a_last_day_ends_at_the_close_of_business_where_there_is_one_and_else_at_24():
    period, start = Period(10, Unit.CALENDAR_DAYS), date(2026, 9, 24)
    assert due(period, start, calendar=CHINA, hours=OFFICE_HOURS).ends_at == at("2026-10-08T17:00")
    assert due(period, start, calendar=CHINA).ends_at == at("2026-10-09T00:00")
    midnight = due(period, start, calendar=CHINA, hours=OFFICE_HOURS, closing=Closing.MIDNIGHT)
    assert midnight.ends_at == at("2026-10-09T00:00")
    assert midnight.last_day == date(2026, 10, 8)


def test_a_moved_working_saturday_closes_like_a_weekday():
    ledger = calculate("2026-01-14", 1, "months", calendar=CHINA, hours=OFFICE_HOURS)
    assert ledger.ends_at == at("2026-02-14T17:00")


def test_the_end_is_an_aware_instant_of_the_offices_own_zone():
    hours = WorkingHours.daily(("09:00", "17:00"), timezone=ZoneInfo("Asia/Urumqi"))
    ledger = calculate("2026-03-02", 1, "calendar-days", calendar=CHINA, hours=hours)
    assert ledger.ends_at.astimezone(UTC) == datetime(2026, 3, 3, 11, tzinfo=UTC)


# --- hours ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        ("2026-03-02T09:00", 2, "2026-03-02T11:00"),
        ("2026-03-02T10:00", 4, "2026-03-02T16:00"),
        ("2026-03-02T16:00", 4, "2026-03-03T11:30"),
        ("2026-03-02T12:15", 1, "2026-03-02T14:30"),
        ("2026-03-02T06:00", 1, "2026-03-02T09:30"),
        ("2026-03-02T17:00", 1, "2026-03-03T09:30"),
        ("2026-03-02T22:00", 1, "2026-03-03T09:30"),
        ("2026-03-02T08:30", 3, "2026-03-02T11:30"),
        ("2026-03-06T16:30", 1, "2026-03-09T09:00"),
        ("2026-02-13T16:30", 1, "2026-02-14T09:00"),
        ("2026-02-14T16:30", 1, "2026-02-24T09:00"),
        ("2026-03-02T09:00:01", 1, "2026-03-02T10:00:01"),
        ("2026-03-02", 1, "2026-03-02T09:30"),
    ],
)
def test_hours_run_from_the_moment_within_working_hours(start, amount, end):
    ledger = calculate(start, amount, "hours", calendar=CHINA, hours=OFFICE_HOURS)
    assert ledger.ends_at == at(end)
    assert ledger.last_day == at(end).date()


def test_a_period_in_hours_may_end_at_24():
    hours = WorkingHours.of({"monday": ["20:00-24:00"]})
    ledger = calculate("2026-03-02T20:00", 4, "hours", calendar=CHINA, hours=hours)
    assert ledger.ends_at == at("2026-03-03T00:00")
    assert ledger.last_day == date(2026, 3, 2)


# --- never chained --------------------------------------------------------------------------------------------


def test_a_month_extended_by_a_month_is_two_months_from_the_start():
    assert last_day("2026-01-31", 1, "months", (), ["1"]) == date(2026, 3, 31)


def test_the_roll_is_applied_once_at_the_end():
    assert last_day("2026-01-20", 1, "months", (), ["1"]) == date(2026, 3, 20)


def test_extensions_of_one_unit_are_summed():
    once = last_day("2026-03-02", 30, "calendar-days", (), ["10", "5"])
    assert once == last_day("2026-03-02", 45, "calendar-days")


def test_fifteen_days_on_a_month_are_added_after_the_month():
    assert last_day("2026-01-31", 1, "months", (), ["15 calendar-days"]) == date(2026, 3, 16)
    assert last_day("2026-01-31", 15, "calendar-days", (), ["1 months"]) == date(2026, 3, 16)


def test_working_days_on_a_month_are_counted_from_its_unrolled_end():
    assert last_day("2026-01-20", 1, "months", (), ["1 working-days"]) == date(2026, 2, 24)
    assert last_day("2026-01-20", 1, "months", (), ["2 working-days"]) == date(2026, 2, 25)


def test_the_order_in_which_extensions_were_granted_makes_no_other_end():
    extensions = ["15 calendar-days", "1 months", "3 working-days"]
    ends = {last_day("2026-01-31", 1, "months", (), order) for order in (extensions, extensions[::-1])}
    assert ends == {date(2026, 4, 20)}


# --- provisional ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "amount", "unit", "provisional"),
    [
        ("2026-11-30", 1, "months", False),
        ("2026-12-01", 1, "months", True),
        ("2026-12-28", 3, "working-days", False),
        ("2026-12-28", 4, "working-days", True),
        ("2027-06-01", 1, "months", True),
        ("1999-12-31", 2, "months", True),
        ("2003-12-31", 5, "working-days", False),
        ("2003-12-30", 5, "working-days", True),
        ("2003-10-01", 6, "months", False),
    ],
)
def test_an_end_is_provisional_where_a_day_that_decides_it_is_in_no_notice(start, amount, unit, provisional):
    assert calculate(start, amount, unit, calendar=CHINA, hours=OFFICE_HOURS).provisional is provisional


def test_an_end_in_hours_is_provisional_beyond_the_last_notice():
    ledger = calculate("2026-12-31T16:30", 1, "hours", calendar=CHINA, hours=OFFICE_HOURS)
    assert ledger.provisional
    assert not calculate(
        "2026-12-31T16:30", 1, "hours", calendar=publish(2027), hours=OFFICE_HOURS
    ).provisional


def publish(year, *rest):
    days = tuple(OverlayDay(day, working=False, name=Text("春节", "Spring Festival")) for day in rest)
    return china([Overlay(Scope.NATION, Text("2027年通知", "notice"), days, publishes=frozenset({year}))])


def test_a_ledger_is_counted_again_when_the_year_is_published():
    ledger = calculate("2027-01-11", 1, "months", calendar=CHINA)
    assert (ledger.last_day, ledger.provisional) == (date(2027, 2, 11), True)
    again = count(ledger.terms, publish(2027, date(2027, 2, 11), date(2027, 2, 12)))
    assert (again.last_day, again.provisional) == (date(2027, 2, 15), False)


def test_the_end_alone_is_the_ledgers():
    ledger = calculate("2026-01-31", 1, "months", ["2026-02-03..2026-02-08"], ["1"], calendar=CHINA)
    end = end_of(ledger.terms, CHINA)
    assert (end.last_day, end.ends_at, end.provisional) == (
        ledger.last_day,
        ledger.ends_at,
        ledger.provisional,
    )


def test_extensions_may_say_who_granted_them_and_when():
    extension = Extension(Period(1, Unit.MONTHS), "王局长", date(2026, 2, 20), "案情复杂")
    ledger = due(Period(1, Unit.MONTHS), date(2026, 1, 31), extensions=[extension], calendar=CHINA)
    assert ledger.last_day == date(2026, 3, 31)


# --- suspensions ----------------------------------------------------------------------------------------------


def test_the_effective_day_is_excluded_and_the_day_of_resumption_counts():
    suspended = last_day("2026-03-02", 10, "calendar-days", ["2026-03-04..2026-03-07"])
    assert suspended == date(2026, 3, 16)
    assert last_day("2026-03-02", 10, "calendar-days") == date(2026, 3, 12)


def test_the_calculators_example():
    ledger = calculate(
        "2026-01-31", 1, "months", ["2026-02-03..2026-02-08"], ["1"], calendar=CHINA, hours=OFFICE_HOURS
    )
    assert ledger.last_day == date(2026, 4, 7)
    assert ledger.ends_at == at("2026-04-07T17:00")
    assert not ledger.provisional


def test_excluded_calendar_days_are_added_to_the_unrolled_end_and_then_the_roll():
    assert last_day("2026-01-20", 1, "months", ["2026-02-02..2026-02-04"]) == date(2026, 2, 24)
    assert last_day("2026-01-20", 1, "months", ["2026-02-02..2026-02-07"]) == date(2026, 2, 25)


def test_of_a_period_in_working_days_the_excluded_working_days_count():
    assert last_day("2026-03-02", 5, "working-days", ["2026-03-04..2026-03-09"]) == date(2026, 3, 12)
    assert last_day("2026-03-02", 5, "working-days", ["2026-03-07..2026-03-09"]) == date(2026, 3, 9)


def test_of_a_period_in_hours_the_excluded_working_time_counts():
    span = Span(at("2026-03-02T10:00"), at("2026-03-02T15:00"))
    ledger = due(
        Period(4, Unit.HOURS), at("2026-03-02T09:00"), spans=[span], calendar=CHINA, hours=OFFICE_HOURS
    )
    assert ledger.ends_at == at("2026-03-03T09:30")


def test_of_a_period_in_hours_a_suspension_may_last_over_years():
    spans = [Span(date(2024, 12, 30), date(2026, 1, 5))]
    ledger = due(
        Period(10, Unit.HOURS), at("2024-12-27T16:00"), spans=spans, calendar=CHINA, hours=OFFICE_HOURS
    )
    assert ledger.ends_at == at("2026-01-06T11:00")


def test_of_a_period_in_hours_whole_days_may_be_excluded():
    span = Span(date(2026, 3, 3), date(2026, 3, 5))
    ledger = due(
        Period(4, Unit.HOURS), at("2026-03-02T16:00"), spans=[span], calendar=CHINA, hours=OFFICE_HOURS
    )
    assert ledger.ends_at == at("2026-03-05T11:30")


def test_a_day_in_two_suspensions_is_excluded_once():
    one = last_day("2026-03-02", 10, "calendar-days", ["2026-03-04..2026-03-10"])
    assert (
        last_day("2026-03-02", 10, "calendar-days", ["2026-03-04..2026-03-08", "2026-03-06..2026-03-10"])
        == one
    )
    assert (
        last_day("2026-03-02", 10, "calendar-days", ["2026-03-06..2026-03-10", "2026-03-04..2026-03-08"])
        == one
    )
    assert (
        last_day("2026-03-02", 10, "calendar-days", ["2026-03-04..2026-03-10", "2026-03-05..2026-03-06"])
        == one
    )


def test_a_suspension_after_the_end_has_no_effect():
    assert last_day("2026-03-02", 10, "calendar-days", ["2026-03-13..2026-04-30"]) == date(2026, 3, 12)
    assert last_day("2026-03-02", 8, "working-days", ["2026-03-13..2026-04-30"]) == date(2026, 3, 12)


def test_a_suspension_on_the_last_day_keeps_it_from_ending():
    assert last_day("2026-03-02", 10, "calendar-days", ["2026-03-12..2026-03-16"]) == date(2026, 3, 16)


def test_a_suspension_that_an_earlier_one_brings_within_the_period_counts():
    spans = ["2026-03-10..2026-03-15", "2026-03-16..2026-03-20"]
    assert last_day("2026-03-02", 10, "calendar-days", spans) == date(2026, 3, 23)
    assert last_day("2026-03-02", 10, "calendar-days", spans[1:]) == date(2026, 3, 12)


def test_a_suspension_within_the_rest_at_the_end_keeps_the_period_open_until_its_resumption():
    assert last_day("2026-09-24", 10, "calendar-days") == date(2026, 10, 8)
    assert last_day("2026-09-24", 10, "calendar-days", ["2026-10-06..2026-10-13"]) == date(2026, 10, 13)
    assert last_day("2026-09-24", 10, "calendar-days", ["2026-10-08..2026-10-17"]) == date(2026, 10, 19)
    assert last_day("2026-09-24", 10, "calendar-days", ["2026-10-09..2026-10-17"]) == date(2026, 10, 8)


def test_the_start_day_is_not_excluded_twice():
    assert last_day("2026-03-02", 10, "calendar-days", ["2026-03-02..2026-03-05"]) == date(2026, 3, 16)
    assert last_day("2026-03-02", 1, "calendar-days", ["2026-03-02..2026-03-05"]) == date(2026, 3, 5)


def test_a_suspension_of_no_days_excludes_none():
    assert last_day("2026-03-02", 10, "calendar-days", ["2026-03-04..2026-03-04"]) == date(2026, 3, 12)


def test_instants_of_a_suspension_are_their_days_for_a_period_in_days():
    span = Span(at("2026-03-04T15:00"), at("2026-03-07T09:00"))
    ledger = due(Period(10, Unit.CALENDAR_DAYS), date(2026, 3, 2), spans=[span], calendar=CHINA)
    assert ledger.last_day == date(2026, 3, 16)


def test_instants_of_a_suspension_are_read_on_the_offices_own_clock():
    span = Span(datetime(2026, 3, 3, 20, tzinfo=UTC), datetime(2026, 3, 6, 20, tzinfo=UTC))
    ledger = due(Period(10, Unit.CALENDAR_DAYS), date(2026, 3, 2), spans=[span], calendar=CHINA)
    assert ledger.last_day == date(2026, 3, 16)


def test_suspensions_run_on_into_days_that_were_added_as_an_extension_in_working_days():
    first = last_day("2026-03-02", 10, "calendar-days", ["2026-03-13..2026-03-17"], ["3 working-days"])
    assert first == date(2026, 3, 19)
    second = last_day("2026-03-02", 10, "calendar-days", ["2026-03-12..2026-03-16"], ["3 working-days"])
    assert second == date(2026, 3, 19)


# --- open suspensions -----------------------------------------------------------------------------------------


def open_since(effective, until):
    span = Span(effective, None, "appraisal")
    return due(Period(10, Unit.CALENDAR_DAYS), date(2026, 3, 2), spans=[span], calendar=CHINA, until=until)


def test_an_open_suspension_is_counted_as_if_resumed_on_the_day_that_is_asked_for():
    ledger = open_since(date(2026, 3, 4), date(2026, 3, 7))
    assert ledger.last_day == date(2026, 3, 16)
    assert ledger.suspended


def test_on_its_effective_day_an_open_suspension_has_excluded_nothing_yet():
    ledger = open_since(date(2026, 3, 4), date(2026, 3, 4))
    assert (ledger.last_day, ledger.suspended) == (date(2026, 3, 12), True)


def test_an_open_suspension_that_is_yet_to_begin_does_not_hold_the_period():
    ledger = open_since(date(2026, 3, 4), date(2026, 3, 3))
    assert (ledger.last_day, ledger.suspended) == (date(2026, 3, 12), False)


def test_an_open_suspension_after_the_end_does_not_hold_the_period():
    ledger = open_since(date(2026, 4, 1), date(2026, 4, 20))
    assert (ledger.last_day, ledger.suspended) == (date(2026, 3, 12), False)


def test_an_open_suspension_of_hours_is_counted_to_the_minute():
    span = Span(at("2026-03-02T10:00"))
    ledger = due(
        Period(2, Unit.HOURS), at("2026-03-02T09:00"), spans=[span],
        calendar=CHINA, hours=OFFICE_HOURS, until=at("2026-03-02T10:30"),
    )  # fmt: skip
    assert ledger.ends_at == at("2026-03-02T11:30")


def test_a_closed_suspension_does_not_hold_the_period():
    assert not calculate("2026-03-02", 1, "months", ["2026-03-04..2026-03-07"], calendar=CHINA).suspended


def test_a_suspension_written_without_its_end_is_open():
    ledger = calculate("2026-03-02", 1, "months", ["2026-03-04.."], calendar=CHINA, until=date(2026, 3, 7))
    assert ledger.suspended
    assert ledger.last_day == date(2026, 4, 7)
