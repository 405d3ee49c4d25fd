"""Working hours: intervals per weekday, in the office's time zone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, Self
from zoneinfo import ZoneInfo

from engine.errors import PeriodInvalid

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
MICROSECONDS_A_DAY: Final = 86_400_000_000
WEEKDAY_KEYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Interval = tuple[time, time]
"""From, to; a `to` of 00:00 means 24:00."""


Span = tuple[int, int]
"""An interval in microseconds since midnight."""


def microseconds(moment: time) -> int:
    """Since midnight."""
    seconds = (moment.hour * 60 + moment.minute) * 60 + moment.second
    return seconds * 1_000_000 + moment.microsecond


def _span(interval: Interval) -> Span:
    opens, closes = microseconds(interval[0]), microseconds(interval[1]) or MICROSECONDS_A_DAY
    if opens >= closes:
        raise PeriodInvalid("hours-out-of-order", [part.isoformat() for part in interval])
    return opens, closes


def spans_of(intervals: Sequence[Interval]) -> tuple[Span, ...]:
    """The intervals in microseconds since midnight. Raises PeriodInvalid where they overlap or run backwards."""
    spans = tuple(_span(interval) for interval in intervals)
    if any(before[1] > after[0] for before, after in pairwise(spans)):
        raise PeriodInvalid(
            "hours-overlap", [[part.isoformat() for part in interval] for interval in intervals]
        )
    return spans


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Intervals for each weekday, Monday first. A working day whose weekday has none (a moved Saturday) has Monday's.

    Raises PeriodInvalid for intervals that overlap, run backwards, or are missing altogether.
    """

    week: tuple[tuple[Interval, ...], ...]
    timezone: ZoneInfo = SHANGHAI
    spans: tuple[tuple[Span, ...], ...] = field(init=False, compare=False, repr=False)
    _hash: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Check every interval, and that some weekday has one; `spans` are each weekday's in microseconds."""
        if len(self.week) != 7 or not any(self.week):  # noqa: PLR2004 - days of the week
            raise PeriodInvalid("hours-missing", len(self.week))
        spans = tuple(spans_of(intervals or self.fallback) for intervals in self.week)
        object.__setattr__(self, "spans", spans)
        object.__setattr__(self, "_hash", hash((self.week, self.timezone.key)))

    def __hash__(self) -> int:
        """Computed once: years keep their working time by the hours."""
        return self._hash

    @classmethod
    def daily(cls, *intervals: tuple[str, str], timezone: ZoneInfo = SHANGHAI) -> Self:
        """The same hours from Monday to Friday: `WorkingHours.daily(("08:30", "11:30"), ("13:30", "17:00"))`."""
        day = tuple((_time(opens), _time(closes)) for opens, closes in intervals)
        return cls((day,) * 5 + ((), ()), timezone)

    @classmethod
    def of(cls, week: Mapping[str, Iterable[str]], timezone: ZoneInfo = SHANGHAI) -> Self:
        """From settings: `{"monday": ["08:30-11:30", "13:30-17:00"], …}`; a weekday left out has no hours."""
        if unknown := set(week) - set(WEEKDAY_KEYS):
            raise PeriodInvalid("weekday-unknown", sorted(unknown))
        return cls(tuple(intervals_of(" ".join(week.get(day, ()))) for day in WEEKDAY_KEYS), timezone)

    @property
    def fallback(self) -> tuple[Interval, ...]:
        """The weekday hours: those of the first weekday that has any."""
        return next(intervals for intervals in self.week if intervals)

    def on(self, weekday: int) -> tuple[Interval, ...]:
        """The hours of a working day on this weekday (Monday is 0); of one without hours, the weekdays'."""
        return self.week[weekday] or self.fallback

    def to_json(self) -> dict[str, Any]:
        """For a ledger: a line for each weekday, `08:30-11:30 13:30-17:00`."""
        return {"week": [line_of(intervals) for intervals in self.week], "timezone": self.timezone.key}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "WorkingHours":
        """What `to_json` gave."""
        return _hours_of(tuple(data["week"]), data["timezone"])


@lru_cache(maxsize=64)
def _hours_of(week: tuple[str, ...], timezone: str) -> WorkingHours:
    """The same lines give the same value, so that what is kept by the hours is found at once."""
    return WorkingHours(tuple(intervals_of(line) for line in week), ZoneInfo(timezone))


def line_of(intervals: Sequence[Interval]) -> str:
    """Intervals as they are written: `08:30-11:30 13:30-17:00`; `intervals_of` reads them."""
    return " ".join(f"{_clock(opens)}-{_closing(closes)}" for opens, closes in intervals)


def closing_text(intervals: Sequence[Interval]) -> str:
    """When the last of them ends, as `17:00`."""
    return _closing(intervals[-1][1])


def intervals_of(line: str) -> tuple[Interval, ...]:
    """Read `08:30-11:30 13:30-17:00`; their order is not checked. Raises PeriodInvalid."""
    pairs = (part.partition("-") for part in line.split())
    return tuple((_time(opens), _time(closes)) for opens, _, closes in pairs)


def _clock(at: time) -> str:
    return at.isoformat("minutes")


def _closing(at: time) -> str:
    return _clock(at) if at != time(0) else "24:00"


def _time(text: str) -> time:
    try:
        found = time(0) if text == "24:00" else time.fromisoformat(text)
    except (TypeError, ValueError):
        raise PeriodInvalid("hours-unreadable", text) from None
    if found.tzinfo or found.second or found.microsecond:
        raise PeriodInvalid("hours-unreadable", text)
    return found


OFFICE_HOURS: Final = WorkingHours.daily(("08:30", "11:30"), ("13:30", "17:00"))
