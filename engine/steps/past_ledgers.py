"""Ledgers that count no more: kept readable beside the one that took their place."""

from engine.model import Clock, Count, PastLedger
from engine.uow import UnitOfWork


def keep(uow: UnitOfWork, clock: Clock, count: Count, *, why: str, note: str = "") -> None:
    """Keep a clock's ledger, where the one that takes its place comes to another end."""
    if count.ends_at == clock.ends_at:
        return
    past = PastLedger(
        clock_id=clock.id,
        why=why,
        note=note[:1000],
        started_at=clock.started_at,
        ends_at=clock.ends_at,
        last_day=clock.last_day,
        provisional=clock.provisional,
        ledger=clock.ledger,
        new_end=count.ends_at,
        replaced_at=uow.now,
        replaced_by=uow.actor.person_id,
    )
    uow.session.add(past)
