"""What a change of the calendar moves: clocks with their ends before and after."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from engine.text import Text

Progress = Callable[[int, int], None]
"""Hears how many of how many are done."""


@dataclass(frozen=True, slots=True)
class MovedClock:
    """An open clock that would move, or become final or provisional. `overdue`: its end has gone by."""

    clock_id: int
    case_id: int
    case_number: str
    clock: Text
    state: str
    old_end: datetime
    new_end: datetime
    old_day: date
    new_day: date
    provisional_before: bool
    provisional_after: bool
    overdue_before: bool
    overdue_after: bool

    @property
    def nearer(self) -> bool:
        """Does it end earlier than before?"""
        return self.new_end < self.old_end

    @property
    def later(self) -> bool:
        """Does it end later than before?"""
        return self.new_end > self.old_end

    @property
    def becomes_final(self) -> bool:
        """Is its end provisional no longer?"""
        return self.provisional_before and not self.provisional_after

    @property
    def weight(self) -> tuple[bool, bool, bool]:
        """How much it matters: what is overdue now, then what ends nearer, then what moves at all."""
        return self.overdue_after and not self.overdue_before, self.nearer, self.later


@dataclass(frozen=True, slots=True)
class Preview:
    """What publishing (of a draft) or withdrawing (of what is published) would do to the open clocks.

    The counts are whole; `rows` are the weightiest of the `changed` clocks, those that become overdue first, then by
    their new end. `looked_at`: clocks whose span holds a day that is otherwise. `first_day` to `last_day`: the days that
    are otherwise, `days` of them. `timers` of the diagram would ring at another time.
    """

    overlay_id: int
    fingerprint: str
    action: str
    open: int = 0
    looked_at: int = 0
    changed: int = 0
    nearer: int = 0
    later: int = 0
    becomes_final: int = 0
    becomes_provisional: int = 0
    now_overdue: int = 0
    overdue_no_longer: int = 0
    timers: int = 0
    days: int = 0
    first_day: date | None = None
    last_day: date | None = None
    rows: tuple[MovedClock, ...] = field(default=())
