"""Locking and loading a case, or a task with its case: one statement."""

from dataclasses import dataclass

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import aliased

from engine.errors import NotFound
from engine.model import CalendarRevision, Case, Recusal, Task
from engine.steps.rights import is_recused
from engine.uow import UnitOfWork

_NEWEST = select(func.coalesce(func.max(CalendarRevision.id), 0)).scalar_subquery()
"""Which calendar counts: whoever works on a case mostly has to know, and so it costs no statement of its own."""

_CASE = select(Case, _NEWEST.label("newest")).where(Case.id == bindparam("case_id")).with_for_update(of=Case)
_RECUSED = exists().where(Recusal.case_id == Task.case_id, Recusal.person_id == bindparam("person_id"))
_Before = aliased(Case)
_VERSION = select(_Before.version).where(_Before.id == Task.case_id).scalar_subquery()
"""As it was before the lock was had, like the recusals; the rows that are locked are as they are after it."""

_TASK = (
    select(Case, Task, _RECUSED.label("recused"), _VERSION.label("version"), _NEWEST.label("newest"))
    .join(Task, Task.case_id == Case.id)
    .where(Task.id == bindparam("task_id"))
    .with_for_update(of=(Case, Task))
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A task and its case, both locked. `recused`: the actor is, from this case."""

    case: Case
    task: Task
    recused: bool


def lock_case(uow: UnitOfWork, case_id: int) -> Case:
    """Lock a case until the end of the unit of work; NotFound."""
    _write_pending(uow)
    found = uow.session.execute(_CASE, {"case_id": case_id}).one_or_none()
    if found is None:
        raise NotFound("case", case_id)
    uow.know_revision(found.newest)
    case: Case = found.Case
    return case


def lock_task(uow: UnitOfWork, task_id: int) -> Loaded:
    """Lock a task and its case; NotFound."""
    _write_pending(uow)
    found = uow.session.execute(_TASK, {"task_id": task_id, "person_id": uow.actor.person_id}).one_or_none()
    if found is None:
        raise NotFound("task", task_id)
    uow.know_revision(found.newest)
    waited = found.version != found.Case.version
    return Loaded(found.Case, found.Task, is_recused(uow, found.Case.id) if waited else found.recused)


def _write_pending(uow: UnitOfWork) -> None:
    """Write what an earlier step of this unit of work has left in memory, so that the next one finds it."""
    if uow.session.new or uow.session.dirty:
        uow.session.flush()
