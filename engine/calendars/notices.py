"""The State Council's yearly notices on rest days, as the pinned library `chinesecalendar` knows them."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.metadata import version
from typing import Final

from chinese_calendar.constants import holidays, in_lieu_days, workdays

from engine.calendars import festivals
from engine.calendars.days import DayKind, DayStatus
from engine.text import Text

VERSION: Final = f"chinesecalendar {version('chinesecalendar')}"
FIRST_YEAR: Final = min(holidays).year
LAST_YEAR: Final = max(holidays).year

YEARS: Final = frozenset(range(FIRST_YEAR, LAST_YEAR + 1))

_NUMBERS: Final = {
    2008: "国办发明电〔2007〕52号",
    2009: "国办发明电〔2008〕42号",
    2010: "国办发明电〔2009〕27号",
    2011: "国办发明电〔2010〕40号",
    2012: "国办发明电〔2011〕45号",
    2013: "国办发明电〔2012〕33号",
    2014: "国办发明电〔2013〕28号",
    2015: "国办发明电〔2014〕28号",
    2016: "国办发明电〔2015〕18号",
    2017: "国办发明电〔2016〕17号",
    2018: "国办发明电〔2017〕12号",
    2019: "国办发明电〔2018〕15号",
    2020: "国办发明电〔2019〕16号",
    2021: "国办发明电〔2020〕27号",
    2022: "国办发明电〔2021〕11号",
    2023: "国办发明电〔2022〕16号",
    2024: "国办发明电〔2023〕7号",
    2025: "国办发明电〔2024〕12号",
    2026: "国办发明电〔2025〕7号",
}
"""The numbers of the yearly notices; of those before 2008 only the year is cited."""

_CHANGES: Final = (
    (date(2015, 9, 3), date(2015, 9, 6), "国发明电〔2015〕1号"),
    (date(2019, 4, 28), date(2019, 5, 5), "国办发明电〔2019〕3号"),
    (date(2020, 1, 31), date(2020, 2, 2), "国办发明电〔2020〕1号"),
)
"""Notices that changed a yearly one: first and last day, number."""

_NAMES: Final = {
    "New Year's Day": festivals.NEW_YEAR,
    "Spring Festival": festivals.SPRING,
    "Tomb-sweeping Day": festivals.TOMB_SWEEPING,
    "Labour Day": festivals.LABOUR,
    "Dragon Boat Festival": festivals.DRAGON_BOAT,
    "National Day": festivals.NATIONAL,
    "Mid-autumn Festival": festivals.MID_AUTUMN,
    "Anti-Fascist 70th Day": festivals.VICTORY,
}


def citation(day: date) -> Text:
    """The notice that decides on a day: the year's, or one that changed it."""
    for first, last, number in _CHANGES:
        if first <= day <= last:
            return Text(f"放假安排调整通知，{number}", f"notice changing the year's holidays, {number}")
    return _yearly(day.year + 1 if day.month == 12 else day.year)  # noqa: PLR2004 - December goes with the New Year


@cache
def _yearly(year: int) -> Text:
    return cited(year, _NUMBERS.get(year, ""))


def cited(year: int, number: str) -> Text:
    """A year's notice by its number; where that is not known, by its year alone."""
    if not number:
        return Text(
            f"国务院办公厅{year}年节假日安排",
            f"holidays of {year} as set by the General Office of the State Council",
        )
    return Text(
        f"《国务院办公厅关于{year}年部分节假日安排的通知》，{number}",
        f"State Council General Office, notice on the holidays of {year}, {number}",
    )


@cache
def year(of: int) -> Mapping[date, DayStatus]:
    """Every day of a year that its notice names; empty outside FIRST_YEAR to LAST_YEAR."""
    return {day: _status(day) for day in sorted({*holidays, *workdays}) if day.year == of}


def _status(day: date) -> DayStatus:
    source = citation(day)
    if day in workdays:
        return DayStatus(working=True, kind=DayKind.MOVED, name=_name(workdays[day]), source=source)
    kind = DayKind.IN_LIEU if day in in_lieu_days else DayKind.HOLIDAY
    return DayStatus(working=False, kind=kind, name=_name(holidays[day]), source=source)


def _name(english: str) -> Text:
    return _NAMES.get(english, Text(english, english))
