"""What courses teach, and what is said of a clock that stands somewhere in one."""

import pytest

from engine.forecast import (
    WHOLE,
    Basis,
    Course,
    History,
    Outlook,
    Spell,
    Thin,
    spells,
    stages_from,
    standing,
)
from engine.forecast.outlooks import HOUR, MOST, rounded

NOW = 1_000 * HOUR


def course(number: int, *, took: int | None, kind: str | None = "design", **more) -> Course:
    """A clock of 40 hours that began so that it has taken, or has lasted by now, that long."""
    facts = {"begins": 0, "stopped": took, "ends": 40 * HOUR, "stages": ((0, "draft"),), **more}
    return Course(number, "p", "promise", kind, facts.pop("own", False), **facts)


def finished(hours: int, number: int = 20, kind: str | None = "design", **more) -> list[Course]:
    return [course(one, took=(hours + one) * HOUR, kind=kind, **more) for one in range(number)]


def at(**more):
    """An open clock that has just come to the draft, and its standing."""
    facts = {"begins": NOW, "ends": NOW + 40 * HOUR, "stages": ((NOW, "draft"),), **more}
    facts = {"kind": "design", "own": False, "stopped": None, "policy": "promise", **facts}
    return standing(Course(999, "p", **facts), facts.pop("now", NOW) if "now" in facts else NOW)


def test_a_case_is_in_the_stage_that_it_has_reached_last():
    assert stages_from(5, [(1, "a"), (3, "b"), (9, "c")]) == ((5, "b"), (9, "c"))
    assert stages_from(5, [(7, "a")]) == ((7, "a"),)
    assert stages_from(5, []) == ()


def test_a_clock_teaches_how_long_each_of_its_stages_and_the_rest_took():
    one = course(1, took=30, stages=((0, "a"), (10, "b")), ends=40)
    assert dict(spells(one, 100)) == {
        WHOLE: Spell(1, 30, 30, over=True, period=40),
        "a": Spell(1, 10, 30, over=True, period=40),
        "b": Spell(1, 20, 20, over=True, period=30),
    }


def test_what_is_not_over_is_known_up_to_the_present():
    one = course(1, took=None, stages=((0, "a"), (10, "b")), ends=40)
    assert dict(spells(one, 15)) == {
        WHOLE: Spell(1, 15, 15, over=False, period=40),
        "a": Spell(1, 10, 15, over=False, period=40),
        "b": Spell(1, 5, 5, over=False, period=30),
    }
    assert dict(spells(course(1, took=30), 15))[WHOLE] == Spell(1, 15, 15, over=False, period=40 * HOUR)
    assert list(spells(course(1, took=None, begins=20), 15)) == []


def test_time_in_which_a_clock_stood_still_is_not_learnt():
    one = course(1, took=30, stages=((0, "a"), (10, "b")), ends=60, stands=((5, 10), (20, 25)))
    assert dict(spells(one, 100)) == {
        WHOLE: Spell(1, 20, 20, over=True, period=50),
        "a": Spell(1, 5, 20, over=True, period=50),
        "b": Spell(1, 15, 15, over=True, period=45),
    }


def test_the_period_of_one_step_has_no_stages():
    assert [stage for stage, _ in spells(course(1, took=30, own=True), 100)] == [WHOLE]
    assert at(own=True).stage == WHOLE


def test_where_a_clock_stands():
    one = course(1, took=None, begins=10, stages=((10, "a"), (25, "b")), ends=100, stands=((20, 22),))
    where = standing(one, 30)
    assert (where.stage, where.stayed, where.elapsed, where.left, where.still) == ("b", 5, 18, 70, False)
    standing_still = standing(course(1, took=None, begins=10, stands=((20, None),)), 30, ends=90)
    assert (standing_still.elapsed, standing_still.left, standing_still.still) == (10, 60, True)


def test_the_chance_is_the_share_of_those_in_the_same_stage_that_took_longer():
    history = History.of(finished(30), NOW)
    found = history.outlook(at())
    assert isinstance(found, Outlook)
    assert found.basis is Basis.STAGE_AND_KIND
    assert found.miss is not None
    assert found.miss.value == pytest.approx((9 + 0.5) / 21)  # 41 to 49 hours, and half of one more
    assert found.remaining == 39 * HOUR
    assert len(found.sample.spells) == 20


def test_the_chance_grows_with_the_time_in_the_stage():
    history = History.of([*finished(2, 40), *finished(80, 20)], NOW)
    chances = [
        history.outlook(
            at(begins=NOW - hours * HOUR, stages=((NOW - hours * HOUR, "draft"),), ends=NOW + 40 * HOUR)
        )
        for hours in (0, 10, 30)
    ]
    values = [one.miss.value for one in chances if isinstance(one, Outlook) and one.miss is not None]
    assert values == sorted(values)
    assert values[0] == pytest.approx((21 + 0.5) / 61)
    assert values[2] == pytest.approx((20 + 0.5) / 33)  # of those that stayed 30 hours, these needed 40 more


def test_who_stayed_longer_than_all_others_is_compared_with_those_that_stayed_longest():
    history = History.of(finished(1, 30), NOW)
    found = history.outlook(at(stages=((NOW - 500 * HOUR, "draft"),), begins=NOW - 500 * HOUR))
    assert isinstance(found, Outlook)
    assert found.sample.since == 11 * HOUR
    assert len(found.sample.spells) == 20


def test_other_kinds_of_right_and_then_the_whole_clock_are_looked_at_where_too_few_are_alike():
    other = finished(30, kind="invention")
    assert _basis(History.of(other, NOW), at()) is Basis.STAGE
    elsewhere = finished(30, stages=((0, "review"),))
    assert _basis(History.of(elsewhere, NOW), at()) is Basis.CLOCK_AND_KIND
    far = finished(30, kind="invention", stages=((0, "review"),))
    assert _basis(History.of(far, NOW), at()) is Basis.CLOCK
    assert _basis(History.of(finished(30, kind=None), NOW), at(kind=None)) is Basis.STAGE


def _basis(history: History, where):
    found = history.outlook(where)
    assert isinstance(found, Outlook)
    return found.basis


def test_below_the_threshold_nothing_is_said():
    assert History.of(finished(30, 19), NOW).outlook(at()) == Thin(at(), 19)
    assert isinstance(History.of(finished(30, 19), NOW, least=19).outlook(at()), Outlook)
    unfinished = [course(one, took=None) for one in range(100)]
    assert History.of([*finished(30, 19), *unfinished], NOW).outlook(at()) == Thin(at(), 19)
    assert History.of(finished(30), NOW).outlook(at(policy="other")) == Thin(at(policy="other"), 0)


def test_what_lies_beyond_what_is_known_is_not_made_up():
    young = [
        course(100 + one, took=None, begins=NOW - 35 * HOUR, stages=((NOW - 35 * HOUR, "draft"),))
        for one in range(30)
    ]
    history = History.of([*finished(1), *young], NOW)
    found = history.outlook(at())
    assert isinstance(found, Outlook)
    assert found.miss is None
    assert found.remaining is None
    near = history.outlook(at(ends=NOW + 10 * HOUR))
    assert isinstance(near, Outlook)
    assert near.miss is not None


def test_a_curve_that_has_come_down_far_enough_says_at_most():
    young = [course(100, took=None, begins=NOW - 35 * HOUR, stages=((NOW - 35 * HOUR, "draft"),))]
    found = History.of([*finished(1, 30), *young], NOW).outlook(at())
    assert isinstance(found, Outlook)
    assert found.miss is not None
    assert found.miss.at_most
    assert found.miss.value == pytest.approx((1 + 0.5) / 32)


def test_the_period_of_one_step_is_measured_in_shares_of_it():
    short = [course(one, took=2 * HOUR + one, own=True, ends=4 * HOUR) for one in range(20)]
    long = [course(100 + one, took=15 * HOUR + one, own=True, ends=20 * HOUR) for one in range(20)]
    found = History.of([*short, *long], NOW).outlook(at(own=True, ends=NOW + 100 * HOUR))
    assert isinstance(found, Outlook)
    assert found.sample.shares
    assert found.remaining == pytest.approx(50 * HOUR, rel=1e-6)
    assert found.miss is not None
    assert found.miss.value == pytest.approx(0.5 / 41)
    assert found.miss.low == 0.0


def test_steps_whose_period_had_ended_by_then_are_not_compared_with():
    late = [course(one, took=50 * HOUR, own=True, ends=4 * HOUR) for one in range(20)]
    found = History.of([*late, *finished(30, own=True)], NOW).outlook(
        at(own=True, begins=NOW - 5 * HOUR, ends=NOW + 35 * HOUR)
    )
    assert isinstance(found, Outlook)
    assert {spell.period for spell in found.sample.spells} == {40 * HOUR}
    assert History.of(late, NOW).outlook(at(own=True, begins=NOW - 5 * HOUR)) == Thin(
        at(own=True, begins=NOW - 5 * HOUR), 20
    )


def test_an_end_that_has_passed_is_no_longer_forecast_but_the_finish_is():
    history = History.of(finished(30), NOW)
    found = history.outlook(at(ends=NOW - HOUR))
    assert isinstance(found, Outlook)
    assert (found.miss, found.remaining) == (None, 39 * HOUR)
    whole = History.of(finished(30, ends=None), NOW).outlook(at(ends=None))
    assert isinstance(whole, Outlook)
    assert (whole.miss, whole.remaining) == (None, 39 * HOUR)


def test_of_very_many_every_kth_is_kept():
    many = History.of(finished(30, 3 * MOST), NOW)
    assert {len(stratum.spells) for stratum in many.strata.values()} == {MOST}


@pytest.mark.parametrize(
    ("hours", "kept"), [(0.9, 0), (1, 1), (13.5, 13), (99.9, 99), (187, 180), (1234, 1200)]
)
def test_times_in_a_stage_are_taken_as_alike_to_the_hour_or_to_two_digits(hours, kept):
    assert rounded(round(hours * HOUR)) == kept * HOUR


def test_a_clock_is_not_listed_among_those_that_it_is_compared_with():
    history = History.of([*finished(30), course(999, took=None, begins=NOW, stages=((NOW, "draft"),))], NOW)
    found = history.outlook(at())
    assert isinstance(found, Outlook)
    assert len(found.sample.others(999)) == 20
