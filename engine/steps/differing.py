"""What is otherwise under one revision of the calendar than under another, and whose time that touches."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final

from sqlalchemy import ColumnElement, and_, false, or_, true

from engine.calendars import WorkingCalendar
from engine.model import Alarm, Clock, ClockState
from engine.office import Office
from engine.policies import PARTY
from engine.steps.timers import instant_of

_NEAR = 31
_NEW_YEAR = 3
"""So many last days of a year may still be moved by the notice for the next."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The days that are otherwise, as ordinals in order; `spans` are stretches of them, near ones together."""

    days: tuple[int, ...]
    spans: tuple[tuple[date, date], ...]

    def touches(self, first: date, last: date) -> bool:
        """Is a day from one to another otherwise?"""
        if self is EVERYTHING:
            return True
        index = bisect_left(self.days, first.toordinal())
        return index < len(self.days) and self.days[index] <= last.toordinal()

    def clocks(self, office: Office) -> ColumnElement[bool]:
        """The clocks whose end, rungs or ledger may be otherwise.

        What ends before the first day that is otherwise does not depend on it; but what stands still has no end yet,
        and of what is over the rungs after the end may be still to come.
        """
        if self is EVERYTHING:
            return true()
        endless = Clock.state == ClockState.SUSPENDED, Clock.breached_at.is_not(None), Clock.kind == PARTY
        return _any(
            and_(Clock.started_at < _end(last, office), or_(Clock.last_day >= first, *endless))
            for first, last in self.spans
        )

    def timers(self, office: Office) -> ColumnElement[bool]:
        """The timers whose time may be otherwise; one that is held has none yet."""
        if self is EVERYTHING:
            return true()
        return _any(
            and_(
                Alarm.set_at < _end(last, office), or_(Alarm.wake_at >= instant_of(first, office), Alarm.held)
            )
            for first, last in self.spans
        )


EVERYTHING: Final = Difference((), ())
"""Nothing is as it was, or may be."""


def _any(found: Iterator[ColumnElement[bool]]) -> ColumnElement[bool]:
    return or_(false(), *found)


def _end(last: date, office: Office) -> datetime:
    return instant_of(last + timedelta(days=1), office)


def change(before: Office, after: Office) -> Difference:
    """What is otherwise between two revisions; nobody knows any more what an older library said, so then all may be."""
    return EVERYTHING if before.edition != after.edition else difference(before.calendar, after.calendar)


@lru_cache(maxsize=32)
def difference(old: WorkingCalendar, new: WorkingCalendar) -> Difference:
    """Compare two calendars: days with another status or source, and years that are on record in only one of them.

    With such a year go the last days of the year before it, which its notice may move.
    """
    years = old.published ^ new.published
    days = {
        day
        for year in years
        for day in range(date(year, 1, 1).toordinal() - _NEW_YEAR, date(year, 12, 31).toordinal() + 1)
    }
    days.update(day for day in _set_days(old, new) if _differs(date.fromordinal(day), old, new))
    found = tuple(sorted(days))
    return Difference(found, tuple(_spans(found)))


def _set_days(old: WorkingCalendar, new: WorkingCalendar) -> set[int]:
    """The days that an overlay sets which counts in only one of them."""
    only = [one for one in old.overlays if one not in new.overlays]
    only += [one for one in new.overlays if one not in old.overlays]
    return {row.day.toordinal() for one in only for row in one.days}


def _differs(day: date, old: WorkingCalendar, new: WorkingCalendar) -> bool:
    return old.status(day) != new.status(day)


def _spans(days: tuple[int, ...]) -> Iterator[tuple[date, date]]:
    if not days:
        return
    first = days[0]
    for day, following in pairwise(days):
        if following - day > _NEAR:
            yield date.fromordinal(first), date.fromordinal(day)
            first = following
    yield date.fromordinal(first), date.fromordinal(days[-1])
