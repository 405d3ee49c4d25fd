"""A demo's time is moved forward: whatever falls due on the way happens at its own time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event

from engine import alarms
from engine.uow import Engine
from web.office_time import OfficeTime

FARTHEST = timedelta(days=400)
"""So far ahead a demo's time may be moved at once."""

Enough = Callable[[], bool]
"""Says that this is enough for now."""

_PATIENCE = 50
_MOMENT = 0.02  # seconds
_STUCK = timedelta(hours=1)


def travel(engine: Engine, time: OfficeTime, until: datetime, enough: Enough = lambda: False) -> int:
    """Move the present on, ringing what falls due at its own time, until an instant or until it is enough.

    The number of alarms that rang. The present is `until` when it came to its end.
    """
    rung = tries = 0
    while (wake := alarms.next_wake(engine)) is not None and wake <= until and not _stuck(time, until, tries):
        if enough():
            return rung
        time.to(max(wake, time()))
        found = alarms.ring_due(engine)
        rung += found
        tries = 0 if found else tries + 1
        _wait(time, until, tries)
    time.to(max(until, time()))
    return rung


def _wait(time: OfficeTime, until: datetime, tries: int) -> None:
    """Somebody else rings it at this moment; what is stuck for long must not hold up the rest."""
    if tries > _PATIENCE:
        time.to(min(max(until, time()), time() + _STUCK))
    elif tries:
        Event().wait(_MOMENT)


def _stuck(time: OfficeTime, until: datetime, tries: int) -> bool:
    return tries > _PATIENCE and time() >= until


def ring_all(engine: Engine) -> int:
    """Ring what is due now; the number."""
    rung = 0
    while found := alarms.ring_due(engine):
        rung += found
    return rung
