"""What a reader may do with a task or a case: asked of the same rules as doing it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from engine.errors import NotAllowed
from engine.graph import Assignment
from engine.model import Case, CaseState, Clock, ClockState, Task, TaskState
from engine.policies import ClockPolicy
from engine.steps.rights import SUPERVISORS
from engine.steps.rules import Somebody, check
from engine.uow import Actor


def refusal(
    actor: Actor, case: Case, task: Task, *, recused: bool, done_by: Collection[int | None]
) -> str | None:
    """Why the actor may not complete an open task; None where nothing speaks against it."""
    if case.state != CaseState.RUNNING:
        return case.state
    if actor.system:
        return None
    if not actor.staff:
        return "role"
    try:
        who = Somebody(actor.person_id, actor.roles, recused)
        check("complete", who, task, Assignment(separate_from=tuple(task.separate or ())), done_by)
    except NotAllowed as refused:
        return refused.reason
    return None if task.assignee_id in (None, actor.person_id) else "assigned"


def task_moves(actor: Actor, case: Case, task: Task, why_not: str | None) -> frozenset[str]:
    """What the actor may do with a task: claim, unclaim, complete, draft, assign, return."""
    if task.state != TaskState.OPEN or case.state != CaseState.RUNNING:
        return frozenset()
    moves: set[str] = set()
    own = task.assignee_id is not None and task.assignee_id == actor.person_id
    if why_not is None:
        moves |= {"complete", "draft"} if own or actor.system else {"complete", "draft", "claim"}
    if own:
        moves |= {"unclaim", "assign", "return"}
    if actor.has(*SUPERVISORS) and why_not != "recused":
        moves |= {"assign", "return"} if task.assignee_id is not None else {"assign"}
    return frozenset(moves)


def case_moves(actor: Actor, case: Case, *, asks: bool) -> frozenset[str]:
    """What the actor may do with a case: cancel, prioritise, recuse, instruct; and ask for: suspend, resume.

    `asks`: works on it, or supervises.
    """
    if case.state not in (CaseState.RUNNING, CaseState.SUSPENDED):
        return frozenset()
    moves = {"cancel", "prioritise", "recuse", "instruct"} if actor.has(*SUPERVISORS) else set[str]()
    if asks:
        moves |= {"suspend"} if case.state == CaseState.RUNNING else {"suspend", "resume"}
    return frozenset(moves)


def clock_moves(
    clock: Clock, policy: ClockPolicy, suspensions: Collection[Any], now: datetime, *, asks: bool
) -> frozenset[str]:
    """What the actor may ask for about an open clock: suspend, resume, extend, correct. `asks` as for a case."""
    if clock.state == ClockState.STOPPED or not asks:
        return frozenset()
    moves = {"correct", "suspend"} if policy.suspend_for else {"correct"}
    if any(one.clock_id == clock.id and one.resumed is None for one in suspensions):
        moves.add("resume")
    in_time = clock.breached_at is None and (now < clock.ends_at or clock.state == ClockState.SUSPENDED)
    if in_time and policy.max_extension > 0 and clock.extended < policy.max_extensions:
        moves.add("extend")
    return frozenset(moves)
