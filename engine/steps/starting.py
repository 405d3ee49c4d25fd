"""Opening cases, and the effects of operations, which may open more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, assert_never

from sqlalchemy import select

from engine.blueprint import Blueprint
from engine.errors import NotFound
from engine.graph import Node, TriggerKind
from engine.model import Case, CaseCounter, CaseLink, Definition
from engine.orm import count_up
from engine.procedure import DEFAULT_NUMBER, Effect, Notify, Send, StartCase, case_number
from engine.steps import persons, posting
from engine.steps.counting import moment_of
from engine.steps.loading import lock_case
from engine.steps.notices import Notice, notify
from engine.steps.step import Step
from engine.tokens import StepFailed
from engine.uow import Actor, Deployed, UnitOfWork

MAX_DEPTH = 5
"""Cases that open cases that open cases."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a case is opened with. `start` names the message, or the start event, that starts it.

    `received_on`: the day from which the clocks count that start with the case; None: they start now.
    """

    key: str
    facts: Mapping[str, Any]
    title: str = ""
    unit_id: int | None = None
    linked_to: int | None = None
    link: str = "started-from"
    returns: str | None = None
    start: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    received_on: date | None = None


def step_of(uow: UnitOfWork, case_id: int) -> Step:
    """Lock a case and take up its tokens; NotFound."""
    return Step(uow, lock_case(uow, case_id), perform)


def step_on(uow: UnitOfWork, case: Case) -> Step:
    """Take up the tokens of a case that is locked already."""
    return Step(uow, case, perform)


def plain_start(blueprint: Blueprint) -> Node | None:
    """The start event by which a person opens a case; None where only messages and timers open one."""
    starts = blueprint.processes[blueprint.main].starts()
    return next(
        (node for node in starts if node.trigger is None or node.trigger.kind is TriggerKind.NONE), None
    )


def may_start(actor: Actor, start: Node) -> bool:
    """May the actor open a case here? The start event's `kb:assignment` names the role, else all staff may."""
    role = start.assignment.role if start.assignment else None
    return actor.has(role) if role else actor.staff


def latest_id(uow: UnitOfWork, key: str) -> int:
    """The newest version of a definition; NotFound."""
    query = select(Definition.id).where(Definition.key == key).order_by(Definition.version.desc()).limit(1)
    found = uow.session.scalar(query)
    if found is None:
        raise NotFound("definition", key)
    return found


def open_case(uow: UnitOfWork, opening: Opening) -> Step:
    """Open a case of the latest version and run it to its first waits."""
    deployed = uow.deployed(latest_id(uow, opening.key))
    case = _new_case(uow, deployed, opening)
    book = uow.book(case)
    facts = {"definition": deployed.key, "version": deployed.version, "hash": deployed.hash}
    book.write(
        "case-started",
        number=case.number,
        title=case.title,
        received_on=opening.received_on,
        **facts,
        variables=dict(opening.facts),
    )
    if opening.linked_to is not None:
        _link(uow, case, opening, opening.linked_to)
    step = Step(uow, case, perform)
    if opening.received_on is not None:
        step.begin(moment_of(opening.received_on, uow.now, uow.office))
    step.run.start(_variables(uow, case, opening), trigger=opening.start, payload=opening.payload)
    step.save()
    return step


def _new_case(uow: UnitOfWork, deployed: Deployed, opening: Opening) -> Case:
    procedure = uow.procedure(deployed.key)
    named = procedure.title(opening.facts) if procedure.title else ""
    case = Case(
        number=_number(uow, deployed.key),
        title=(opening.title or named or deployed.name.zh)[:300],
        definition_id=deployed.id,
        unit_id=opening.unit_id or uow.actor.unit_id,
        initiator_id=uow.actor.person_id,
        opened_at=uow.now,
        opened_on=uow.office.today(uow.now),
        tokens=b"",
        calls={},
    )
    uow.session.add(case)
    uow.session.flush()
    return case


def _variables(uow: UnitOfWork, case: Case, opening: Opening) -> dict[str, Any]:
    own = {
        "case_number": case.number,
        "opened_on": case.opened_on.isoformat(),
        "title": case.title,
        "initiator": uow.actor.person_id,
    }
    return {**opening.facts, **own}


def _number(uow: UnitOfWork, key: str) -> str:
    """The next number of a definition and year; a transaction that fails gives its number back."""
    year = uow.office.today(uow.now).year
    return case_number(number_pattern(uow, key), key=key, year=year, sequence=_next(uow, key, year))


def number_pattern(uow: UnitOfWork, key: str) -> str:
    """How the cases of a definition are numbered: as the office has it, else as its package has."""
    return uow.office.numbers.get(key) or uow.procedure(key).number or DEFAULT_NUMBER


def _next(uow: UnitOfWork, key: str, year: int) -> int:
    return count_up(uow.session, CaseCounter, {"key": key, "year": year}, "value")


def _link(uow: UnitOfWork, case: Case, opening: Opening, origin_id: int) -> None:
    origin = lock_case(uow, origin_id)
    link = CaseLink(from_id=origin_id, to_id=case.id, kind=opening.link, returns=opening.returns)
    uow.session.add(link)
    uow.book(case).write(
        "case-linked", kind=opening.link, number=origin.number, case=origin.id, outgoing=False
    )
    uow.book(origin).write("case-linked", kind=opening.link, number=case.number, case=case.id, outgoing=True)


# --- effects ---------------------------------------------------------------------------------------------------


def perform(step: Step, effects: Sequence[Effect]) -> dict[str, Any]:
    """Carry out what an operation described, all or nothing; gives the variables that it leads to."""
    if step.uow.depth >= MAX_DEPTH:
        raise StepFailed("depth", str(MAX_DEPTH))
    with step.uow.savepoint():
        values: dict[str, Any] = {}
        for effect in effects:
            values |= _perform(step, effect)
    return values


def _perform(step: Step, effect: Effect) -> dict[str, Any]:
    if isinstance(effect, StartCase):
        return _start(step, effect)
    if isinstance(effect, Notify):
        _notify(step, effect)
    elif isinstance(effect, Send):
        post = posting.Post("message", effect.name, effect.keys, effect.payload)
        posting.post(step.uow, step.case, step.alarms, post)
    else:
        assert_never(effect)
    return {}


def _start(step: Step, effect: StartCase) -> dict[str, Any]:
    opening = Opening(
        effect.key,
        effect.facts,
        title=effect.title,
        unit_id=effect.unit_id or step.case.unit_id,
        linked_to=step.case.id,
        link=effect.link,
        returns=effect.returns,
    )
    opened = open_case(step.uow, opening)
    return {effect.into: opened.case.number} if effect.into else {}


def _notify(step: Step, effect: Notify) -> None:
    uow, case = step.uow, step.case
    people = persons.who_may_see(uow.session, effect.to, case.id)
    if effect.role is not None:
        people += persons.holders(uow.session, effect.role, case.id)
    notice = Notice("note", effect.text, case.id, priority=effect.priority, at_once=effect.at_once)
    notify(uow, people, notice)
