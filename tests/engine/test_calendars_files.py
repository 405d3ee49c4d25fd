"""Days from tables and from calendar files, and what is wrong with them."""

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.calendars import OFFICE_HOURS, Scope, china
from engine.calendars.reading import read_csv, read_ics
from engine.findings import Severity

MORNING = ((time(8, 30), time(11, 30)),)
HEADER = "日期,类型,名称,时段\n"
TABLE = HEADER + "2026-03-09,休,停水,\n2026-03-14,班,,\n2026-09-30,半天,节前,08:30-11:30\n"


def rules(read):
    return [found.rule for found in read.findings]


def days(read):
    return [(row.day.isoformat(), row.working, row.hours) for row in read.days]


EXPECTED = [
    ("2026-03-09", False, None),
    ("2026-03-14", True, None),
    ("2026-09-30", True, MORNING),
]


# --- tables ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        lambda text: text,
        lambda text: "\ufeff" + text,
        lambda text: text.replace(",", ";"),
        lambda text: text.replace(",", "\t"),
        lambda text: text.replace(",", "，"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\n\n" + text + "\n,,,\n",
        lambda text: text.replace("日期,类型,名称,时段", "Date,Kind,Name,Hours"),
        lambda text: text.replace("休", "rest").replace("班", "work").replace("半天", "half"),
        lambda text: text.replace("2026-03-09", "2026/3/9").replace("2026-03-14", "2026年3月14日"),
        lambda text: text.replace("2026-03-09", "20260309").replace("2026-03-14", "2026.3.14（周六）"),
        lambda text: text.replace("2026-03-09", "2026/3/9 0:00:00"),
        lambda text: text.replace("08:30-11:30", "8：30至11：30"),
        lambda text: text.replace("2026", "２０２６"),
        lambda text: text.replace("停水", '"停水"'),
    ],
    ids=range(15),
)
def test_a_table_is_read_however_it_is_written(written):
    read = read_csv(written(TABLE))
    assert read.findings == ()
    assert days(read) == EXPECTED
    assert [row.name.zh for row in read.days] == ["停水", "", "节前"]
    assert (read.overlay.scope, read.year) == (Scope.OFFICE, 2026)


def test_columns_come_in_any_order_and_names_and_hours_may_be_missing():
    assert days(read_csv("kind,date\nrest,2026-03-09\n")) == [("2026-03-09", False, None)]
    assert days(read_csv("日期,类型,时段\n2026-03-09,休\n")) == [("2026-03-09", False, None)]


def test_a_working_day_with_hours_is_half_a_day_and_hours_may_be_several():
    read = read_csv(HEADER + '2026-09-30,班,,"08:30-10:00、10:15-11:30"\n')
    assert read.days[0].hours == ((time(8, 30), time(10)), (time(10, 15), time(11, 30)))
    assert read_csv(HEADER + "2026-09-30,半天,,20:00-24:00\n").days[0].hours == ((time(20), time(0)),)


def test_a_festivals_name_is_given_in_both_languages():
    read = read_csv(HEADER + "2027-02-05,休,春节,\n2027-02-06,休,Spring Festival,\n2027-02-07,休,春节后,\n")
    assert [row.name for row in read.days] == [
        ("春节", "Spring Festival"),
        ("春节", "Spring Festival"),
        ("春节后", "春节后"),
    ]


def test_what_was_read_counts_as_the_offices_own_days():
    calendar = china([read_csv(TABLE, file="2026.csv").overlay])
    assert not calendar.is_working(date(2026, 3, 9))
    assert calendar.hours_on(date(2026, 9, 30), OFFICE_HOURS) == MORNING
    assert calendar.reason(date(2026, 3, 9)).zh == "停水（导入的日历文件“2026.csv”）"


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("2026-02-30,休,,", "no-such-day"),
        ("2026-13-01,休,,", "no-such-day"),
        ("20260230,休,,", "no-such-day"),
        ("明天,休,,", "date-unreadable"),
        (",休,,", "date-unreadable"),
        ("2026-03-09（周二）,休,,", "weekday"),
        ("2026-03-09,上午,,", "kind-unknown"),
        ("2026-03-09,,,", "kind-unknown"),
        ("2026-03-09,半天,,", "half-without-hours"),
        ("2026-03-09,半天", "half-without-hours"),
        ("2026-03-09,休,,08:30-11:30", "rest-with-hours"),
        ("2026-03-09,半天,,上午", "hours-unreadable"),
        ("2026-03-09,半天,,25:00-26:00", "hours-unreadable"),
        ("2026-03-09,半天,,8:30-11:30 左右", "hours-unreadable"),
        ("2026-03-09,半天,,11:30-08:30", "hours-order"),
        ("2026-03-09,半天,,08:30-11:30 11:00-12:00", "hours-order"),
        ("2026-03-09,休,停水,,多余", "cells"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_with_its_line(row, rule):
    read = read_csv(HEADER + "2026-03-10,休,,\n" + row + "\n", file="days.csv")
    assert read.overlay is None
    assert rules(read) == [rule]
    found = read.findings[0]
    assert (found.element, found.severity, found.file) == ("line:3", Severity.ERROR, "days.csv")
    assert f"第3行“{row}”" in found.message.zh
    assert "Line 3" in found.message.en
    assert days(read)[-1][0] >= "2026-03-09"


def test_the_line_is_that_of_the_text_also_after_a_cell_of_several_lines():
    read = read_csv(HEADER + '2026-03-09,休,"停\n水",\n\n2026-02-30,休,,\n')
    assert [found.element for found in read.findings] == ["line:5"]


def test_a_day_twice_is_a_warning_and_set_differently_an_error():
    same = read_csv(TABLE + "2026-03-09,休,又停水,\n")
    assert (rules(same), bool(same.overlay)) == (["twice"], True)
    assert same.days[0].name.zh == "停水"
    for row in ("2026-03-09,班,,", "2026-09-30,班,,", "2026-09-30,半天,,08:30-12:00"):
        other = read_csv(TABLE + row + "\n")
        assert rules(other) == ["set-differently"]
        assert other.overlay is None
        assert "行的规定不同" in other.findings[0].message.zh


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "columns"),
        ("2026-03-09,休\n", "columns"),
        ("日期,名称\n2026-03-09,停水\n", "columns"),
        ("日期,类型,date\n2026-03-09,休,\n", "column-twice"),
        ("日期,类型,备注\n2026-03-09,休,\n", "column-unknown"),
        (HEADER, "empty"),
        (HEADER + '2026-03-09,休,"停水\n', "csv-broken"),
        (HEADER + "2026-03-09\0,休,,\n", "date-unreadable"),
        (HEADER + "2026-03-09,休,,\n" * 5_001, "rows"),
        ("日" * 200_001, "too-long"),
    ],
)
def test_what_is_no_table_of_days_says_so(text, rule):
    read = read_csv(text)
    assert rule in rules(read)
    assert (read.overlay is None) is bool(read.errors)


CELLS = st.sampled_from(
    ["2026-03-09", "休", "半天", "08:30-11:30", '"', ",", ";", "\t", "\n", "日期", "类型", "\0", "9"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(CELLS, max_size=30).map("".join) | st.text(max_size=100))
def test_no_table_raises_anything(text):
    for read in (read_csv(text), read_csv(HEADER + text)):
        assert (read.overlay is None) is bool(read.errors or not read.days)
        assert all(found.message.zh and found.message.en for found in read.findings)


# --- calendar files -------------------------------------------------------------------------------------------


def ics(*events, name="节假日"):
    body = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return (f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\nX-WR-CALNAME:{name}\n{body}END:VCALENDAR\n").encode()


def all_day(first, until, summary, *more):
    return "\n".join(
        [
            f"DTSTART;VALUE=DATE:{first}",
            *([f"DTEND;VALUE=DATE:{until}"] if until else []),
            f"SUMMARY:{summary}",
            *more,
        ]
    )


def timed(start, end, summary):
    return f"DTSTART{start}\nDTEND{end}\nSUMMARY:{summary}"


def test_the_end_of_an_event_is_not_one_of_its_days():
    read = read_ics(
        ics(all_day("20260215", "20260218", "春节（休）"), all_day("20260214", "20260215", "春节（班）"))
    )
    assert read.findings == ()
    assert days(read) == [
        ("2026-02-14", True, None),
        ("2026-02-15", False, None),
        ("2026-02-16", False, None),
        ("2026-02-17", False, None),
    ]
    assert {row.name for row in read.days} == {("春节", "Spring Festival")}
    assert (read.title, read.year, read.overlay.scope) == ("节假日", 2026, Scope.OFFICE)


@pytest.mark.parametrize(
    ("event", "working"),
    [
        (all_day("20260309", "20260310", "休"), False),
        (all_day("20260309", "", "元旦放假"), False),
        (all_day("20260309", "20260310", "春节 调休"), False),
        (all_day("20260309", "20260310", "Public holiday"), False),
        (all_day("20260309", "20260310", "停水", "CATEGORIES:休,单位"), False),
        (all_day("20260309", "20260310", "停水", "CATEGORIES:单位", "CATEGORIES:放假"), False),
        (all_day("20260309", "20260310", "春节", "X-APPLE-SPECIAL-DAY:WORK-HOLIDAY"), False),
        (all_day("20260309", "20260310", "春节", "X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY"), True),
        (all_day("20260309", "20260310", "春节调休上班"), True),
        (all_day("20260309", "20260310", "国庆 补班"), True),
        (all_day("20260309", "20260310", "Working day"), True),
        (all_day("20260309", "", "班", "DURATION:P1D"), True),
    ],
)
def test_an_event_says_in_its_summary_or_its_categories_what_it_is(event, working):
    read = read_ics(ics(event))
    assert read.findings == ()
    assert days(read) == [("2026-03-09", working, None)]


@pytest.mark.parametrize(
    "event",
    [
        timed(";TZID=Asia/Shanghai:20260930T083000", ";TZID=Asia/Shanghai:20260930T113000", "节前半天"),
        timed(":20260930T083000", ":20260930T113000", "半天（节前）"),
        timed(":20260930T003000Z", ":20260930T033000Z", "half day"),
        all_day("20260930", "20261001", "半天 08:30-11:30"),
    ],
)
def test_half_a_day_has_the_hours_of_its_event(event):
    read = read_ics(ics(event))
    assert read.findings == ()
    assert days(read) == [("2026-09-30", True, MORNING)]


def test_half_a_day_may_end_at_24():
    read = read_ics(ics(timed(":20260930T200000", ":20261001T000000", "半天")))
    assert read.days[0].hours == ((time(20), time(0)),)


@pytest.mark.parametrize(
    ("event", "rule", "severity"),
    [
        (all_day("20260309", "20260310", "情人节"), "ics-skipped", Severity.WARNING),
        (all_day("20260309", "20260310", "张三值班"), "ics-skipped", Severity.WARNING),
        ("DTSTART;VALUE=DATE:20260309", "ics-skipped", Severity.WARNING),
        (all_day("20260230", "", "休"), "ics-date", Severity.ERROR),
        (all_day("20260310", "20260309", "休"), "ics-date", Severity.ERROR),
        (all_day("20260309", "20260309", "休"), "ics-date", Severity.ERROR),
        (all_day("20260309", "20270309", "休"), "ics-date", Severity.ERROR),
        (all_day("20260309", "", "休", "DTSTART;VALUE=DATE:20260310"), "ics-date", Severity.ERROR),
        (timed(";VALUE=DATE:20260309", ":20260310T090000", "休"), "ics-date", Severity.ERROR),
        ("SUMMARY:休", "ics-date", Severity.ERROR),
        (all_day("99991231", "", "休"), "ics-date", Severity.ERROR),
        (timed(":20260309T083000", ":20260309T113000", "休"), "ics-timed", Severity.ERROR),
        (timed(":20260309T113000", ":20260309T083000", "半天"), "ics-timed", Severity.ERROR),
        (timed(":20260309T083000", ":20260310T113000", "半天"), "ics-timed", Severity.ERROR),
        (all_day("20260309", "", "半天"), "half-without-hours", Severity.ERROR),
        (all_day("20260309", "", "半天 11:30-08:30"), "half-without-hours", Severity.ERROR),
        (all_day("20260309", "", "休", "RRULE:FREQ=WEEKLY"), "ics-recurring", Severity.ERROR),
        (all_day("20260309", "", "休", "RDATE;VALUE=DATE:20260310"), "ics-recurring", Severity.ERROR),
    ],
)
def test_an_event_that_cannot_be_read_is_named_with_its_line(event, rule, severity):
    read = read_ics(ics(all_day("20260301", "", "休"), event), file="a.ics")
    found = read.findings[0]
    assert rules(read) == [rule]
    assert (found.severity, found.element, found.file) == (severity, "line:9", "a.ics")
    assert (read.overlay is None) is (severity is Severity.ERROR)
    assert days(read) == [("2026-03-01", False, None)]


def test_an_event_that_was_cancelled_is_none():
    read = read_ics(ics(all_day("20260309", "", "休", "STATUS:CANCELLED"), all_day("20260310", "", "休")))
    assert read.findings == ()
    assert len(read.days) == 1


def test_an_event_set_twice_in_different_ways_is_refused():
    read = read_ics(ics(all_day("20260309", "20260311", "休"), all_day("20260310", "", "班")))
    assert rules(read) == ["set-differently"]
    assert "第5行" in read.findings[0].message.zh


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"garbage",
        b"\xff\xfe\x00",
        b"BEGIN:VCALENDAR\n",
        b"END:VCALENDAR\n",
        ics() + ics(),
    ],
)
def test_what_is_no_calendar_file_says_so(content):
    read = read_ics(content)
    assert rules(read) == ["ics-broken"]
    assert read.overlay is None


def test_a_calendar_file_without_days_or_too_large_says_so():
    assert rules(read_ics(ics())) == ["empty"]
    assert rules(read_ics(b"x" * 500_001)) == ["too-long"]


LINES = st.sampled_from(
    [
        "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VCALENDAR", "END:VCALENDAR", "SUMMARY:休", "SUMMARY;X=:班", "DTSTART:20260309", "DTSTART;TZID=../x:20260309T010000", "DTEND:99991231",
        "DTSTART:00010101T000000Z", "DTEND:99991231T235959", "DURATION:-P9W", "DURATION:P99999999D", "RRULE:x", "CATEGORIES:", " folded", "DTSTART;VALUE=DATE:20260309", "SUMMARY:半天", "BEGIN:VTIMEZONE", "END:VTIMEZONE", "TZID:x", "DTSTART:PT1H",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=20).map("\n".join).map(str.encode) | st.binary(max_size=100))
def test_no_calendar_file_raises_anything(content):
    for read in (read_ics(content), read_ics(ics(content.decode("utf-8", "replace")))):
        assert (read.overlay is None) is bool(read.errors or not read.days)
        assert all(found.message.zh and found.message.en for found in read.findings)
