"""Which tasks are a person's, and which a person could take: the rules of `steps.rules` as conditions."""

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_
from sqlalchemy.orm import aliased

from engine.model import OPEN, Case, Notification, Recusal, Task, TaskState
from engine.uow import Actor

_Earlier = aliased(Task)


def open_task() -> ColumnElement[bool]:
    """Open, in an open case."""
    return and_(Task.state == TaskState.OPEN, Case.state.in_(OPEN))


def mine(actor: Actor) -> ColumnElement[bool]:
    """Assigned to the actor, who is not recused."""
    return and_(open_task(), Task.assignee_id == actor.person_id, ~_recused(actor))


def takeable(actor: Actor) -> ColumnElement[bool]:
    """Assigned to nobody, and the actor may claim it: by role, by name, not recused, four eyes kept."""
    if not actor.staff:
        return and_(open_task(), literal(value=False))
    role = or_(Task.role.is_(None), Task.role.in_(sorted(actor.roles)))
    return and_(
        open_task(), Task.assignee_id.is_(None), role, _named(actor), ~_recused(actor), ~_did_earlier(actor)
    )


def told(actor: Actor) -> ColumnElement[bool]:
    """A notification of the actor's own, and about no case that the actor is recused from."""
    recused = exists().where(
        Recusal.case_id == Notification.case_id, Recusal.person_id == Notification.person_id
    )
    return and_(Notification.person_id == actor.person_id, ~recused)


def _recused(actor: Actor) -> ColumnElement[bool]:
    return exists().where(Recusal.case_id == Task.case_id, Recusal.person_id == actor.person_id)


def _named(actor: Actor) -> ColumnElement[bool]:
    """`among` is a JSON list of ids without spaces."""
    padded = func.replace(func.replace(Task.among, "[", ","), "]", ",")
    return or_(Task.among.is_(None), padded.like(f"%,{actor.person_id},%"))


def _did_earlier(actor: Actor) -> ColumnElement[bool]:
    """Has the actor completed an activity that this task must be separate from? `separate` is a JSON list of ids."""
    quoted = literal('%"') + func.replace(_Earlier.node_id, "_", "\\_") + literal('"%')
    return exists().where(
        Task.separate.is_not(None),
        _Earlier.case_id == Task.case_id,
        _Earlier.completed_by == actor.person_id,
        _Earlier.state == TaskState.COMPLETED,
        Task.separate.like(quoted, escape="\\"),
    )
