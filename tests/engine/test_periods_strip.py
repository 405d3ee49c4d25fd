"""The strip of a period's days, as it is drawn."""

from datetime import date, datetime, time, timedelta

from engine.calendars import OFFICE_HOURS, SHANGHAI, Overlay, OverlayDay, Scope, china
from engine.periods import Mark, Period, Span, Unit, calculate, due, strip
from engine.text import Text

CHINA = china()
MORNING = ((time(8, 30), time(11, 30)),)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def drawn(start, amount, unit, suspensions=(), extensions=(), today=None, calendar=CHINA, **more):
    ledger = calculate(start, amount, unit, suspensions, extensions, calendar=CHINA, hours=OFFICE_HOURS)
    return strip(ledger, calendar, today, **more)


def marks(found):
    return [day.mark.value for day in found.days]


def on(found, day):
    return next(row for row in found.days if row.day == day)


def test_a_strip_runs_from_the_start_which_is_not_counted_to_the_end():
    found = drawn("2026-03-02", 4, "calendar-days")
    assert marks(found) == ["start", *["counted"] * 4]
    assert [day.number for day in found.days] == [None, 1, 2, 3, 4]
    assert [day.is_start for day in found.days] == [True, *[False] * 4]
    assert [day.is_end for day in found.days] == [*[False] * 4, True]
    assert (found.counted, found.in_hours, found.agrees, found.stretches) == (4, False, True, ())


def test_rest_counts_in_calendar_days_and_not_in_working_days():
    calendar_days = drawn("2026-03-05", 5, "calendar-days")
    assert marks(calendar_days)[1:] == ["counted"] * 5
    working_days = drawn("2026-03-05", 3, "working-days")
    assert marks(working_days)[1:] == ["counted", "rest", "rest", "counted", "counted"]
    assert on(working_days, date(2026, 3, 7)).text == (
        "2026年3月7日（星期六）：休息日，不计入；周末",
        "2026-03-07 (Saturday): rest day, not counted; weekend",
    )


def test_the_roll_is_drawn_from_the_full_count_to_the_working_day():
    found = drawn("2026-09-24", 10, "calendar-days")
    assert marks(found)[-5:] == ["counted", "rolled", "rolled", "rolled", "last"]
    last = found.days[-1]
    assert (last.day, last.number, last.is_end) == (date(2026, 10, 8), None, True)
    assert last.text.zh == "2026年10月8日（星期四）：顺延后的届满日；届满日"
    rolled = on(found, date(2026, 10, 5))
    assert "国庆节（《国务院办公厅关于2026年部分节假日安排的通知》" in rolled.text.zh
    assert "rest at the end, which moves it on; National Day (State Council" in rolled.text.en


def test_a_moved_working_day_names_its_festival_and_its_notice():
    day = on(drawn("2026-02-12", 3, "working-days"), date(2026, 2, 14))
    assert (day.mark, day.moved, day.working, day.number) == (Mark.COUNTED, True, True, 2)
    assert "第2个工作日；春节调休上班（《国务院" in day.text.zh
    assert "working day 2; working day moved for Spring Festival (State" in day.text.en


def test_suspended_days_give_every_reason_once():
    ledger = due(
        Period(10, Unit.CALENDAR_DAYS),
        date(2026, 3, 2),
        spans=[
            Span(date(2026, 3, 3), date(2026, 3, 6), Text("鉴定", "appraisal")),
            Span(date(2026, 3, 4), date(2026, 3, 5), "听证"),
            Span(date(2026, 3, 4), date(2026, 3, 6), "听证"),
            Span(date(2026, 5, 4), date(2026, 5, 6), "公告"),
        ],
        calendar=CHINA,
    )
    found = strip(ledger, CHINA)
    assert [day.reasons for day in found.days[:4]] == [
        (),
        (("鉴定", "appraisal"),),
        (("鉴定", "appraisal"), ("听证", "听证")),
        (("鉴定", "appraisal"), ("听证", "听证")),
    ]
    assert on(found, date(2026, 3, 4)).text == (
        "2026年3月4日（星期三）：中止（鉴定、听证），不计入",
        "2026-03-04 (Wednesday): suspended (appraisal, 听证), not counted",
    )
    assert not any(day.reasons for day in found.days[4:])


def test_rest_within_a_suspension_of_working_days_is_rest():
    found = drawn("2026-03-05", 3, "working-days", ["2026-03-06..2026-03-10"])
    assert marks(found)[1:6] == ["excluded", "rest", "rest", "excluded", "counted"]
    assert on(found, date(2026, 3, 7)).text.zh == "2026年3月7日（星期六）：休息日，不计入；中止期间；周末"


def test_half_a_day_is_drawn_with_its_hours():
    rows = (OverlayDay(date(2026, 9, 30), True, Text("节前半天", "half day"), MORNING),)
    calendar = china([Overlay(Scope.OFFICE, Text("3号", "Order 3"), rows)])
    ledger = due(Period(2, Unit.WORKING_DAYS), date(2026, 9, 28), calendar=calendar)
    day = strip(ledger, calendar).days[-1]
    assert (day.mark, day.hours) == (Mark.COUNTED, MORNING)
    assert day.text.zh == "2026年9月30日（星期三）：第2个工作日；节前半天（3号）；仅08:30至11:30上班；届满日"
    assert "worked 08:30–11:30 only" in day.text.en


def test_today_is_marked_and_the_days_after_the_end_are_drawn_for_a_month():
    assert on(drawn("2026-03-02", 4, "calendar-days", today=date(2026, 3, 4)), date(2026, 3, 4)).is_today
    late = drawn("2026-03-02", 4, "calendar-days", today=date(2026, 3, 9))
    assert marks(late)[-3:] == ["after"] * 3
    assert late.days[-1].is_today
    assert late.days[-1].text.zh == "2026年3月9日（星期一）：届满之后；今日"
    years_later = drawn("2026-03-02", 4, "calendar-days", today=date(2029, 1, 1))
    assert (len(years_later.days), years_later.days[-1].is_today) == (5 + 31, False)
    before = drawn("2026-03-02", 4, "calendar-days", today=date(2026, 2, 1))
    assert not any(day.is_today for day in before.days)


def test_days_of_a_year_without_a_notice_are_provisional():
    found = drawn("2026-12-30", 5, "calendar-days")
    assert [day.provisional for day in found.days] == [False, False, True, True, True, True]
    assert found.days[-1].text.zh.endswith("届满日；暂定，放假通知未收录")


def test_the_legend_names_what_occurs_and_nothing_else():
    found = drawn("2026-01-20", 1, "months", ["2026-02-03..2026-02-05"], today=date(2026, 2, 1))
    names = ["start", "counted", "excluded", "rolled", "last", "end", "today", "moved"]
    assert [name for name, _ in found.legend] == names
    assert all(text.zh and text.en for _, text in found.legend)
    assert [name for name, _ in drawn("2026-03-02", 1, "calendar-days").legend] == ["start", "counted", "end"]


# --- hours ----------------------------------------------------------------------------------------------------


def test_hours_are_drawn_as_the_minutes_of_each_day():
    found = drawn("2026-02-12T15:00", 12, "hours", ["2026-02-13T10:00+08:00..2026-02-13T14:00+08:00"])
    assert [(day.mark.value, day.minutes) for day in found.days] == [
        ("counted", 120),
        ("counted", 270),
        ("counted", 330),
    ]
    assert (found.counted, found.in_hours) == (720, True)
    assert found.days[0].is_start
    assert on(found, date(2026, 2, 13)).text.zh == "2026年2月13日（星期五）：计入4小时30分；中止期间"
    assert "5 h 30 min counted; working day moved for Spring Festival" in found.days[-1].text.en


def test_a_start_after_hours_and_a_day_wholly_suspended_count_nothing():
    found = drawn("2026-03-02T18:00", 7, "hours", ["2026-03-03..2026-03-04"])
    assert marks(found) == ["idle", "excluded", "counted", "counted"]
    assert (found.days[0].is_start, found.days[0].text.zh) == (
        True,
        "2026年3月2日（星期一）：起算日，已过工作时间",
    )
    assert [day.minutes for day in found.days] == [0, 0, 390, 30]
    friday = drawn("2026-03-06T18:00", 1, "hours")
    assert marks(friday) == ["idle", "rest", "rest", "counted"]


def test_hours_that_begin_suspended_or_on_a_rest_day_are_drawn_from_there():
    ledger = due(
        Period(1, Unit.HOURS),
        date(2026, 3, 2),
        spans=[Span(at("2026-03-02T08:30"), at("2026-03-02T18:00"))],
        calendar=CHINA,
        hours=OFFICE_HOURS,
    )
    assert marks(strip(ledger, CHINA)) == ["excluded", "counted"]
    sunday = drawn("2026-03-01", 1, "hours")
    assert marks(sunday) == ["rest", "counted"]


def test_parts_of_minutes_add_up_to_the_period():
    found = drawn("2026-03-02T16:59:30", 7, "hours")
    assert [day.minutes for day in found.days] == [0, 390, 30]
    assert found.counted == 420


# --- long periods ---------------------------------------------------------------------------------------------


def test_a_long_period_is_drawn_in_months():
    found = drawn("2026-01-20", 22, "months", ["2026-02-03..2026-02-05"], today=date(2026, 3, 15))
    assert found.days == ()
    assert [row.first.month for row in found.stretches[:3]] == [1, 2, 3]
    assert found.stretches[0].counts == ((Mark.START, 1), (Mark.COUNTED, 11))
    assert dict(found.stretches[1].counts)[Mark.EXCLUDED] == 2
    assert [row.is_today for row in found.stretches[:4]] == [False, False, True, False]
    assert found.stretches[0].is_start
    assert (found.stretches[-1].is_end, found.stretches[-1].provisional) == (True, True)
    assert sum(dict(row.counts).get(Mark.COUNTED, 0) for row in found.stretches) == found.counted
    assert found.stretches[1].text.zh == (
        "2026年2月1日至2026年2月28日：计入：26日；中止，不计入：2日；调休上班日"
    )
    assert "counted: 26; suspended, not counted: 2" in found.stretches[1].text.en


def test_the_longest_period_is_drawn_in_years_and_how_long_is_long_may_be_said():
    found = drawn("2026-01-20", 1200, "months")
    assert len(found.stretches) == 101
    assert found.stretches[50].first == date(2076, 1, 1)
    assert len(drawn("2026-03-02", 4, "calendar-days", longest=3).stretches) == 1
    hours = drawn("2026-03-02T09:00", 100, "hours", longest=10)
    assert sum(row.minutes for row in hours.stretches) == hours.counted == 6000
    assert "h 0 min counted" in hours.stretches[-1].text.en or "min counted" in hours.stretches[-1].text.en


# --- another calendar -----------------------------------------------------------------------------------------


def test_a_strip_says_where_the_calendar_no_longer_gives_the_ledgers_end():
    ledger = calculate("2026-03-02", 5, "working-days", calendar=CHINA)
    rows = (OverlayDay(date(2026, 3, 4), working=False, name=Text("停水", "no water")),)
    other = china([Overlay(Scope.OFFICE, Text("3号", "Order 3"), rows)])
    assert strip(ledger, CHINA).agrees
    assert not strip(ledger, other).agrees
    far = china(
        [Overlay(Scope.OFFICE, Text("3号", "Order 3"), (OverlayDay(date(2027, 3, 4), working=False),))]
    )
    assert strip(ledger, far).agrees


def test_an_open_suspension_is_drawn_to_the_day_as_of_which_it_is_counted():
    ledger = due(
        Period(10, Unit.CALENDAR_DAYS),
        date(2026, 3, 2),
        spans=[Span(date(2026, 3, 5), None, "鉴定")],
        calendar=CHINA,
        until=date(2026, 3, 12),
    )
    found = strip(ledger, CHINA, date(2026, 3, 12))
    excluded = [day.day for day in found.days if day.mark is Mark.EXCLUDED]
    assert excluded == [date(2026, 3, 5) + timedelta(days=n) for n in range(7)]
    assert found.counted == 10


def test_every_mark_has_a_meaning_in_the_legend():
    strips = [
        drawn("2026-01-20", 1, "months", ["2026-02-03..2026-02-05"], today=date(2026, 3, 31)),
        drawn("2026-03-05", 3, "working-days"),
        drawn("2026-03-02T18:00", 7, "hours"),
    ]
    named = {name for found in strips for name, _ in found.legend}
    assert named >= {mark.value for mark in Mark}
