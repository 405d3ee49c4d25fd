"""An open task with its form, ready to be filled in."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, exists, select

from engine.errors import AlreadyDone, NotAllowed, NotFound, Recused
from engine.forms import Form
from engine.graph import Node
from engine.model import Case, Definition, Person, Recusal, Task, TaskState, Unit
from engine.queries.caserow import case_row
from engine.queries.chips import chip, first, open_clocks
from engine.queries.names import holders
from engine.queries.permits import refusal, task_moves
from engine.queries.rows import ClockChip, PersonRef, TaskForm, TaskRow
from engine.steps.glancing import Glance, glance
from engine.steps.nodes import find_node
from engine.steps.rules import done_by
from engine.steps.seen import fingerprint, written_fields
from engine.steps.standins import is_away
from engine.uow import UnitOfWork

_WIDGETS = ("person", "people")


def form(uow: UnitOfWork, task_id: int) -> TaskForm:
    """An open task with its form, its values and what to send back as `seen`.

    NotFound, NotAllowed, Recused, AlreadyDone (closed meanwhile). A draft comes with what its form saw then.
    """
    found = _read(uow, task_id)
    task, case = found.Task, found.Case
    if task.state != TaskState.OPEN:
        raise AlreadyDone("task", task_id, task.state)
    seen = glance(uow, case)
    node = _node(seen, task)
    blank = (
        seen.host.blueprint_of(task.process_id).forms.get(node.form)
        if node is not None and node.form
        else None
    )
    values = dict(seen.run.variables(task.token)) if task.token is not None else dict(seen.run.data)
    people = holders(uow, _roles(task, blank), case.id)
    seen_now = fingerprint(written_fields(blank), values)
    clocks = [chip(one, uow.now, uow.office) for one in open_clocks(uow, [case.id]).get(case.id, ())]
    return TaskForm(
        task=_task_row(uow, found, node, clocks),
        case=case_row(found, first([one for one in clocks if one.node_id is None])),
        form=blank,
        values=values,
        draft=task.draft,
        draft_at=task.draft_at,
        seen=task.draft_seen or seen_now,
        seen_now=seen_now,
        documentation=node.documentation if node is not None else "",
        candidates=_candidates(task, people),
        people=_by_field(blank, people),
    )


def _read(uow: UnitOfWork, task_id: int) -> Row[*tuple[Any, ...]]:
    recused = exists().where(Recusal.case_id == Task.case_id, Recusal.person_id == uow.actor.person_id)
    query = (
        select(
            Task,
            Case,
            Definition.key,
            Definition.name.label("definition"),
            Unit.name.label("unit"),
            Person.name.label("assignee"),
            recused.label("recused"),
            is_away(uow.office.today(uow.now)).label("away"),
        )
        .join(Case, Case.id == Task.case_id)
        .join(Definition, Definition.id == Case.definition_id)
        .outerjoin(Unit, Unit.id == Case.unit_id)
        .outerjoin(Person, Person.id == Task.assignee_id)
        .where(Task.id == task_id)
    )
    found = uow.session.execute(query).one_or_none()
    if found is None:
        raise NotFound("task", task_id)
    if not uow.actor.staff:
        raise NotAllowed("read", "role")
    if found.recused:
        raise Recused("read", "recused")
    return found


def _node(seen: Glance, task: Task) -> Node | None:
    return None if task.token is None else find_node(seen.host.process(task.process_id), task.node_id)


def _task_row(
    uow: UnitOfWork, found: Row[*tuple[Any, ...]], node: Node | None, clocks: list[ClockChip]
) -> TaskRow:
    task, case = found.Task, found.Case
    done = done_by(uow.session, case.id, node.assignment) if node is not None and node.assignment else ()
    why_not = refusal(uow.actor, case, task, recused=found.recused, done_by=done)
    return TaskRow(
        id=task.id,
        token=task.token,
        node_id=task.node_id,
        process_id=task.process_id,
        name=task.name,
        kind=task.kind,
        state=task.state,
        role=task.role,
        assignee=_assignee(task, found),
        created_at=task.created_at,
        claimed_at=task.claimed_at,
        closed_at=None,
        completed_by=None,
        clock=first([one for one in clocks if one.node_id in (None, task.node_id)]),
        may=task_moves(uow.actor, case, task, why_not),
        refusal=why_not,
    )


def _assignee(task: Task, found: Row[*tuple[Any, ...]]) -> PersonRef | None:
    return (
        PersonRef(task.assignee_id, found.assignee, away=found.away) if task.assignee_id is not None else None
    )


def _roles(task: Task, blank: Form | None) -> list[str]:
    fields = blank.fields if blank is not None else ()
    named = [field.role for field in fields if field.widget in _WIDGETS and field.role]
    return [*named, task.role] if task.role else named


def _candidates(task: Task, people: Mapping[str, tuple[PersonRef, ...]]) -> tuple[PersonRef, ...]:
    found = people.get(task.role or "", ())
    return tuple(one for one in found if task.among is None or one.id in task.among)


def _by_field(
    blank: Form | None, people: Mapping[str, tuple[PersonRef, ...]]
) -> dict[str, tuple[PersonRef, ...]]:
    fields = blank.fields if blank is not None else ()
    return {field.name: people.get(field.role or "", ()) for field in fields if field.widget in _WIDGETS}
