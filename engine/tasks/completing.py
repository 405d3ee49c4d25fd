"""Completing a task: its values are checked, its case runs to the next wait, and all is written at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import FormInvalid, NotFound, StaleForm
from engine.findings import Finding
from engine.forms import Form
from engine.graph import Node
from engine.model import Task, TaskKind
from engine.steps.loading import Loaded
from engine.steps.people_fields import check_people
from engine.steps.rules import require_count
from engine.steps.seen import changed
from engine.steps.starting import step_on
from engine.steps.step import Step
from engine.tasks.access import assignment_of, node_of, open_task, require_access, require_mine
from engine.tasks.watching import watched
from engine.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Completed:
    """What completing a task led to. `opened`: tasks that it opened; `mine`: those of them given to the actor."""

    case_id: int
    number: str
    case_state: str
    opened: tuple[int, ...]
    mine: tuple[int, ...]


def complete(
    uow: UnitOfWork, task_id: int, values: Mapping[str, Any], *, seen: str | None = None
) -> Completed:
    """Complete a task with typed values (`form.parse`).

    A task of the pool is taken and done in one. NotFound, AlreadyDone, Conflict (somebody else has it), MoveRefused
    (the case stands still), NotAllowed, Recused, FourEyes, TooFewHandlers, FormInvalid, StaleForm. A task to watch:
    InstructionRefused, unless an instruction was issued for it or the values have a `note`.
    """
    loaded = open_task(uow, task_id, "complete")
    node = node_of(uow, loaded.case, loaded.task)
    require_access(uow, loaded, assignment_of(node), "complete")
    require_mine(uow, loaded.task)
    if loaded.task.token is None or node is None:
        _without_form(uow, loaded, values)
        return Completed(loaded.case.id, loaded.case.number, loaded.case.state, (), ())
    return _run(uow, loaded, node, loaded.task.token, values, seen)


def _without_form(uow: UnitOfWork, loaded: Loaded, values: Mapping[str, Any]) -> None:
    if loaded.task.kind == TaskKind.WATCH:
        watched(uow, loaded, values)
    else:
        loaded.task.complete(uow.book(loaded.case), fields={})


def _run(
    uow: UnitOfWork, loaded: Loaded, node: Node, token: int, values: Mapping[str, Any], seen: str | None
) -> Completed:
    step = step_on(uow, loaded.case)
    variables = step.run.variables(token)
    require_count(assignment_of(node), variables)
    form = _form(step, loaded.task, node)
    clean = _clean(uow, loaded, form, values, variables)
    stale = changed(seen, clean, variables)
    if stale:
        raise StaleForm("task", loaded.task.id, stale)
    loaded.task.complete(uow.book(loaded.case), fields=_changes(variables, clean))
    uow.closed_tasks.append(loaded.task)
    step.run.complete(token, clean)
    opened = step.save()
    mine = tuple(task.id for task in opened if task.assignee_id == uow.actor.person_id)
    return Completed(
        loaded.case.id, loaded.case.number, loaded.case.state, tuple(task.id for task in opened), mine
    )


def _form(step: Step, task: Task, node: Node) -> Form | None:
    if node.form is None:
        return None
    form = step.host.blueprint_of(task.process_id).forms.get(node.form)
    if form is None:
        raise NotFound("form", node.form)
    return form


def _clean(
    uow: UnitOfWork,
    loaded: Loaded,
    form: Form | None,
    values: Mapping[str, Any],
    variables: Mapping[str, Any],
) -> dict[str, Any]:
    """The values that may be written: nothing without a form, so that nobody writes what no form asks for."""
    if form is None:
        return {}
    clean = form.clean(values, variables, now=uow.office.local(uow.now))
    problems: list[Finding] = check_people(uow.session, form, clean, loaded.case.id)
    if problems:
        raise FormInvalid(problems)
    return clean


def _changes(variables: Mapping[str, Any], clean: Mapping[str, Any]) -> dict[str, Any]:
    """Of each field that changes: what it was and what it is."""
    return {
        name: {"from": variables.get(name), "to": value}
        for name, value in clean.items()
        if name not in variables or variables[name] != value
    }
