"""Standard loops and multi-instance activities.

The activity as a whole is one token, to which boundary events are attached; each round or instance is a token of
its own below it, with its own variables: the item, the item of the output, and `loop_counter`, from 1. A completion
condition sees besides: `completed`, `active` and `instances`, and the output as collected so far.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.graph import Loop, LoopKind
from engine.tokens.machine import MAX_TOKENS, Machine
from engine.tokens.problems import StepFailed
from engine.tokens.state import Phase, Token
from engine.tokens.values import storable
from engine.tokens.variables import view

MAX_INSTANCES = 10_000
COUNTER = "loop_counter"


def begin(machine: Machine, token: Token, loop: Loop) -> None:
    """Begin the first round, or every instance, or leave at once where there is none."""
    if loop.kind is LoopKind.STANDARD:
        _begin_rounds(machine, token, loop)
    else:
        _begin_instances(machine, token, loop)


def instance_done(machine: Machine, token: Token, whole: Token, loop: Loop) -> None:
    """Take up what one round or instance leaves behind, and go on with the next."""
    if loop.kind is LoopKind.STANDARD:
        _round_done(machine, token, whole, loop)
    else:
        _collect(machine, token, whole, loop)


def _add(machine: Machine, whole: Token, number: int, own: Mapping[str, Any]) -> None:
    token = machine.put(whole.scope, whole.node, parent=whole)
    token.loop, token.own = number, {**own, COUNTER: number}


# --- standard loops ----------------------------------------------------------------------------------------------


def _begin_rounds(machine: Machine, whole: Token, loop: Loop) -> None:
    if loop.test_before and not _again(machine, whole, loop, 0):
        machine.enqueue(whole, Phase.LEAVE)
        return
    whole.phase = Phase.BODY
    _add(machine, whole, 1, {})


def _again(machine: Machine, token: Token, loop: Loop, rounds: int) -> bool:
    """Whether one more round is due. Without a condition and a maximum there is one round only."""
    if loop.maximum is not None and rounds >= loop.maximum:
        return False
    if loop.condition is None:
        return loop.maximum is not None
    return bool(machine.evaluate(token, loop.condition, {COUNTER: rounds}))


def _round_done(machine: Machine, token: Token, whole: Token, loop: Loop) -> None:
    rounds = token.loop or 0
    again = _again(machine, token, loop, rounds)
    machine.leave(token)
    if again:
        _add(machine, whole, rounds + 1, {})
    else:
        machine.enqueue(whole, Phase.LEAVE)


# --- multi-instance ----------------------------------------------------------------------------------------------


def _begin_instances(machine: Machine, whole: Token, loop: Loop) -> None:
    items = _items(machine, whole, loop)
    at_once = items if loop.kind is LoopKind.PARALLEL else items[:1]
    if len(machine.state.tokens) + len(at_once) > MAX_TOKENS:
        raise StepFailed("tokens", str(MAX_TOKENS))
    whole.memo = {"instances": len(items), "completed": 0, "todo": list(items[len(at_once) :]), "out": {}}
    whole.phase = Phase.BODY
    for number, item in enumerate(at_once, 1):
        _add(machine, whole, number, _own(loop, item))
    if not items:
        _finish(machine, whole, loop)


def _items(machine: Machine, whole: Token, loop: Loop) -> Sequence[Any]:
    """The items of the collection as they are now, or as many nothings as the cardinality says."""
    if loop.collection is None:
        items: Any = [None] * _cardinality(machine, whole, loop)
    else:
        items = machine.evaluate(whole, loop.collection)
    if not isinstance(items, list | tuple):
        raise StepFailed("collection", f"{loop.collection} = {items!r:.60}")
    if len(items) > MAX_INSTANCES:
        raise StepFailed("instances", f"{len(items)} > {MAX_INSTANCES}")
    return [storable(item) for item in items]


def _cardinality(machine: Machine, whole: Token, loop: Loop) -> int:
    number = machine.evaluate(whole, loop.cardinality or "")
    if isinstance(number, bool) or not isinstance(number, int | float) or number != int(number) or number < 0:
        raise StepFailed("cardinality", f"{number!r:.60}")
    if number > MAX_INSTANCES:
        raise StepFailed("instances", f"{number} > {MAX_INSTANCES}")
    return int(number)


def _own(loop: Loop, item: Any) -> dict[str, Any]:
    """The names of one instance; an output item begins empty unless it is the input item."""
    own = {} if loop.output_item is None else {loop.output_item: None}
    return own if loop.item is None else {**own, loop.item: item}


def _collect(machine: Machine, token: Token, whole: Token, loop: Loop) -> None:
    memo = whole.memo
    completed, result = memo["completed"] + 1, view(token).get(loop.output_item or "")
    enough = (
        _is_enough(
            machine,
            token,
            loop,
            {**memo, "completed": completed, "out": {**memo["out"], str(token.loop): result}},
        )
        if loop.condition
        else False
    )
    machine.leave(token)
    memo["completed"] = completed
    if loop.output_item is not None:
        memo["out"][str(token.loop)] = result
    _go_on(machine, whole, loop, enough=enough)


def _is_enough(machine: Machine, token: Token, loop: Loop, memo: Mapping[str, Any]) -> bool:
    counts = {
        "instances": memo["instances"],
        "completed": memo["completed"],
        "active": memo["instances"] - len(memo["todo"]) - memo["completed"],
    }
    output = {} if loop.output is None else {loop.output: _in_input_order(memo["out"])}
    return bool(machine.evaluate(token, loop.condition or "", {**counts, **output}))


def _in_input_order(out: Mapping[str, Any]) -> list[Any]:
    return [out[number] for number in sorted(out, key=int)]


def _go_on(machine: Machine, whole: Token, loop: Loop, *, enough: bool) -> None:
    todo, started = whole.memo["todo"], whole.memo["instances"] - len(whole.memo["todo"])
    if enough or (not todo and whole.memo["completed"] == whole.memo["instances"]):
        _finish(machine, whole, loop)
    elif todo and loop.kind is LoopKind.SEQUENTIAL:
        _add(machine, whole, started + 1, _own(loop, todo.pop(0)))


def _finish(machine: Machine, whole: Token, loop: Loop) -> None:
    """Cancel what still runs, write the collected output, leave."""
    for kid in tuple(whole.kids.values()):
        if kid.loop is not None:
            machine.drop(kid)
    if loop.output is not None:
        machine.write(whole, {loop.output: _in_input_order(whole.memo["out"])})
    whole.memo = {}
    machine.enqueue(whole, Phase.LEAVE)
