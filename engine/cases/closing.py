"""Closing a case before its end."""

from engine.errors import MoveRefused
from engine.steps.rights import require_supervisor
from engine.steps.starting import step_of
from engine.uow import UnitOfWork


def cancel(uow: UnitOfWork, case_id: int, *, reason: str) -> None:
    """Close a case before its end; a supervisor's or director's right. NotFound, NotAllowed, MoveRefused."""
    require_supervisor(uow, case_id, "cancel")
    step = step_of(uow, case_id)
    if not step.case.open:
        raise MoveRefused("case", step.case.state, "cancel")
    step.case.cancel(uow.book(step.case), reason=reason)
    step.run.cancel()
    step.save()
