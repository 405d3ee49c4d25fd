"""Survival curves against a slow reference, and the line of working time."""

from fractions import Fraction
from itertools import pairwise
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import PeriodInvalid
from engine.forecast import Chance, Observed, Survival, WorkedTime, merged, running, still

lasted = st.integers(0, 30)
observed = st.lists(st.builds(Observed, lasted, st.booleans()), min_size=1, max_size=40)
finished = st.lists(lasted, min_size=1, max_size=40)


def slow_share(rows: list[Observed], time: float) -> Fraction:
    """The product-limit estimate as it stands in the paper, one moment after the other."""
    share = Fraction(1)
    for moment in sorted({row.lasted for row in rows if row.lasted <= time}):
        risk = sum(row.lasted >= moment for row in rows)
        over = sum(row.lasted == moment and row.over for row in rows)
        share *= Fraction(risk - over, risk)
    return share


@given(observed, lasted)
def test_the_curve_is_the_product_limit_estimate(rows, time):
    assert Survival.of(rows).share(time) == pytest.approx(float(slow_share(rows, time)), abs=1e-12)


@given(finished, lasted)
def test_without_censoring_it_is_the_share_that_lasted_longer(times, time):
    curve = Survival.of(Observed(one, over=True) for one in times)
    assert curve.share(time) == pytest.approx(sum(one > time for one in times) / len(times))
    assert (curve.size, curve.ended, curve.reach) == (len(times), len(times), inf)


@given(observed)
def test_it_never_rises_and_stays_between_nothing_and_all(rows):
    curve = Survival.of(rows)
    shares = [curve.share(time) for time in range(-1, 32)]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == 1.0
    assert 0.0 <= shares[-1] <= 1.0


@given(observed, st.randoms(use_true_random=False))
def test_the_order_in_which_it_is_told_does_not_matter(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert Survival.of(shuffled) == Survival.of(rows)


@given(observed, lasted, lasted)
def test_what_has_lasted_goes_on_as_the_rest_of_the_curve(rows, since, more):
    curve = Survival.of(rows)
    chance = curve.beyond(since + more, given=since)
    alive = curve.share(since)
    if alive and curve.at_risk(since):
        assert chance is not None
        whole = curve.beyond(since + more)
        assert whole is not None
        if since:
            assert chance.value * alive == pytest.approx(whole.value)
    elif since:
        assert chance is None


@given(observed, lasted, lasted)
def test_a_band_holds_its_estimate_and_is_a_probability(rows, since, more):
    chance = Survival.of(rows).beyond(since + more, given=since)
    if chance is not None:
        assert 0.0 <= chance.low <= chance.value <= chance.high <= 1.0


@given(observed, st.floats(0.01, 0.99), lasted)
def test_a_quantile_is_the_first_time_by_which_so_many_are_over(rows, probability, since):
    curve = Survival.of(rows)
    found = curve.quantile(probability, given=since)
    alive = curve.share(since) if since else 1.0
    if found is None:
        last = curve.alive[-1] if curve.alive else 1.0
        assert not alive or last > (1 - probability) * alive
    else:
        assert curve.share(found) <= (1 - probability) * alive + 1e-9
        earlier = [time for time in curve.times if time < found and (not since or time > since)]
        assert all(curve.share(time) > (1 - probability) * alive for time in earlier)


def test_greenwoods_band_is_that_of_the_textbook():
    """Remission of leukaemia (Freireich and others 1963), 6-MP: S(10) = 0.753, standard error 0.0963."""
    over = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    lost = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    curve = Survival.of([*((one, True) for one in over), *((one, False) for one in lost)])
    chance = curve.beyond(10)
    assert chance is not None
    assert chance.value == pytest.approx(0.753, abs=5e-4)
    assert chance.value * curve.spread[2] ** 0.5 == pytest.approx(0.0963, abs=5e-5)
    assert (chance.low, chance.high) == (pytest.approx(0.503, abs=1e-3), pytest.approx(0.889, abs=1e-3))
    assert curve.quantile(0.5) == 23
    assert curve.reach == 35
    assert curve.beyond(36) == Chance(*curve.beyond(35)[:3], at_most=True)


def test_what_has_never_happened_in_so_many_may_happen_still():
    never = Survival.of([(10, True)] * 20).beyond(5)
    always = Survival.of([(10, True)] * 20).beyond(15)
    assert never == Chance(1.0, pytest.approx(0.8316, abs=1e-4), 1.0)
    assert always == Chance(0.0, 0.0, pytest.approx(0.1684, abs=1e-4))


def test_of_nothing_nothing_is_known():
    empty = Survival.of([])
    assert (empty.size, empty.reach, empty.share(3)) == (0, 0.0, 1.0)
    assert empty.beyond(1) is None
    assert empty.quantile(0.5) is None
    assert Survival.of([(3, True)]).beyond(9, given=5) is None
    assert Survival.of([(3, True)]).quantile(0.5, given=5) is None


# --- the line of working time ------------------------------------------------------------------------------------

stretches = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), min_size=1, max_size=8)


def line_of(gaps):
    at, rows = 0, []
    for gap, length in gaps:
        rows.append((at + gap, at + gap + length))
        at += gap + length
    return WorkedTime.of(rows), {moment for opens, closes in rows for moment in range(opens, closes)}


@given(stretches, st.integers(-5, 200))
def test_an_instant_lies_behind_the_work_before_it(gaps, instant):
    line, moments = line_of(gaps)
    assert line.at(instant) == sum(moment < instant for moment in moments)


@given(stretches, st.data())
def test_a_position_is_reached_when_so_much_is_worked_and_no_sooner(gaps, data):
    line, moments = line_of(gaps)
    wanted = data.draw(st.integers(1, len(moments)))
    instant = line.reached(wanted)
    assert line.at(instant) == wanted
    assert line.at(instant - 1) == wanted - 1


def test_beyond_its_end_the_line_says_nothing():
    line = WorkedTime.of([(10, 20)])
    assert (line.at(9), line.at(25), line.reached(0)) == (0, 10, 10)
    with pytest.raises(PeriodInvalid):
        line.reached(11)


# --- where a clock stood still -----------------------------------------------------------------------------------

spans = st.lists(st.tuples(st.integers(0, 40), st.one_of(st.none(), st.integers(0, 15))), max_size=6)


@given(spans, st.integers(0, 80))
def test_overlapping_spans_count_once(found, at):
    stands = [(first, None if length is None else first + length) for first, length in found]
    moments = {moment for first, until in stands for moment in range(first, 200 if until is None else until)}
    whole = merged(stands)
    assert running(whole, at) == at - sum(moment < at for moment in moments)
    assert still(whole, at) == (at in moments)
    assert all(one[1] is not None and one[1] < other[0] for one, other in pairwise(whole))
