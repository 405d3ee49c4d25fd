"""What a token waits for: working out when a timer is due, a message's keys, a condition; and what matches."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from engine.graph import Kind, Node, Trigger, TriggerKind
from engine.tokens.host import Cycle
from engine.tokens.machine import Machine
from engine.tokens.plan import WAITS_FOR, plan_of
from engine.tokens.problems import StepFailed
from engine.tokens.state import Arm, Phase, Token
from engine.tokens.values import storable
from engine.tokens.variables import Layers, seen_through, view


def catching_nodes(token: Token) -> Sequence[Node]:
    """The nodes that catch something for a token: itself, the start inside, what follows an event gateway."""
    node, nodes = token.node, token.scope.process.nodes
    if node.kind is Kind.EVENT_GATEWAY:
        return [nodes[flow.target] for flow in node.outgoing]
    if node.kind is Kind.EVENT_SUBPROCESS and node.body is not None:
        return plan_of(node.body).starts[:1]
    return (node,)


def wait(machine: Machine, token: Token) -> None:
    """Begin to wait for whatever the token's node catches."""
    arms = {node.id: _arm(machine, token, _trigger(node)) for node in catching_nodes(token)}
    if not arms:
        raise StepFailed("setup", token.node_id)
    token.arms, token.phase = arms, Phase.WAIT
    machine.changed = True  # a condition may hold already


def _trigger(node: Node) -> Trigger:
    if node.trigger is None or node.trigger.kind not in WAITS_FOR:
        raise StepFailed("setup", node.id)
    return node.trigger


def _arm(machine: Machine, token: Token, trigger: Trigger) -> Arm:
    if trigger.kind is TriggerKind.TIMER:
        return _timer(machine.host.due(trigger, view(token)))
    if trigger.kind is TriggerKind.MESSAGE:
        return Arm(keys=_keys(machine, token, trigger))
    return Arm()


def _timer(due: datetime | Cycle) -> Arm:
    arm = Arm(due=due.first, cycle=due) if isinstance(due, Cycle) else Arm(due=due)
    if arm.due is None or arm.due.tzinfo is None:
        raise StepFailed("timer", str(arm.due))
    return arm


def _keys(machine: Machine, token: Token, trigger: Trigger) -> dict[str, Any]:
    keys = machine.evaluate_all(token, trigger.keys)
    empty = [name for name, value in keys.items() if value is None or value == ""]
    if empty:
        raise StepFailed("key-empty", ", ".join(empty))
    return keys


def armed(token: Token) -> Iterator[tuple[Node, Trigger, Arm]]:
    """What a waiting token catches: the catching node, its trigger and what was worked out for it."""
    if token.arms and token.problem is None and token.phase is Phase.WAIT:
        caught = ((node, node.trigger) for node in catching_nodes(token))
        yield from (
            (node, one, token.arms[node.id])
            for node, one in caught
            if one is not None and node.id in token.arms
        )


def catching_message(token: Token, name: str, keys: Mapping[str, Any]) -> Node | None:
    """The node by which a token takes a message: the name is the same, and so is every key that it asks for."""
    for node, trigger, arm in armed(token):
        if trigger.kind is TriggerKind.MESSAGE and trigger.name == name and _match(arm.keys, keys):
            return node
    return None


def _match(asked: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    return all(name in given and given[name] == value for name, value in asked.items())


def catching_signal(token: Token, name: str) -> Node | None:
    """The node by which a token takes a signal."""
    found = (
        node
        for node, trigger, _ in armed(token)
        if trigger.kind is TriggerKind.SIGNAL and trigger.name == name
    )
    return next(found, None)


def due_timer(token: Token, branch: str | None, now: datetime) -> Node | None:
    """The node of a timer that is due: the one asked for, else the one that was due first."""
    timers = [
        (arm.due, node)
        for node, trigger, arm in armed(token)
        if trigger.kind is TriggerKind.TIMER
        and arm.due is not None
        and arm.due <= now
        and branch in (None, node.id)
    ]
    return min(timers, key=lambda timer: timer[0])[1] if timers else None


def next_turn(arm: Arm, now: datetime) -> bool:
    """Set a cycle to its first turn after now; turns that were slept through are gone. False when it is over."""
    if arm.cycle is None:
        return False
    turns = max(arm.cycle.turns_until(now), 1)
    if arm.cycle.times is not None and turns >= arm.cycle.times:
        return False
    arm.due = arm.cycle.turn(turns)
    return True


def read_payload(
    machine: Machine, layers: Layers, trigger: Trigger, payload: Mapping[str, Any]
) -> dict[str, Any]:
    """What a caught event writes: variable → a field of the payload, or an expression over both."""
    seen = {**seen_through(layers), **payload}
    return {
        variable: storable(payload[source] if source in payload else machine.host.evaluate(source, seen))
        for variable, source in trigger.payload.items()
    }
