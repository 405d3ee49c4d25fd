"""Which suspensions stand a clock still.

Those of the clock itself; those of the whole case for a reason that the clock's policy allows; and, where a timer of
the diagram ends the clock's activity, every suspension of the whole case that a person gave: such a suspension holds
the timer, and the clock that measures the same time stands still with it. One that took effect when the period had
ended stands nothing still: a breach stays.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from engine.model import Suspension
from engine.office import Office
from engine.periods import Extension as Granted
from engine.periods import Period, Span, Terms, end_of
from engine.policies import Unit
from engine.steps.plan import Drawn

_UNWRITTEN: Final = 1 << 62
"""A suspension without a number yet comes last of those that take effect at the same instant."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the end of one clock depends on, but for its policy: as it is on record, or as somebody thinks of it."""

    clock_id: int
    started_at: datetime
    suspensions: Sequence[Suspension] = ()
    grants: Sequence[Granted] = ()


def allows(drawn: Drawn, clock_id: int, suspension: Suspension) -> bool:
    """Does a suspension stand a clock still, if it comes in time?"""
    if suspension.clock_id is not None:
        return suspension.clock_id == clock_id
    held = drawn.timed and not suspension.automatic
    return held or suspension.reason in drawn.policy.suspend_for


def touching(drawn: Drawn, given: Given, office: Office) -> list[Suspension]:
    """The suspensions that stand a clock still, or did, in the order in which they took effect."""
    hours = drawn.policy.unit is Unit.HOURS
    allowed = [
        one
        for one in given.suspensions
        if allows(drawn, given.clock_id, one) and span_from(one, given.started_at, office, hours=hours)
    ]
    found: list[Suspension] = []
    end: datetime | None = None  # of the period with some of those found: it only ever moves on
    for one in sorted(allowed, key=lambda one: (one.effective_at, one.id or _UNWRITTEN)):
        if not any(earlier.resumed is None for earlier in found):
            if end is None or one.effective_at >= end:
                end = _end(found, drawn, given, office)
            if one.effective_at >= end:
                continue
        found.append(one)
    return found


def _end(before: Sequence[Suspension], drawn: Drawn, given: Given, office: Office) -> datetime:
    """The period's end, as the suspensions before leave it."""
    policy, hours = drawn.policy, drawn.policy.unit is Unit.HOURS
    terms = Terms(
        Period(policy.amount, policy.unit),
        start_of(given.started_at, office, hours=hours),
        tuple(spans_from(before, given.started_at, office, hours=hours)),
        tuple(given.grants),
        office.hours,
        office.closing,
    )
    return end_of(terms, office.calendar).ends_at


def start_of(started_at: datetime, office: Office, *, hours: bool) -> date:
    """What a period is counted from: the instant, if it is in hours, else the day."""
    return started_at if hours else office.today(started_at)


def spans_from(
    suspensions: Iterable[Suspension], start: datetime, office: Office, *, hours: bool
) -> list[Span]:
    """Suspensions as spans, cut to a period's start."""
    found = (span_from(one, start, office, hours=hours) for one in suspensions)
    return [span for span in found if span is not None]


def span_from(one: Suspension, start: datetime, office: Office, *, hours: bool) -> Span | None:
    """A suspension as it touches a period that began at `start`; None where it was over before."""
    if hours:
        if one.resumed_at is not None and one.resumed_at <= start:
            return None
        return Span(max(one.effective_at, start), one.resumed_at, office.reasons.get(one.reason, one.reason))
    first = office.today(start)
    if one.resumed is not None and one.resumed <= first:
        return None
    return Span(max(one.effective, first), one.resumed, office.reasons.get(one.reason, one.reason))
