"""Ledgers that count no more: kept readable beside the one that took their place."""

from typing import Any

from engine.model import Clock, Count, PastLedger
from engine.uow import UnitOfWork

_IN_ANY_CASE = ("corrected", "calendar")


def as_it_was(clock: Clock) -> dict[str, Any]:
    """What a clock said before it is counted anew."""
    return {
        "clock_id": clock.id,
        "started_at": clock.started_at,
        "ends_at": clock.ends_at,
        "last_day": clock.last_day,
        "provisional": clock.provisional,
        "ledger": clock.ledger,
    }


def keep(uow: UnitOfWork, was: dict[str, Any], count: Count, *, why: str, note: str = "") -> None:
    """Keep what a clock said, where it now comes to another end; after a correction in any case.

    Under another calendar too: what was printed can be compared, and an end that was provisional is so no more.
    """
    if count.ends_at == was["ends_at"] and why not in _IN_ANY_CASE:
        return
    now = {"new_end": count.ends_at, "replaced_at": uow.now, "replaced_by": uow.actor.person_id}
    uow.session.add(PastLedger(**was, **now, why=why, note=note[:1000]))
