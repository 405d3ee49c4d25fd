"""The end of a period: the one place where the law's counting is put together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from engine.calendars import WorkingCalendar, WorkingHours
from engine.periods.ledger import Ledger, Step
from engine.periods.moments import instant
from engine.periods.narration import Narration, steps
from engine.periods.reckoning import Reckoning, closing_of, reckon, unpublished
from engine.periods.rules import Rule
from engine.periods.terms import Closing, Extension, Span, Terms
from engine.policies import Period
from engine.text import Text


@dataclass(frozen=True, slots=True)
class End:
    """The end of a period without its explanation; the fields are a ledger's."""

    last_day: date
    ends_at: datetime
    provisional: bool
    suspended: bool


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
    end = _end(terms, reckoning, calendar)
    told = steps(Narration(terms, calendar, reckoning))
    return Ledger(terms, end.last_day, end.ends_at, end.provisional, end.suspended, calendar.version, told)


def recount(ledger: Ledger, calendar: WorkingCalendar, why: Text) -> Ledger:
    """Count a ledger's terms under another calendar, and say at its end what moved, and why."""
    return moved(ledger, count(ledger.terms, calendar), why)


def moved(before: Ledger, again: Ledger, why: Text) -> Ledger:
    """A ledger that took another's place, saying at its end what moved, and why."""
    facts = {
        "from": before.ends_at.isoformat(),
        "to": again.ends_at.isoformat(),
        "why": list(why),
        "version": before.calendar,
    }
    earlier = tuple(step for step in before.steps if step.rule is Rule.RECOUNTED)
    return replace(again, steps=(*again.steps, *earlier, Step(Rule.RECOUNTED, again.last_day, facts)))


def end_of(terms: Terms, calendar: WorkingCalendar) -> End:
    """The end alone, at a fraction of the cost: for recomputing many clocks to see which of them move."""
    return _end(terms, reckon(terms, calendar), calendar)


def _end(terms: Terms, reckoning: Reckoning, calendar: WorkingCalendar) -> End:
    at = (
        reckoning.end
        if terms.total.hours
        else closing_of(reckoning.last_day, calendar, terms.hours, terms.closing)
    )
    return End(
        date.fromordinal(reckoning.last_day),
        instant(at, terms.zone),
        provisional=bool(unpublished(terms, reckoning, calendar)),
        suspended=terms.until is not None
        and any(taken.met and terms.stands_still(taken.cut.span) for taken in reckoning.taken),
    )
