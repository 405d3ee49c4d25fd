"""A day that is not what its weekday says, or that has a name: festival, rest day by notice, moved working day."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from engine.calendars.hours import Interval
from engine.text import Text


class DayKind(StrEnum):
    """Why a day is worked or rested on."""

    WEEKDAY = "weekday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"  # rest by the year's notice
    IN_LIEU = "in-lieu"  # a weekday on which the notice gives the rest of a moved working day (调休)
    MOVED = "moved"  # a weekend day that the notice makes a working day (调休上班)
    FESTIVAL = "festival"  # projected: no notice is on record for its year
    OVERLAY = "overlay"  # the nation's, province's or office's own


NO_TEXT: Final = Text("", "")


@dataclass(frozen=True, slots=True)
class DayStatus:
    """Whether a day is worked on, why (`name`), and on whose word (`source`; empty for a plain weekday or weekend).

    `hours` are those of half a day: a working day on which only these are worked; None where it has its weekday's.
    """

    working: bool
    kind: DayKind
    name: Text
    source: Text = NO_TEXT
    hours: tuple[Interval, ...] | None = None


WEEKDAYS: Final = (
    Text("星期一", "Monday"),
    Text("星期二", "Tuesday"),
    Text("星期三", "Wednesday"),
    Text("星期四", "Thursday"),
    Text("星期五", "Friday"),
    Text("星期六", "Saturday"),
    Text("星期日", "Sunday"),
)
_ORDINARY: Final = tuple(
    DayStatus(working=index < 5, kind=DayKind.WEEKDAY if index < 5 else DayKind.WEEKEND, name=name)  # noqa: PLR2004 - Saturday
    for index, name in enumerate(WEEKDAYS)
)


def ordinary(ordinal: int) -> DayStatus:
    """What the weekday alone says of the day with this proleptic Gregorian ordinal (day 1 was a Monday)."""
    return _ORDINARY[(ordinal - 1) % 7]
