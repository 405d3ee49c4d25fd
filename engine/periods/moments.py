"""Days and instants on the office's own clock, as whole numbers: ordinals of days, microseconds of wall time."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from engine.errors import PeriodInvalid

DAY: Final = 86_400_000_000
"""Microseconds."""

HOUR: Final = 3_600_000_000

_LAST: Final = date.max.toordinal()


def local(value: date, zone: ZoneInfo) -> date:
    """A day as it is, an instant on the office's own clock. Raises PeriodInvalid for a naive instant."""
    if type(value) is date:
        return value
    if not isinstance(value, date):
        raise PeriodInvalid("not-a-day", value)
    return local_instant(value, zone) if isinstance(value, datetime) else value


def local_instant(value: datetime, zone: ZoneInfo) -> datetime:
    """An instant on the office's own clock. Raises PeriodInvalid for a naive one."""
    if value.tzinfo is None or value.utcoffset() is None:
        raise PeriodInvalid("instant-without-zone", value)
    try:
        return value.astimezone(zone)
    except (OverflowError, ValueError):
        raise PeriodInvalid("beyond-9999", value) from None


def wall(value: date) -> int:
    """Microseconds of wall time of a local value; a day is its 00:00."""
    if not isinstance(value, datetime):
        return value.toordinal() * DAY
    seconds = (value.hour * 60 + value.minute) * 60 + value.second
    return value.toordinal() * DAY + seconds * 1_000_000 + value.microsecond


def instant(at: int, zone: ZoneInfo) -> datetime:
    """The aware datetime at a wall time. Raises PeriodInvalid beyond the year 9999."""
    ordinal, rest = divmod(at, DAY)
    day = day_of(ordinal)
    return datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(microseconds=rest)


def day_of(ordinal: int) -> date:
    """The day with an ordinal. Raises PeriodInvalid beyond the year 9999."""
    if ordinal > _LAST:
        raise PeriodInvalid("beyond-9999")
    return date.fromordinal(ordinal)


def months_later(ordinal: int, months: int) -> int:
    """The corresponding day, or the last day of a month without it (Civil Code art. 202); months may be negative.

    Raises PeriodInvalid beyond the year 9999.
    """
    day = day_of(ordinal)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        raise PeriodInvalid("beyond-9999")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])).toordinal()
