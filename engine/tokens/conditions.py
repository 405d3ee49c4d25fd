"""Conditional events: looked at again whenever variables have changed and everything else stands still."""

from engine.graph import Node, TriggerKind
from engine.tokens.machine import Machine
from engine.tokens.problems import problem_of
from engine.tokens.state import Phase, Token
from engine.tokens.triggering import trigger
from engine.tokens.waiting import armed


def settle_conditions(machine: Machine) -> bool:
    """Trigger the events whose condition has come true; whether there was one."""
    if not machine.changed:
        return False
    machine.changed = False
    waiting = [(token, node) for token in machine.state.tokens.values() for node in _conditional(token)]
    return sum(_look(machine, token, node) for token, node in waiting) > 0


def _conditional(token: Token) -> list[Node]:
    return [node for node, wanted, _ in armed(token) if wanted.kind is TriggerKind.CONDITIONAL]


def _look(machine: Machine, token: Token, node: Node) -> bool:
    """An event that stays armed fires when its condition turns true, not as long as it is."""
    if token.phase is not Phase.WAIT or node.id not in token.arms:
        return False
    arm = token.arms[node.id]
    before, arm.held = arm.held, _is_true(machine, token, node)
    if arm.held and not before:
        trigger(machine, token, node, {})
    return arm.held and not before


def _is_true(machine: Machine, token: Token, node: Node) -> bool:
    try:
        return bool(machine.evaluate(token, (node.trigger and node.trigger.expression) or "false"))
    except Exception as error:  # noqa: BLE001 - whatever the host raises parks this token, and no other
        machine.fail(token, problem_of(error))
        return False
