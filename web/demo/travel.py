"""A demo's time is moved forward: whatever is due on the way rings at its own time."""

from dataclasses import replace
from datetime import datetime, timedelta

from engine import alarms
from engine.uow import SYSTEM, Engine
from web.demo.office_mark import OfficeMark
from web.office_time import OfficeTime

FARTHEST = timedelta(days=400)
"""So far ahead a demo's time may be moved at once."""


def travel(engine: Engine, time: OfficeTime, mark: OfficeMark, at: datetime) -> int:
    """Move the present to an instant, and remember it in the demo's mark; the number of alarms that rang."""
    rung = 0
    while (wake := alarms.next_wake(engine)) is not None and wake <= at:
        time.to(max(wake, time()))
        found = alarms.ring_due(engine)
        rung += found
        if not found:  # somebody else rings them
            break
    time.to(at)
    with engine.unit_of_work(SYSTEM) as uow:
        replace(mark, ahead_seconds=time.ahead().total_seconds()).put(uow)
    return rung + ring_all(engine)


def ring_all(engine: Engine) -> int:
    """Ring what is due now; the number."""
    rung = 0
    while found := alarms.ring_due(engine):
        rung += found
    return rung
