"""The office's working time as one line, on which forecasts count: from instants to positions, and back."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice

from engine.forecast import WorkedTime
from engine.office import Office
from engine.periods.moments import DAY, instant

_BEFORE, _AFTER = 12, 10
"""Years before and after the present that the line reaches over."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Positions are microseconds of working time since the line begins."""

    worked: WorkedTime
    office: Office

    def at(self, moment: datetime) -> int:
        """The position of an instant."""
        return self.worked.at(_microseconds(moment))

    def day(self, day: date) -> int:
        """The position of an instant, or of a day's 00:00 in the office."""
        if isinstance(day, datetime):
            return self.at(day)
        return self.at(datetime.combine(day, time(), self.office.timezone))

    def instant(self, position: float) -> datetime:
        """The first instant at a position. Raises PeriodInvalid beyond the line."""
        return _EPOCH + timedelta(microseconds=self.worked.reached(position))


def timeline(office: Office, now: datetime) -> Timeline:
    """The line around the present."""
    return Timeline(_line(_Line(office), office.today(now).year), office)


class _Line:
    """The office, as the same where its calendar and hours are the same."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self._same = (office.calendar, office.hours)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Line) and self._same == other._same

    def __hash__(self) -> int:
        return hash((self.office.calendar.version, self.office.hours.timezone.key))


@lru_cache(maxsize=8)
def _line(line: _Line, year: int) -> WorkedTime:
    office = line.office
    first = date(year - _BEFORE, 1, 1).toordinal()
    years = islice(office.calendar.timetables(first, office.hours), _BEFORE + _AFTER + 1)
    stretches = (stretch for one in years for stretch in one.stretches(first * DAY))
    return WorkedTime.of((_wall(opens, office), _wall(closes, office)) for opens, closes in stretches)


def _wall(at: int, office: Office) -> int:
    return _microseconds(instant(at, office.timezone))


def _microseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1_000_000)
