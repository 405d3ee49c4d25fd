"""A ledger walked again with pencil and paper: day by day, by its steps' facts, with no calendar at hand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from dateutil.relativedelta import relativedelta

from engine.calendars import Interval
from engine.calendars.hours import intervals_of
from engine.errors import PeriodInvalid
from engine.periods.ledger import Ledger, Step
from engine.periods.rules import Rule
from engine.policies import Period, Unit, parse_period

_SATURDAY: Final = 5
_ONE_DAY: Final = timedelta(days=1)
_SUSPENDED: Final = frozenset({Rule.SUSPENSION, Rule.OPEN})


def replay(ledger: Ledger) -> datetime:
    """The end that the ledger's steps give by themselves; it equals `ends_at`, or the ledger was tampered with.

    Raises PeriodInvalid for a ledger whose steps cannot be followed.
    """
    try:
        return _Walk(ledger).end()
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError, StopIteration):
        raise PeriodInvalid("ledger-unreadable") from None


@dataclass(frozen=True, slots=True)
class _Walk:
    ledger: Ledger

    def end(self) -> datetime:
        total = {part.unit: part for part in map(parse_period, self._facts(Rule.COUNT)["total"])}
        if Unit.HOURS in total:
            return self._working_time(total[Unit.HOURS])
        day = self._calendar_days(total)
        return self._close(
            self._working_days(day, total[Unit.WORKING_DAYS]) if Unit.WORKING_DAYS in total else day
        )

    def _facts(self, rule: Rule) -> Mapping[str, Any]:
        return next(step.facts for step in self.ledger.steps if step.rule is rule)

    def _added(self, unit: str) -> int:
        facts = (step.facts for step in self.ledger.steps if step.rule in _SUSPENDED)
        return sum(row["added"] for row in facts if row["unit"] == unit)

    def _calendar_days(self, total: Mapping[Unit, Period]) -> date:
        """Months, then days, then what suspensions excluded of them, then the rest days of the roll."""
        day = date.fromisoformat(self._facts(Rule.NOT_COUNTED)["start"])
        if Unit.MONTHS in total:
            day += relativedelta(months=total[Unit.MONTHS].amount)
        if Unit.CALENDAR_DAYS in total:
            day += total[Unit.CALENDAR_DAYS].amount * _ONE_DAY
        for step in self.ledger.steps:
            if step.rule in _SUSPENDED and step.facts["unit"] == Unit.CALENDAR_DAYS.value:
                day = max(day + step.facts["added"] * _ONE_DAY, date.fromisoformat(step.facts["resumed"]))
        while Unit.WORKING_DAYS not in total and self._named(day, Rule.REST):
            day += _ONE_DAY
        return day

    def _working_days(self, day: date, period: Period) -> date:
        left = period.amount + self._added(Unit.WORKING_DAYS.value)
        while left:
            day += _ONE_DAY
            left -= self._works(day)
        return day

    def _working_time(self, period: Period) -> datetime:
        start = datetime.fromisoformat(self._facts(Rule.FROM_THE_MOMENT)["start"])
        left = timedelta(hours=period.amount, microseconds=self._added("microseconds"))
        for opens, closes in self._intervals(start):
            if closes - opens >= left:
                return opens + left
            left -= closes - opens
        raise StopIteration

    def _intervals(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        day = start.date()
        while day <= self.ledger.last_day:
            for opens, closes in self._hours(day) if self._works(day) else ():
                end = self._at(day + _ONE_DAY if closes == time(0) else day, closes)
                if end > start:
                    yield max(self._at(day, opens), start), end
            day += _ONE_DAY

    def _hours(self, day: date) -> tuple[Interval, ...]:
        half = self._named(day, Rule.HALF)
        hours = self.ledger.terms.hours
        return intervals_of(half.facts["hours"]) if half else hours.on(day.weekday()) if hours else ()

    def _works(self, day: date) -> bool:
        if self._named(day, Rule.MOVED):
            return True
        return day.weekday() < _SATURDAY and not self._named(day, Rule.REST)

    def _named(self, day: date, rule: Rule) -> Step | None:
        """The step of this rule that is about a day."""
        iso = day.isoformat()
        about = (
            step
            for step in self.ledger.steps
            if step.rule is rule and step.facts["from"] <= iso <= step.facts["to"]
        )
        return next(about, None)

    def _close(self, day: date) -> datetime:
        at = self._facts(Rule.END)["time"]
        return self._at(day + _ONE_DAY, time(0)) if at == "24:00" else self._at(day, time.fromisoformat(at))

    def _at(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.ledger.terms.zone)
