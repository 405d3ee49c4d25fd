"""Countdowns and moments, as web pages say them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from web import moments


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


NOW = at(2026, 11, 26, 14, 32)


@pytest.mark.parametrize(
    ("ahead", "zh", "en"),
    [
        (timedelta(minutes=42), "剩余 42 分", "42 min left"),
        (timedelta(hours=1, minutes=18), "剩余 1 小时 18 分", "1 h 18 min left"),
        (timedelta(hours=3), "剩余 3 小时", "3 h left"),
        (timedelta(hours=6, minutes=20), "剩余 6 小时", "6 h left"),
        (timedelta(days=2, hours=3), "剩余 2 天 3 小时", "2 d 3 h left"),
        (timedelta(days=2), "剩余 2 天", "2 d left"),
        (timedelta(days=12, hours=3), "剩余 12 天", "12 d left"),
        (timedelta(0), "剩余 0 分", "0 min left"),
        (-timedelta(hours=5), "逾期 5 小时", "5 h overdue"),
        (-timedelta(days=1, hours=5), "逾期 1 天 5 小时", "1 d 5 h overdue"),
    ],
)
def test_a_countdown_has_at_most_two_units(ahead, zh, en):
    assert moments.countdown(NOW + ahead, NOW) == (zh, en)


@pytest.mark.parametrize(
    ("instant", "zh", "en"),
    [
        (at(2026, 11, 26, 9, 2), "今天 09:02", "today 09:02"),
        (at(2026, 11, 27, 0, 0), "明天 00:00", "tomorrow 00:00"),
        (at(2026, 11, 25, 23, 59), "昨天 23:59", "yesterday 23:59"),
        (at(2026, 12, 4, 17, 0), "12月4日 17:00", "4 Dec 17:00"),
        (at(2027, 1, 5, 17, 0), "2027年1月5日 17:00", "5 Jan 2027 17:00"),
    ],
)
def test_near_days_are_named_and_the_year_only_where_it_is_another(instant, zh, en):
    assert moments.moment(instant, NOW) == (zh, en)


def test_a_day_for_the_record_has_its_weekday():
    assert moments.whole_day(date(2026, 10, 8)) == ("2026年10月8日 周四", "Thu 8 Oct 2026")


def test_a_moment_for_the_record_leaves_nothing_out():
    assert moments.full(NOW) == ("2026年11月26日 14:32", "26 Nov 2026 14:32")
