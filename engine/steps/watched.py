"""What a task to watch (督办任务) is about: the clock whose rung has opened it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.model import Clock, Task


def clock_of(session: Session, task: Task) -> Clock | None:
    """The clock: the last one of its element by whose name the task is called. One statement."""
    query = select(Clock).where(
        Clock.case_id == task.case_id, Clock.process_id == task.process_id, Clock.element == task.node_id
    )
    clocks = session.scalars(query.where(Clock.started_at <= task.created_at).order_by(Clock.id.desc())).all()
    return next((one for one in clocks if task.name.zh.endswith(one.name.zh)), None)
