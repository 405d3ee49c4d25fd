"""Dates in expressions: ISO text in, ISO text or whole numbers out.

Legal periods are never counted here: `engine.periods` does that, with suspensions, rest days and its ledger.
"""

import calendar
import re
from datetime import date, datetime, timedelta

from engine.expressions.frame import Frame
from engine.expressions.library import Unfit

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ].+)?")
_MONTHS = 12


def _instant(frame: Frame, text: str) -> datetime:
    """Read a date or date-time, as an instant in the zone of `now`."""
    if not _ISO.fullmatch(text):
        raise Unfit(text)
    try:
        found = datetime.fromisoformat(text)
        zone = frame.now.tzinfo if frame.now is not None else None
        if zone is None:
            return found.replace(tzinfo=None)
        return found.astimezone(zone) if found.tzinfo else found.replace(tzinfo=zone)
    except (ValueError, OverflowError):
        raise Unfit(text) from None


def _day(frame: Frame, text: str) -> date:
    return _instant(frame, text).date()


def _present(frame: Frame) -> datetime:
    if frame.now is None:
        raise Unfit("now")
    return frame.now


def today(frame: Frame) -> str:
    """Give the day of the instant."""
    return _present(frame).date().isoformat()


def now(frame: Frame) -> str:
    """Give the instant, to the second, with its zone."""
    return _present(frame).isoformat(timespec="seconds")


def day(frame: Frame, text: str) -> str:
    """Check a date, or take the day of a date-time."""
    return _day(frame, text).isoformat()


def add_days(frame: Frame, text: str, days: int) -> str:
    """Give the day so many calendar days later, or earlier when negative."""
    try:
        return (_day(frame, text) + timedelta(days=days)).isoformat()
    except OverflowError:
        raise Unfit(days) from None


def add_months(frame: Frame, text: str, months: int) -> str:
    """Give the corresponding day so many months later, or the last day of that month (Civil Code, art. 202)."""
    start = _day(frame, text)
    year, month = divmod(start.year * _MONTHS + start.month - 1 + months, _MONTHS)
    if not date.min.year <= year <= date.max.year:
        raise Unfit(months)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)).isoformat()


def days_between(frame: Frame, first: str, second: str) -> int:
    """Count the calendar days from the first to the second; negative when it is earlier."""
    return (_day(frame, second) - _day(frame, first)).days


def hours_between(frame: Frame, first: str, second: str) -> float:
    """Count the elapsed hours from the first to the second."""
    return (_instant(frame, second) - _instant(frame, first)) / timedelta(hours=1)


def year_of(frame: Frame, text: str) -> int:
    """Give the year."""
    return _day(frame, text).year


def month_of(frame: Frame, text: str) -> int:
    """Give the month, from 1."""
    return _day(frame, text).month


def day_of(frame: Frame, text: str) -> int:
    """Give the day of the month."""
    return _day(frame, text).day


def weekday_of(frame: Frame, text: str) -> int:
    """Give the day of the week, Monday 1 to Sunday 7; whether it is a working day only the calendar knows."""
    return _day(frame, text).isoweekday()
