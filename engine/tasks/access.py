"""Whether the actor may work on a task: the same questions for every use case."""

from engine.errors import AlreadyDone, Conflict, MoveRefused, NotAllowed
from engine.graph import Assignment, Node
from engine.model import Case, CaseState, Task, TaskState
from engine.steps.loading import Loaded, lock_task
from engine.steps.nodes import find_node
from engine.steps.rules import NOBODY, Somebody, check, done_by
from engine.uow import UnitOfWork


def open_task(uow: UnitOfWork, task_id: int, action: str) -> Loaded:
    """Lock a task that may still be worked on; NotFound, AlreadyDone, MoveRefused for a case that stands still."""
    loaded = lock_task(uow, task_id)
    if loaded.task.state != TaskState.OPEN:
        raise AlreadyDone("task", task_id, loaded.task.state)
    if loaded.case.state != CaseState.RUNNING:
        raise MoveRefused("case", loaded.case.state, action)
    return loaded


def node_of(uow: UnitOfWork, case: Case, task: Task) -> Node | None:
    """The node that a task stands on; None for one that a rung opened."""
    if task.token is None:
        return None
    definition = case.calls.get(task.process_id, case.definition_id)
    return find_node(uow.deployed(definition).blueprint.processes[task.process_id], task.node_id)


def assignment_of(node: Node | None) -> Assignment:
    """Who may act on a node; nobody in particular where the diagram does not say."""
    return (node.assignment if node is not None else None) or NOBODY


def require_person(uow: UnitOfWork, action: str) -> int:
    """The acting person's id; the system holds no tasks."""
    if uow.actor.person_id is None:
        raise NotAllowed(action, "person")
    return uow.actor.person_id


def require_access(uow: UnitOfWork, loaded: Loaded, assignment: Assignment, action: str) -> None:
    """Raise what keeps the actor from the task; nothing keeps the system."""
    actor, task = uow.actor, loaded.task
    if actor.system:
        return
    if not actor.staff:
        raise NotAllowed(action, "role")
    who = Somebody(actor.person_id, actor.roles, loaded.recused)
    check(action, who, task, assignment, done_by(uow.session, loaded.case.id, assignment))


def require_mine(uow: UnitOfWork, task: Task) -> None:
    """Raise `Conflict` where somebody else has the task."""
    if task.assignee_id is not None and task.assignee_id != uow.actor.person_id and not uow.actor.system:
        raise Conflict("task", task.id)
