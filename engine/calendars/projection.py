"""Statutory festivals of years without a notice on record, projected by the library `holidays`, without moved days."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.metadata import version
from typing import Final

from holidays import country_holidays

from engine.calendars import festivals
from engine.calendars.days import DayKind, DayStatus
from engine.text import Text

VERSION: Final = f"holidays {version('holidays')}"

_SOURCE: Final = Text(
    "《全国年节及纪念日放假办法》推算，该年度放假通知未收录",
    "projected from the Regulation on Public Holidays; no notice is on record for the year",
)
_ENGLISH: Final = {
    "农历除夕": "Chinese New Year's Eve",
    **{festival.zh: festival.en for festival in festivals.SEVEN},
}
_OBSERVED: Final = "（补假）"
_MOVED: Final = "调休"


@cache
def year(of: int) -> Mapping[date, DayStatus]:
    """The festival days of a year, with the days given for those on a weekend (补假); empty before 1950 and after 2100."""
    found = country_holidays("CN", years=of, language="zh_CN")
    return {
        day: _status(name) for day, name in sorted(found.items()) if day.year == of and _MOVED not in name
    }


@cache
def statutory(of: int) -> Mapping[date, tuple[Text, ...]]:
    """The statutory festival days of a year themselves, with the festivals that they belong to."""
    days = {day: status.name.zh for day, status in year(of).items() if _OBSERVED not in status.name.zh}
    named = ((day, festivals.festivals_in(name)) for day, name in days.items())
    return {day: names for day, names in named if names}


def _status(name: str) -> DayStatus:
    return DayStatus(working=False, kind=DayKind.FESTIVAL, name=_text(name), source=_SOURCE)


def _text(name: str) -> Text:
    parts = [part.strip() for part in name.split(";")]
    return Text("、".join(parts), " and ".join(_english(part) for part in parts))


def _english(part: str) -> str:
    plain = part.removesuffix(_OBSERVED)
    return _ENGLISH.get(plain, plain) + (" (day in lieu)" if plain != part else "")
