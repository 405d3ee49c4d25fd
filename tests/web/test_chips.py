"""A clock's shape, words and state."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.queries.rows import ClockChip, Urgency
from engine.text import Text
from web.chips import GROUPS, chip, state_of

NOW = datetime(2026, 11, 26, 6, 32, tzinfo=UTC)


def clock(**changes):
    end = NOW + timedelta(hours=3)
    facts = {
        "id": 1,
        "name": Text("10日办结", "Promise"),
        "kind": "promise",
        "state": "running",
        "ends_at": end,
        "last_day": end.date(),
        "target_at": None,
        "provisional": False,
        "breached": False,
        "percent": 60,
        "urgency": Urgency.TODAY,
    }
    return ClockChip(**{**facts, **changes})


@pytest.mark.parametrize(
    ("urgency", "state"),
    [
        (Urgency.OVERDUE, "late"),
        (Urgency.TODAY, "warn"),
        (Urgency.WARNED, "warn"),
        (Urgency.RUNNING, "ok"),
        (Urgency.SUSPENDED, "hold"),
    ],
)
def test_each_urgency_has_its_shape(urgency, state):
    assert state_of(urgency) == state


def test_every_urgency_has_a_name_in_both_languages():
    assert all(GROUPS[urgency].zh and GROUPS[urgency].en for urgency in Urgency)


def test_a_running_clock_counts_down_and_its_ring_is_never_empty():
    shown = chip(clock(percent=0), NOW)
    assert (shown.state, shown.text.zh, shown.percent) == ("warn", "剩余 3 小时", 4)


def test_a_suspended_clock_says_so_instead_of_counting():
    shown = chip(clock(state="suspended", urgency=Urgency.SUSPENDED), NOW)
    assert (shown.state, shown.text) == ("hold", ("暂停计时", "Suspended"))


@pytest.mark.parametrize(
    ("breached", "state", "zh"), [(False, "done", "按时办结"), (True, "late", "逾期办结")]
)
def test_a_stopped_clock_says_how_it_ended(breached, state, zh):
    shown = chip(clock(state="stopped", breached=breached), NOW)
    assert (shown.state, shown.text.zh) == (state, zh)


def test_a_provisional_end_is_marked_while_it_runs():
    assert chip(clock(provisional=True), NOW).provisional
