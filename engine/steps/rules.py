"""Who may do a task: role, named persons, four eyes, recusal. The engine's own check, whatever a page shows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import FourEyes, NotAllowed, Recused, TooFewHandlers
from engine.graph import Assignment
from engine.model import Task, TaskState

NOBODY = Assignment()


@dataclass(frozen=True, slots=True)
class Somebody:
    """Whom a rule is asked of."""

    id: int | None
    roles: frozenset[str]
    recused: bool


def check(
    action: str, somebody: Somebody, task: Task, assignment: Assignment, done_by: Collection[int | None] = ()
) -> None:
    """Raise what speaks against it. `done_by`: who completed the activities that this one is separate from."""
    if somebody.recused:
        raise Recused(action, "recused")
    if task.role is not None and task.role not in somebody.roles:
        raise NotAllowed(action, "role")
    if task.among is not None and somebody.id not in task.among:
        raise NotAllowed(action, "among")
    if somebody.id in done_by:
        raise FourEyes(action, "four-eyes", ", ".join(assignment.separate_from))


def done_by(session: Session, case_id: int, assignment: Assignment) -> frozenset[int | None]:
    """Who completed one of the activities that must be done by others; no statement where there is no such rule."""
    if not assignment.separate_from:
        return frozenset()
    query = select(Task.completed_by).where(
        Task.case_id == case_id,
        Task.node_id.in_(assignment.separate_from),
        Task.state == TaskState.COMPLETED,
    )
    return frozenset(session.scalars(query)) - {None}


def persons_in(value: Any) -> list[int]:
    """The person ids in a variable: one, or a list of them; anything else is nobody."""
    values = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    return [one for one in values if isinstance(one, int) and not isinstance(one, bool)]


def require_count(assignment: Assignment, variables: Mapping[str, Any]) -> None:
    """Raise `TooFewHandlers` where the case names fewer persons than the activity needs."""
    if assignment.among is None or assignment.count <= 1:
        return
    named = len(set(persons_in(variables.get(assignment.among))))
    if named < assignment.count:
        raise TooFewHandlers(assignment.count, named)
