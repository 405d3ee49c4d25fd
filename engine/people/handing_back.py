"""What a person leaves behind who may not go on with it: open tasks go back to the pool."""

from sqlalchemy import select

from engine.model import Task, TaskState
from engine.steps.loading import lock_task
from engine.uow import UnitOfWork


def hand_back(uow: UnitOfWork, person_id: int, role: str | None = None) -> None:
    """Put a person's open tasks, or those that need a role, back into the pool, so that nobody waits for them."""
    held = select(Task.id).where(Task.assignee_id == person_id, Task.state == TaskState.OPEN)
    if role is not None:
        held = held.where(Task.role == role)
    for task_id in uow.session.scalars(held.order_by(Task.case_id, Task.id)).all():
        loaded = lock_task(uow, task_id)
        if loaded.task.state == TaskState.OPEN and loaded.task.assignee_id == person_id:
            loaded.task.return_to_pool(uow.book(loaded.case), note="")
