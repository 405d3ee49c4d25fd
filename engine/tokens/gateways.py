"""Parallel and inclusive joins. One waiting token is taken for each incoming flow; what is too many stays."""

from collections.abc import Iterable, Sequence

from engine.graph import Kind, Node
from engine.tokens.machine import Machine, is_armed
from engine.tokens.problems import Problem
from engine.tokens.state import Phase, Scope, Token


def parallel(machine: Machine, token: Token) -> None:
    """Wait until each incoming flow has brought a token."""
    arrived = _arrive(token)
    if len(arrived) == len(token.node.incoming):
        _pass(machine, token, arrived.values())


def inclusive(machine: Machine, token: Token) -> None:
    """Wait until no other token can come; `settle_inclusive` sees when."""
    arrived = _arrive(token)
    if len(arrived) == len(token.node.incoming):
        _pass(machine, token, arrived.values())


def _arrive(token: Token) -> dict[str, Token]:
    """Stand at the join; give the first token of each flow there. A start has no flow and passes at once."""
    token.phase = Phase.JOIN
    arrived = waiting_at(token.scope, token.node)
    if token.via is None and token.node.incoming:
        token.via = next(
            (flow.id for flow in token.node.incoming if flow.id not in arrived), token.node.incoming[0].id
        )
        return waiting_at(token.scope, token.node)
    return arrived


def waiting_at(scope: Scope, node: Node) -> dict[str, Token]:
    """The oldest waiting token of each flow into a join."""
    arrived: dict[str, Token] = {}
    for token in scope.tokens.values():
        if token.phase is Phase.JOIN and token.node is node and token.via is not None:
            arrived.setdefault(token.via, token)
    return arrived


def _pass(machine: Machine, token: Token, arrived: Iterable[Token]) -> None:
    for other in arrived:
        if other is not token:
            machine.drop(other)
    token.problem = None
    machine.enter(token)
    machine.enqueue(token, Phase.LEAVE)


def settle_inclusive(machine: Machine) -> bool:
    """Let the first inclusive join pass that waits for nobody any more; whether there was one."""
    joins = (token for token in machine.state.tokens.values() if _waits_inclusively(token))
    for token in joins:
        arrived = waiting_at(token.scope, token.node)
        if token in arrived.values() and not _may_still_come(token, arrived):
            _pass(machine, token, arrived.values())
            return True
    return False


def _waits_inclusively(token: Token) -> bool:
    return token.phase is Phase.JOIN and token.node.kind is Kind.INCLUSIVE


def _may_still_come(token: Token, arrived: dict[str, Token]) -> bool:
    blocking = token.scope.plan.blocking(token.node, frozenset(arrived))
    return any(other.node_id in blocking for other in token.scope.tokens.values())


def find_deadlocks(machine: Machine) -> None:
    """Park the tokens at joins that nothing can complete any more."""
    for scope in machine.state.scopes.values():
        joins = [token for token in scope.tokens.values() if token.phase is Phase.JOIN]
        for token in joins:
            if token.problem is None and _is_stuck(token, joins):
                machine.fail(token, Problem("deadlock", token.node.name or token.node_id))


def _is_stuck(token: Token, joins: Sequence[Token]) -> bool:
    """Whether all else in the scope waits at joins too, or no token can come by a flow that is still empty."""
    live = {
        other.node_id
        for other in token.scope.tokens.values()
        if not is_armed(other) or other.parent is not None
    }
    if live == {other.node_id for other in joins}:
        return True
    return token.node.kind is Kind.PARALLEL and _has_dead_flow(token, live)


def _has_dead_flow(token: Token, live: set[str]) -> bool:
    arrived, plan = waiting_at(token.scope, token.node), token.scope.plan
    empty = (flow for flow in token.node.incoming if flow.id not in arrived)
    return any(live.isdisjoint(plan.upstream(token.node, flow)) for flow in empty)
