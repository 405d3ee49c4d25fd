"""From the arithmetic to the steps of a ledger."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby
from typing import Any

from engine.calendars import DayStatus, Run, WorkingCalendar
from engine.calendars.hours import closing_text, line_of
from engine.periods.ledger import Step
from engine.periods.moments import DAY, instant
from engine.periods.reckoning import Reckoning, Taken, consulted, unpublished
from engine.periods.rules import Rule
from engine.periods.terms import Closing, Terms, Total, words
from engine.policies import Period, Unit
from engine.text import Text


@dataclass(frozen=True, slots=True)
class Narration:
    """A reckoning with what it was made of."""

    terms: Terms
    calendar: WorkingCalendar
    reckoning: Reckoning

    def iso(self, position: int) -> str:
        """A position on the line of time as ISO text."""
        if self.terms.total.hours:
            return instant(position, self.terms.zone).isoformat()
        return date.fromordinal(position).isoformat()

    @property
    def closes(self) -> str:
        """The close of business with which the last day ends; empty where it ends at 24:00."""
        hours, last = self.terms.hours, date.fromordinal(self.reckoning.last_day)
        if hours is None or self.terms.closing is Closing.MIDNIGHT:
            return ""
        return closing_text(self.calendar.hours_on(last, hours))

    def day(self, position: int) -> date:
        """The day of a position; an instant at 00:00 ends the day before."""
        return date.fromordinal((position - 1) // DAY if self.terms.total.hours else position)


def steps(told: Narration) -> tuple[Step, ...]:
    """Every step, in the order in which a person would count."""
    parts = (_start, _extensions, _count, _suspensions, _days, _end, _remarks)
    return tuple(chain.from_iterable(part(told) for part in parts))


def _start(told: Narration) -> Iterator[Step]:
    terms, reckoning = told.terms, told.reckoning
    start = terms.start.isoformat()
    day = date.fromordinal(terms.start.toordinal())
    yield Step(Rule.START, day, {"start": start, "period": str(terms.period)})
    if not terms.total.hours:
        yield Step(Rule.NOT_COUNTED, day, {"start": day.isoformat(), "first": told.iso(reckoning.start + 1)})
        return
    moved = told.iso(reckoning.start)
    if start != moved:
        yield Step(Rule.START_MOVED, day, {"start": start, "to": moved})
    yield Step(Rule.FROM_THE_MOMENT, day, {"start": moved})


def _extensions(told: Narration) -> Iterator[Step]:
    for extension in told.terms.extensions:
        granted = extension.granted
        facts = {
            "period": str(extension.period),
            "approver": extension.approver,
            "reason": extension.reason,
            "granted": granted.isoformat() if granted else None,
        }
        yield Step(Rule.EXTENSION, granted, facts)


def _count(told: Narration) -> Iterator[Step]:
    total, base = told.terms.total, told.reckoning.base
    facts: dict[str, Any] = {"total": _parts(total), "to": told.iso(base)}
    if total.months and not total.calendar_days and not total.working_days:
        facts["month_end"] = told.day(base).day != told.terms.start.day
    yield Step(Rule.COUNT, told.day(base), facts)


def _parts(total: Total) -> list[str]:
    parts = [
        (total.months, Unit.MONTHS),
        (total.calendar_days, Unit.CALENDAR_DAYS),
        (total.working_days, Unit.WORKING_DAYS),
        (total.hours, Unit.HOURS),
    ]
    return [str(Period(amount, unit)) for amount, unit in parts if amount]


def _suspensions(told: Narration) -> Iterator[Step]:
    taken = told.reckoning.taken
    for row in taken:
        yield _suspension(told, row)
    if any(row.added for row in taken):
        unrolled = told.reckoning.unrolled
        yield Step(Rule.EXCLUDED, told.day(unrolled), {"to": told.iso(unrolled)})


def _suspension(told: Narration, row: Taken) -> Step:
    cut, is_open = row.cut, row.cut.span.resumed is None
    day = date.fromordinal(cut.first // DAY if told.terms.total.hours else cut.first)
    if not row.met or not (row.added or is_open):
        return Step(Rule.NO_EFFECT, day, {"from": told.iso(cut.first), "after_end": not row.met})
    facts = {
        "from": told.iso(cut.first),
        "counted_from": told.iso(row.first),
        "resumed": told.iso(cut.until),
        "reason": words(cut.span.reason),
        "added": row.added,
        "unit": "microseconds" if row.unit is Unit.HOURS else row.unit.value,
    }
    return Step(Rule.OPEN if is_open else Rule.SUSPENSION, day, facts)


def _days(told: Narration) -> Iterator[Step]:
    total = told.terms.total
    first, last = consulted(told.terms, told.reckoning)
    if total.hours or total.working_days:
        runs = [*map(_run, told.calendar.runs(first, last)), *_halves(told, first, last)]
        yield from sorted(runs, key=_from)
        return
    if last > first:
        yield from map(_run, _rest(told.calendar, first, last))
        yield Step(Rule.ROLL, date.fromordinal(last), {"from": told.iso(first), "to": told.iso(last)})
    if told.closes:
        yield from _halves(told, last, last)


def _rest(calendar: WorkingCalendar, first: int, until: int) -> Iterator[Run]:
    """The rest days from one ordinal to before another, those of one name and source together."""
    days = ((day, calendar.status(date.fromordinal(day))) for day in range(first, until))
    for _, group in groupby(days, key=_reason):
        rows = list(group)
        yield Run(rows[0][0], rows[-1][0], rows[0][1])


def _reason(row: tuple[int, DayStatus]) -> tuple[Text, Text] | None:
    return (row[1].name, row[1].source) if row[1].source.zh else None


def _run(run: Run) -> Step:
    start, end, status = date.fromordinal(run.first), date.fromordinal(run.last), run.status
    facts = {
        "from": start.isoformat(),
        "to": end.isoformat(),
        "name": list(status.name) if status.source.zh else ["周末", "weekend"],
        "source": list(status.source),
    }
    return Step(Rule.MOVED if status.working else Rule.REST, start, facts)


def _from(step: Step) -> str:
    first: str = step.facts["from"]
    return first


def _halves(told: Narration, first: int, last: int) -> Iterator[Step]:
    """The days of which only some hours are worked, those of one reason together."""
    run: Run | None = None
    for day, status in told.calendar.halves(first, last):
        if run and run.status == status and not told.calendar.count_ordinals(run.last + 1, day):
            run = Run(run.first, day, status)
            continue
        if run:
            yield _half(told, run)
        run = Run(day, day, status)
    if run:
        yield _half(told, run)


def _half(told: Narration, run: Run) -> Step:
    counts = "hours" if told.terms.total.hours else "day" if told.terms.total.working_days else "end"
    facts = {**_run(run).facts, "hours": line_of(run.status.hours or ()), "counts": counts}
    return Step(Rule.HALF, date.fromordinal(run.first), facts)


def _end(told: Narration) -> Iterator[Step]:
    terms, last = told.terms, date.fromordinal(told.reckoning.last_day)
    if terms.total.hours:
        yield Step(Rule.END, last, {"at": told.iso(told.reckoning.end)})
        return
    closes = told.closes
    facts = {"last_day": last.isoformat(), "time": closes or "24:00", "business": bool(closes)}
    yield Step(Rule.END, last, facts)


def _remarks(told: Narration) -> Iterator[Step]:
    years = unpublished(told.terms, told.reckoning, told.calendar)
    last = date.fromordinal(told.reckoning.last_day)
    yield Step(Rule.CALENDAR, None, {"version": told.calendar.version})
    if years:
        yield Step(Rule.PROVISIONAL, last, {"years": years})
    elif (last.month, last.day) >= (12, 29) and last.year + 1 not in told.calendar.published:
        yield Step(Rule.YEAR_END, last, {"year": last.year + 1})
