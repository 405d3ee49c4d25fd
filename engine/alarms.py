"""Alarms: whatever waits for time, rung in batches, each in its own small transaction."""

from engine.uow import Engine


def ring_due(engine: Engine, *, limit: int = 100) -> int:
    """Ring what is due and give the number rung; a failing alarm backs off and is recorded, never lost."""
    raise NotImplementedError
