"""What may stand in a variable: the choices that forms offer and the texts that scripts write."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.decisions import DecisionTable
from engine.errors import ExpressionRefused
from engine.expressions import compile_script
from engine.expressions.syntax import Literal
from engine.forms import Form
from engine.graph import Kind, Node

Options = tuple[Any, ...] | None
"""None: anything."""


def written(node: Node, forms: Mapping[str, Form], tables: Mapping[str, DecisionTable]) -> Iterator[str]:
    """The variables that a node may write; what a service operation returns is not known here."""
    yield from (name for name, _ in _writes(node, forms))
    if node.decision is not None and node.decision in tables:
        yield from tables[node.decision].writes


def known_values(nodes: Iterator[Node], forms: Mapping[str, Form]) -> dict[str, tuple[Any, ...]]:
    """The variables of which every value is written out somewhere, with these values."""
    found: dict[str, Options] = {}
    for node in nodes:
        for name, options in _writes(node, forms):
            before = found.get(name, ())
            found[name] = None if before is None or options is None else (*before, *options)
    return {name: options for name, options in found.items() if options}


def _writes(node: Node, forms: Mapping[str, Form]) -> Iterator[tuple[str, Options]]:
    if node.form is not None and node.form in forms:
        for one in forms[node.form].fields:
            if not one.readonly and not one.is_static:
                chosen = tuple(choice.value for choice in one.choices)
                yield one.name, chosen if chosen and one.type != "array" else None
    if node.script:
        yield from _scripted(node.script)
    if node.trigger is not None and node.kind is not Kind.THROW:
        yield from ((name, None) for name in node.trigger.payload)
    yield from ((name, None) for name in node.outputs)
    if node.loop is not None and node.loop.output:
        yield node.loop.output, None


def _scripted(source: str) -> Iterator[tuple[str, Options]]:
    try:
        lines = compile_script(source).lines
    except ExpressionRefused:
        return
    for name, expression in lines:
        tree = expression.tree
        yield name, (tree.value,) if isinstance(tree, Literal) else None
