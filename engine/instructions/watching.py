"""Completing a task to watch (督办任务) with an instruction, in one step."""

from datetime import date

from engine import tasks
from engine.errors import NotFound
from engine.instructions.issuing import issue
from engine.model import Task, TaskKind
from engine.steps.watched import clock_of
from engine.tasks import Completed
from engine.uow import UnitOfWork


def settle(uow: UnitOfWork, task_id: int, *, to: int, text: str, answer_by: date) -> Completed:
    """Issue an instruction about what a task watches, and complete the task with it.

    NotFound (also a task that is none to watch), and whatever refuses the instruction or the task.
    """
    task = uow.session.get(Task, task_id)
    if task is None or task.kind != TaskKind.WATCH:
        raise NotFound("task", task_id)
    clock = clock_of(uow.session, task)
    about = {"clock_id": clock.id if clock is not None else None, "task_id": task_id}
    issue(uow, task.case_id, to=to, text=text, answer_by=answer_by, **about)
    return tasks.complete(uow, task_id, {})
