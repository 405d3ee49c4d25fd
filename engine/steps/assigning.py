"""A new task's row: its role, the persons it is kept for, and whom the diagram gives it to at once."""

from collections.abc import Mapping
from typing import Any

from engine.errors import ExpressionRefused, NotAllowed
from engine.graph import Assignment
from engine.model import Case, Task, TaskKind
from engine.steps.host import CaseHost
from engine.steps.notices import Notice, notify
from engine.steps.persons import known, recipients, there_first
from engine.steps.rules import NOBODY, Somebody, check, done_by, persons_in
from engine.text import Text
from engine.tokens import Wait
from engine.uow import UnitOfWork


def new_task(
    uow: UnitOfWork, case: Case, host: CaseHost, wait: Wait, variables: Mapping[str, Any]
) -> dict[str, Any]:
    """The row of a task that has just begun to wait."""
    node, assignment = wait.node, wait.node.assignment or NOBODY
    among = persons_in(variables.get(assignment.among)) if assignment.among else None
    row = {
        "case_id": case.id,
        "token": wait.token,
        "process_id": wait.place.process,
        "node_id": node.id,
        "name": Text(node.name or node.id, node.name_en),
        "kind": TaskKind.TASK.value,
        "role": assignment.role,
        "among": among,
        "separate": list(assignment.separate_from) or None,
        "created_at": uow.now,
    }
    assignee = _assignee(uow, case, host, assignment, row, variables)
    return {**row, "assignee_id": assignee, "claimed_at": uow.now if assignee else None}


def _assignee(
    uow: UnitOfWork,
    case: Case,
    host: CaseHost,
    assignment: Assignment,
    row: Mapping[str, Any],
    variables: Mapping[str, Any],
) -> int | None:
    wanted = _wanted(uow, host, assignment, variables)
    if wanted is None and row["among"] is not None and len(row["among"]) == 1:
        wanted = row["among"][0]
    if wanted is None:
        return None
    refusal = _refusal(uow, case, assignment, Task(**row), wanted)
    if refusal is not None:
        uow.book(case).write("assignment-refused", node=row["node_id"], person=wanted, why=refusal)
        _tell_supervisors(uow, case, row["name"])
        return None
    return wanted


def _tell_supervisors(uow: UnitOfWork, case: Case, name: Text) -> None:
    """Somebody must know of a task that its person may not do: it waits for nobody in particular."""
    text = Text(
        f"案件 {case.number} 的任务“{name.zh}”不能由指定人员办理，请另行指派",
        f"Task “{name.to('en')}” of case {case.number} cannot be done by the person named; please assign it",
    )
    notify(uow, recipients(uow.session, case, ["supervisor"]), Notice("note", text, case.id, priority=1))


def _wanted(
    uow: UnitOfWork, host: CaseHost, assignment: Assignment, variables: Mapping[str, Any]
) -> int | None:
    """The person whom the diagram names; of several the first who is not away today."""
    if assignment.assignee is None:
        return None
    try:
        found = persons_in(host.evaluate(assignment.assignee, variables))
    except ExpressionRefused:
        return None
    there = there_first(uow.session, found, uow.office.today(uow.now))
    return there[0] if there else None


def _refusal(uow: UnitOfWork, case: Case, assignment: Assignment, task: Task, person_id: int) -> str | None:
    """Why a person may not be given the task; None where nothing speaks against it."""
    person = known(uow.session, [person_id], case.id).get(person_id)
    if person is None or not person.active:
        return "inactive"
    try:
        who = Somebody(person.id, person.roles, person.recused)
        check("assign", who, task, assignment, done_by(uow.session, case.id, assignment))
    except NotAllowed as refused:
        return refused.reason
    return None
