"""Rights over cases and clocks, as opposed to tasks."""

from sqlalchemy import exists, select

from engine.errors import FourEyes, NotAllowed, Recused
from engine.model import Recusal
from engine.uow import UnitOfWork

SUPERVISORS = ("supervisor", "director")


def require_role(uow: UnitOfWork, action: str, *roles: str) -> None:
    """Raise NotAllowed unless the actor has one of the roles."""
    if not uow.actor.has(*roles):
        raise NotAllowed(action, "role")


def is_recused(uow: UnitOfWork, case_id: int) -> bool:
    """Is the actor recused from the case? One statement."""
    if uow.actor.person_id is None:
        return False
    found = exists().where(Recusal.case_id == case_id, Recusal.person_id == uow.actor.person_id)
    return bool(uow.session.scalar(select(found)))


def require_supervisor(uow: UnitOfWork, case_id: int, action: str) -> None:
    """Raise NotAllowed unless the actor supervises, and Recused from this case."""
    require_role(uow, action, *SUPERVISORS)
    if is_recused(uow, case_id):
        raise Recused(action, "recused")


def require_reader(uow: UnitOfWork, case_id: int) -> None:
    """Raise NotAllowed unless the actor works on cases, and Recused from this case."""
    if not uow.actor.staff:
        raise NotAllowed("read", "role")
    if is_recused(uow, case_id):
        raise Recused("read", "recused")


def require_other(uow: UnitOfWork, action: str, asked_by: int) -> None:
    """Raise FourEyes where the actor decides on what the same person asked for."""
    if asked_by == uow.actor.person_id:
        raise FourEyes(action, "self", action)
