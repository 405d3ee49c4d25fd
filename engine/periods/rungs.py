"""When an escalation rung is reached: at a share of the period, before its end, at it, or after it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Final

from engine.calendars import WorkingCalendar, WorkingHours
from engine.periods.counting import due
from engine.periods.ledger import Ledger
from engine.periods.lines import CalendarDays, WorkingDays, WorkingTime, without
from engine.periods.moments import DAY, HOUR, instant, local_instant, months_later, wall
from engine.periods.reckoning import Reckoning, closing_of, cuts, exclude, hours_of, reckon
from engine.periods.terms import Closing, Terms
from engine.policies import Period, Rung, RungBase, Unit

_SEVERITY: Final = (RungBase.SHARE, RungBase.BEFORE_END, RungBase.END, RungBase.AFTER_END)
_PERCENT: Final = 100


def rung_at(
    ledger: Ledger, rung: Rung, calendar: WorkingCalendar, hours: WorkingHours | None = None
) -> datetime:
    """The instant at which a rung is reached, never before the clock's start.

    A share is measured in the period's counted time, suspensions left out, a part of a day as a part of its working
    hours. A distance before the end is measured backwards in days, working days or hours that count; one after it in
    days that follow, suspended or not. A day's own instant is its close of business, or 24:00 without `hours`.
    Raises PeriodInvalid where a distance in hours has none.
    """
    return _place(ledger, calendar, hours).of(rung)


def schedule(
    ledger: Ledger, rungs: Sequence[Rung], calendar: WorkingCalendar, hours: WorkingHours | None = None
) -> list[tuple[datetime, Rung]]:
    """The rungs with their instants, in the order in which they are reached; the most severe last."""
    place = _place(ledger, calendar, hours)
    placed = [(place.of(rung), rung) for rung in rungs]
    return sorted(placed, key=lambda row: (row[0], _SEVERITY.index(row[1].base), row[1].level))


def target_of(ledger: Ledger, amount: int, calendar: WorkingCalendar) -> Ledger:
    """The near end of a range: `amount` of the clock's unit under the same terms, without its extensions."""
    terms = ledger.terms
    return due(
        Period(amount, terms.period.unit),
        terms.start,
        spans=terms.spans,
        calendar=calendar,
        hours=terms.hours,
        closing=terms.closing,
        until=terms.until,
    )


def _place(ledger: Ledger, calendar: WorkingCalendar, hours: WorkingHours | None) -> "_Place":
    return _Place(ledger, calendar, hours or ledger.terms.hours, reckon(ledger.terms, calendar))


@dataclass(frozen=True, slots=True)
class _Place:
    ledger: Ledger
    calendar: WorkingCalendar
    hours: WorkingHours | None
    reckoning: Reckoning

    @property
    def terms(self) -> Terms:
        return self.ledger.terms

    def of(self, rung: Rung) -> datetime:
        if rung.base is RungBase.END:
            return self.ledger.ends_at
        at = self.share(rung.amount) if rung.base is RungBase.SHARE else self.distance(rung)
        return instant(max(at, wall(self.terms.start)), self.terms.zone)

    # --- shares -----------------------------------------------------------------------------------------------

    def share(self, percent: int) -> int:
        if percent >= _PERCENT:
            return self._end()
        if self.terms.period.unit is Unit.HOURS:
            return self._hours_share(percent)
        days, part = divmod(Fraction(self._counted() * percent, _PERCENT), 1)
        day = self._counted_day(int(days) + bool(part))
        return self._within(day, part) if part else self._close(day)

    def _hours_share(self, percent: int) -> int:
        start = self.reckoning.start
        line = WorkingTime(self.calendar, hours_of(self.terms.hours), start)
        end = line.later(self.terms.total.hours * HOUR * percent // _PERCENT)
        return exclude(line, end, start, cuts(self.terms)).end

    def _counted(self) -> int:
        """How many days the period counts: days as such, and working days after them."""
        return self._leading() + self.terms.total.working_days

    def _leading(self) -> int:
        start, total = self.reckoning.start, self.terms.total
        return months_later(start, total.months) + total.calendar_days - start

    def _counted_day(self, number: int) -> int:
        """The day that the period counts as its nth."""
        start, leading = self.reckoning.start, self._leading()
        days = CalendarDays(self.calendar, rolls=False)
        done = exclude(days, start + min(number, leading), start + 1, cuts(self.terms))
        if number <= leading:
            return done.end
        end = self.calendar.shift_ordinal(done.end, number - leading)
        return exclude(WorkingDays(self.calendar, done.end + 1), end, done.since, done.left).end

    def _within(self, day: int, part: Fraction) -> int:
        intervals = self.calendar.spans(day, self.hours) if self.hours else ((0, DAY),)
        left = int(sum(closes - opens for opens, closes in intervals) * part)
        following = iter(intervals)
        opens, closes = next(following)
        while left > closes - opens:
            left -= closes - opens
            opens, closes = next(following)
        return day * DAY + opens + left

    # --- distances --------------------------------------------------------------------------------------------

    def distance(self, rung: Rung) -> int:
        amount, unit = rung.amount, rung.unit or Unit.WORKING_DAYS
        if rung.base is RungBase.AFTER_END:
            return self._after(amount, unit)
        if unit is Unit.HOURS:
            return self._hours_before(amount * HOUR)
        return self._days_before(self.ledger.last_day.toordinal(), amount, unit)

    def _after(self, amount: int, unit: Unit) -> int:
        last = self.ledger.last_day.toordinal()
        if unit is Unit.HOURS:
            return WorkingTime(self.calendar, hours_of(self.hours), self._end()).later(amount * HOUR)
        if unit is Unit.WORKING_DAYS:
            return self._close(self.calendar.shift_ordinal(last, amount))
        return self._close(months_later(last, amount) if unit is Unit.MONTHS else last + amount)

    def _days_before(self, last: int, amount: int, unit: Unit) -> int:
        """The close of a day so many counted days before the last; 0 where the period has not so many."""
        start, day = self.terms.start.toordinal(), last
        if unit is Unit.MONTHS:
            months = date.fromordinal(last).year * 12 - 12
            return self._close(months_later(last, -amount)) if amount < months else 0
        while amount and day > start:
            day -= 1
            amount -= self._counts(day, unit)
        return 0 if amount else self._close(day)

    def _end(self) -> int:
        return wall(local_instant(self.ledger.ends_at, self.terms.zone))

    def _counts(self, day: int, unit: Unit) -> bool:
        begins, ends = day * DAY, (day + 1) * DAY
        if any(first <= begins and ends <= until for first, until in self._suspended()):
            return False
        return unit is not Unit.WORKING_DAYS or self.calendar.is_working(date.fromordinal(day))

    def _suspended(self) -> list[tuple[int, int]]:
        scale = 1 if self.terms.period.unit is Unit.HOURS else DAY
        return [(first * scale, until * scale) for first, until in self.reckoning.suspended]

    def _hours_before(self, amount: int) -> int:
        for opens, closes in self._pieces_before(self._end()):
            if closes - opens >= amount:
                return closes - amount
            amount -= closes - opens
        return 0

    def _pieces_before(self, end: int) -> Iterator[tuple[int, int]]:
        """The stretches of working time that count, from an instant back to the start."""
        hours, suspended = hours_of(self.hours), self._suspended()
        for day in range((end - 1) // DAY, self.terms.start.toordinal() - 1, -1):
            if self.calendar.is_working(date.fromordinal(day)):
                for opens, closes in reversed(self.calendar.spans(day, hours)):
                    piece = (day * DAY + opens, min(day * DAY + closes, end))
                    yield from reversed(without(piece, suspended))

    def _close(self, day: int) -> int:
        return closing_of(day, self.calendar, self.hours, Closing.BUSINESS)
