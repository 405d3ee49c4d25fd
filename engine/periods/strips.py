"""The days of a period as a strip to draw: what each of them is to the count, and why."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from engine.calendars import Interval
from engine.calendars.days import NO_TEXT
from engine.text import Text


class Mark(StrEnum):
    """What a day is to the period; the first that fits."""

    START = "start"  # the day on which it begins, not counted
    EXCLUDED = "excluded"  # suspended
    COUNTED = "counted"
    LAST = "last"  # the working day to which a last day rolled
    ROLLED = "rolled"  # rest at the end, which moves it on
    REST = "rest"  # a rest day that is not counted
    IDLE = "idle"  # a working day outside the period's hours
    AFTER = "after"  # after the end, up to today


@dataclass(frozen=True, slots=True)
class StripDay:
    """One day. `number` is its running number among the counted days, `minutes` the working time counted of it.

    `moved` is a working day by notice on a weekend, `hours` those of half a day. `name` and `source` are the rest's or
    the moved day's, `reasons` those of the suspensions. `text` says all of it in a sentence.
    """

    day: date
    mark: Mark
    text: Text
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


@dataclass(frozen=True, slots=True)
class Stretch:
    """A month, or of a very long period a year: how many of its days are what."""

    first: date
    last: date
    text: Text
    counts: dict[Mark, int] = field(hash=False)
    minutes: int = 0
    is_end: bool = False
    is_today: bool = False
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """The days from the start to the end, and after it to today; or, of a long period, stretches instead of days.

    `counted` is the number of counted days, or of minutes for a period in hours. `agrees`: the calendar is still
    the one that the ledger was counted with, or gives the same end. `legend` names the marks that occur.
    """

    days: tuple[StripDay, ...]
    stretches: tuple[Stretch, ...]
    legend: tuple[tuple[Mark, Text], ...]
    counted: int
    in_hours: bool
    today: date | None
    agrees: bool
