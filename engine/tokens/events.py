"""Events that a token meets on its way: catching ones wait, throwing ones throw, and an end event ends."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from engine.graph import Node, Trigger, TriggerKind
from engine.tokens.flows import jump
from engine.tokens.machine import Machine
from engine.tokens.problems import Problem, StepFailed, problem_of
from engine.tokens.raising import raise_from
from engine.tokens.state import Phase, Status, Token
from engine.tokens.triggering import trigger
from engine.tokens.variables import layers_of
from engine.tokens.waiting import catching_message, catching_signal, read_payload, wait

NOTHING = Trigger(TriggerKind.NONE)


def catch(machine: Machine, token: Token) -> None:
    """Wait at an intermediate event. The far end of a link and an event without a trigger let pass."""
    if (token.node.trigger or NOTHING).kind in (TriggerKind.LINK, TriggerKind.NONE):
        machine.enqueue(token, Phase.LEAVE)
    else:
        wait(machine, token)


def throw(machine: Machine, token: Token) -> None:
    """Throw what the event throws and go on."""
    _THROWS[(token.node.trigger or NOTHING).kind](machine, token, token.node.trigger or NOTHING)


def _go_on(machine: Machine, token: Token, _: Trigger) -> None:
    if token.phase is not Phase.GONE:
        machine.enqueue(token, Phase.LEAVE)


def find_taker(machine: Machine, name: str, keys: Mapping[str, Any]) -> tuple[Token, Node] | None:
    """Find the token that has waited longest for a message, and the node by which it takes it."""
    found = ((token, catching_message(token, name, keys)) for token in machine.state.tokens.values())
    return next(((token, node) for token, node in found if node is not None), None)


def payload_for(machine: Machine, token: Token, node: Node, payload: Mapping[str, Any]) -> dict[str, Any]:
    """What a token writes when it catches something by a node."""
    return read_payload(machine, layers_of(token), node.trigger or NOTHING, payload)


def find_listeners(machine: Machine, name: str) -> list[tuple[Token, Node]]:
    """Find every token that waits for a signal, and the node by which it takes it."""
    return [
        (token, node) for token in machine.state.tokens.values() if (node := catching_signal(token, name))
    ]


def give_signal(machine: Machine, listeners: Iterable[tuple[Token, Node]], payload: Mapping[str, Any]) -> int:
    """Give a signal to those who listen; how many took it."""
    return sum(_take_signal(machine, token, node, payload) for token, node in listeners)


def _take_signal(machine: Machine, token: Token, node: Node, payload: Mapping[str, Any]) -> bool:
    if token.phase is not Phase.WAIT:
        return False  # cancelled by another that took the same signal
    try:
        trigger(machine, token, node, payload_for(machine, token, node, payload))
    except Exception as error:  # noqa: BLE001 - an incident of who catches, not of who throws
        machine.fail(token, problem_of(error))
        return False
    return True


def _message(machine: Machine, token: Token, thrown: Trigger) -> None:
    keys, payload = machine.evaluate_all(token, thrown.keys), machine.evaluate_all(token, thrown.payload)
    taker = find_taker(machine, thrown.name or "", keys)
    values = {} if taker is None else payload_for(machine, *taker, payload)
    machine.threw(token, TriggerKind.MESSAGE, thrown.name, keys, payload, taken=taker is not None)
    if taker is not None:
        trigger(machine, *taker, values)
    _go_on(machine, token, thrown)


def _signal(machine: Machine, token: Token, thrown: Trigger) -> None:
    payload = machine.evaluate_all(token, thrown.payload)
    listeners = find_listeners(machine, thrown.name or "")
    machine.threw(token, TriggerKind.SIGNAL, thrown.name, {}, payload, taken=bool(listeners))
    give_signal(machine, listeners, payload)
    _go_on(machine, token, thrown)


def _escalation(machine: Machine, token: Token, thrown: Trigger) -> None:
    payload = {"code": thrown.name, **machine.evaluate_all(token, thrown.payload)}
    raise_from(machine, token, TriggerKind.ESCALATION, thrown.name, payload)
    _go_on(machine, token, thrown)


def _error(machine: Machine, token: Token, thrown: Trigger) -> None:
    payload = {"code": thrown.name, "message": "", **machine.evaluate_all(token, thrown.payload)}
    if raise_from(machine, token, TriggerKind.ERROR, thrown.name, payload):
        _go_on(machine, token, thrown)
        return
    problem = Problem("uncaught-error", thrown.name or "")
    machine.fail(token, problem)
    machine.end(Status.FAILED, token.node, problem)


def _link(machine: Machine, token: Token, thrown: Trigger) -> None:
    target = token.scope.plan.links.get(thrown.name)
    if target is None:
        raise StepFailed("link", thrown.name or "")
    jump(machine, token, target)


def _terminate(machine: Machine, token: Token, thrown: Trigger) -> None:
    for other in tuple(token.scope.tokens.values()):
        if other is not token:
            machine.drop(other)
    if token.scope.owner is None:
        machine.verdict = Status.TERMINATED
    _go_on(machine, token, thrown)


_THROWS: dict[TriggerKind, Callable[[Machine, Token, Trigger], None]] = {
    TriggerKind.NONE: _go_on,
    TriggerKind.MESSAGE: _message,
    TriggerKind.SIGNAL: _signal,
    TriggerKind.ESCALATION: _escalation,
    TriggerKind.ERROR: _error,
    TriggerKind.LINK: _link,
    TriggerKind.TERMINATE: _terminate,
}
