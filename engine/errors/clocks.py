"""What is refused of periods, calendars, clocks, and what is asked about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.errors.general import EngineError
from engine.findings import Finding


@dataclass(eq=False)
class PeriodInvalid(EngineError):
    """The period, a date or a span in it makes no sense."""

    problem: str
    value: Any = None


@dataclass(eq=False)
class CalendarHasNoWorkingDay(EngineError):
    """The calendar has no working day in 400 days."""

    after: date


@dataclass(eq=False)
class SuspensionRefused(EngineError):
    """The clock may not be suspended or resumed like this."""

    clock: str
    rule: str


@dataclass(eq=False)
class ExtensionRefused(EngineError):
    """The clock may not be extended any further, or no longer."""

    clock: str
    rule: str
    limit: str = ""
    ended: datetime | None = None


@dataclass(eq=False)
class RequestRefused(EngineError):
    """What was asked for about a clock cannot be asked, or not be granted; `kind` is the request's, `rule` the reason."""

    kind: str
    rule: str


@dataclass(eq=False)
class CalendarRefused(EngineError):
    """The notice or the calendar file cannot be read, or contradicts itself; nothing is published."""

    findings: Sequence[Finding]


@dataclass(eq=False)
class InfeasibleClock(EngineError):
    """A clock is shorter than the waits on a path; deploying it needs a reason."""

    findings: Sequence[Finding]
