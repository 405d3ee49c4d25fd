"""Who works on a case: its tasks are theirs or were, it names them for one, or they opened it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.model import Case, Task
from engine.steps.rights import SUPERVISORS
from engine.uow import Actor


def involved(session: Session, case: Case) -> frozenset[int]:
    """The persons who work on a case; one statement."""
    query = select(Task.assignee_id, Task.completed_by, Task.among).where(Task.case_id == case.id)
    rows = session.execute(query.distinct()).all()
    named = {one for row in rows for one in row.among or ()}
    found = {one for row in rows for one in (row.assignee_id, row.completed_by)} | {case.initiator_id}
    return frozenset(named | {one for one in found if one is not None})


def may_ask(session: Session, case: Case, actor: Actor) -> bool:
    """May the actor ask for something about the case's clocks? Who works on it may, and whoever supervises."""
    if actor.person_id is None or not actor.staff:
        return False
    return actor.has(*SUPERVISORS) or actor.person_id in involved(session, case)
