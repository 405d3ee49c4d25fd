"""Which suspensions touch a clock, against the arithmetic of periods itself."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.calendars import SHANGHAI
from engine.model import Suspension
from engine.periods import Extension, Period, Terms, end_of
from engine.policies import ClockPolicy, Unit, parse_period
from engine.steps.plan import Drawn
from engine.steps.touching import Given, spans_from, touching
from tests.office import office_value

OFFICE = office_value()
START = datetime(2026, 9, 1, 9, 0, tzinfo=SHANGHAI)
UNITS = st.sampled_from([Unit.CALENDAR_DAYS, Unit.WORKING_DAYS, Unit.MONTHS])


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


@st.composite
def suspensions(draw: st.DrawFn) -> list[Suspension]:
    """Up to six, from before the start to long after the end, for the whole case; they may overlap."""
    found = []
    for number in range(draw(st.integers(0, 6))):
        effective = START.date() + timedelta(days=draw(st.integers(-10, 90)))
        resumed = effective + timedelta(days=draw(st.integers(0, 40)))
        one = Suspension(case_id=1, reason="stay", effective=effective, effective_at=midnight(effective))
        one.id, one.resumed, one.resumed_at = number + 1, resumed, midnight(resumed)
        found.append(one)
    return found


def drawn(amount: int, unit: Unit) -> Drawn:
    policy = ClockPolicy("clock", "时限", "clock", amount, unit, suspend_for=("stay",))
    return Drawn(policy, "process", activity=False)


def end(amount: int, unit: Unit, among: Sequence[Suspension], grants: Sequence[Extension] = ()) -> datetime:
    spans = spans_from(among, START, OFFICE, hours=False)
    terms = Terms(
        Period(amount, unit), START.date(), tuple(spans), tuple(grants), OFFICE.hours, OFFICE.closing
    )
    return end_of(terms, OFFICE.calendar).ends_at


@settings(max_examples=300)
@given(st.integers(1, 3), UNITS, suspensions(), st.booleans())
def test_what_is_left_out_moves_no_end(amount: int, unit: Unit, all_of_them: list[Suspension], longer: bool):
    grants = [Extension(parse_period("5 calendar-days"))] if longer else []
    amount = amount if unit is Unit.MONTHS else amount * 9
    met = touching(drawn(amount, unit), Given(1, START, all_of_them, grants), OFFICE)
    assert end(amount, unit, met, grants) == end(amount, unit, all_of_them, grants)
    assert {one.id for one in met} <= {one.id for one in all_of_them}
    for one in all_of_them:
        if one not in met:
            over = one.resumed is not None and one.resumed <= START.date()
            assert over or one.effective_at >= end(amount, unit, met, grants)


@settings(max_examples=100)
@given(st.integers(1, 30), suspensions(), st.randoms(use_true_random=False))
def test_the_order_in_which_they_were_recorded_is_nothing_to_it(amount: int, some: list[Suspension], random):
    shuffled = list(some)
    random.shuffle(shuffled)
    policy = drawn(amount, Unit.CALENDAR_DAYS)
    first, second = (touching(policy, Given(1, START, rows), OFFICE) for rows in (some, shuffled))
    assert [one.id for one in first] == [one.id for one in second]


@settings(max_examples=100)
@given(st.integers(1, 30), suspensions())
def test_one_in_force_takes_those_after_it_along(amount: int, some: list[Suspension]):
    still = Suspension(case_id=1, reason="stay", effective=START.date(), effective_at=START)
    still.id = 99
    met = touching(drawn(amount, Unit.CALENDAR_DAYS), Given(1, START, [*some, still]), OFFICE)
    later = [one for one in some if one.effective_at >= START]
    assert still in met
    assert all(one in met for one in later)
