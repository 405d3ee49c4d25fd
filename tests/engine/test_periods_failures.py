"""What is known to go wrong elsewhere, as far as it is arithmetic."""

from datetime import date, datetime, timedelta

import pytest

from engine.calendars import OFFICE_HOURS, SHANGHAI, Overlay, OverlayDay, Scope, WorkingHours, china
from engine.calendars.reading import read_csv, read_notice
from engine.errors import CalendarHasNoWorkingDay, PeriodInvalid
from engine.periods import Closing, Period, Span, Unit, calculate, due, parse_rung, rung_at, strip
from engine.text import Text

CHINA = china()


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def hours(start, amount, *spans):
    return due(Period(amount, Unit.HOURS), at(start), spans=spans, calendar=CHINA, hours=OFFICE_HOURS)


# --- off-hours counted twice ----------------------------------------------------------------------------------


def test_off_hours_are_not_counted_twice_when_a_suspension_begins_and_ends_in_them():
    plain = hours("2026-03-02T16:00", 4)
    night = Span(at("2026-03-02T19:00"), at("2026-03-03T07:00"))
    lunch = Span(at("2026-03-03T11:30"), at("2026-03-03T13:30"))
    assert plain.ends_at == at("2026-03-03T11:30")
    assert hours("2026-03-02T16:00", 4, night, lunch).ends_at == plain.ends_at


def test_off_hours_are_not_counted_twice_when_a_suspension_spans_a_night():
    over_night = Span(at("2026-03-02T16:30"), at("2026-03-03T09:00"))
    assert hours("2026-03-02T16:00", 4, over_night).ends_at == at("2026-03-03T14:30")


def test_off_hours_are_not_counted_twice_when_suspensions_overlap_in_them():
    spans = [
        Span(at("2026-03-02T16:30"), at("2026-03-03T07:00")),
        Span(at("2026-03-02T18:00"), at("2026-03-03T09:00")),
    ]
    assert hours("2026-03-02T16:00", 4, *spans).ends_at == at("2026-03-03T14:30")


def test_a_rest_day_in_a_suspension_is_not_excluded_from_working_days_as_well():
    ledger = calculate("2026-03-05", 3, "working-days", ["2026-03-06..2026-03-10"], calendar=CHINA)
    assert ledger.last_day == date(2026, 3, 12)


# --- a warning before midnight computed as 00:00 --------------------------------------------------------------


def test_a_warning_before_a_midnight_end_is_on_the_last_day_and_not_on_the_day_after():
    ledger = calculate("2026-03-02", 4, "calendar-days", calendar=CHINA, closing=Closing.MIDNIGHT)
    assert (ledger.last_day, ledger.ends_at) == (date(2026, 3, 6), at("2026-03-07T00:00"))
    assert rung_at(ledger, parse_rung("-1 hours"), CHINA, OFFICE_HOURS) == at("2026-03-06T16:00")
    assert rung_at(ledger, parse_rung("-1 calendar-days"), CHINA, OFFICE_HOURS) == at("2026-03-05T17:00")
    assert rung_at(ledger, parse_rung("-1 working-days"), CHINA) == at("2026-03-06T00:00")
    assert rung_at(ledger, parse_rung("end"), CHINA, OFFICE_HOURS) == at("2026-03-07T00:00")


def test_a_warning_before_an_end_at_24_of_an_office_that_works_to_midnight_counts_back_from_there():
    late = WorkingHours.daily(("20:00", "24:00"))
    ledger = calculate("2026-03-02T21:00", 3, "hours", calendar=CHINA, hours=late)
    assert (ledger.last_day, ledger.ends_at) == (date(2026, 3, 2), at("2026-03-03T00:00"))
    assert rung_at(ledger, parse_rung("-1 hours"), CHINA) == at("2026-03-02T23:00")
    assert strip(ledger, CHINA).days[-1].day == date(2026, 3, 2)


# --- a make-up Saturday ignored: a breach that is hidden for three days ---------------------------------------


def test_a_make_up_saturday_is_a_last_day_and_the_breach_is_not_hidden_until_tuesday():
    ledger = calculate("2026-01-14", 1, "months", calendar=CHINA, hours=OFFICE_HOURS)
    assert ledger.ends_at == at("2026-02-14T17:00")
    assert ledger.last_day.weekday() == 5
    working = calculate("2026-10-08", 2, "working-days", calendar=CHINA)
    assert working.last_day == date(2026, 10, 10), "a Saturday; by the weekday alone Monday, 12 October"


def test_a_make_up_saturday_has_working_hours():
    assert hours("2026-02-13T16:00", 2).ends_at == at("2026-02-14T09:30")


def test_a_make_up_saturday_of_a_notice_that_is_pasted_counts_at_once():
    text = "国务院办公厅关于2027年部分节假日安排的通知 春节：2月5日至11日放假调休。2月20日（周六）上班。"
    calendar = china([read_notice(text).overlay])
    assert calculate("2027-02-12", 6, "working-days", calendar=calendar).last_day == date(2027, 2, 20)
    assert calculate("2027-02-12", 6, "working-days", calendar=CHINA).last_day == date(2027, 2, 22)


# --- a calendar without working days --------------------------------------------------------------------------


@pytest.mark.parametrize("unit", list(Unit))
def test_a_calendar_without_working_days_is_refused_and_never_looped_over(unit):
    rows = tuple(OverlayDay(date(2026, 1, 1) + timedelta(days=n), working=False) for n in range(1500))
    closed = china([Overlay(Scope.OFFICE, Text("停业", "closed"), rows)])
    with pytest.raises(CalendarHasNoWorkingDay):
        due(Period(10, unit), date(2026, 3, 2), calendar=closed, hours=OFFICE_HOURS)


# --- impossible dates -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["2026-02-29", "2026-13-01", "2026-04-31", "29 February", "", "2026-02-30T09:00"]
)
def test_an_impossible_start_is_refused(text):
    with pytest.raises(PeriodInvalid):
        calculate(text, 1, "months", calendar=CHINA)


@pytest.mark.parametrize("span", ["2026-02-29..2026-03-02", "2026-03-05..2026-03-04", "2026-03-05", "x..y"])
def test_an_impossible_suspension_is_refused(span):
    with pytest.raises(PeriodInvalid):
        calculate("2026-01-05", 3, "months", [span], calendar=CHINA)


def test_impossible_days_of_a_notice_or_a_table_are_named_and_nothing_is_read():
    notice = read_notice("国务院办公厅关于2026年部分节假日安排的通知\n清明节：2月29日放假。")
    table = read_csv("日期,类型\n2026-02-29,休\n")
    assert notice.overlay is table.overlay is None
    assert notice.errors[0].rule == table.errors[0].rule == "no-such-day"
    assert notice.errors[0].element == table.errors[0].element == "line:2"


# --- a suspension that does not stop the clock ----------------------------------------------------------------


@pytest.mark.parametrize("unit", list(Unit))
def test_while_a_clock_stands_still_its_end_moves_on_with_every_working_day(unit):
    def end(until):
        start, stop = at("2026-03-02T09:00"), date(2026, 3, 2)
        terms = {"spans": [Span(stop, None)], "until": until, "calendar": CHINA, "hours": OFFICE_HOURS}
        return due(Period(5, unit), start if unit is Unit.HOURS else stop, **terms)

    days = [date(2026, 3, day) for day in (9, 10, 11, 12, 13)]
    ends = [end(day).ends_at for day in days]
    assert all(end(day).suspended for day in days)
    assert ends == sorted(ends)
    assert ends[-1] > ends[0]
