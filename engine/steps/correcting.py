"""Correcting a clock's start (更正起算), such as a filing date that was recorded wrong.

The period is counted anew from the right start. Extensions are kept; so are suspensions, cut to the new start. What is
no longer so stays on record: the old ledger, a breach with who lifted it and why, the rungs that have fired.
"""

from datetime import date, datetime, timedelta

from engine.errors import RequestRefused
from engine.model import Clock
from engine.policies import Unit
from engine.steps.counting import moment_of
from engine.steps.step import Step
from engine.steps.timers import instant_of

EARLIEST = timedelta(days=366)
"""No start lies longer before the day on which the case was opened: that would be a slip of the year."""


def check(step: Step, clock: Clock, starts: date, note: str) -> datetime:
    """Give the instant of the right start, a day's being its 00:00.

    RequestRefused with the rule: note, future, too-early, same.
    """
    uow, office = step.uow, step.uow.office
    at = instant_of(starts, office) if isinstance(starts, datetime) else moment_of(starts, uow.now, office)
    if not note.strip():
        raise RequestRefused("correct", "note")
    if at > uow.now:
        raise RequestRefused("correct", "start-future")
    if office.today(at) < step.case.opened_on - EARLIEST:
        raise RequestRefused("correct", "start-too-early")
    in_hours = step.clockwork.policy(clock).unit is Unit.HOURS
    if at == clock.started_at or (not in_hours and office.today(at) == office.today(clock.started_at)):
        raise RequestRefused("correct", "start-same")
    return at


def correct(step: Step, clock: Clock, at: datetime, *, requested_by: int, note: str) -> None:
    """Let a clock have begun at another time."""
    step.clockwork.correct(clock, at, requested_by=requested_by, note=note)
