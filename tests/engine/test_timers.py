from datetime import UTC, date, datetime, timedelta

import pytest

from engine.policies import Period, Unit
from engine.steps.timers import Duration, due_at, read_cycle, read_date, read_duration
from engine.tokens import Cycle
from tests.office import SHANGHAI, office_value

NOW = datetime(2026, 9, 24, 1, 0, tzinfo=UTC)
OFFICE = office_value()


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("P15D", Duration(days=15)),
        ("P2W", Duration(days=14)),
        ("P1Y2M", Duration(months=14)),
        ("PT1H30M", Duration(elapsed=timedelta(minutes=90))),
        ("P1DT12H", Duration(days=1, elapsed=timedelta(hours=12))),
        ("15 calendar-days", Duration(days=15)),
        ("3 working-days", Duration(working_days=3)),
        ("7个工作日", Duration(working_days=7)),
        ("5 hours", Duration(hours=5)),
        ("1 months", Duration(months=1)),
        ("PT0S", Duration()),
    ],
)
def test_a_duration_is_read_as_the_law_or_the_clock_means_it(text: str, duration: Duration):
    assert read_duration(text) == duration


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1", "1D", "P-1D", "soon", "P99999999Y", "15", "R/P1D", "0 hours"]
)
def test_what_is_no_duration_is_none(text: str):
    assert read_duration(text) is None


@pytest.mark.parametrize(
    ("value", "due"),
    [
        ("P1M15D", "2026-11-09T17:00"),  # a month and 15 days from the 24th, summed, never chained
        ("1 months", "2026-10-26T17:00"),
        ("PT36H", "2026-09-25T21:00"),
        ("2026-10-01", "2026-10-01T00:00"),
        ("2026-10-01T08:00:00Z", "2026-10-01T16:00"),
        (date(2026, 10, 1), "2026-10-01T00:00"),
        (datetime(2026, 10, 1, 9), "2026-10-01T09:00"),  # noqa: DTZ001 - an expression may give one
        (timedelta(hours=1), "2026-09-24T10:00"),
    ],
)
def test_a_timer_is_due_at_an_instant(value: object, due: str):
    assert due_at(value, NOW, OFFICE) == local(due)


@pytest.mark.parametrize("value", [None, 5, [], "", "nonsense", "R/PT", "R3/when/PT1H", "2026-13-01"])
def test_what_says_no_time_is_none(value: object):
    assert due_at(value, NOW, OFFICE) is None


def test_a_cycle_begins_after_its_first_gap_or_at_its_own_beginning():
    assert read_cycle("R3/PT10M", NOW, OFFICE) == Cycle(
        NOW + timedelta(minutes=10), timedelta(minutes=10), 0, 3
    )
    assert read_cycle("R/P1M", NOW, OFFICE) == Cycle(
        datetime(2026, 10, 24, 1, 0, tzinfo=UTC), timedelta(), 1, None
    )
    found = read_cycle("R/2026-10-01T09:00/P1D", NOW, OFFICE)
    assert found == Cycle(local("2026-10-01T09:00"), timedelta(days=1), 0, None)
    assert due_at("R3/PT10M", NOW, OFFICE) == read_cycle("R3/PT10M", NOW, OFFICE)


def test_a_date_without_a_zone_is_on_the_offices_own_clock():
    assert read_date("2026-10-01T09:00", OFFICE) == local("2026-10-01T09:00")
    assert read_date("no date", OFFICE) is None


def test_the_hours_of_a_duration_are_working_hours():
    assert Duration(hours=4).after(NOW, OFFICE) == local("2026-09-24T15:00")
    assert Period(4, Unit.HOURS) in Duration(hours=4)._periods()


def test_the_next_working_instant_is_the_instant_itself_within_working_hours():
    for now, opening in (
        ("2026-09-24T09:00", "2026-09-24T09:00"),
        ("2026-09-24T12:00", "2026-09-24T13:30"),
        ("2026-09-24T17:00", "2026-09-28T08:30"),  # Mid-Autumn on Friday
        ("2026-09-20T10:00", "2026-09-20T10:00"),  # a moved working Sunday
    ):
        assert OFFICE.opening(local(now)) == local(opening)
