"""Use cases of a clock: suspend, resume, extend, correct its start, count again.

All but the last do what one person asked for and another decides: see `engine.requests`, which is how people come here.
"""

from datetime import date, datetime

from sqlalchemy import select

from engine.errors import ExtensionRefused, NotFound, Recused
from engine.model import Clock
from engine.steps import correcting, extending, standing
from engine.steps.rights import is_recused, require_other, require_supervisor
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
    requested_by: int,
    asked_at: datetime | None = None,
) -> None:
    """Stand one clock still, as another person asked. FourEyes; SuspensionRefused says which rule, as for a case."""
    step, clock = _open(uow, clock_id, "suspend")
    standing.suspend(step, standing.Request(reason, effective, note, requested_by, clock, asked_at))
    step.finish()


def resume(
    uow: UnitOfWork,
    clock_id: int,
    *,
    reason: str,
    effective: date,
    requested_by: int,
    note: str = "",
    asked_at: datetime | None = None,
) -> None:
    """Let one clock run again from `effective`, which counts, as another person asked. FourEyes, SuspensionRefused."""
    step, clock = _open(uow, clock_id, "resume")
    standing.resume(step, standing.Request(reason, effective, note, requested_by, clock, asked_at))
    step.finish()


def extend(uow: UnitOfWork, clock_id: int, *, amount: int, requested_by: int, note: str) -> None:
    """Extend a clock by `amount` of its unit of extension, as another person asked; the actor grants.

    Recused; ExtensionRefused with the rule: not-extensible, role, four-eyes, note, amount, ended, number, cap.
    """
    step, clock = _of_case(uow, clock_id)
    _require_granter(step, clock, requested_by)
    extending.check(step, clock, amount, note)
    extending.extend(step, clock, amount=amount, requested_by=requested_by, note=note)
    step.finish()


def _require_granter(step: Step, clock: Clock, requested_by: int) -> None:
    policy = step.clockwork.policy(clock)
    if policy.max_extension <= 0:
        raise ExtensionRefused(clock.policy_id, "not-extensible")
    if not step.uow.actor.has(*extending.granters(policy)):
        raise ExtensionRefused(clock.policy_id, "role", ", ".join(policy.extension_by))
    if is_recused(step.uow, step.case.id):
        raise Recused("extend", "recused")
    if requested_by == step.uow.actor.person_id:
        raise ExtensionRefused(clock.policy_id, "four-eyes")


def correct(uow: UnitOfWork, clock_id: int, *, starts: date, requested_by: int, note: str) -> None:
    """Let a clock have begun on another day, or at another instant, as another person asked.

    NotAllowed, Recused, FourEyes; RequestRefused with the rule: note, start-future, start-too-early, start-same.
    """
    step, clock = _open(uow, clock_id, "correct")
    require_other(uow, "correct", requested_by)
    at = correcting.check(step, clock, starts, note)
    correcting.correct(step, clock, at, requested_by=requested_by, note=note)
    step.finish()


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
