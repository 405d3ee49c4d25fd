"""Cells of a table: days, kinds of day and hours, as people write them."""

import re
from datetime import date, time
from enum import StrEnum
from typing import Final
from unicodedata import normalize

from engine.calendars.hours import Interval, spans_of
from engine.calendars.reading.tokens import WEEKDAY, weekday_of
from engine.errors import PeriodInvalid


class DayKindRead(StrEnum):
    """What a day is said to be."""

    REST = "rest"
    WORK = "work"
    HALF = "half"


_KINDS: Final = {
    DayKindRead.REST: "休 休息 休息日 放假 放假日 节假日 假 调休 rest off holiday",
    DayKindRead.WORK: "班 上班 上班日 工作 工作日 调休上班 补班 work working workday",
    DayKindRead.HALF: "半 半天 半日 半天班 上半天 half half-day halfday",
}
_BY_WORD: Final = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_DAY: Final = re.compile(
    r"(?P<year>\d{4})(?P<sep>[-/.年])(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
    rf"(?:\s+0{{1,2}}:00(?::00)?)?\s*(?:\(?{WEEKDAY}\)?)?"
)
_COMPACT: Final = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
_INTERVAL: Final = re.compile(r"(\d{1,2}):(\d{2})\s*(?:-|–|—|~|至|到)\s*(\d{1,2}):(\d{2})")
_BETWEEN: Final = re.compile(r"[\s,;、/和及]*")
_MIDNIGHT: Final = (24, 0)


def plain(cell: str) -> str:
    """A cell with full-width signs made narrow, and no space around."""
    return normalize("NFKC", cell).strip().strip("\ufeff\u200b").strip()


def kind_of(cell: str) -> DayKindRead | None:
    """休, 班, 半天, or their like; None where it is none of them."""
    return _BY_WORD.get(plain(cell).lower())


def day_of(cell: str) -> tuple[date | None, int | None]:
    """A day, and the weekday that is written with it. Raises ValueError for a day that does not exist."""
    match = _DAY.fullmatch(plain(cell)) or _COMPACT.fullmatch(plain(cell))
    if match is None:
        return None, None
    said = match[5] if match.re is _DAY else None
    day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    return day, weekday_of(said) if said else None


def hours_of(cell: str) -> tuple[Interval, ...] | None:
    """Intervals such as 8:30-11:30, 13:30-17:00; None where something else is there. Their order is not checked."""
    return hours_in(cell) if _BETWEEN.fullmatch(_INTERVAL.sub(" ", plain(cell))) else None


def hours_in(text: str) -> tuple[Interval, ...] | None:
    """The intervals anywhere in a text; None where there are none, or one that is no time of day."""
    found = _INTERVAL.findall(plain(text))
    try:
        rows = [tuple(map(int, parts)) for parts in found]
        return tuple((_time(row[0], row[1]), _time(row[2], row[3])) for row in rows) or None
    except ValueError:
        return None


def in_order(hours: tuple[Interval, ...]) -> bool:
    """Whether each interval ends after it begins, and before the next one does."""
    try:
        spans_of(hours)
    except PeriodInvalid:
        return False
    return True


def _time(hour: int, minute: int) -> time:
    return time(0) if (hour, minute) == _MIDNIGHT else time(hour, minute)
