"""Breaches: recorded once, whoever looks; lifted where a clock's end turns out to lie later; never erased."""

from sqlalchemy import delete, insert, update

from engine.model import Breach, Case, Clock, ClockState, FiredRung, LiftedBreach
from engine.orm import table_of, upsert
from engine.policies import PARTY, RungBase
from engine.steps.counting import Counted
from engine.uow import UnitOfWork

_FROM_THE_END = (RungBase.END, RungBase.AFTER_END)


def look(uow: UnitOfWork, case: Case, clock: Clock) -> None:
    """Record a breach, once. A party's own period just ends: the office has not breached anything."""
    over = clock.state == ClockState.RUNNING and uow.now >= clock.ends_at
    if not over or clock.breached_at is not None or clock.kind == PARTY:
        return
    row = {"clock_id": clock.id, "ended_at": clock.ends_at, "recorded_at": uow.now, "lifted_at": None}
    upsert(uow.session, Breach, [row], ["clock_id"])
    clock.breach(uow.book(case))


def settle(uow: UnitOfWork, case: Case, clock: Clock, found: Counted, *, why: str, note: str) -> None:
    """After a clock was counted anew: its breach is lifted where the end has not come, and moved where it is another.

    A party's own period has no breach, but rungs that have told of its end: they tell of another one that is to come.
    """
    to_come = uow.now < clock.ends_at or clock.state == ClockState.SUSPENDED
    if clock.kind == PARTY and to_come:
        clock.tell_again(_take_back(uow, clock, found))
    if clock.breached_at is None:
        return
    if to_come:
        _lift(uow, case, clock, found, why=why, note=note)
    elif clock.breached_at != clock.ends_at:
        clock.move_breach(uow.book(case), why=why)
        mine = update(Breach).where(Breach.clock_id == clock.id)
        uow.session.execute(mine.values(ended_at=clock.ends_at))


def _lift(uow: UnitOfWork, case: Case, clock: Clock, found: Counted, *, why: str, note: str) -> None:
    """Take back a breach that was none. Its row stays, with who lifted it and why in a row of its own.

    A rung that has fired stays fired: those before the end say nothing a second time. The rungs at the end and after it
    told of a breach that was none: they are taken back, and fire again if the clock breaches after all. So a rung
    fires once a clock and level, for each breach that there was; the first time is in the journal.
    """
    session, now = uow.session, uow.now
    row = {
        "clock_id": clock.id,
        "ended_at": clock.breached_at,
        "recorded_at": _recorded_at(uow, clock),
        "lifted_at": now,
        "lifted_by": uow.actor.person_id,
        "why": why,
        "note": note,
    }
    session.execute(insert(table_of(LiftedBreach)), [row])
    session.execute(update(Breach).where(Breach.clock_id == clock.id).values(lifted_at=now))
    clock.lift(uow.book(case), why=why, rungs=_take_back(uow, clock, found))


def _take_back(uow: UnitOfWork, clock: Clock, found: Counted) -> list[int]:
    """Let the rungs at the end and after it fire again; their levels."""
    again = {rung.level for _, rung in found.rungs if rung.base in _FROM_THE_END}.intersection(clock.fired)
    if again:
        fired = FiredRung.clock_id == clock.id, FiredRung.level.in_(again)
        uow.session.execute(delete(FiredRung).where(*fired))
    return sorted(again)


def _recorded_at(uow: UnitOfWork, clock: Clock) -> object:
    return uow.session.get_one(Breach, clock.id).recorded_at
