"""The days of a period as a strip to draw: what each of them is to the count, and why."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.calendars import Interval
from engine.calendars.days import NO_TEXT
from engine.text import Text


class Mark(StrEnum):
    """What a day is to the period. Each day has one."""

    START = "start"  # the day on which a period in days begins, not counted
    COUNTED = "counted"
    EXCLUDED = "excluded"  # suspended; it would have counted
    REST = "rest"  # a rest day, where only working days or working hours count
    ROLLED = "rolled"  # after the count is full, up to the first working day
    LAST = "last"  # the working day to which the last day rolled
    IDLE = "idle"  # the working day on which a period in hours begins after the close of business
    AFTER = "after"  # after the end, up to today


@dataclass(frozen=True, slots=True)
class StripDay:
    """One day. `number` is its running number among the counted days, `minutes` the working time counted of it.

    `moved` is a weekend day that is worked, `hours` those of half a day. `name` and `source` are those of a rest day, a
    moved one or half a day; `reasons` those of the suspensions that the day is in. `text` says all of it.
    """

    day: date
    mark: Mark
    number: int | None = None
    minutes: int | None = None
    working: bool = True
    moved: bool = False
    hours: tuple[Interval, ...] | None = None
    name: Text = NO_TEXT
    source: Text = NO_TEXT
    reasons: tuple[Text, ...] = ()
    is_start: bool = False
    is_end: bool = False
    is_today: bool = False
    provisional: bool = False
    text: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Stretch:
    """A month, or of a very long period a year: how many of its days are what."""

    first: date
    last: date
    counts: tuple[tuple[Mark, int], ...]
    minutes: int
    is_start: bool
    is_end: bool
    is_today: bool
    provisional: bool
    text: Text


@dataclass(frozen=True, slots=True)
class Strip:
    """The days from the start to the end, and after it to today; of a long period, stretches instead of days.

    `counted` is the number of counted days, or of counted minutes where `in_hours`. `agrees`: the calendar gives the
    ledger's own end; where it does not, the ledger was counted under another one, and the strip is not its picture.
    `legend` names what occurs: marks by their value, and `end`, `today`, `moved`, `half`, `provisional`.
    """

    days: tuple[StripDay, ...]
    stretches: tuple[Stretch, ...]
    legend: tuple[tuple[str, Text], ...]
    counted: int
    in_hours: bool
    today: date | None
    agrees: bool
