"""From a ledger to the strip of its days."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from engine.calendars import DayStatus, WorkingCalendar
from engine.calendars.days import NO_TEXT, ordinary
from engine.periods import captions
from engine.periods.counting import end_of
from engine.periods.ledger import Ledger
from engine.periods.lines import without
from engine.periods.moments import DAY, months_later
from engine.periods.phrases import words_text
from engine.periods.reckoning import Reckoning, hours_of, reckon
from engine.periods.strips import Mark, Strip, StripDay
from engine.periods.summing import stretches
from engine.periods.terms import Terms, words
from engine.text import Text

LONGEST_DRAWN: Final = 400
"""Days; a longer period is drawn in months."""

LONGEST_AFTER: Final = 31
"""Days after the end that are drawn, at most."""

_MINUTE: Final = 60_000_000


def strip(
    ledger: Ledger, calendar: WorkingCalendar, today: date | None = None, *, longest: int = LONGEST_DRAWN
) -> Strip:
    """What each day from the start to the end is to the period, by the same arithmetic as the ledger.

    Drawn in days up to `longest` of them, else in months (or, beyond twenty years, in years). A `today` after the
    end draws the days since, 31 at most.
    """
    terms = ledger.terms
    drawing = _Drawing(terms, calendar, reckon(terms, calendar), today)
    days = tuple(captions.captioned(day, terms) for day in drawing.days())
    by_day = len(days) <= longest
    in_hours = bool(terms.total.hours)
    return Strip(
        days if by_day else (),
        () if by_day else stretches(days),
        captions.legend(days),
        sum(day.minutes or 0 for day in days) if in_hours else sum(day.number is not None for day in days),
        in_hours,
        today,
        end_of(terms, calendar).ends_at == ledger.ends_at,
    )


@dataclass(frozen=True, slots=True)
class _Drawing:
    terms: Terms
    calendar: WorkingCalendar
    reckoning: Reckoning
    today: date | None

    def days(self) -> Iterator[StripDay]:
        counted = self._hours() if self.terms.total.hours else self._days()
        first, last = self.terms.start.toordinal(), self.reckoning.last_day
        for day in counted:
            yield replace(day, is_start=day.day.toordinal() == first, is_end=day.day.toordinal() == last)
        until = min(self.today.toordinal(), last + LONGEST_AFTER) if self.today else last
        for ordinal in range(last + 1, until + 1):
            yield self._day(ordinal, Mark.AFTER)

    # --- days, working days, months ---------------------------------------------------------------------------

    def _days(self) -> Iterator[StripDay]:
        start, last = self.reckoning.start, self.reckoning.last_day
        total, number = self._leading() + self.terms.total.working_days, 0
        yield self._day(start, Mark.START)
        for ordinal in range(start + 1, last + 1):
            mark = self._mark(ordinal, number, total)
            number += mark is Mark.COUNTED
            yield replace(self._day(ordinal, mark), number=number if mark is Mark.COUNTED else None)

    def _leading(self) -> int:
        """The days that count whether or not they are worked on: those of the months, and calendar days."""
        start, total = self.reckoning.start, self.terms.total
        return months_later(start, total.months) + total.calendar_days - start

    def _mark(self, ordinal: int, number: int, total: int) -> Mark:
        if self._leading() <= number < total and not self._status(ordinal).working:
            return Mark.REST
        if any(first <= ordinal < until for first, until in self.reckoning.suspended):
            return Mark.EXCLUDED
        if number < total:
            return Mark.COUNTED
        return Mark.LAST if ordinal == self.reckoning.last_day else Mark.ROLLED

    # --- hours ------------------------------------------------------------------------------------------------

    def _hours(self) -> Iterator[StripDay]:
        done = 0
        for ordinal in range(self.terms.start.toordinal(), self.reckoning.last_day + 1):
            worked, counted = self._time(ordinal)
            minutes = (done + counted) // _MINUTE - done // _MINUTE
            done += counted
            yield replace(self._day(ordinal, self._hours_mark(ordinal, worked, counted)), minutes=minutes)

    def _time(self, ordinal: int) -> tuple[int, int]:
        """The working time of a day within the period, and what is left of it outside suspensions."""
        if not self._status(ordinal).working:
            return 0, 0
        worked = counted = 0
        for opens, closes in self.calendar.spans(ordinal, hours_of(self.terms.hours)):
            first = max(ordinal * DAY + opens, self.reckoning.start)
            last = min(ordinal * DAY + closes, self.reckoning.end)
            if first < last:
                worked += last - first
                counted += sum(b - a for a, b in without((first, last), self.reckoning.suspended))
        return worked, counted

    def _hours_mark(self, ordinal: int, worked: int, counted: int) -> Mark:
        if counted:
            return Mark.COUNTED
        if worked:
            return Mark.EXCLUDED
        return Mark.IDLE if self._status(ordinal).working else Mark.REST

    # --- any day ----------------------------------------------------------------------------------------------

    def _status(self, ordinal: int) -> DayStatus:
        return self.calendar.status(date.fromordinal(ordinal))

    def _day(self, ordinal: int, mark: Mark) -> StripDay:
        day, status = date.fromordinal(ordinal), self._status(ordinal)
        usual = ordinary(ordinal).working
        return StripDay(
            day,
            mark,
            working=status.working,
            moved=status.working and not usual,
            hours=status.hours,
            name=captions.name_of(status) if not status.working or not usual or status.hours else NO_TEXT,
            source=status.source,
            reasons=self._reasons(ordinal),
            is_today=day == self.today,
            provisional=not self.calendar.is_published(day),
        )

    def _reasons(self, ordinal: int) -> tuple[Text, ...]:
        """Of every suspension that the period met and that the day is in, wholly or, of hours, in part."""
        scale = DAY if self.terms.total.hours else 1
        first, until = ordinal * scale, (ordinal + 1) * scale
        met = (row.cut for row in self.reckoning.taken if row.met)
        found = (words_text(words(cut.span.reason)) for cut in met if cut.first < until and first < cut.until)
        return tuple(dict.fromkeys(found))
