"""Which flows a token takes when it leaves a node, in document order."""

from collections.abc import Callable, Sequence

from engine.graph import Flow, Kind, Node
from engine.tokens.machine import Machine
from engine.tokens.problems import StepFailed
from engine.tokens.state import Token


def holds(machine: Machine, token: Token, flow: Flow) -> bool:
    """Whether a flow may be taken; one without a condition always may."""
    return flow.condition is None or bool(machine.evaluate(token, flow.condition))


def choose(machine: Machine, token: Token) -> Sequence[Flow]:
    """Choose the flows to take; raises `StepFailed` where the diagram leaves no way out."""
    node = token.node
    plain = token.scope.plan.ways[node.id].plain
    if plain is not None and (len(plain) <= 1 or node.kind is not Kind.EXCLUSIVE):
        return plain
    flows = _CHOICES.get(node.kind, _all_that_hold)(machine, token)
    if not flows:
        raise StepFailed("no-flow", node.name or node.id)
    return flows


def _first_that_holds(machine: Machine, token: Token) -> Sequence[Flow]:
    ways = token.scope.plan.ways[token.node_id]
    found = next((flow for flow in ways.others if holds(machine, token, flow)), ways.default)
    return () if found is None else (found,)


def _all_that_hold(machine: Machine, token: Token) -> Sequence[Flow]:
    """Every flow that holds, and the default one where no condition does."""
    ways = token.scope.plan.ways[token.node_id]
    found = [flow for flow in ways.others if holds(machine, token, flow)]
    if ways.default is not None and not any(flow.condition for flow in found):
        found.append(ways.default)
    return found


def _all_or_default(machine: Machine, token: Token) -> Sequence[Flow]:
    """Every flow that holds; the default one only where none does."""
    ways = token.scope.plan.ways[token.node_id]
    found = [flow for flow in ways.others if holds(machine, token, flow)]
    return found or (() if ways.default is None else (ways.default,))


_CHOICES: dict[Kind, Callable[[Machine, Token], Sequence[Flow]]] = {
    Kind.EXCLUSIVE: _first_that_holds,
    Kind.INCLUSIVE: _all_or_default,
}


def depart(machine: Machine, token: Token, flows: Sequence[Flow]) -> None:
    """Take the token off its node and put one on the target of each flow."""
    scope, nodes = token.scope, token.scope.process.nodes
    machine.require_room(scope, len(flows))
    machine.leave(token)
    for flow in flows:
        machine.put(scope, nodes[flow.target], via=flow.id)
    if not flows:
        machine.settle(scope, token.node)


def jump(machine: Machine, token: Token, node: Node) -> None:
    """Go on at a node to which no flow leads: the other end of a link."""
    scope = token.scope
    machine.leave(token)
    machine.put(scope, node)
