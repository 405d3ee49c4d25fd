"""Extending a clock (延长): before its end, within its cap and number, counted from the start."""

from collections.abc import Sequence

from engine.errors import ExtensionRefused
from engine.model import Clock, Extension
from engine.periods import Extension as Granted
from engine.policies import ClockPolicy, Period, Unit
from engine.steps.grants import extensions
from engine.steps.rights import SUPERVISORS
from engine.steps.step import Step


def granters(policy: ClockPolicy) -> Sequence[str]:
    """The roles of which one may extend: those on the diagram, else whoever supervises."""
    return policy.extension_by or SUPERVISORS


def unit_of(policy: ClockPolicy) -> Unit:
    """The unit of a clock's extensions."""
    return policy.extension_unit or policy.unit


def check(step: Step, clock: Clock, amount: int, note: str) -> None:
    """Raise ExtensionRefused with the rule that speaks against it, whoever asks for it."""
    policy = step.clockwork.policy(clock)
    if policy.max_extension <= 0:
        raise ExtensionRefused(clock.policy_id, "not-extensible")
    if not note.strip():
        raise ExtensionRefused(clock.policy_id, "note")
    if amount < 1:
        raise ExtensionRefused(clock.policy_id, "amount")
    if clock.breached_at is not None or step.clockwork.over(clock):
        raise ExtensionRefused(clock.policy_id, "ended", ended=clock.ends_at)
    _refuse_more(clock, policy, amount, extensions(step.uow, clock))


def _refuse_more(clock: Clock, policy: ClockPolicy, amount: int, granted: list[Extension]) -> None:
    if len(granted) >= policy.max_extensions:
        raise ExtensionRefused(clock.policy_id, "number", str(policy.max_extensions))
    if sum(one.amount for one in granted) + amount > policy.max_extension:
        raise ExtensionRefused(clock.policy_id, "cap", f"{policy.max_extension} {unit_of(policy).value}")


def thought(step: Step, clock: Clock, amount: int) -> Granted:
    """An extension that is only thought of."""
    return Granted(Period(amount, unit_of(step.clockwork.policy(clock))))


def extend(step: Step, clock: Clock, *, amount: int, requested_by: int, note: str) -> None:
    """Extend a clock by `amount` of its unit of extension; the end is counted anew from the start."""
    uow, unit = step.uow, unit_of(step.clockwork.policy(clock))
    row = Extension(
        clock_id=clock.id,
        amount=amount,
        unit=unit.value,
        requested_by=requested_by,
        granted_by=uow.actor.person_id,
        at=uow.now,
        note=note,
        old_end=clock.ends_at,
        new_end=clock.ends_at,
    )
    uow.session.add(row)
    uow.session.flush()
    clock.extend(uow.book(step.case), amount=amount, unit=unit.value, note=note, requested_by=requested_by)
    step.clockwork.recount(clock, why="extended", note=note)
    row.new_end = clock.ends_at
