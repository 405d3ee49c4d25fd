import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import PeriodInvalid
from engine.policies import LONGEST, Period, Rung, RungBase, Unit, parse_period, parse_rung, unit_named


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("15 calendar-days", Period(15, Unit.CALENDAR_DAYS)),
        ("3 working-days", Period(3, Unit.WORKING_DAYS)),
        ("1 months", Period(1, Unit.MONTHS)),
        ("1 month", Period(1, Unit.MONTHS)),
        ("5 hours", Period(5, Unit.HOURS)),
        ("  7   Working Days ", Period(7, Unit.WORKING_DAYS)),
        ("7个工作日", Period(7, Unit.WORKING_DAYS)),
        ("10日", Period(10, Unit.CALENDAR_DAYS)),
        ("3个月", Period(3, Unit.MONTHS)),
        ("4小时", Period(4, Unit.HOURS)),
        ("2 years", Period(24, Unit.MONTHS)),
    ],
)
def test_a_period_is_read_as_people_write_it(text, period):
    assert parse_period(text) == period


@settings(deadline=None)
@given(
    st.sampled_from(Unit).flatmap(
        lambda unit: st.builds(Period, st.integers(1, LONGEST[unit]), st.just(unit))
    )
)
def test_a_period_prints_as_it_is_read(period):
    assert parse_period(str(period)) == period


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "period-unreadable"),
        ("15", "period-unreadable"),
        ("days", "period-unreadable"),
        ("-1 months", "period-unreadable"),
        ("1.5 months", "period-unreadable"),
        ("P1M", "period-unreadable"),
        ("P15D", "period-unreadable"),
        ("1 months 3 working-days", "period-unreadable"),
        ("9" * 40 + " months", "period-unreadable"),
        (None, "period-unreadable"),
        (15, "period-unreadable"),
        ("0 months", "amount-not-positive"),
        ("1000000000 months", "too-long"),
        ("3 fortnights", "unit-unknown"),
    ],
)
def test_what_is_no_period_is_refused_with_its_problem(text, problem):
    with pytest.raises(PeriodInvalid) as refused:
        parse_period(text)
    assert refused.value.problem == problem


@pytest.mark.parametrize("amount", [0, -1, 1.0, "1", True, None, 10**9, 10**30])
def test_an_amount_is_a_positive_whole_number_within_reason(amount):
    with pytest.raises(PeriodInvalid):
        Period(amount, Unit.MONTHS)


def test_a_period_takes_a_units_own_text():
    assert Period(1, "months") == Period(1, Unit.MONTHS)
    with pytest.raises(PeriodInvalid):
        Period(1, "lunar months")
    assert unit_named("working day") is Unit.WORKING_DAYS


@pytest.mark.parametrize(
    ("at", "base", "amount", "unit"),
    [
        ("50%", RungBase.SHARE, 50, None),
        ("80 %", RungBase.SHARE, 80, None),
        ("100%", RungBase.SHARE, 100, None),
        ("-2 working-days", RungBase.BEFORE_END, 2, Unit.WORKING_DAYS),
        ("-2 working days", RungBase.BEFORE_END, 2, Unit.WORKING_DAYS),
        ("- 4 hours", RungBase.BEFORE_END, 4, Unit.HOURS),
        ("−1 months", RungBase.BEFORE_END, 1, Unit.MONTHS),
        ("end", RungBase.END, 0, None),
        ("End", RungBase.END, 0, None),
        ("届满", RungBase.END, 0, None),
        ("+1 working-day", RungBase.AFTER_END, 1, Unit.WORKING_DAYS),
        ("+3 calendar-days", RungBase.AFTER_END, 3, Unit.CALENDAR_DAYS),
    ],
)
def test_a_rung_is_read_as_people_write_it(at, base, amount, unit):
    rung = parse_rung(at)
    assert (rung.base, rung.amount, rung.unit) == (base, amount, unit)


def test_a_rung_keeps_what_else_is_said_of_it():
    rung = parse_rung(
        " end ", level=3, notify=("supervisor",), priority="urgent", task="supervisor", at_once=True
    )
    assert rung == Rung(
        3, "end", RungBase.END, 0, None, ("supervisor",), "urgent", "supervisor", at_once=True
    )


@pytest.mark.parametrize(
    ("at", "problem"),
    [
        ("", "rung-unreadable"),
        ("soon", "rung-unreadable"),
        ("2 working-days", "rung-unreadable"),
        (None, "rung-unreadable"),
        ("0%", "share-out-of-range"),
        ("101%", "share-out-of-range"),
        ("-50%", "period-unreadable"),
        ("-2", "period-unreadable"),
        ("-0 working-days", "amount-not-positive"),
        ("+1 fortnight", "unit-unknown"),
    ],
)
def test_what_is_no_rung_is_refused_with_its_problem(at, problem):
    with pytest.raises(PeriodInvalid) as refused:
        parse_rung(at)
    assert refused.value.problem == problem
