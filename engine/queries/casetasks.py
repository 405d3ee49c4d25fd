"""The tasks of a case, with what the reader may do with each."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased

from engine.model import Case, Person, Task, TaskState
from engine.queries.chips import first
from engine.queries.permits import refusal, task_moves
from engine.queries.rows import ClockChip, PersonRef, TaskRow
from engine.steps.standins import is_away
from engine.uow import UnitOfWork


def task_rows(uow: UnitOfWork, case: Case, chips: Sequence[ClockChip]) -> tuple[TaskRow, ...]:
    """Every task of a case, the open ones first; one statement. The reader is not recused."""
    doer, away = aliased(Person), is_away(uow.office.today(uow.now))
    query = (
        select(Task, Person.name.label("assignee"), doer.name.label("doer"), away.label("away"))
        .outerjoin(Person, Person.id == Task.assignee_id)
        .outerjoin(doer, doer.id == Task.completed_by)
        .where(Task.case_id == case.id)
        .order_by(Task.state != TaskState.OPEN, Task.id)
    )
    found = uow.session.execute(query).all()
    tasks = [row.Task for row in found]
    return tuple(
        _row(uow, case, row.Task, _Doers(row.assignee, row.doer, row.away), tasks, chips) for row in found
    )


class _Doers(NamedTuple):
    """Who has a task, or had it; `away` is the assignee today."""

    assignee: str | None
    doer: str | None
    away: bool


def _row(
    uow: UnitOfWork,
    case: Case,
    task: Task,
    who: _Doers,
    tasks: Sequence[Task],
    chips: Sequence[ClockChip],
) -> TaskRow:
    is_open = task.state == TaskState.OPEN
    why_not = refusal(uow.actor, case, task, recused=False, done_by=_doers(task, tasks)) if is_open else None
    own = [one for one in chips if one.state != "stopped" and one.node_id in (None, task.node_id)]
    return TaskRow(
        id=task.id,
        token=task.token,
        node_id=task.node_id,
        process_id=task.process_id,
        name=task.name,
        kind=task.kind,
        state=task.state,
        role=task.role,
        assignee=PersonRef(task.assignee_id, who.assignee or "", away=who.away)
        if task.assignee_id is not None
        else None,
        created_at=task.created_at,
        claimed_at=task.claimed_at,
        closed_at=task.closed_at,
        completed_by=who.doer,
        clock=first(own) if is_open else None,
        may=task_moves(uow.actor, case, task, why_not),
        refusal=why_not,
    )


def _doers(task: Task, tasks: Sequence[Task]) -> frozenset[int | None]:
    """Who did the activities that a task is separate from."""
    return frozenset(
        one.completed_by
        for one in tasks
        if one.state == TaskState.COMPLETED
        and one.completed_by is not None
        and one.node_id in (task.separate or ())
    )
