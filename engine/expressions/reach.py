"""Closures of paths, calls and comprehensions: what reaches into data or goes through it."""

from collections.abc import Callable
from typing import Any, TypeAlias

from engine.expressions import syntax
from engine.expressions.frame import Frame, Run
from engine.expressions.functions import FUNCTIONS, Function, unknown_function
from engine.expressions.lexer import PYTHON_WORDS
from engine.expressions.parser import parse
from engine.expressions.problems import Refusal
from engine.expressions.scope import Scope, compile_node
from engine.expressions.values import MAX_ITEMS, kind_of, known

StepRun: TypeAlias = Callable[[Frame, Any], Any]
_Loop: TypeAlias = Callable[[Frame, list[Any]], None]
_MEANING = PYTHON_WORDS | FUNCTIONS.keys() | {"today", "now"}
_MISSING = frozenset(("name-unknown", "field-unknown", "index-out", "null-access"))


# --- paths: attribute syntax is only access to a record ---


@compile_node.register
def _path(node: syntax.Path, scope: Scope) -> Run:
    root = compile_node(node.root, scope)
    steps = [_step(at, step, scope) for at, step in node.steps]

    def run(frame: Frame) -> Any:
        value = root(frame)
        for step in steps:
            value = step(frame, value)
        return value

    return run


def _step(at: int, step: "str | syntax.Span | syntax.Node", scope: Scope) -> StepRun:
    if isinstance(step, str):
        return lambda _frame, value: _field(value, step, at)
    if isinstance(step, syntax.Span):
        return _span(at, step, scope)
    index = compile_node(step, scope)
    return lambda frame, value: _item(value, index(frame), at)


def _field(value: Any, name: str, at: int) -> Any:
    if value.__class__ is not dict:
        raise _fieldless(value, at)
    try:
        return known(value[name], at)
    except KeyError:
        raise Refusal("field-unknown", at, found=name) from None


def _fieldless(value: Any, at: int) -> Refusal:
    return Refusal("null-access", at) if value is None else Refusal("no-fields", at, kind=kind_of(value))


def _item(value: Any, index: Any, at: int) -> Any:
    if isinstance(value, dict) and isinstance(index, str):
        return _field(value, index, at)
    if not isinstance(value, (dict, list, str)):
        raise _fieldless(value, at)
    if isinstance(value, dict) or not isinstance(index, int) or isinstance(index, bool):
        raise Refusal("index-kind", at, kind=kind_of(index))
    try:
        return known(value[index], at)
    except IndexError:
        raise Refusal("index-out", at, found=str(index)[:20]) from None


def _span(at: int, span: syntax.Span, scope: Scope) -> StepRun:
    low, high = (None if end is None else compile_node(end, scope) for end in (span.low, span.high))

    def run(frame: Frame, value: Any) -> Any:
        if not isinstance(value, (list, str)):
            raise _fieldless(value, at)
        ends = slice(_end(frame, low, at), _end(frame, high, at))
        frame.charge(1 + len(value) // 10)
        return value[ends]

    return run


def _end(frame: Frame, end: Run | None, at: int) -> int | None:
    value = None if end is None else end(frame)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise Refusal("index-kind", at, kind=kind_of(value))
    return value


# --- calls ---


@compile_node.register
def _call(node: syntax.Call, scope: Scope) -> Run:
    function = FUNCTIONS.get(node.name)
    if function is None:
        raise (
            Refusal("method", node.at, found=node.name)
            if node.name in scope.items
            else unknown_function(node.name, node.at)
        )
    if not function.takes(len(node.arguments)):
        given, wanted = len(node.arguments), function.wanted
        raise Refusal(
            "arguments", node.at, found=function.name, wanted=wanted, given=given, usage=function.usage
        )
    if function.name in ("default", "exists"):
        return _guarded(node, scope)
    return _plain_call(function, [compile_node(argument, scope) for argument in node.arguments], node.at)


def _plain_call(function: Function, arguments: list[Run], at: int) -> Run:
    call = function.call
    return lambda frame: call(frame, at, [argument(frame) for argument in arguments])


def _guarded(node: syntax.Call, scope: Scope) -> Run:
    """Compile `default(path, value)` and `exists(path)`: the path may be missing, at any step, or null."""
    with scope.guarded():
        path = compile_node(_path_of(node), scope)
    fallback = compile_node(node.arguments[1], scope) if node.name == "default" else None

    def run(frame: Frame) -> Any:
        try:
            value = path(frame)
        except Refusal as refusal:
            if refusal.code not in _MISSING:
                raise
            value = None
        if fallback is None:
            return value is not None
        return fallback(frame) if value is None else value

    return run


def _path_of(node: syntax.Call) -> syntax.Node:
    path = node.arguments[0]
    if isinstance(path, syntax.Literal) and isinstance(path.value, str):
        path = _quoted(node, path.value)
    if not isinstance(path, (syntax.Name, syntax.Path)):
        raise Refusal("path-wanted", node.at, found=node.name)
    return path


def _quoted(node: syntax.Call, path: str) -> syntax.Node:
    try:
        return parse(path)
    except Refusal:
        raise Refusal("path-wanted", node.at, found=node.name) from None


# --- comprehensions ---


@compile_node.register
def _each(node: syntax.Each, scope: Scope) -> Run:
    with scope.items_added():
        clauses = [_clause(clause, scope) for clause in node.clauses]
        loop = _collecting(compile_node(node.item, scope), node.at)
    cost = syntax.size(node)
    for items, place, conditions, at in reversed(clauses):
        loop = _looping(loop, items, place, conditions, at, cost)

    def run(frame: Frame) -> list[Any]:
        found: list[Any] = []
        loop(frame, found)
        return found

    return run


def _clause(clause: syntax.Clause, scope: Scope) -> tuple[Run, int, list[Run], int]:
    items = compile_node(clause.items, scope)
    if clause.name in _MEANING or clause.name.startswith("_"):
        raise Refusal("assign-reserved", clause.at, found=clause.name)
    place = scope.add_item(clause.name)
    return items, place, [compile_node(condition, scope) for condition in clause.conditions], clause.at


def _collecting(item: Run, at: int) -> _Loop:
    def collect(frame: Frame, found: list[Any]) -> None:
        if len(found) >= MAX_ITEMS:
            raise Refusal("too-big", at, limit=MAX_ITEMS)
        found.append(item(frame))

    return collect


def _looping(inner: _Loop, items: Run, place: int, conditions: list[Run], at: int, cost: int) -> _Loop:
    def loop(frame: Frame, found: list[Any]) -> None:
        whole = items(frame)
        if not isinstance(whole, (list, dict)):
            raise Refusal("not-iterable", at, kind=kind_of(whole))
        for one in whole:
            frame.charge(cost)
            frame.slots[place] = known(one, at)
            if all(condition(frame) for condition in conditions):
                inner(frame, found)

    return loop
