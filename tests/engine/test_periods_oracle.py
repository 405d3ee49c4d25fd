"""Periods under calendars of every scope, with half days: each end is where ticking off the days comes out."""

import json
from datetime import datetime, timedelta

import periods_oracle as oracle
from hypothesis import given, settings
from periods_cases import day_cases, hour_cases

from engine.periods import Closing, Ledger, Mark, Unit, end_of, replay, strip

DAY = timedelta(days=1)


def ticked(case):
    units = (Unit.MONTHS, Unit.CALENDAR_DAYS, Unit.WORKING_DAYS)
    return oracle.ticked(case.start, *map(case.total, units), case.spans, case.world.works)


def agree(case, ledger):
    """`end_of`, the replay and the stored ledger all give the ledger's end."""
    end = end_of(ledger.terms, case.calendar)
    assert (end.last_day, end.ends_at) == (ledger.last_day, ledger.ends_at)
    assert (end.provisional, end.suspended) == (ledger.provisional, ledger.suspended)
    assert replay(ledger) == ledger.ends_at
    assert Ledger.from_json(json.loads(json.dumps(ledger.record()))) == ledger
    assert all(step.text.zh and step.text.en for step in ledger.steps)


@settings(max_examples=150, deadline=None)
@given(day_cases())
def test_every_end_in_days_is_where_ticking_them_off_comes_out(case):
    ledger = case.ledger()
    last = ticked(case)[-1]
    assert ledger.last_day == last
    midnight = datetime.combine(last + DAY, datetime.min.time())
    expected = case.world.closes(last) if case.closing is Closing.BUSINESS else midnight
    assert ledger.ends_at.replace(tzinfo=None) == expected
    agree(case, ledger)


@settings(max_examples=150, deadline=None)
@given(day_cases())
def test_an_end_is_provisional_where_a_day_that_decides_it_is_in_no_notice(case):
    *counted, last = ticked(case)
    working = case.total(Unit.WORKING_DAYS) > 0
    expected = oracle.provisional(case.start, counted, last, case.world, working=working)
    assert case.ledger().provisional is expected


@settings(max_examples=80, deadline=None)
@given(hour_cases())
def test_every_end_in_hours_is_where_ticking_off_the_minutes_comes_out(case):
    ledger = case.ledger()
    end, _ = oracle.minutes_ticked(case.start, case.total(Unit.HOURS), case.spans, case.world)
    assert ledger.ends_at.replace(tzinfo=None) == end
    agree(case, ledger)
    day = case.start.date()
    days = [day + n * DAY for n in range((ledger.last_day - day).days + 1)]
    assert ledger.provisional is any(not case.world.published(day) for day in days)


# --- the strip ------------------------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(day_cases())
def test_the_strip_counts_the_days_that_the_law_does_and_ends_on_the_ledgers_last(case):
    ledger = case.ledger()
    drawn = strip(ledger, case.calendar, longest=10_000)
    *counted, last = ticked(case)
    assert [day.day for day in drawn.days if day.mark is Mark.COUNTED] == counted
    assert [day.number for day in drawn.days if day.number] == list(range(1, len(counted) + 1))
    assert drawn.counted == len(counted)
    assert drawn.days[0].day == case.start
    assert drawn.days[-1].day == last == ledger.last_day
    assert drawn.days[-1].mark is (Mark.COUNTED if counted[-1] == last else Mark.LAST)
    assert [day.day for day in drawn.days] == [
        case.start + n * DAY for n in range((last - case.start).days + 1)
    ]
    assert drawn.agrees


@settings(max_examples=100, deadline=None)
@given(day_cases())
def test_the_strip_excludes_as_many_days_as_the_ledger_says(case):
    ledger = case.ledger()
    drawn = strip(ledger, case.calendar, longest=10_000)
    excluded = [day for day in drawn.days if day.mark is Mark.EXCLUDED]
    said = sum(step.facts.get("added", 0) for step in ledger.steps)
    assert len(excluded) == said
    assert all(day.reasons for day in excluded)
    assert all(day.working is case.world.works(day.day) for day in drawn.days)
    assert all(day.provisional is not case.world.published(day.day) for day in drawn.days)
    assert all(day.text.zh and day.text.en for day in drawn.days)
    assert all(not day.working for day in drawn.days if day.mark is Mark.REST)


@settings(max_examples=60, deadline=None)
@given(hour_cases())
def test_the_strip_of_hours_counts_the_minutes_of_each_day(case):
    drawn = strip(case.ledger(), case.calendar, longest=10_000)
    _, by_day = oracle.minutes_ticked(case.start, case.total(Unit.HOURS), case.spans, case.world)
    assert {day.day: day.minutes for day in drawn.days if day.minutes} == by_day
    assert drawn.counted == case.total(Unit.HOURS) * 60
    assert {day.day for day in drawn.days if day.mark is Mark.COUNTED} == set(by_day)
    assert drawn.days[-1].is_end
