"""What a case knows, under the names that its forms give it, form by form."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from engine import people
from engine.blueprint import Blueprint
from engine.forms import Field
from engine.graph import Node, Process
from engine.policies import ClockPolicy
from engine.queries.rows import CaseFacts, PersonRef
from engine.text import Text
from engine.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Section:
    """The answers to one form."""

    title: Text
    rows: tuple[tuple[Field, Any], ...]


def sections(uow: UnitOfWork, facts: CaseFacts, reached: Collection[str]) -> list[Section]:
    """What was answered, in the order in which the diagram asks; each field once, and under the form that asks it.

    What no form asks is shown where a step that was reached shows it. `reached`: the steps by node.
    """
    blueprint = uow.deployed(facts.definition_id).blueprint
    shown = {node.form for node in nodes(blueprint) if node.id in reached}
    asked = {row.name for form in blueprint.forms.values() for row in form.fields if not row.readonly}
    known = {name: value for name, value in facts.variables.items() if _said(value)}
    found = []
    for key in _forms(blueprint):
        form = blueprint.forms[key]
        rows = [row for row in form.fields if row.name in known and _belongs(row, asked, shown=key in shown)]
        found.append(Section(form.title, tuple((row, known.pop(row.name)) for row in rows)))
    return [section for section in found if section.rows]


def _belongs(row: Field, asked: Collection[str], *, shown: bool) -> bool:
    return not row.readonly or (shown and row.name not in asked)


def _forms(blueprint: Blueprint) -> list[str]:
    used = [node.form for node in nodes(blueprint) if node.form in blueprint.forms]
    return list(dict.fromkeys([*filter(None, used), *blueprint.forms]))


def _said(value: Any) -> bool:
    return value is not None and value not in ("", [], {})


def nodes(blueprint: Blueprint) -> Iterator[Node]:
    """Every node of every process, bodies of sub-processes included."""
    for process in blueprint.processes.values():
        yield from _within(process)


def _within(process: Process) -> Iterator[Node]:
    for node in process.nodes.values():
        yield node
        if node.body is not None:
            yield from _within(node.body)


def clocks(blueprint: Blueprint) -> Iterator[ClockPolicy]:
    """Every clock on the diagram."""
    for process in blueprint.processes.values():
        yield from process.clocks
    for node in nodes(blueprint):
        yield from node.clocks
        yield from node.body.clocks if node.body else ()


def names(blueprint: Blueprint) -> dict[str, Text]:
    """The names of the nodes."""
    return {node.id: Text(node.name or node.id, node.name_en) for node in nodes(blueprint)}


def everybody(uow: UnitOfWork, role: str | None = None) -> tuple[PersonRef, ...]:
    """The office's active people, or those with one role."""
    rows = [row for row in people.listing(uow) if row.active]
    return tuple(
        PersonRef(row.id, row.name, row.unit)
        for row in rows
        if role is None or any(role == held for held, _ in row.roles)
    )
