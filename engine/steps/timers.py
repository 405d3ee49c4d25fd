"""What a timer's text means: a date, a legal period, an elapsed time, or a cycle of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from engine.errors import PeriodInvalid
from engine.office import Office
from engine.periods import Extension, Period, Span, Unit, due, parse_period
from engine.policies import iso_parts
from engine.tokens import Cycle

_CYCLE = re.compile(r"R(?P<times>\d{0,6})/(?:(?P<first>[^/P][^/]*)/)?(?P<every>P[^/]+)")


@dataclass(frozen=True, slots=True)
class Duration:
    """Months and days are counted as the law counts them; an elapsed time is added as it is."""

    months: int = 0
    days: int = 0
    working_days: int = 0
    hours: int = 0  # working hours
    elapsed: timedelta = timedelta()

    @property
    def legal(self) -> bool:
        """Is it counted by the calendar?"""
        return bool(self.months or self.days or self.working_days or self.hours)

    def after(self, start: datetime, office: Office, spans: Sequence[Span] = ()) -> datetime:
        """The instant at which it is over."""
        if not self.legal:
            return start + self.elapsed
        first, *more = self._periods()
        begin = start if self.hours else office.today(start)
        ledger = due(
            first,
            begin,
            spans=spans,
            extensions=[Extension(period) for period in more],
            calendar=office.calendar,
            hours=office.hours,
            closing=office.closing,
        )
        return ledger.ends_at.astimezone(UTC) + self.elapsed

    def _periods(self) -> list[Period]:
        amounts = {
            Unit.MONTHS: self.months,
            Unit.CALENDAR_DAYS: self.days,
            Unit.WORKING_DAYS: self.working_days,
            Unit.HOURS: self.hours,
        }
        return [Period(amount, unit) for unit, amount in amounts.items() if amount]


def read_duration(text: str) -> Duration | None:
    """Read `P15D`, `PT1H30M`, `15 calendar-days`; None where it is neither."""
    parts = iso_parts(text)
    if parts is None:
        return _legal(text)
    elapsed = timedelta(hours=parts["hours"], minutes=parts["minutes"], seconds=parts["seconds"])
    months = parts["years"] * 12 + parts["months"]
    return Duration(months=months, days=parts["weeks"] * 7 + parts["days"], elapsed=elapsed)


def _legal(text: str) -> Duration | None:
    try:
        period = parse_period(text)
    except PeriodInvalid:
        return None
    amounts = {unit: period.amount if unit is period.unit else 0 for unit in Unit}
    return Duration(
        amounts[Unit.MONTHS], amounts[Unit.CALENDAR_DAYS], amounts[Unit.WORKING_DAYS], amounts[Unit.HOURS]
    )


def read_date(text: str, office: Office) -> datetime | None:
    """Read `2026-05-01` (its 00:00 in the office) or `2026-05-01T09:00`; None where it is neither."""
    try:
        return instant_of(datetime.fromisoformat(text.strip()), office)
    except ValueError:
        return None


def instant_of(value: date, office: Office) -> datetime:
    """A day's 00:00, or an instant; what has no zone is on the office's own clock."""
    found = value if isinstance(value, datetime) else datetime.combine(value, time())
    return (found.replace(tzinfo=office.timezone) if found.tzinfo is None else found).astimezone(UTC)


def read_cycle(text: str, now: datetime, office: Office) -> Cycle | None:
    """Read `R3/PT10M`, `R/2026-05-01T09:00/P1D`; days and months of a cycle are the calendar's. None if it is none."""
    found = _CYCLE.fullmatch(text.strip())
    if found is None or (every := read_duration(found["every"])) is None:
        return None
    begin = read_date(found["first"], office) if found["first"] else None
    if found["first"] and begin is None:
        return None
    gap = timedelta(days=every.days) + every.elapsed
    cycle = Cycle(begin or now, gap, every.months, int(found["times"]) if found["times"] else None)
    return cycle if begin is not None else Cycle(cycle.turn(1), gap, every.months, cycle.times)


def due_at(value: object, now: datetime, office: Office) -> datetime | Cycle | None:
    """When a timer is due that was set now; None where the value says no time."""
    if isinstance(value, date):
        return instant_of(value, office)
    if isinstance(value, timedelta):
        return now + value
    text = str(value)
    duration = read_duration(text)
    if duration is not None:
        return duration.after(now, office)
    return read_cycle(text, now, office) or read_date(text, office)
