"""A year on the wall: every day has its mark, and what is special says on whose word."""

from datetime import date, time

import pytest

from engine.calendars import Overlay, OverlayDay, Scope, WorkingCalendar, china
from engine.calendars.reading import read_notice
from engine.text import Text
from tests.web.notices import NOTICE_2027
from web.year_view import LETTERS, Mark, Wall, months_of, wall, whole_year

OFFICE = Text("本局通知〔2026〕3号", "office notice 3 of 2026")
MORNING = ((time(8, 30), time(11, 30)),)


def own(*days: OverlayDay, scope: Scope = Scope.OFFICE) -> WorkingCalendar:
    return china([Overlay(scope, OFFICE, days)])


def mark(drawn: Wall, day: date) -> Mark:
    cells = [cell for month in drawn.months for week in month.weeks for cell in week if cell]
    return next(cell.mark for cell in cells if cell.day == day)


def spans(drawn: Wall) -> list[tuple[str, str, str, str]]:
    return [
        (f"{row.first:%m-%d}", f"{row.last:%m-%d}", row.mark.value, row.name.zh) for row in drawn.stretches
    ]


def test_a_year_has_twelve_months_of_whole_weeks_with_every_day_once():
    drawn = whole_year(china(), 2028)
    assert [month.number for month in drawn.months] == list(range(1, 13))
    assert all(len(week) == 7 for month in drawn.months for week in month.weeks)
    days = [cell.day for month in drawn.months for week in month.weeks for cell in week if cell]
    assert (days[0], days[-1], len(set(days))) == (date(2028, 1, 1), date(2028, 12, 31), 366)


def test_a_published_year_says_rest_and_moved_days_with_their_notice():
    drawn = whole_year(china(), 2026)
    assert drawn.published
    assert drawn.working == 248
    assert mark(drawn, date(2026, 2, 14)) is Mark.WORK
    assert mark(drawn, date(2026, 2, 20)) is Mark.REST
    assert mark(drawn, date(2026, 3, 1)) is Mark.WEEKEND
    assert mark(drawn, date(2026, 3, 2)) is Mark.PLAIN
    assert ("02-15", "02-23", "rest", "春节") in spans(drawn)
    assert "国办发明电〔2025〕7号" in drawn.stretches[0].source.zh
    assert sum(row.days for row in drawn.stretches if row.mark is Mark.REST) == 33


def test_a_year_without_a_notice_is_provisional_and_its_festivals_are_projected():
    drawn = whole_year(china(), 2027)
    assert not drawn.published
    assert drawn.marks == {Mark.PROJECTED}
    assert mark(drawn, date(2027, 10, 1)) is Mark.PROJECTED
    assert LETTERS[Mark.PROJECTED] == ("暂", "P")


def test_with_its_notice_it_is_published_and_the_notices_days_are_new():
    read = read_notice(NOTICE_2027)
    assert read.overlay is not None
    drawn = whole_year(china([read.overlay]), 2027, new={row.day for row in read.days})
    assert drawn.published
    assert drawn.marks == {Mark.REST, Mark.WORK}
    assert all(row.new and not row.own for row in drawn.stretches)
    assert ("02-05", "02-12", "rest", "春节") in spans(drawn)
    assert ("02-14", "02-14", "work", "春节") in spans(drawn)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (OverlayDay(date(2026, 3, 4), working=False, name=Text("局庆", "Anniversary")), Mark.REST),
        (OverlayDay(date(2026, 3, 7), working=True), Mark.WORK),
        (OverlayDay(date(2026, 5, 4), working=True), Mark.WORK),
        (OverlayDay(date(2026, 2, 13), working=True, hours=MORNING), Mark.HALF),
    ],
)
def test_the_offices_own_days_are_marked_as_its_own(day, expected):
    drawn = whole_year(own(day), 2026)
    assert mark(drawn, day.day) is expected
    (row,) = [row for row in drawn.stretches if row.own]
    assert row.source == OFFICE
    assert row.hours == ("08:30-11:30" if expected is Mark.HALF else "")


def test_the_nations_own_words_are_nobodys_own():
    drawn = whole_year(own(OverlayDay(date(2026, 3, 4), working=False), scope=Scope.NATION), 2026)
    assert not any(row.own for row in drawn.stretches)
    plain = whole_year(own(OverlayDay(date(2026, 3, 4), working=True), scope=Scope.NATION), 2026)
    assert mark(plain, date(2026, 3, 4)) is Mark.PLAIN


def test_only_the_months_that_are_touched_are_drawn():
    days = [date(2027, 1, 4), date(2026, 12, 31), date(2027, 1, 5)]
    assert months_of(days) == [(2026, 12), (2027, 1)]
    drawn = wall(china(), months_of(days))
    assert [(month.year, month.number) for month in drawn.months] == [(2026, 12), (2027, 1)]
    assert not drawn.published


def test_the_last_month_that_there_is_can_be_drawn():
    drawn = wall(china(), [(9999, 12)])
    assert drawn.months[0].weeks[-1][4].day == date.max
