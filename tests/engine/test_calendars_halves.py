"""Half days: a working day on which only some hours are worked."""

from datetime import date, time

import pytest

from engine.calendars import OFFICE_HOURS, Overlay, OverlayDay, Scope, WorkingHours, china
from engine.errors import PeriodInvalid
from engine.text import Text

EVE = date(2026, 9, 30)  # a Wednesday
SATURDAY = date(2026, 10, 10)  # a working day by the notice
MORNING = ((time(8, 30), time(11, 30)),)
AFTERNOON = ((time(13, 30), time(17)),)
MINUTE = 60_000_000


def half(day=EVE, hours=MORNING, scope=Scope.OFFICE, name=("节前半天", "half day"), **more):
    return Overlay(
        scope, Text("长市监〔2026〕3号", "Order 3"), (OverlayDay(day, True, Text(*name), hours),), **more
    )


def test_half_a_day_is_a_working_day_with_its_own_hours():
    calendar = china([half()])
    assert calendar.is_working(EVE)
    assert calendar.status(EVE).hours == MORNING
    assert calendar.hours_on(EVE, OFFICE_HOURS) == MORNING
    assert calendar.reason(EVE) == ("节前半天（长市监〔2026〕3号）", "half day (Order 3)")
    assert calendar.shift(date(2026, 9, 29), 1) == EVE


def test_other_days_have_their_weekdays_hours_and_rest_days_none():
    calendar = china([half()])
    assert calendar.hours_on(date(2026, 9, 29), OFFICE_HOURS) == OFFICE_HOURS.week[0]
    assert calendar.hours_on(SATURDAY, OFFICE_HOURS) == OFFICE_HOURS.week[0]
    assert calendar.hours_on(date(2026, 10, 1), OFFICE_HOURS) == ()
    assert china().status(EVE).hours is None


def test_a_moved_working_saturday_may_be_half_a_day_and_so_may_a_rest_day():
    calendar = china([half(SATURDAY), half(date(2026, 10, 11))])
    assert calendar.hours_on(SATURDAY, OFFICE_HOURS) == MORNING
    assert calendar.hours_on(date(2026, 10, 11), OFFICE_HOURS) == MORNING
    assert calendar.working_days_between(date(2026, 10, 9), date(2026, 10, 12)) == 3


def test_half_a_day_without_a_name_is_called_one():
    assert china([half(name=("", ""))]).status(EVE).name == ("半天工作日", "half working day")


def test_the_narrower_scope_decides_on_the_hours_too():
    nation, office = half(scope=Scope.NATION, hours=AFTERNOON), half()
    assert china([office, nation]).status(EVE).hours == MORNING
    whole = Overlay(Scope.OFFICE, Text("文件", "order"), (OverlayDay(EVE, working=True),))
    assert china([whole, nation]).status(EVE).hours is None
    rest = Overlay(Scope.OFFICE, Text("文件", "order"), (OverlayDay(EVE, working=False),))
    assert not china([rest, nation]).is_working(EVE)


@pytest.mark.parametrize(
    ("working", "hours", "problem"),
    [
        (False, MORNING, "hours-of-a-rest-day"),
        (True, (), "hours-missing"),
        (True, ((time(11, 30), time(8, 30)),), "hours-out-of-order"),
        (True, (*AFTERNOON, *MORNING), "hours-overlap"),
    ],
)
def test_half_days_that_make_no_sense_are_refused(working, hours, problem):
    with pytest.raises(PeriodInvalid) as refused:
        OverlayDay(EVE, working, hours=hours)
    assert refused.value.problem == problem


def test_an_overlay_may_not_give_a_day_other_hours_as_well():
    rows = (OverlayDay(EVE, working=True), OverlayDay(EVE, working=True, hours=MORNING))
    with pytest.raises(PeriodInvalid) as refused:
        Overlay(Scope.OFFICE, Text("文件", "order"), rows)
    assert refused.value.problem == "overlay-contradicts-itself"


def test_the_version_changes_with_the_hours_and_with_the_validity():
    versions = {
        china(overlays).version
        for overlays in (
            [half()],
            [half(hours=AFTERNOON)],
            [half(hours=(*MORNING, *AFTERNOON))],
            [half(valid_until=EVE)],
            [half(valid_from=EVE)],
            [
                Overlay(
                    Scope.OFFICE,
                    half().source,
                    (OverlayDay(EVE, working=True, name=Text("节前半天", "half day")),),
                )
            ],
        )
    }
    assert len(versions) == 6


# --- validity -------------------------------------------------------------------------------------------------


def test_days_after_an_overlay_has_expired_do_not_count():
    days = tuple(OverlayDay(date(2026, 3, day), working=False) for day in (9, 10, 11))
    rule = Overlay(
        Scope.OFFICE, Text("文件", "order"), days, valid_from=date(2026, 3, 10), valid_until=date(2026, 3, 10)
    )
    calendar = china([rule])
    assert [calendar.is_working(row.day) for row in days] == [True, False, True]
    assert [rule.counts(row.day) for row in days] == [False, True, False]


def test_when_the_narrower_rule_has_expired_the_wider_one_decides():
    province = Overlay(Scope.PROVINCE, Text("省", "province"), (OverlayDay(EVE, working=False),))
    office = half(valid_until=date(2026, 9, 29))
    assert not china([province, office]).is_working(EVE)
    assert china([province, half(valid_until=EVE)]).is_working(EVE)


def test_of_two_documents_the_one_that_is_valid_later_wins_even_if_it_expires():
    earlier = Overlay(
        Scope.OFFICE, Text("旧", "old"), (OverlayDay(EVE, working=False),), valid_from=date(2026, 1, 1)
    )
    later = half(valid_from=date(2026, 2, 1), valid_until=date(2026, 12, 31))
    assert china([later, earlier]).status(EVE).hours == MORNING
    expired = half(valid_from=date(2026, 2, 1), valid_until=date(2026, 3, 1))
    assert not china([expired, earlier]).is_working(EVE)


def test_a_validity_that_ends_before_it_begins_is_refused():
    with pytest.raises(PeriodInvalid) as refused:
        half(valid_from=EVE, valid_until=date(2026, 9, 29))
    assert refused.value.problem == "overlay-never-valid"


# --- working time ---------------------------------------------------------------------------------------------


def test_a_years_working_time_is_the_sum_of_its_days_hours():
    year = next(china().timetables(EVE.toordinal(), OFFICE_HOURS))
    assert year.total == 248 * 390 * MINUTE
    halved = next(china([half()]).timetables(EVE.toordinal(), OFFICE_HOURS))
    assert halved.total == year.total - 210 * MINUTE


def test_working_time_is_kept_for_few_kinds_of_hours_only():
    calendar = china([half()])
    kinds = [WorkingHours.daily((f"0{n}:00", "12:00")) for n in range(10)]
    totals = [next(calendar.timetables(EVE.toordinal(), hours)).total for hours in kinds * 2]
    assert totals == sorted(totals[:10], reverse=True) * 2


def test_equal_hours_are_one_value():
    again = WorkingHours.from_json(OFFICE_HOURS.to_json())
    assert again == OFFICE_HOURS
    assert hash(again) == hash(OFFICE_HOURS)
    assert WorkingHours.from_json(OFFICE_HOURS.to_json()) is again
    late = WorkingHours.daily(("20:00", "24:00"))
    assert late.to_json()["week"][0] == "20:00-24:00"
    assert WorkingHours.from_json(late.to_json()) == late
