"""Alarms: whatever waits for time, rung in batches, each in its own small transaction."""

from engine.alarms.ringing import next_wake, ring_due
from engine.alarms.standing import wind_up

__all__ = ["next_wake", "ring_due", "wind_up"]
