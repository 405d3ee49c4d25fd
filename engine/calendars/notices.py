"""The State Council's yearly notices on rest days, as the pinned library `chinesecalendar` knows them."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.metadata import version
from typing import Final

from chinese_calendar.constants import holidays, in_lieu_days, workdays

from engine.calendars.days import DayKind, DayStatus
from engine.text import Text

VERSION: Final = f"chinesecalendar {version('chinesecalendar')}"
FIRST_YEAR: Final = min(holidays).year
LAST_YEAR: Final = max(holidays).year

_NUMBERS: Final = {
    2016: "国办发明电〔2015〕18号",
    2024: "国办发明电〔2023〕7号",
    2025: "国办发明电〔2024〕12号",
    2026: "国办发明电〔2025〕7号",
}
"""Numbers of notices, where checked; the others are cited by their title, which names the year."""

_NAMES: Final = {
    "New Year's Day": Text("元旦", "New Year's Day"),
    "Spring Festival": Text("春节", "Spring Festival"),
    "Tomb-sweeping Day": Text("清明节", "Tomb-Sweeping Day"),
    "Labour Day": Text("劳动节", "Labour Day"),
    "Dragon Boat Festival": Text("端午节", "Dragon Boat Festival"),
    "National Day": Text("国庆节", "National Day"),
    "Mid-autumn Festival": Text("中秋节", "Mid-Autumn Festival"),
    "Anti-Fascist 70th Day": Text(
        "抗战胜利70周年纪念日", "70th anniversary of the victory in the War of Resistance"
    ),
}


@cache
def citation(year: int) -> Text:
    """The notice for a year, by title and, where checked, number."""
    number = _NUMBERS.get(year, "")
    return Text(
        f"《国务院办公厅关于{year}年部分节假日安排的通知》" + (f"（{number}）" if number else ""),
        f"Notice of the General Office of the State Council on the holidays of {year}"
        + (f" ({number})" if number else ""),
    )


def notice_year(day: date) -> int:
    """The year whose notice decides on a day; the last days of December belong to the New Year after them."""
    return day.year + 1 if day.month == 12 else day.year  # noqa: PLR2004 - December


@cache
def year(of: int) -> Mapping[date, DayStatus]:
    """Every day of a year that its notice names; empty outside FIRST_YEAR to LAST_YEAR."""
    return {day: _status(day) for day in sorted({*holidays, *workdays}) if day.year == of}


def _status(day: date) -> DayStatus:
    source = citation(notice_year(day))
    if day in workdays:
        return DayStatus(working=True, kind=DayKind.MOVED, name=_name(workdays[day]), source=source)
    kind = DayKind.IN_LIEU if day in in_lieu_days else DayKind.HOLIDAY
    return DayStatus(working=False, kind=kind, name=_name(holidays[day]), source=source)


def _name(english: str) -> Text:
    return _NAMES.get(english, Text(english, english))
