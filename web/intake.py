"""A new case: choose a procedure, fill in its first form; the case and its first step come to be together."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from engine import cases, definitions, tasks
from engine.cases import StartedCase
from engine.definitions import DefinitionRow
from engine.errors import EngineError, FormInvalid, NotAllowed
from engine.forms import Form
from engine.graph import Kind, Node, Process, TriggerKind
from engine.queries import casefile
from engine.uow import Actor, UnitOfWork
from web import facts, identity, pages
from web.formview import FormView, pointers, typed
from web.phrases import gettext

intake = Blueprint("intake", __name__, url_prefix="/cases/new")
intake.before_request(identity.require)
_FOR_PEOPLE = (Kind.USER, Kind.MANUAL)


@dataclass(frozen=True, slots=True)
class Door:
    """How a case of a definition begins: `form` is the start event's, or that of the first `task`."""

    row: DefinitionRow
    form: Form | None
    task: Node | None
    documentation: str
    asks_title: bool  # no package of `workflows/` makes one of the answers
    roles: tuple[str, ...]  # each of them is needed

    def open_to(self, actor: Actor) -> bool:
        """Whether a person may go through it."""
        return all(actor.has(role) for role in self.roles)


@intake.get("")
def choose() -> str:
    """Which procedures may the person start?"""
    with identity.reading() as uow:
        doors = [
            door
            for row in definitions.startable(uow)
            if (door := _door(uow, row)) and door.open_to(uow.actor)
        ]
        return pages.show_in(uow, "pages/choose.html", doors=doors)


@intake.get("/<key>")
def blank(key: str) -> str:
    """The empty form."""
    with identity.reading() as uow:
        return _show(uow, key)


@intake.post("/<key>")
def start(key: str) -> Response:
    """收件登记."""
    with identity.unit_of_work() as uow:
        started = _start(uow, _found(uow, key))
    flash(gettext("已登记，案号 %(number)s", number=started.number))
    return redirect(url_for("cases.file", case_id=started.id), 303)


@intake.post("/<key>/fields")
def fields(key: str) -> str:
    """The fields anew, as what was typed so far decides which ones are asked."""
    with identity.reading() as uow:
        return pages.show("parts/fields.html", view=_view(uow, _found(uow, key), again=True))


@intake.errorhandler(FormInvalid)
def again(error: FormInvalid) -> tuple[str, int]:
    """The form once more, with what is wrong and what was typed."""
    with identity.reading() as uow:
        return _show(uow, str((request.view_args or {})["key"]), error=error), 422


def _show(uow: UnitOfWork, key: str, *, error: EngineError | None = None) -> str:
    door = _found(uow, key)
    view = _view(uow, door, error=error, again=error is not None)
    return pages.show_in(uow, "pages/intake.html", door=door, view=view, error=error)


def _found(uow: UnitOfWork, key: str) -> Door:
    door = _door(uow, definitions.latest(uow, key))
    if door is None or not door.open_to(uow.actor):
        raise NotAllowed("start", "role")
    return door


def _door(uow: UnitOfWork, row: DefinitionRow) -> Door | None:
    blueprint = uow.deployed(row.id).blueprint
    main = blueprint.processes[blueprint.main]
    node = next((each for each in main.starts() if _plain(each)), None)
    if node is None:
        return None
    task = None if node.form else _first_task(main, node)
    steps = [step for step in (node, task) if step is not None]
    return Door(
        row=row,
        form=next((form for step in steps if (form := blueprint.forms.get(step.form or ""))), None),
        task=task,
        documentation=steps[-1].documentation,
        asks_title=uow.procedure(row.key).title is None,
        roles=tuple(step.assignment.role for step in steps if step.assignment and step.assignment.role),
    )


def _plain(node: Node) -> bool:
    return node.trigger is None or node.trigger.kind is TriggerKind.NONE


def _first_task(process: Process, node: Node) -> Node | None:
    if node.kind in _FOR_PEOPLE:
        return node
    following = process.nodes[node.outgoing[0].target] if len(node.outgoing) == 1 else None
    return following if following and following.kind in _FOR_PEOPLE else None


def _view(
    uow: UnitOfWork, door: Door, *, error: EngineError | None = None, again: bool = False
) -> FormView | None:
    if door.form is None:
        return None
    given = door.form.parse(typed()) if again else {}
    problems = pointers(error) if isinstance(error, FormInvalid) else {}
    asked = [one for one in door.form.walk() if one.widget in ("person", "people")]
    people = {one.name: facts.everybody(uow, one.role) for one in asked}
    return FormView.of(door.form, given, {}, uow.office.local(uow.now), problems=problems, people=people)


def _start(uow: UnitOfWork, door: Door) -> StartedCase:
    values = door.form.parse(typed()) if door.form else {}
    known = door.form.clean(values, {}, now=uow.office.local(uow.now)) if door.form else {}
    title = request.form.get("_title", "").strip()[:300]
    started = cases.start(uow, door.row.key, facts=known, title=title)
    if door.task is not None:
        _complete(uow, started, door.task, values)
    return started


def _complete(uow: UnitOfWork, started: StartedCase, node: Node, values: dict[str, object]) -> None:
    for row in casefile.read(uow, started.id).tasks:
        if row.node_id == node.id and row.state == "open":
            if row.assignee is None:
                tasks.claim(uow, row.id)
            tasks.complete(uow, row.id, values)
            return
