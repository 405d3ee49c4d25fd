from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendars.hours import SHANGHAI
from engine.calendars.quiet import QuietHours

NIGHT = QuietHours.of("22:00-07:00")
ZONES = sorted(
    {"Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe"} & available_timezones()
)
MINUTES = st.integers(0, 24 * 60 - 1)
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def quiet(begins: int, ends: int, zone: str) -> QuietHours:
    return QuietHours(time(*divmod(begins, 60)), time(*divmod(ends, 60)), ZoneInfo(zone))


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2026-09-24 21:59", "2026-09-24 21:59"),
        ("2026-09-24 22:00", "2026-09-25 07:00"),
        ("2026-09-24 23:59", "2026-09-25 07:00"),
        ("2026-09-25 00:00", "2026-09-25 07:00"),
        ("2026-09-25 06:59:59", "2026-09-25 07:00"),
        ("2026-09-25 07:00", "2026-09-25 07:00"),
    ],
)
def test_a_night_is_over_in_the_morning_on_either_side_of_midnight(at, told):
    assert NIGHT is not None
    assert NIGHT.over(local(at)) == local(told)


def test_quiet_hours_may_lie_within_a_day():
    noon = QuietHours.of("11:30-13:30")
    assert noon is not None
    assert noon.over(local("2026-09-24 12:00")) == local("2026-09-24 13:30")
    assert noon.over(local("2026-09-24 23:00")) == local("2026-09-24 23:00")


def test_no_text_means_none_and_a_stretch_without_length_is_refused():
    assert QuietHours.of("") is None
    with pytest.raises(ValueError, match="07:00"):
        QuietHours.of("07:00-07:00")


def test_an_end_within_the_hour_that_is_left_out_in_spring_comes_with_it():
    berlin = QuietHours(time(22), time(2, 30), ZoneInfo("Europe/Berlin"))
    night = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # 01:30; at 02:00 the clock is put forward to 03:00
    assert berlin.over(night) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@given(MINUTES, MINUTES, INSTANTS, st.sampled_from(ZONES))
def test_what_waits_is_told_outside_the_quiet_hours_and_never_a_day_late(begins, ends, at, zone):
    if begins == ends:
        return
    found = quiet(begins, ends, zone).over(at)
    assert found >= at
    assert not quiet(begins, ends, zone).hold(found)
    assert found == at or quiet(begins, ends, zone).hold(at)
    assert found - at <= timedelta(days=2)


@given(MINUTES, MINUTES, INSTANTS)
def test_in_shanghai_it_is_told_at_the_very_end(begins, ends, at):
    if begins == ends:
        return
    hours = quiet(begins, ends, "Asia/Shanghai")
    found = hours.over(at)
    assert found == at or (
        found.astimezone(SHANGHAI).time() == hours.ends and hours.hold(found - timedelta(microseconds=1))
    )
    assert found - at <= timedelta(days=1)


@given(MINUTES, MINUTES, INSTANTS, st.integers(0, 3 * 24 * 60), st.sampled_from(ZONES))
def test_what_is_said_later_is_never_told_earlier(begins, ends, at, more, zone):
    if begins == ends:
        return
    hours = quiet(begins, ends, zone)
    assert hours.over(at) <= hours.over(at + timedelta(minutes=more))
