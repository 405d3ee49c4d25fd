"""How pressing a case is."""

from engine.steps.loading import lock_case
from engine.steps.rights import require_supervisor
from engine.uow import UnitOfWork


def prioritise(uow: UnitOfWork, case_id: int, priority: int, *, note: str) -> None:
    """Set the priority (0 normal, 1 high, 2 urgent). NotFound, NotAllowed."""
    require_supervisor(uow, case_id, "prioritise")
    case = lock_case(uow, case_id)
    case.prioritise(uow.book(case), max(0, min(priority, 2)), why=note)
