"""Closures of literals, names, operators, choices, lists and records."""

from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from engine.expressions import dates, operations, syntax
from engine.expressions.frame import Frame, Run
from engine.expressions.functions import FUNCTIONS
from engine.expressions.library import Unfit
from engine.expressions.problems import Refusal
from engine.expressions.scope import Scope, compile_node
from engine.expressions.values import KNOWN, SCALARS, bounded_list, kind_of, known
from engine.text import Text

MOMENTS: dict[str, Callable[[Frame], str]] = {"today": dates.today, "now": dates.now}


@compile_node.register
def _literal(node: syntax.Literal, _scope: Scope) -> Run:
    value = node.value
    return lambda _frame: value


# --- names ---


@compile_node.register
def _name(node: syntax.Name, scope: Scope) -> Run:
    if node.name in scope.items:
        place = scope.items[node.name]
        return lambda frame: frame.slots[place]
    if node.name in MOMENTS:
        return _moment(node)
    if node.name in FUNCTIONS:
        raise Refusal("function-uncalled", node.at, found=node.name)
    scope.reads(node.name)
    return _variable(node)


def _moment(node: syntax.Name) -> Run:
    give = MOMENTS[node.name]

    def run(frame: Frame) -> str:
        try:
            return give(frame)
        except Unfit:
            raise Refusal("name-unknown", node.at, found=node.name, near="") from None

    return run


def _variable(node: syntax.Name) -> Run:
    name, at = node.name, node.at

    def run(frame: Frame) -> Any:
        try:
            value = frame.variables[name]
        except KeyError:
            raise Refusal("name-unknown", at, found=name, near=_near(name, frame)) from None
        return value if value.__class__ in KNOWN else known(value, at)

    return run


def _near(name: str, frame: Frame) -> Text | str:
    near = get_close_matches(name, [one for one in frame.variables if isinstance(one, str)], n=1)
    return Text(f"，是否为 {near[0]}？", f"; is it {near[0]}?") if near else ""


# --- operators ---


@compile_node.register
def _unary(node: syntax.Unary, scope: Scope) -> Run:
    operand, at = compile_node(node.operand, scope), node.at
    if node.sign == "not":
        return lambda frame: not operand(frame)
    apply = operations.negative if node.sign == "-" else operations.positive
    return lambda frame: apply(operand(frame), at)


@compile_node.register
def _arithmetic(node: syntax.Arithmetic, scope: Scope) -> Run:
    first = compile_node(node.first, scope)
    rest = [(operations.ARITHMETIC[sign], compile_node(one, scope), at) for sign, at, one in node.rest]

    def run(frame: Frame) -> Any:
        value = first(frame)
        for operate, operand, at in rest:
            value = operate(frame, value, operand(frame), at)
        return value

    return run


@compile_node.register
def _comparison(node: syntax.Comparison, scope: Scope) -> Run:
    first = compile_node(node.first, scope)
    rest = [(_comparing(sign, at, one), compile_node(one, scope), at) for sign, at, one in node.rest]
    if len(rest) > 1:
        return _chained(first, rest)
    operate, second, at = rest[0]
    if node.rest[0][0] in ("in", "not in") and (members := _constants(node.rest[0][2])) is not None:
        return _membership(first, members, wanted=node.rest[0][0] == "in")
    return lambda frame: operate(frame, first(frame), second(frame), at)


def _comparing(sign: str, at: int, right: syntax.Node) -> operations.Operation:
    is_fixed = isinstance(right, syntax.Literal) and (right.value is None or isinstance(right.value, bool))
    if sign in ("is", "is not") and not is_fixed:
        raise Refusal("is-literal", at)
    return operations.COMPARING[sign]


def _chained(first: Run, rest: list[tuple[operations.Operation, Run, int]]) -> Run:
    def run(frame: Frame) -> bool:
        left = first(frame)
        for operate, operand, at in rest:
            right = operand(frame)
            if not operate(frame, left, right, at):
                return False
            left = right
        return True

    return run


def _constants(node: syntax.Node) -> frozenset[Any] | None:
    """Give the members of a list of literals, so that `in` looks them up at once."""
    if isinstance(node, syntax.Listing) and all(isinstance(item, syntax.Literal) for item in node.items):
        return frozenset(item.value for item in node.items if isinstance(item, syntax.Literal))
    return None


def _membership(first: Run, members: frozenset[Any], *, wanted: bool) -> Run:
    def run(frame: Frame) -> bool:
        value = first(frame)
        return (value.__class__ in SCALARS and value in members) is wanted

    return run


@compile_node.register
def _logic(node: syntax.Logic, scope: Scope) -> Run:
    *before, last = (compile_node(operand, scope) for operand in node.operands)
    stops = node.word == "or"

    def run(frame: Frame) -> Any:
        for operand in before:
            value = operand(frame)
            if bool(value) is stops:
                return value
        return last(frame)

    return run


@compile_node.register
def _choice(node: syntax.Choice, scope: Scope) -> Run:
    cases = [(compile_node(condition, scope), compile_node(value, scope)) for condition, value in node.cases]
    otherwise = compile_node(node.otherwise, scope)

    def run(frame: Frame) -> Any:
        for condition, value in cases:
            if condition(frame):
                return value(frame)
        return otherwise(frame)

    return run


# --- lists and records ---


@compile_node.register
def _listing(node: syntax.Listing, scope: Scope) -> Run:
    items, at = [compile_node(item, scope) for item in node.items], node.at
    return lambda frame: bounded_list(frame, [item(frame) for item in items], at)


@compile_node.register
def _record(node: syntax.Record, scope: Scope) -> Run:
    items = [(compile_node(key, scope), compile_node(value, scope), key.at) for key, value in node.items]

    def run(frame: Frame) -> dict[str, Any]:
        return {_key(key(frame), at): value(frame) for key, value, at in items}

    return run


def _key(key: Any, at: int) -> str:
    if not isinstance(key, str):
        raise Refusal("index-kind", at, kind=kind_of(key))
    return key
