"""Rows of the load: what falls due on each working day, beside what a group closes on one."""

from dataclasses import dataclass
from datetime import date

from engine.text import Text


@dataclass(frozen=True, slots=True)
class Pace:
    """What was closed on each of the last working days: on average, on the least and on the most of them.

    `days` are fewer where the office is younger; all 0 where nothing is known.
    """

    days: int
    closed: int
    mean: float
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class DayLoad:
    """A working day: what falls due on it, and by its end from today on; `above` the mean, `behind` with all of them."""

    day: date
    due: int
    by_then: int
    capacity_by_then: float
    above: bool
    behind: bool


@dataclass(frozen=True, slots=True)
class GroupLoad:
    """A unit (by its id) or a procedure (by its key): what falls due within the days, and what it closes on one."""

    key: str
    name: Text
    due: int
    overdue: int
    pace: Pace
    above: int


@dataclass(frozen=True, slots=True)
class Load:
    """What falls due on each of the next working days.

    Not in it: cases whose next clock has ended already (`overdue`), and those that stand still.
    """

    days: tuple[DayLoad, ...]
    pace: Pace
    overdue: int
    still: int
    later: int
    units: tuple[GroupLoad, ...]
    procedures: tuple[GroupLoad, ...]
    closed: tuple[tuple[date, int], ...]
