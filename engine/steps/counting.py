"""Counting a clock's period: its end, its target, and when its rungs are reached."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from engine.model import Count, Extension
from engine.office import Office
from engine.periods import Extension as Granted
from engine.periods import Ledger, Period, Span, due, moved, schedule, target_of
from engine.policies import ClockPolicy, Rung, RungBase, Unit
from engine.steps.timers import instant_of
from engine.text import Text


@dataclass(frozen=True, slots=True)
class Counted:
    """A ledger and what stands on it."""

    ledger: Ledger
    count: Count
    rungs: Sequence[tuple[datetime, Rung]]  # in the order of time, the most severe last


def counted(
    policy: ClockPolicy,
    started_at: datetime,
    office: Office,
    *,
    spans: Iterable[Span] = (),
    extensions: Iterable[Granted] = (),
    until: datetime | None = None,
) -> Counted:
    """Count a policy's period from its start. `until`: as of when an open suspension is counted."""
    hours = policy.unit is Unit.HOURS
    ledger = due(
        Period(policy.amount, policy.unit),
        started_at if hours else office.today(started_at),
        spans=tuple(spans),
        extensions=tuple(extensions),
        calendar=office.calendar,
        hours=office.hours,
        closing=office.closing,
        until=None if until is None else (until if hours else office.today(until)),
    )
    return counted_again(policy, ledger, office)


def counted_again(policy: ClockPolicy, ledger: Ledger, office: Office) -> Counted:
    """What stands on a ledger that was stored."""
    rungs = [
        (at.astimezone(UTC), rung)
        for at, rung in schedule(ledger, policy.rungs, office.calendar, office.hours)
    ]
    return Counted(ledger, _count(policy, ledger, rungs, office), rungs)


def _count(
    policy: ClockPolicy, ledger: Ledger, rungs: Sequence[tuple[datetime, Rung]], office: Office
) -> Count:
    ends_at = ledger.ends_at.astimezone(UTC)
    target = target_of(ledger, policy.target, office.calendar) if policy.target else None
    early = [at for at, rung in rungs if rung.base in (RungBase.SHARE, RungBase.BEFORE_END) and at < ends_at]
    return Count(
        ends_at=ends_at,
        last_day=ledger.last_day,
        provisional=ledger.provisional,
        ledger=ledger.record(),
        target_at=target.ends_at.astimezone(UTC) if target else None,
        warns_at=min(early, default=None),
        calendar=office.revision,
    )


def told(found: Counted, before: Mapping[str, Any], why: Text) -> Counted:
    """The same, its ledger saying at its end what it came to before under another calendar, and why it moved."""
    ledger = moved(Ledger.from_json(before), found.ledger, why)
    return replace(found, ledger=ledger, count=replace(found.count, ledger=ledger.record()))


def grants_of(extensions: Iterable[Extension], names: Mapping[int, str], office: Office) -> list[Granted]:
    """The extensions as the period's arithmetic takes them; `names` are those of who granted them, by id."""
    return [
        Granted(
            Period(one.amount, Unit(one.unit)),
            names.get(one.granted_by or 0, ""),
            office.today(one.at),
            one.note,
        )
        for one in extensions
    ]


def moment_of(day: date, now: datetime, office: Office) -> datetime:
    """The instant at which a day's suspension takes effect: now if it is today, else the day's 00:00."""
    return now if day == office.today(now) else instant_of(day, office)
