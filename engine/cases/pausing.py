"""A case as a whole stands still (中止), and goes on: as one person asked, and another decides."""

from datetime import date, datetime

from engine.errors import MoveRefused
from engine.model import CaseState
from engine.steps import held_timers, standing
from engine.steps.rights import require_supervisor
from engine.steps.starting import step_of
from engine.uow import UnitOfWork


def suspend(
    uow: UnitOfWork,
    case_id: int,
    *,
    reason: str,
    effective: date,
    note: str,
    requested_by: int,
    asked_at: datetime | None = None,
) -> None:
    """Stand a case still: its tasks close for work, its timers wait, its clocks that allow the reason stand.

    So does the clock of an activity that one of those timers ends, whatever its own reasons. The actor approves what
    another person requests. Another reason may join the first; the case goes on when the last of them has ended.
    NotFound, NotAllowed, FourEyes, MoveRefused, SuspensionRefused with the rule: note, reason-unknown, reason, future,
    before-start, ended, already, before-last-resumption.
    """
    require_supervisor(uow, case_id, "suspend")
    step = step_of(uow, case_id)
    step.case.suspend(uow.book(step.case), reason=reason, effective=effective, note=note)
    request = standing.Request(reason, effective, note, requested_by, asked_at=asked_at)
    standing.suspend(step, request)
    held_timers.hold(uow, step.case)
    step.finish()


def resume(
    uow: UnitOfWork,
    case_id: int,
    *,
    reason: str,
    effective: date,
    requested_by: int,
    note: str = "",
    asked_at: datetime | None = None,
) -> None:
    """End the suspension for `reason`, as another person asked; `effective` is the first day that counts again.

    The case goes on when this was the last reason for which it stood still: its timers run again, and messages that
    came meanwhile are delivered. NotFound, NotAllowed, FourEyes, MoveRefused, SuspensionRefused.
    """
    require_supervisor(uow, case_id, "resume")
    step = step_of(uow, case_id)
    if step.case.state != CaseState.SUSPENDED or step.case.suspended_at is None:
        raise MoveRefused("case", step.case.state, "resume")
    since = step.case.suspended_at
    request = standing.Request(reason, effective, note, requested_by, asked_at=asked_at)
    standing.resume(step, request)
    still = standing.stands(step)
    step.case.resume(uow.book(step.case), reason=reason, effective=effective, note=note, still=still)
    if still:
        step.finish()
    else:
        held_timers.let_go(uow, step.case, since, step.clockwork.suspensions)
        step.save(all_waits=True)
