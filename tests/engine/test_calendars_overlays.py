from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.calendars import OFFICE_HOURS, DayKind, Overlay, OverlayDay, Scope, WorkingHours, china
from engine.calendars.hours import closing_text
from engine.errors import CalendarHasNoWorkingDay, PeriodInvalid
from engine.text import Text

MONDAY = date(2026, 3, 9)
SATURDAY = date(2026, 3, 14)


def overlay(scope, *days, working=False, source="文件", **more):
    rows = tuple(OverlayDay(day, working, Text("停水", "no water")) for day in days)
    return Overlay(scope, Text(source, source), rows, **more)


# --- overlays -------------------------------------------------------------------------------------------------


def test_an_office_sets_its_own_rest_day_and_says_on_whose_word():
    calendar = china([overlay(Scope.OFFICE, MONDAY, source="长市监〔2026〕3号")])
    assert not calendar.is_working(MONDAY)
    assert calendar.status(MONDAY).kind is DayKind.OVERLAY
    assert calendar.reason(MONDAY) == ("停水（长市监〔2026〕3号）", "no water (长市监〔2026〕3号)")
    assert calendar.next_working(MONDAY) == MONDAY + timedelta(days=1)
    assert china().is_working(MONDAY)


def test_an_office_works_on_a_day_of_rest():
    calendar = china([overlay(Scope.OFFICE, SATURDAY, working=True)])
    assert calendar.is_working(SATURDAY)
    assert calendar.shift(date(2026, 3, 13), 1) == SATURDAY


def test_a_day_without_a_name_is_called_what_it_is():
    rows = (OverlayDay(MONDAY, working=False), OverlayDay(SATURDAY, working=True))
    calendar = china([Overlay(Scope.OFFICE, Text("文件", "document"), rows)])
    assert calendar.status(MONDAY).name == ("休息日", "rest day")
    assert calendar.status(SATURDAY).name == ("工作日", "working day")


@pytest.mark.parametrize("weaker", [Scope.NATION, Scope.PROVINCE])
def test_the_narrower_scope_wins_in_any_order(weaker):
    rest, work = overlay(weaker, MONDAY), overlay(Scope.OFFICE, MONDAY, working=True)
    assert china([rest, work]).is_working(MONDAY)
    assert china([work, rest]).is_working(MONDAY)


def test_the_nation_overrides_the_library_and_the_province_the_nation():
    festival = date(2026, 10, 1)
    nation = overlay(Scope.NATION, festival, working=True)
    province = overlay(Scope.PROVINCE, festival)
    assert china([nation]).is_working(festival)
    assert not china([province, nation]).is_working(festival)


def test_in_one_scope_the_later_document_wins():
    earlier = overlay(Scope.OFFICE, MONDAY, valid_from=date(2026, 1, 1))
    later = overlay(Scope.OFFICE, MONDAY, working=True, valid_from=date(2026, 2, 1))
    assert china([later, earlier]).is_working(MONDAY)


def test_days_before_an_overlay_is_valid_do_not_count():
    days = (date(2026, 3, 9), date(2026, 3, 10))
    calendar = china([overlay(Scope.OFFICE, *days, valid_from=days[1])])
    assert calendar.is_working(days[0])
    assert not calendar.is_working(days[1])


def test_an_overlay_that_contradicts_itself_is_refused():
    rows = (OverlayDay(MONDAY, working=True), OverlayDay(MONDAY, working=False))
    with pytest.raises(PeriodInvalid) as refused:
        Overlay(Scope.OFFICE, Text("文件", "document"), rows)
    assert refused.value.problem == "overlay-contradicts-itself"


def test_a_year_that_the_nation_publishes_is_no_longer_provisional():
    notice = overlay(Scope.NATION, date(2027, 2, 11), publishes=frozenset({2027}))
    calendar = china([notice])
    assert calendar.published_until == date(2027, 12, 31)
    assert calendar.is_published(date(2027, 6, 1))
    later = overlay(Scope.NATION, date(2029, 2, 11), publishes=frozenset({2029}))
    assert china([later]).published_until == date(2026, 12, 31)


def test_the_version_changes_with_any_overlay():
    versions = {
        china(overlays).version
        for overlays in (
            [],
            [overlay(Scope.OFFICE, MONDAY)],
            [overlay(Scope.PROVINCE, MONDAY)],
            [overlay(Scope.OFFICE, MONDAY, working=True)],
            [overlay(Scope.OFFICE, SATURDAY)],
            [overlay(Scope.OFFICE, MONDAY, source="另一文件")],
        )
    }
    assert len(versions) == 6


def test_the_order_of_overlays_makes_no_other_calendar():
    rows = [overlay(Scope.OFFICE, MONDAY), overlay(Scope.NATION, SATURDAY, working=True)]
    assert china(rows) == china(rows[::-1])


# --- no working day -------------------------------------------------------------------------------------------


def closed(days, start=date(2026, 1, 1)):
    return china([overlay(Scope.OFFICE, *(start + timedelta(days=n) for n in range(days)))])


@pytest.mark.parametrize(
    "walk",
    [
        lambda calendar: calendar.next_working(date(2026, 1, 5)),
        lambda calendar: calendar.shift(date(2025, 12, 30), 3),
        lambda calendar: calendar.shift(date(2028, 6, 1), -900),
        lambda calendar: calendar.shift(date(2027, 12, 31), -1),
        lambda calendar: list(calendar.timetables(date(2026, 1, 1).toordinal(), OFFICE_HOURS)),
        lambda calendar: calendar.shift(date(2025, 6, 1), 1000),
    ],
)
def test_a_calendar_without_a_working_day_in_400_days_is_refused_and_never_looped_over(walk):
    with pytest.raises(CalendarHasNoWorkingDay):
        walk(closed(1200))


def test_a_long_rest_of_less_than_400_days_is_walked_over():
    calendar = closed(380)
    assert calendar.next_working(date(2026, 1, 1)) == date(2027, 1, 18)
    assert calendar.shift(date(2027, 1, 18), -1) == date(2025, 12, 31)
    years = calendar.timetables(date(2026, 1, 1).toordinal(), OFFICE_HOURS)
    assert [next(years).total > 0 for _ in range(2)] == [False, True]


# --- working hours --------------------------------------------------------------------------------------------


def test_the_default_hours_have_a_lunch_break():
    day = ((time(8, 30), time(11, 30)), (time(13, 30), time(17, 0)))
    assert OFFICE_HOURS.week == (day,) * 5 + ((), ())
    assert OFFICE_HOURS.timezone == ZoneInfo("Asia/Shanghai")
    assert closing_text(OFFICE_HOURS.on(0)) == "17:00"


def test_a_moved_working_saturday_has_the_weekday_hours():
    assert OFFICE_HOURS.spans[5] == OFFICE_HOURS.spans[0]
    assert closing_text(OFFICE_HOURS.on(5)) == "17:00"


def test_hours_are_read_from_settings_and_survive_a_ledger():
    hours = WorkingHours.of({"monday": ["09:00-12:00"], "saturday": ["10:00-24:00"]})
    assert closing_text(hours.on(5)) == "24:00"
    assert closing_text(hours.on(2)) == "12:00"
    assert WorkingHours.from_json(hours.to_json()) == hours
    assert WorkingHours.from_json(OFFICE_HOURS.to_json()) == OFFICE_HOURS


@pytest.mark.parametrize(
    ("week", "problem"),
    [
        ({}, "hours-missing"),
        ({"monday": ["12:00-09:00"]}, "hours-out-of-order"),
        ({"monday": ["09:00-09:00"]}, "hours-out-of-order"),
        ({"monday": ["09:00-12:00", "11:00-17:00"]}, "hours-overlap"),
        ({"monday": ["13:30-17:00", "08:30-11:30"]}, "hours-overlap"),
        ({"monday": ["9 to 5"]}, "hours-unreadable"),
        ({"monday": ["09:00"]}, "hours-unreadable"),
        ({"monday": ["09:00:30-12:00"]}, "hours-unreadable"),
        ({"monday": ["25:00-26:00"]}, "hours-unreadable"),
        ({"mon": ["09:00-12:00"]}, "weekday-unknown"),
    ],
)
def test_hours_that_make_no_sense_are_refused_with_their_problem(week, problem):
    with pytest.raises(PeriodInvalid) as refused:
        WorkingHours.of(week)
    assert refused.value.problem == problem


def test_hours_have_seven_weekdays():
    with pytest.raises(PeriodInvalid):
        WorkingHours(OFFICE_HOURS.week[:5])
    with pytest.raises(PeriodInvalid):
        WorkingHours.daily((None, "12:00"))
