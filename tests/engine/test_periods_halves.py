"""Half days in periods: one working day in days, their own hours in hours, and the close of business of a last day."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from engine.calendars import OFFICE_HOURS, SHANGHAI, Overlay, OverlayDay, Scope, china
from engine.periods import (
    Closing,
    Ledger,
    Period,
    Rule,
    Span,
    Unit,
    calculate,
    due,
    parse_rung,
    recount,
    replay,
    rung_at,
)
from engine.text import Text

MORNING = ((time(8, 30), time(11, 30)),)
AFTERNOON = ((time(13, 30), time(17)),)
EVE = date(2026, 9, 30)


def halved(*days, hours=MORNING):
    rows = tuple(
        OverlayDay(day, True, Text("节前半天", "half day before the festival"), hours) for day in days
    )
    return china([Overlay(Scope.OFFICE, Text("长市监〔2026〕3号", "Order 3"), rows)])


CALENDAR = halved(EVE)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def counted(start, amount, unit, calendar=CALENDAR, **more):
    ledger = calculate(start, amount, unit, calendar=calendar, hours=OFFICE_HOURS, **more)
    assert replay(ledger) == ledger.ends_at
    assert Ledger.from_json(ledger.record()) == Ledger.from_json(ledger.to_json()) == ledger
    return ledger


def said(ledger):
    return [step for step in ledger.steps if step.rule is Rule.HALF]


# --- the end --------------------------------------------------------------------------------------------------


def test_a_period_that_ends_on_half_a_day_ends_with_its_hours():
    assert counted("2026-09-24", 6, "calendar-days").ends_at == at("2026-09-30T11:30")
    assert counted("2026-08-30", 1, "months").ends_at == at("2026-09-30T11:30")
    assert counted("2026-09-28", 2, "working-days").ends_at == at("2026-09-30T11:30")


def test_half_a_day_counts_as_one_working_day():
    assert counted("2026-09-28", 3, "working-days").last_day == date(2026, 10, 8)
    assert counted("2026-09-28", 3, "working-days", calendar=china()).last_day == date(2026, 10, 8)


def test_of_a_period_in_hours_only_the_hours_of_the_half_day_count():
    assert counted("2026-09-30T09:00", 4, "hours").ends_at == at("2026-10-08T10:00")
    assert counted("2026-09-30T12:00", 1, "hours").ends_at == at("2026-10-08T09:30")
    late = halved(EVE, hours=AFTERNOON)
    assert counted("2026-09-30T09:00", 4, "hours", calendar=late).ends_at == at("2026-10-08T09:00")


def test_a_suspension_takes_of_a_half_day_what_is_worked_on_it():
    ledger = due(
        Period(4, Unit.HOURS),
        at("2026-09-29T14:00"),
        spans=[Span(date(2026, 9, 30), date(2026, 10, 8), "鉴定")],
        calendar=CALENDAR,
        hours=OFFICE_HOURS,
    )
    assert ledger.ends_at == at("2026-10-08T09:30")
    assert (
        next(step for step in ledger.steps if step.rule is Rule.SUSPENSION).facts["added"]
        == 3 * 3_600_000_000
    )


def test_without_close_of_business_a_half_day_ends_at_24():
    midnight = counted("2026-09-24", 6, "calendar-days", closing=Closing.MIDNIGHT)
    assert midnight.ends_at == at("2026-10-01T00:00")
    assert said(midnight) == []
    assert calculate("2026-09-24", 6, "calendar-days", calendar=CALENDAR).ends_at == at("2026-10-01T00:00")


def test_a_rest_day_that_is_worked_for_half_a_day_keeps_a_period_from_rolling_on():
    calendar = halved(date(2026, 10, 4))
    assert counted("2026-09-24", 10, "calendar-days", calendar=calendar).ends_at == at("2026-10-04T11:30")


def test_a_half_day_that_becomes_known_moves_the_end_and_says_why():
    before = counted("2026-09-24", 6, "calendar-days", calendar=china())
    after = recount(before, CALENDAR, Text("本局另定半天", "the office's half day"))
    assert (before.ends_at, after.ends_at) == (at("2026-09-30T17:00"), at("2026-09-30T11:30"))
    assert after.steps[-1].text.zh == (
        "本局另定半天，重新计算，届满时间由2026年9月30日17:00变更为2026年9月30日11:30。"
    )
    assert before.calendar != after.calendar


# --- what the ledger says -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "amount", "unit", "zh", "en"),
    [
        ("2026-09-24", 6, "calendar-days", "该日于该时段结束时停止业务活动", "business ends with them"),
        ("2026-09-28", 3, "working-days", "每日计为一个工作日", "each day counts as one working day"),
        ("2026-09-30T09:00", 4, "hours", "只计该时段", "only these hours count"),
    ],
)
def test_the_ledger_says_that_a_day_is_worked_for_some_hours_only_and_on_whose_word(
    start, amount, unit, zh, en
):
    step = said(counted(start, amount, unit))[0]
    assert step.day == EVE
    assert step.text == (
        f"2026年9月30日（星期三）仅08:30至11:30上班：节前半天（长市监〔2026〕3号），{zh}。",
        f"2026-09-30 (Wednesday): worked 08:30–11:30 only, half day before the festival (Order 3); {en}.",
    )


def test_the_end_says_when_business_ends_on_the_half_day():
    end = next(step for step in counted("2026-09-24", 6, "calendar-days").steps if step.rule is Rule.END)
    assert end.text.zh == "期限于2026年9月30日（星期三）11:30（停止业务活动的时间）届满。"


def test_a_half_day_that_decides_nothing_is_not_told():
    assert said(counted("2026-09-24", 15, "calendar-days")) == []
    assert said(counted("2026-10-08", 5, "working-days")) == []


def test_half_days_of_one_reason_in_a_row_are_told_together_also_over_a_weekend():
    days = [date(2026, 3, day) for day in (5, 6, 9, 11)]
    steps = said(counted("2026-03-04", 6, "working-days", calendar=halved(*days)))
    assert [(step.facts["from"], step.facts["to"]) for step in steps] == [
        ("2026-03-05", "2026-03-09"),
        ("2026-03-11", "2026-03-11"),
    ]


def test_a_moved_working_saturday_of_half_a_day_is_told_as_both():
    calendar = halved(date(2026, 2, 14))
    ledger = counted("2026-02-12", 3, "working-days", calendar=calendar)
    assert [step.rule for step in ledger.steps if step.day == date(2026, 2, 14)] == [Rule.MOVED, Rule.HALF]
    several = halved(EVE, hours=(*MORNING, *AFTERNOON))
    assert (
        "08:30至11:30、13:30至17:00"
        in said(counted("2026-09-28", 3, "working-days", calendar=several))[0].text.zh
    )


def test_a_replay_finds_changed_hours():
    ledger = counted("2026-09-30T09:00", 4, "hours")
    steps = tuple(
        replace(step, facts={**step.facts, "hours": "08:30-17:00"}) if step.rule is Rule.HALF else step
        for step in ledger.steps
    )
    assert replay(replace(ledger, steps=steps)) != ledger.ends_at


# --- rungs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rung", "expected"),
    [
        ("50%", "2026-09-30T11:30"),
        ("25%", "2026-09-29T17:00"),
        ("-3 working-days", "2026-09-29T17:00"),
        ("-2 working-days", "2026-09-30T11:30"),
        ("-13 hours", "2026-10-08T08:30"),
        ("-14 hours", "2026-09-30T10:30"),
        ("-17 hours", "2026-09-29T16:00"),
    ],
)
def test_rungs_are_reached_within_the_hours_of_a_half_day(rung, expected):
    ledger = counted("2026-09-28", 4, "working-days")
    assert ledger.ends_at == at("2026-10-09T17:00")
    assert rung_at(ledger, parse_rung(rung), CALENDAR) == at(expected)


def test_a_part_of_a_half_day_is_a_part_of_its_hours():
    ledger = counted("2026-09-29", 1, "working-days")
    assert rung_at(ledger, parse_rung("50%"), CALENDAR) == at("2026-09-30T10:00")


def test_a_rung_after_the_end_falls_on_the_close_of_the_half_day():
    ledger = counted("2026-09-28", 1, "working-days")
    assert rung_at(ledger, parse_rung("+1 working-day"), CALENDAR) == at("2026-09-30T11:30")
    assert rung_at(ledger, parse_rung("+4 hours"), CALENDAR) == at("2026-10-08T09:30")
