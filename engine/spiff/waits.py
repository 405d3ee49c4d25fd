"""Which nodes wait for somebody or something, and which pass at once."""

from collections.abc import Mapping

from engine.graph import Kind, Node, Process, TriggerKind
from engine.spiff.paths import bodies, reach

_PEOPLE = (Kind.USER, Kind.MANUAL, Kind.RECEIVE, Kind.EVENT_GATEWAY)
_WAITED_FOR = (TriggerKind.MESSAGE, TriggerKind.TIMER, TriggerKind.SIGNAL, TriggerKind.CONDITIONAL)


def passing(processes: Mapping[str, Process]) -> frozenset[str]:
    """Give the processes in which no token ever rests. Nothing is said of one that is not in the bundle."""
    callers: dict[str, set[str]] = {}
    waiting: set[str] = set()
    for process in processes.values():
        for node in (node for body in bodies(process) for node in body.nodes.values()):
            if node.kind is Kind.CALL:
                callers.setdefault(node.called or "", set()).add(process.id)
            elif _rests(node):
                waiting.add(process.id)
    strangers = callers.keys() - processes.keys()
    return frozenset(processes.keys() - reach(callers, waiting | strangers))


def waits(node: Node, passed: frozenset[str]) -> bool:
    """Say whether a token may rest at a node; `passed` are the processes in which none does."""
    if node.kind is Kind.CALL:
        return node.called not in passed
    if node.body is not None:
        return any(waits(inner, passed) for inner in node.body.nodes.values())
    return _rests(node)


def _rests(node: Node) -> bool:
    if node.kind is Kind.CATCH:
        return node.trigger is not None and node.trigger.kind in _WAITED_FOR
    return node.kind in _PEOPLE
