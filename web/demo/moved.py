"""A time that is moved, and working time to move it by."""

from datetime import UTC, datetime

from engine.office import Office
from engine.periods.lines import WorkingTime
from engine.periods.moments import instant, local, wall

DAY = 7 * 3_600_000_000
"""A working day, in microseconds of working hours."""


class MovedTime:
    """The present of an engine that is run through the past; it only goes forward."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def __call__(self) -> datetime:
        """Give the present."""
        return self._at

    def to(self, at: datetime) -> None:
        """Move on to an instant."""
        self._at = max(self._at, at)


def later(office: Office, at: datetime, days: float) -> datetime:
    """The instant by which so many days of work have gone by, within working hours."""
    line = WorkingTime(office.calendar, office.hours, wall(local(at, office.timezone)))
    return instant(line.later(max(1, round(days * DAY))), office.timezone).astimezone(UTC)
