"""Conditions against what a clock takes for granted: `right == 'design'` rules `right == 'invention'` out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.errors import ExpressionRefused
from engine.expressions import compile_expression
from engine.expressions.syntax import Call, Comparison, Listing, Literal, Logic, Name, Node, Unary

Value = tuple[str, Any]
"""A value beside its kind, so that true is not 1."""


@dataclass(frozen=True, slots=True)
class Domain:
    """What a variable may be: one of `values`, or, `excluded`, anything else."""

    values: frozenset[Value]
    excluded: bool = False

    def within(self, values: frozenset[Value]) -> bool | None:
        """Whether it is one of these values; None where it may be or not."""
        if self.excluded:
            return False if values <= self.values else None
        if self.values <= values:
            return True
        return False if self.values.isdisjoint(values) else None

    def met(self, other: "Domain") -> "Domain":
        """Both at once."""
        if not self.excluded:
            return Domain(frozenset(one for one in self.values if _holds(other, one)))
        return other.met(self) if not other.excluded else Domain(self.values | other.values, excluded=True)


def _holds(domain: Domain, value: Value) -> bool:
    return (value in domain.values) is not domain.excluded


Facts = Mapping[str, Domain]
_NUMBERS: Final = (int, float)
_OPPOSITE: Final = {"!=": "==", "is not": "is", "not in": "in"}


def facts_of(condition: str | None) -> dict[str, Domain]:
    """What holds of single variables wherever a condition does."""
    found: dict[str, Domain] = {}
    tree = tree_of(condition)
    for name, domain in _facts(tree) if tree is not None else ():
        found[name] = found[name].met(domain) if name in found else domain
    return found


def truth(condition: str | None, facts: Facts) -> bool | None:
    """Whether a condition holds under the facts; None where it may or may not."""
    tree = tree_of(condition) if facts else None
    return None if tree is None else _truth(tree, facts)


def allowed(facts: Facts, name: str, value: Any) -> bool:
    """Whether a variable may have a value."""
    return name not in facts or _holds(facts[name], _value(value))


def tree_of(source: str | None) -> Node | None:
    """An expression's tree; None where there is none, or none that can be read."""
    try:
        return compile_expression(source).tree if source else None
    except ExpressionRefused:
        return None


def _facts(tree: Node) -> Iterator[tuple[str, Domain]]:
    if isinstance(tree, Logic) and tree.word == "and":
        for operand in tree.operands:
            yield from _facts(operand)
    elif isinstance(tree, Name):
        yield tree.name, Domain(frozenset((_value(value=True),)))
    elif (compared := _compared(tree)) is not None:
        name, sign, values = compared
        yield name, Domain(values, excluded=sign in _OPPOSITE)


def _truth(tree: Node, facts: Facts) -> bool | None:
    if isinstance(tree, Unary) and tree.sign == "not":
        found = _truth(tree.operand, facts)
        return None if found is None else not found
    if isinstance(tree, Logic):
        return _joined([_truth(operand, facts) for operand in tree.operands], ends=tree.word == "or")
    if isinstance(tree, Name):
        domain = facts.get(tree.name)
        return None if domain is None else domain.within(frozenset((_value(value=True),)))
    compared = _compared(tree)
    if compared is None or compared[0] not in facts:
        return None
    name, sign, values = compared
    found = facts[name].within(values)
    return found if found is None or sign not in _OPPOSITE else not found


def _joined(found: list[bool | None], *, ends: bool) -> bool | None:
    """One true operand ends `or`, a false one `and`; otherwise all must be known."""
    if ends in found:
        return ends
    return None if None in found else not ends


def _compared(tree: Node) -> tuple[str, str, frozenset[Value]] | None:
    """Read `name == value`, `value == name`, `name in [values]` and their opposites."""
    if not isinstance(tree, Comparison) or len(tree.rest) != 1:
        return None
    first, (sign, _, second) = tree.first, tree.rest[0]
    if sign in ("==", "!=", "is", "is not"):
        first, second = (second, first) if isinstance(first, Literal) else (first, second)
        values = frozenset((_value(second.value),)) if isinstance(second, Literal) else None
    elif sign in ("in", "not in"):
        values = _values(second)
    else:
        return None
    name = _variable(first)
    return None if name is None or values is None else (name, sign, values)


def _values(tree: Node) -> frozenset[Value] | None:
    items = [one for one in tree.items if isinstance(one, Literal)] if isinstance(tree, Listing) else []
    whole = isinstance(tree, Listing) and len(items) == len(tree.items)
    return frozenset(_value(one.value) for one in items) if whole else None


def _variable(tree: Node) -> str | None:
    """A variable by itself, or with what stands for it where it is missing."""
    if isinstance(tree, Call) and tree.name == "default":
        tree = tree.arguments[0]
    return tree.name if isinstance(tree, Name) else None


def _value(value: Any) -> Value:
    if isinstance(value, _NUMBERS) and not isinstance(value, bool):
        return "number", value
    return type(value).__name__, value
