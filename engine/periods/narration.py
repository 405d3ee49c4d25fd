"""From the arithmetic to the steps of a ledger."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from engine.calendars import DayStatus, WorkingCalendar
from engine.periods.ledger import Step
from engine.periods.moments import DAY, instant
from engine.periods.reckoning import Reckoning, Taken
from engine.periods.rules import Rule
from engine.periods.terms import Closing, Terms
from engine.policies import Period, Unit
from engine.text import Text


@dataclass(frozen=True, slots=True)
class Narration:
    """A reckoning with what it was made of."""

    terms: Terms
    calendar: WorkingCalendar
    reckoning: Reckoning

    @property
    def in_hours(self) -> bool:
        """Whether positions are wall time."""
        return self.terms.period.unit is Unit.HOURS

    @property
    def consulted(self) -> tuple[int, int]:
        """The first and the last day whose being worked on the end depends on."""
        reckoning = self.reckoning
        if self.in_hours:
            return self.terms.start.toordinal(), reckoning.last_day
        return (
            reckoning.start + 1 if self.terms.total.working_days else reckoning.unrolled
        ), reckoning.last_day

    def iso(self, position: int) -> str:
        """A position as ISO text."""
        if self.in_hours:
            return instant(position, self.terms.zone).isoformat()
        return date.fromordinal(position).isoformat()


def steps(told: Narration) -> tuple[Step, ...]:
    """Every step, in the order in which a person would count."""
    return tuple(
        chain(
            _start(told),
            _extensions(told),
            _count(told),
            _suspensions(told),
            _days(told),
            _end(told),
            _remarks(told),
        )
    )


def unpublished(told: Narration) -> list[int]:
    """The years without a notice on record that the end depends on."""
    first, last = told.consulted
    published = told.calendar.published
    years = range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
    return [year for year in years if year not in published]


def _start(told: Narration) -> Iterator[Step]:
    terms, reckoning = told.terms, told.reckoning
    start = terms.start.isoformat()
    day = date.fromordinal(terms.start.toordinal())
    yield Step(Rule.START, day, {"start": start, "period": str(terms.period)})
    if not told.in_hours:
        first = date.fromordinal(reckoning.start + 1).isoformat()
        yield Step(Rule.NOT_COUNTED, day, {"start": day.isoformat(), "first": first})
        return
    moved = told.iso(reckoning.start)
    if start != moved:
        yield Step(Rule.START_MOVED, day, {"start": start, "to": moved})
    yield Step(Rule.FROM_THE_MOMENT, day, {"start": moved})


def _extensions(told: Narration) -> Iterator[Step]:
    for extension in told.terms.extensions:
        facts = {"period": str(extension.period), "approver": extension.approver, "reason": extension.reason}
        granted = extension.granted
        yield Step(Rule.EXTENSION, granted, {**facts, "granted": granted.isoformat() if granted else None})


def _count(told: Narration) -> Iterator[Step]:
    total, base = told.terms.total, told.reckoning.base
    parts = [
        (total.months, Unit.MONTHS),
        (total.calendar_days, Unit.CALENDAR_DAYS),
        (total.working_days, Unit.WORKING_DAYS),
        (total.hours, Unit.HOURS),
    ]
    facts: dict[str, Any] = {
        "total": [str(Period(amount, unit)) for amount, unit in parts if amount],
        "to": told.iso(base),
    }
    if total.months and not total.calendar_days and not total.working_days:
        facts["month_end"] = date.fromordinal(base).day != told.terms.start.day
    yield Step(Rule.COUNT, _day(told, base), facts)


def _day(told: Narration, position: int) -> date:
    return date.fromordinal((position - 1) // DAY if told.in_hours else position)


def _suspensions(told: Narration) -> Iterator[Step]:
    for taken in told.reckoning.taken:
        yield _suspension(told, taken)
    if any(taken.added for taken in told.reckoning.taken):
        unrolled = told.reckoning.unrolled
        yield Step(Rule.EXCLUDED, _day(told, unrolled), {"to": told.iso(unrolled)})


def _suspension(told: Narration, taken: Taken) -> Step:
    cut = taken.cut
    day = date.fromordinal(cut.first // DAY if told.in_hours else cut.first)
    if not taken.added and cut.span.resumed is not None:
        return Step(Rule.NO_EFFECT, day, {"from": told.iso(cut.first), "after_end": not taken.met})
    facts = {
        "from": told.iso(cut.first),
        "counted_from": told.iso(taken.first),
        "resumed": told.iso(cut.until),
        "reason": cut.span.reason,
        "added": taken.added,
        "unit": taken.unit.value,
    }
    return Step(Rule.OPEN if cut.span.resumed is None else Rule.SUSPENSION, day, facts)


def _days(told: Narration) -> Iterator[Step]:
    first, last = told.consulted
    if told.in_hours or told.terms.total.working_days:
        yield from _runs(told.calendar.specials(first, last), told.calendar)
        return
    if last > first:
        rest = ((day, told.calendar.status(date.fromordinal(day))) for day in range(first, last))
        yield from _runs(rest, told.calendar)
        facts = {"from": told.iso(first), "to": told.iso(last)}
        yield Step(Rule.ROLL, date.fromordinal(last), facts)


def _runs(days: Iterable[tuple[int, DayStatus]], calendar: WorkingCalendar) -> Iterator[Step]:
    """Days of the same name and source, with only rest between them, as one step."""
    run: tuple[int, int, DayStatus] | None = None
    for day, status in days:
        if run and _same(run[2], status) and not calendar.count_ordinals(run[1] + 1, day):
            run = (run[0], day, status)
            continue
        if run:
            yield _run(*run)
        run = (day, day, status)
    if run:
        yield _run(*run)


def _same(one: DayStatus, other: DayStatus) -> bool:
    if one.working or other.working:
        return False
    return not other.source.zh if not one.source.zh else (one.name, one.source) == (other.name, other.source)


def _run(first: int, last: int, status: DayStatus) -> Step:
    start, end = date.fromordinal(first), date.fromordinal(last)
    name = status.name if status.source.zh else Text("周末", "weekend")
    facts = {
        "from": start.isoformat(),
        "to": end.isoformat(),
        "name": list(name),
        "source": list(status.source),
    }
    return Step(Rule.MOVED if status.working else Rule.REST, start, facts)


def _end(told: Narration) -> Iterator[Step]:
    last = date.fromordinal(told.reckoning.last_day)
    if told.in_hours:
        yield Step(Rule.END, last, {"at": told.iso(told.reckoning.end)})
        return
    terms = told.terms
    business = terms.hours is not None and terms.closing is Closing.BUSINESS
    closes = terms.hours.closes(last.weekday()) if terms.hours is not None and business else "24:00"
    yield Step(Rule.END, last, {"last_day": last.isoformat(), "time": closes, "business": business})


def _remarks(told: Narration) -> Iterator[Step]:
    years = unpublished(told)
    last = date.fromordinal(told.reckoning.last_day)
    yield Step(Rule.CALENDAR, None, {"version": told.calendar.version})
    if years:
        yield Step(Rule.PROVISIONAL, last, {"years": years})
    elif (last.month, last.day) >= (12, 29) and last.year + 1 not in told.calendar.published:
        yield Step(Rule.YEAR_END, last, {"year": last.year + 1})
