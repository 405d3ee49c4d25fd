"""The end of a period: the one place where the law's counting is put together."""

from collections.abc import Sequence
from datetime import date

from engine.calendars import WorkingCalendar, WorkingHours
from engine.periods.ledger import Ledger
from engine.periods.moments import instant
from engine.periods.narration import Narration, steps, unpublished
from engine.periods.reckoning import closing_of, reckon
from engine.periods.terms import Closing, Extension, Span, Terms
from engine.policies import Period, Unit


def due(
    period: Period,
    start: date,
    *,
    spans: Sequence[Span] = (),
    extensions: Sequence[Extension] = (),
    calendar: WorkingCalendar,
    hours: WorkingHours | None = None,
    closing: Closing = Closing.BUSINESS,
    until: date | None = None,
) -> Ledger:
    """Count a period from its start, with its suspensions and extensions, and explain the end.

    `start` is a day, or an aware instant; of a day, a period in hours begins with its first working instant. `hours`
    are needed for a period in hours; any other ends at their close with Closing.BUSINESS, else at 24:00. An open
    suspension is counted as if resumed `until`. Raises PeriodInvalid, CalendarHasNoWorkingDay.
    """
    return count(Terms(period, start, tuple(spans), tuple(extensions), hours, closing, until), calendar)


def count(terms: Terms, calendar: WorkingCalendar) -> Ledger:
    """As `due`, from terms; so a ledger's terms can be counted again under another calendar."""
    reckoning = reckon(terms, calendar)
    told = Narration(terms, calendar, reckoning)
    in_hours = terms.period.unit is Unit.HOURS
    at = reckoning.end if in_hours else closing_of(reckoning.last_day, terms.hours, terms.closing)
    return Ledger(
        terms,
        date.fromordinal(reckoning.last_day),
        instant(at, terms.zone),
        bool(unpublished(told)),
        any(taken.met and taken.cut.span.resumed is None for taken in reckoning.taken),
        calendar.version,
        steps(told),
    )
