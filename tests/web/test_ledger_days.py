"""The strip of days: every day drawn once, in its column, with a mark that says why."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendars import Overlay, OverlayDay, Scope, china
from engine.periods import Closing, Period, Span, Unit, due, strip
from engine.text import Text
from tests.web.little_office import ROOT
from web.house import office_of
from web.ledgers.calendar import drawn, months
from web.ledgers.days import Around, cells
from web.ledgers.reader import Reader
from web.settings import Settings

OFFICE = office_of(Settings.read(ROOT / "config.yaml"))
ZH, EN = Reader(OFFICE, "zh"), Reader(OFFICE, "en")


def told(amount, unit, start, *spans, today=None, calendar=OFFICE.calendar, longest=1200):
    ledger = due(
        Period(amount, unit), start, spans=[Span(*span) for span in spans], calendar=calendar,
        hours=OFFICE.hours, closing=Closing.BUSINESS,
    )  # fmt: skip
    return strip(ledger, calendar, today, longest=longest)


def by_day(found, reader=ZH, beside=None):
    return {cell.day: cell for cell in cells(found, beside or Around(), reader)}


def test_ten_days_over_the_national_day_say_why_they_end_on_the_eighth():
    days = by_day(told(10, Unit.CALENDAR_DAYS, date(2026, 9, 24), today=date(2026, 9, 28)))
    assert days[date(2026, 9, 24)].letters == "起"
    assert days[date(2026, 9, 25)].letters == "休"
    assert [days[date(2026, 9, day)].count for day in range(25, 31)] == ["1", "2", "3", "4", "5", "6"]
    assert days[date(2026, 9, 28)].letters == "今"
    assert [days[date(2026, 10, day)].letters for day in range(4, 9)] == [
        "顺延",
        "顺延",
        "顺延",
        "顺延",
        "止",
    ]
    assert days[date(2026, 10, 4)].count == "10"
    assert days[date(2026, 10, 8)].count == ""
    assert "国办发明电" in days[date(2026, 10, 5)].tip
    assert days[date(2026, 10, 9)].looks == ("out",)


def test_a_note_stands_on_its_first_day_and_on_mondays():
    days = by_day(told(10, Unit.WORKING_DAYS, date(2026, 9, 24)))
    named = {day.day: cell.note for day, cell in days.items() if cell.note and day.month == 10}
    assert named == {1: "国庆节", 5: "国庆节", 10: "国庆节"}


def test_a_suspension_is_a_band_of_its_own_and_counts_nothing():
    days = by_day(
        told(10, Unit.CALENDAR_DAYS, date(2026, 9, 1), (date(2026, 9, 3), date(2026, 9, 8), "鉴定"))
    )
    band = [cell for cell in days.values() if cell.is_("hold")]
    assert [cell.day.day for cell in band] == [3, 4, 5, 6, 7]
    assert {cell.letters for cell in band} == {"停"}
    assert {cell.count for cell in band} == {""}
    assert [cell.day.day for cell in band if cell.note] == [3, 7]
    assert days[date(2026, 9, 8)].count == "2"


def test_a_moved_working_day_and_half_a_day_say_so():
    source = Text("局文〔2026〕3 号", "Office notice 3")
    morning = OFFICE.hours.week[0][:1]
    own = Overlay(Scope.OFFICE, source, (OverlayDay(date(2026, 9, 28), working=True, hours=morning),))
    found = told(10, Unit.WORKING_DAYS, date(2026, 9, 17), calendar=china((own,)))
    days = by_day(found)
    assert days[date(2026, 9, 20)].letters == "班"
    assert days[date(2026, 9, 28)].letters == "半"
    assert "11:30" in days[date(2026, 9, 28)].note
    assert "局文〔2026〕3 号" in days[date(2026, 9, 28)].tip
    looks = [row["looks"] for row in drawn(found, Around(), ZH)["legend"]]
    assert ["moved"] in looks
    assert ["half"] in looks


def test_hours_are_counted_by_the_day():
    zone = OFFICE.hours.timezone
    from_the_moment = date(2026, 9, 24)
    at = told(12, Unit.HOURS, datetime(2026, 9, 24, 14, 30, tzinfo=zone))
    days = by_day(at)
    assert days[from_the_moment].count == "2:30"
    assert days[date(2026, 9, 28)].count == "6:30"
    assert days[date(2026, 9, 29)].count == "3:00"
    words = drawn(at, Around(), ZH)
    assert words["runs"][0]["months"][0]["summary"] == "计入 12:00 小时"
    assert "计入的工作时间（时:分）" in [row["word"] for row in words["legend"]]


def test_the_target_earlier_ends_and_rungs_stand_on_their_days():
    beside = Around(
        target=date(2026, 9, 29),
        former=frozenset({date(2026, 9, 30)}),
        rungs={date(2026, 9, 28): (("▲1", "督办 1 级"), ("△2", "督办 2 级"))},
    )
    found = told(10, Unit.CALENDAR_DAYS, date(2026, 9, 24))
    days = by_day(found, beside=beside)
    assert days[date(2026, 9, 29)].letters == "标"
    assert days[date(2026, 9, 30)].letters == "原"
    assert days[date(2026, 9, 28)].flags == "▲1 △2"
    assert "督办 2 级" in days[date(2026, 9, 28)].tip
    said = " ".join(row["what"] for row in drawn(found, beside, EN)["spans"])
    assert "the target" in said
    assert "an earlier end" in said


def test_days_without_a_notice_are_marked():
    days = by_day(told(10, Unit.CALENDAR_DAYS, date(2026, 12, 24)))
    assert days[date(2027, 1, 4)].is_("unsure", "end")
    assert not days[date(2026, 12, 31)].is_("unsure")


def test_long_periods_fold_their_quiet_months_and_lose_no_day():
    found = told(
        22,
        Unit.MONTHS,
        date(2026, 1, 31),
        (date(2026, 3, 5), date(2026, 6, 10), "鉴定"),
        today=date(2026, 8, 3),
    )
    beside = Around(target=date(2027, 11, 5))
    made = months(cells(found, beside, ZH))
    opened = [f"{month.first:%Y-%m}" for month in made if not month.folded]
    assert opened == ["2026-01", "2026-03", "2026-06", "2026-08", "2027-11", "2028-03"]
    assert sum(bool(cell.count) for month in made for cell in month.cells) == found.counted
    assert any(
        "中止 30 日" in month["summary"]
        for run in drawn(found, beside, ZH)["runs"]
        for month in run["months"]
    )


def test_a_drawing_by_another_calendar_than_the_ledgers_says_so():
    own = Overlay(Scope.OFFICE, Text("局文", "Office"), (OverlayDay(date(2026, 10, 8), working=False),))
    ledger = due(
        Period(10, Unit.CALENDAR_DAYS), date(2026, 9, 24), calendar=OFFICE.calendar, hours=OFFICE.hours
    )
    assert drawn(strip(ledger, OFFICE.calendar), Around(), ZH)["note"] == ""
    assert "日历在计算之后有修订" in drawn(strip(ledger, china((own,))), Around(), ZH)["note"]


def test_what_is_too_long_to_draw_is_told_by_the_month():
    found = told(24, Unit.MONTHS, date(2026, 1, 31), longest=100)
    words = drawn(found, Around(), ZH)
    assert words["runs"]
    assert all(run["folded"] and not month["weeks"] for run in words["runs"] for month in run["months"])


@given(
    amount=st.integers(1, 60),
    unit=st.sampled_from([Unit.CALENDAR_DAYS, Unit.WORKING_DAYS]),
    start=st.dates(date(2025, 1, 1), date(2026, 10, 1)),
    wait=st.integers(0, 20),
    length=st.integers(0, 40),
    ahead=st.integers(0, 90),
)
def test_every_day_is_drawn_once_and_in_the_column_of_its_weekday(amount, unit, start, wait, length, ahead):
    first = start + timedelta(days=wait)
    found = told(
        amount,
        unit,
        start,
        (first, first + timedelta(days=length), "鉴定"),
        today=start + timedelta(days=ahead),
    )
    made = months(cells(found, Around(), ZH))
    for month in made:
        for week in month.weeks:
            assert len(week) == 7
            assert all(cell is None or cell.day.weekday() == column for column, cell in enumerate(week))
    drawn_days = [cell.day for month in made for cell in month.cells if not cell.is_("out")]
    assert drawn_days == [day.day for day in found.days]
    numbers = [int(cell.count) for month in made for cell in month.cells if cell.count]
    assert numbers == list(range(1, found.counted + 1))
    assert sum(cell.is_("end") for month in made for cell in month.cells) == 1
    for cell in (cell for month in made for cell in month.cells if not cell.is_("out")):
        assert cell.tip
        assert cell.letters or cell.count or cell.is_("after", "idle"), cell  # never colour alone


@pytest.mark.parametrize("reader", [ZH, EN])
def test_the_words_name_every_stretch_from_the_start_to_the_end(reader):
    found = told(10, Unit.WORKING_DAYS, date(2026, 9, 24), (date(2026, 9, 28), date(2026, 9, 30), "鉴定"))
    rows = drawn(found, Around(), reader)["spans"]
    assert "2026" in rows[0]["when"]
    assert all(row["what"] for row in rows)
    said = "".join(row["what"] for row in rows)
    assert ("中止" if reader is ZH else "suspended") in said
    assert ("国庆节" if reader is ZH else "National Day") in said
