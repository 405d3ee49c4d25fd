"""Timers whose time is a legal period: when they ring under a calendar."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from engine.model import Alarm, Suspension
from engine.office import Office
from engine.periods import Span
from engine.steps.timers import read_duration
from engine.steps.touching import spans_from


def due_under(
    period: str | None, set_at: datetime, office: Office, spans: Sequence[Span] = ()
) -> datetime | None:
    """When a timer's period is over; None where its text is no legal period, which no calendar moves."""
    duration = read_duration(period) if period else None
    if duration is None or not duration.legal:
        return None
    return duration.after(set_at, office, spans)


def renew_timer(alarm: Alarm, suspensions: Iterable[Suspension], office: Office) -> bool:
    """Let a timer ring when its period is over under the calendar of now; whether that is at another time.

    `suspensions` are those of its case. One that was put off, because it failed, is left to be tried again.
    """
    alarm.calendar = office.revision
    duration = read_duration(alarm.period) if alarm.period else None
    if duration is None or not duration.legal or alarm.attempts:
        return False
    over = [
        one for one in suspensions if one.clock_id is None and not one.automatic and one.resumed is not None
    ]
    spans = spans_from(over, alarm.set_at, office, hours=bool(duration.hours))
    before, alarm.wake_at = alarm.wake_at, duration.after(alarm.set_at, office, spans)
    return alarm.wake_at != before
