"""The worklist: what is mine, what my groups could take, and how pressing it is."""

from engine.queries.rows import Counts, TaskForm, Worklist
from engine.uow import UnitOfWork


def mine(uow: UnitOfWork, *, limit: int = 500) -> Worklist:
    """Open tasks assigned to the actor."""
    raise NotImplementedError


def pool(uow: UnitOfWork, *, limit: int = 500) -> Worklist:
    """Open tasks without assignee that the actor may claim: by role, not recused, four eyes kept."""
    raise NotImplementedError


def counts(uow: UnitOfWork) -> Counts:
    """The numbers beside the navigation, in one statement."""
    raise NotImplementedError


def form(uow: UnitOfWork, task_id: int) -> TaskForm:
    """An open task with its form, its values and what to send back as `seen`; NotFound, NotAllowed."""
    raise NotImplementedError
