"""What a case knows, under the names that its forms give it, form by form."""

from collections.abc import Iterator, Mapping
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


def sections(uow: UnitOfWork, facts: CaseFacts) -> list[Section]:
    """What was answered, in the order in which the diagram asks; each field once."""
    blueprint = uow.deployed(facts.definition_id).blueprint
    seen: set[str] = set()
    found = [_section(blueprint, key, facts.variables, seen) for key in _forms(blueprint)]
    return [section for section in found if section.rows]


def _forms(blueprint: Blueprint) -> list[str]:
    used = [node.form for node in nodes(blueprint) if node.form in blueprint.forms]
    return list(dict.fromkeys([*filter(None, used), *blueprint.forms]))


def _section(blueprint: Blueprint, key: str, variables: Mapping[str, Any], seen: set[str]) -> Section:
    form = blueprint.forms[key]
    rows = [row for row in form.fields if row.name not in seen and _said(variables.get(row.name))]
    seen.update(row.name for row in rows)
    return Section(form.title, tuple((row, variables[row.name]) for row in rows))


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
