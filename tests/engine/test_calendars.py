from datetime import date, timedelta

import pytest
from chinese_calendar import is_workday
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.calendars import OFFICE_HOURS, China, DayKind, WorkingCalendar, china
from engine.calendars.notices import FIRST_YEAR, LAST_YEAR
from engine.errors import PeriodInvalid

CHINA = china()
WEEKEND_DAYS_WORKED = {
    2009: 6, 2010: 8, 2011: 5, 2012: 7, 2013: 12, 2014: 5, 2015: 5, 2016: 6, 2017: 5, 2018: 6,
    2019: 7, 2020: 6, 2021: 7, 2022: 7, 2023: 7, 2024: 8, 2025: 5, 2026: 6,
}  # fmt: skip
"""Counted in the notices themselves, the changes of 2015, 2019 and 2020 applied; by the notice's year."""

DAYS_2026 = st.dates(date(2004, 1, 1), date(2026, 12, 31))


def rest(first, last):
    days = (date(2026, 1, 1) + timedelta(days=n) for n in range(365))
    return all(not CHINA.is_working(day) for day in days if first <= day <= last)


def test_the_notice_for_2026_is_the_calendar_of_2026():
    assert rest(date(2026, 1, 1), date(2026, 1, 3))
    assert rest(date(2026, 2, 15), date(2026, 2, 23))
    assert rest(date(2026, 4, 4), date(2026, 4, 6))
    assert rest(date(2026, 5, 1), date(2026, 5, 5))
    assert rest(date(2026, 6, 19), date(2026, 6, 21))
    assert rest(date(2026, 9, 25), date(2026, 9, 27))
    assert rest(date(2026, 10, 1), date(2026, 10, 7))
    moved = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]
    assert all(CHINA.is_working(date(2026, month, day)) for month, day in moved)
    assert CHINA.working_days_between(date(2026, 1, 1), date(2027, 1, 1)) == 248


@pytest.mark.parametrize(("year", "count"), WEEKEND_DAYS_WORKED.items())
def test_each_notice_moves_as_many_working_days_to_weekends_as_it_says(year, count):
    days = [date(year - 1, 12, 1) + timedelta(days=n) for n in range(31 + 334)]
    assert sum(day.weekday() >= 5 and CHINA.is_working(day) for day in days) == count


def test_a_day_says_why_and_on_whose_word():
    assert CHINA.reason(date(2026, 2, 20)).zh == (
        "春节（《国务院办公厅关于2026年部分节假日安排的通知》，国办发明电〔2025〕7号）"
    )
    assert "2026" in CHINA.reason(date(2026, 2, 20)).en
    assert CHINA.status(date(2026, 2, 20)).kind is DayKind.IN_LIEU
    assert CHINA.status(date(2026, 2, 17)).kind is DayKind.HOLIDAY
    assert CHINA.status(date(2026, 2, 14)).kind is DayKind.MOVED
    assert CHINA.reason(date(2026, 3, 7)) == ("星期六", "Saturday")
    assert CHINA.reason(date(2026, 3, 9)) == ("星期一", "Monday")


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2015, 9, 4), "国发明电〔2015〕1号"),
        (date(2019, 5, 3), "国办发明电〔2019〕3号"),
        (date(2020, 1, 31), "国办发明电〔2020〕1号"),
        (date(2018, 12, 31), "国办发明电〔2018〕15号"),
        (date(2007, 12, 31), "国办发明电〔2007〕52号"),
        (date(2013, 10, 7), "国办发明电〔2012〕33号"),
    ],
)
def test_the_notice_that_decided_a_day_is_cited_even_where_it_changed_another(day, number):
    assert not CHINA.is_working(day)
    assert number in CHINA.reason(day).zh


def test_a_notice_whose_number_is_not_on_record_is_cited_by_its_year():
    assert CHINA.reason(date(2006, 10, 2)).zh == "国庆节（国务院办公厅2006年节假日安排）"


@settings(deadline=None)
@given(DAYS_2026)
def test_the_years_on_record_are_the_librarys(day):
    assert CHINA.is_working(day) == is_workday(day)


def test_the_years_on_record_are_published_and_the_others_are_not():
    assert (FIRST_YEAR, LAST_YEAR) == (2004, 2026)
    assert CHINA.published_until == date(2026, 12, 31)
    assert CHINA.is_published(date(2004, 1, 1))
    assert CHINA.is_published(date(2026, 12, 31))
    assert not CHINA.is_published(date(2027, 1, 1))
    assert not CHINA.is_published(date(2003, 12, 31))


def test_beyond_the_last_notice_weekends_and_projected_festivals_are_rest():
    assert not CHINA.is_working(date(2027, 1, 1))
    assert not CHINA.is_working(date(2027, 2, 8))
    assert not CHINA.is_working(date(2027, 10, 1))
    assert not CHINA.is_working(date(2027, 3, 6))
    assert CHINA.is_working(date(2027, 3, 5))
    assert CHINA.status(date(2027, 10, 1)).kind is DayKind.FESTIVAL
    assert "推算" in CHINA.reason(date(2027, 10, 1)).zh
    assert CHINA.reason(date(2028, 10, 3)).en.startswith("Mid-Autumn Festival and National Day")


def test_a_festival_on_a_weekend_is_given_on_a_working_day_and_no_weekend_day_is_worked():
    assert CHINA.reason(date(2027, 2, 9)).zh.startswith("春节（补假）")
    assert CHINA.reason(date(2027, 2, 9)).en.startswith("Spring Festival (day in lieu)")
    days = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]
    assert not any(CHINA.is_working(day) for day in days if day.weekday() >= 5)


@pytest.mark.parametrize(
    "day", [date(1, 1, 1), date(1900, 5, 1), date(1999, 10, 1), date(2150, 1, 1), date(9999, 12, 31)]
)
def test_any_day_of_the_years_1_to_9999_has_an_answer(day):
    assert CHINA.is_working(day) in {True, False}
    assert CHINA.reason(day).zh
    assert CHINA.reason(day).en


def test_the_moved_days_before_2004_are_not_on_record():
    assert CHINA.is_working(date(2001, 5, 4))
    assert not CHINA.is_working(date(2001, 5, 1))


# --- from day to day ------------------------------------------------------------------------------------------


def slow_shift(day, count):
    step = timedelta(days=1 if count > 0 else -1)
    while count:
        day += step
        if is_workday(day):
            count -= 1 if count > 0 else -1
    return day


@settings(max_examples=150, deadline=None)
@given(st.dates(date(2006, 1, 1), date(2024, 12, 31)), st.integers(-300, 300))
def test_shifting_is_walking_from_working_day_to_working_day(day, count):
    assert CHINA.shift(day, count) == slow_shift(day, count)


@settings(max_examples=150, deadline=None)
@given(DAYS_2026, DAYS_2026)
def test_working_days_between_is_a_count(first, until):
    low, high = min(first, until), max(first, until)
    days = (high - low).days
    expected = sum(is_workday(low + timedelta(days=n)) for n in range(min(days, 800)))
    if days <= 800:
        assert CHINA.working_days_between(low, high) == expected
    assert CHINA.working_days_between(first, until) == -CHINA.working_days_between(until, first)


@settings(deadline=None)
@given(DAYS_2026)
def test_the_next_working_day_is_the_day_itself_or_the_first_after_the_rest(day):
    found = CHINA.next_working(day)
    assert CHINA.is_working(found)
    assert found >= day
    assert not any(CHINA.is_working(day + timedelta(days=n)) for n in range((found - day).days))


def test_over_many_years_counting_and_shifting_agree():
    start = date(1990, 6, 15)
    end = CHINA.shift(start, 10_000)
    assert CHINA.working_days_between(start + timedelta(days=1), end + timedelta(days=1)) == 10_000
    assert CHINA.shift(end, -10_000) <= start + timedelta(days=3)


def test_the_ends_of_time_are_refused_and_never_overflow():
    with pytest.raises(PeriodInvalid) as refused:
        CHINA.shift(date(9999, 12, 1), 100)
    assert refused.value.problem == "beyond-9999"
    with pytest.raises(PeriodInvalid):
        CHINA.shift(date(9999, 12, 31), 1)
    with pytest.raises(PeriodInvalid) as refused:
        CHINA.shift(date(1, 1, 5), -10)
    assert refused.value.problem == "before-year-1"
    with pytest.raises(PeriodInvalid):
        list(CHINA.timetables(date(9999, 12, 1).toordinal(), OFFICE_HOURS))


def test_the_same_overlays_give_the_same_calendar_with_its_years_kept():
    assert china() is china([])
    assert china().version == "chinesecalendar 1.11.0 (2004–2026), holidays 0.109"


def test_a_calendar_keeps_only_so_many_years():
    calendar = WorkingCalendar(China())
    days = [date(year, 3, 2) for year in range(1000, 2400)]
    assert [calendar.is_working(day) for day in days] == [day.weekday() < 5 for day in days]
    assert len(calendar._years) <= 300
