"""Who has a task: claim, unclaim, assign, return."""

from engine.errors import NotAllowed, NotFound, Recused
from engine.model import Task
from engine.steps.loading import Loaded
from engine.steps.notices import Notice, notify
from engine.steps.persons import Known, known
from engine.steps.rights import SUPERVISORS
from engine.steps.rules import Somebody, check, done_by
from engine.tasks.access import (
    assignment_of,
    node_of,
    open_task,
    require_access,
    require_mine,
    require_person,
)
from engine.text import Text
from engine.uow import UnitOfWork


def claim(uow: UnitOfWork, task_id: int) -> None:
    """Take a task from the pool; NotAllowed, FourEyes, Recused, AlreadyDone, Conflict (someone has it)."""
    loaded = open_task(uow, task_id, "claim")
    person = require_person(uow, "claim")
    require_access(uow, loaded, assignment_of(node_of(uow, loaded.case, loaded.task)), "claim")
    require_mine(uow, loaded.task)
    if loaded.task.assignee_id is None:
        loaded.task.claim(uow.book(loaded.case), person)


def unclaim(uow: UnitOfWork, task_id: int) -> None:
    """Put one's own task back into the pool."""
    loaded = open_task(uow, task_id, "unclaim")
    if loaded.task.assignee_id != require_person(uow, "unclaim"):
        raise NotAllowed("unclaim", "assignee")
    loaded.task.unclaim(uow.book(loaded.case))


def assign(uow: UnitOfWork, task_id: int, person_id: int, *, note: str = "") -> None:
    """Give a task to a person: a supervisor's right, or the assignee's who delegates (转办)."""
    loaded = open_task(uow, task_id, "assign")
    _require_say(uow, loaded.task, "assign", recused=loaded.recused)
    person = _eligible(uow, loaded, person_id)
    loaded.task.assign(uow.book(loaded.case), person.id, to=person.name, note=note)
    if person.id != uow.actor.person_id:
        case, name = loaded.case, loaded.task.name
        text = Text(
            f"{uow.actor.name}将案件 {case.number} 的任务“{name.zh}”交给您办理",
            f"{uow.actor.name} gave you the task “{name.to('en')}” of case {case.number}",
        )
        notify(uow, [person.id], Notice("assigned", text, case.id, task_id=task_id))


def return_to_pool(uow: UnitOfWork, task_id: int, *, note: str) -> None:
    """Take a task from its assignee and put it back into the pool (退回); supervisor or assignee."""
    loaded = open_task(uow, task_id, "return")
    _require_say(uow, loaded.task, "return", recused=loaded.recused)
    if loaded.task.assignee_id is not None:
        loaded.task.return_to_pool(uow.book(loaded.case), note=note)


def _require_say(uow: UnitOfWork, task: Task, action: str, *, recused: bool) -> None:
    """Only a supervisor or the assignee disposes of a task."""
    if recused:
        raise Recused(action, "recused")
    if task.assignee_id is not None and task.assignee_id == uow.actor.person_id:
        return
    if not uow.actor.has(*SUPERVISORS):
        raise NotAllowed(action, "supervisor")


def _eligible(uow: UnitOfWork, loaded: Loaded, person_id: int) -> Known:
    """The person, who must be able to do the task."""
    person = known(uow.session, [person_id], loaded.case.id).get(person_id)
    if person is None:
        raise NotFound("person", person_id)
    if not person.active:
        raise NotAllowed("assign", "inactive")
    assignment = assignment_of(node_of(uow, loaded.case, loaded.task))
    who = Somebody(person.id, person.roles, person.recused)
    check("assign", who, loaded.task, assignment, done_by(uow.session, loaded.case.id, assignment))
    return person
