"""What a caught event does to where it was caught: goes on, interrupts, or starts something beside."""

from collections.abc import Mapping
from typing import Any

from engine.graph import Kind, Node, TriggerKind
from engine.tokens.machine import Machine
from engine.tokens.plan import plan_of
from engine.tokens.state import Phase, Scope, Token
from engine.tokens.variables import layers_of
from engine.tokens.waiting import next_turn


def trigger(machine: Machine, token: Token, catching: Node, values: Mapping[str, Any]) -> None:
    """Let a waiting token take an event, caught by one of its `catching_nodes`; `values` are written first."""
    machine.write_into(layers_of(token), values)
    if token.node.kind is Kind.BOUNDARY and token.parent is not None:
        _boundary(machine, token, token.parent)
    elif token.node.kind is Kind.EVENT_SUBPROCESS:
        _event_subprocess(machine, token, catching)
    elif token.node.kind is Kind.EVENT_GATEWAY:
        scope = token.scope
        machine.leave(token)
        machine.put(scope, catching, Phase.FIRED)
    else:
        token.arms = {}
        machine.enqueue(token, Phase.LEAVE)


def interrupts(node: Node) -> bool:
    """Whether what an event stands on ends when it fires; an error leaves nothing to go on with."""
    return node.interrupting or (node.trigger is not None and node.trigger.kind is TriggerKind.ERROR)


def _boundary(machine: Machine, token: Token, host: Token) -> None:
    _stay_or_go(machine, token, token.node)
    fire_boundary(machine, host, token.node)


def _event_subprocess(machine: Machine, token: Token, start: Node) -> None:
    _stay_or_go(machine, token, start)
    fire_event_subprocess(machine, token.scope, token.node, start)


def _stay_or_go(machine: Machine, token: Token, catching: Node) -> None:
    """After it fired without interrupting: a timer waits for its next turn or is over; all else stays armed."""
    arm = token.arms[catching.id]
    if arm.due is not None and not interrupts(catching) and not next_turn(arm, machine.host.now):
        machine.drop(token)


def fire_boundary(machine: Machine, host: Token, node: Node) -> None:
    """Start the way out of a boundary event; an interrupting one cancels the activity."""
    scope = host.scope
    if interrupts(node):
        machine.drop(host)
    machine.put(scope, node, Phase.FIRED)


def fire_event_subprocess(machine: Machine, scope: Scope, node: Node, start: Node) -> None:
    """Start an event sub-process; an interrupting one cancels everything else in its scope."""
    if interrupts(start):
        for token in tuple(scope.tokens.values()):
            machine.drop(token)
    machine.put(scope, node, Phase.FIRED)


def is_interrupted(scope: Scope) -> bool:
    """Whether an interrupting event sub-process has taken the scope over: its siblings catch nothing more."""
    running = (
        token.node
        for token in scope.tokens.values()
        if token.node.kind is Kind.EVENT_SUBPROCESS and token.inner
    )
    return any(node.body is not None and interrupts(plan_of(node.body).starts[0]) for node in running)
