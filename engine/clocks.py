"""Use cases of a clock: suspend, resume, extend, count again."""

from datetime import date

from sqlalchemy import select

from engine.errors import ExtensionRefused, NotFound, Recused
from engine.model import Clock, Extension
from engine.policies import ClockPolicy, Unit
from engine.steps import standing
from engine.steps.rights import is_recused, require_supervisor
from engine.steps.starting import step_of
from engine.steps.step import Step
from engine.uow import UnitOfWork


def suspend(
    uow: UnitOfWork,
    clock_id: int,
    *,
    reason: str,
    effective: date,
    note: str,
    requested_by: int | None = None,
) -> None:
    """Stand one clock still; the actor approves. SuspensionRefused says which rule, as for a case."""
    step, clock = _open(uow, clock_id, "suspend")
    standing.suspend(step, standing.Request(reason, effective, note, requested_by, clock))
    step.finish()


def resume(uow: UnitOfWork, clock_id: int, *, reason: str, effective: date, note: str = "") -> None:
    """Let one clock run again from `effective`, which counts."""
    step, clock = _open(uow, clock_id, "resume")
    standing.resume(step, standing.Request(reason, effective, note, clock=clock))
    step.finish()


def extend(uow: UnitOfWork, clock_id: int, *, amount: int, requested_by: int, note: str) -> None:
    """Extend a clock by `amount` of its unit of extension; the actor grants.

    Recused; ExtensionRefused with the rule: not-extensible, role, four-eyes, note, amount, ended, number, cap.
    """
    step, clock = _of_case(uow, clock_id)
    policy = step.clockwork.policy(clock)
    granted = step.clockwork.extensions(clock)
    _refuse(step, clock, policy, amount, requested_by, note)
    _refuse_more(clock, policy, amount, granted)
    old_end, unit = clock.ends_at, policy.extension_unit or policy.unit
    row = Extension(
        clock_id=clock.id,
        amount=amount,
        unit=unit.value,
        requested_by=requested_by,
        granted_by=uow.actor.person_id,
        at=uow.now,
        note=note,
        old_end=old_end,
        new_end=old_end,
    )
    uow.session.add(row)
    uow.session.flush()
    clock.extend(uow.book(step.case), amount=amount, unit=unit.value, note=note, requested_by=requested_by)
    step.clockwork.recount(clock, why="extended")
    row.new_end = clock.ends_at
    step.finish()


def _refuse(step: Step, clock: Clock, policy: ClockPolicy, amount: int, requested_by: int, note: str) -> None:
    uow = step.uow
    if policy.max_extension <= 0:
        raise ExtensionRefused(clock.policy_id, "not-extensible")
    if not uow.actor.has(*(policy.extension_by or ("supervisor", "director"))):
        raise ExtensionRefused(clock.policy_id, "role", ", ".join(policy.extension_by))
    if is_recused(uow, step.case.id):
        raise Recused("extend", "recused")
    if requested_by == uow.actor.person_id:
        raise ExtensionRefused(clock.policy_id, "four-eyes")
    if not note.strip():
        raise ExtensionRefused(clock.policy_id, "note")
    if amount < 1:
        raise ExtensionRefused(clock.policy_id, "amount")


def _refuse_more(clock: Clock, policy: ClockPolicy, amount: int, granted: list[Extension]) -> None:
    unit: Unit = policy.extension_unit or policy.unit
    if clock.breached_at is not None:  # one that stands still has not ended, whatever end it had last
        raise ExtensionRefused(clock.policy_id, "ended", ended=clock.ends_at)
    if len(granted) >= policy.max_extensions:
        raise ExtensionRefused(clock.policy_id, "number", str(policy.max_extensions))
    if sum(one.amount for one in granted) + amount > policy.max_extension:
        raise ExtensionRefused(clock.policy_id, "cap", f"{policy.max_extension} {unit.value}")


def recount(uow: UnitOfWork, clock_id: int, *, why: str) -> None:
    """Count an open clock again, after the calendar has changed; its ledger says why its end moved."""
    step, clock = _of_case(uow, clock_id)
    step.clockwork.recount(clock, why=why)
    step.finish()


def _of_case(uow: UnitOfWork, clock_id: int) -> tuple[Step, Clock]:
    case_id = uow.session.scalar(select(Clock.case_id).where(Clock.id == clock_id))
    if case_id is None:
        raise NotFound("clock", clock_id)
    step = step_of(uow, case_id)
    return step, step.clockwork.clock(clock_id)


def _open(uow: UnitOfWork, clock_id: int, action: str) -> tuple[Step, Clock]:
    step, clock = _of_case(uow, clock_id)
    require_supervisor(uow, step.case.id, action)
    return step, clock
