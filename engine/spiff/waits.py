"""Which nodes wait for somebody or something, and which pass at once."""

from collections.abc import Mapping

from engine.graph import Kind, Node, Process, TriggerKind
from engine.spiff.paths import bodies

_PEOPLE = (Kind.USER, Kind.MANUAL, Kind.RECEIVE, Kind.EVENT_GATEWAY)
_WAITED_FOR = (TriggerKind.MESSAGE, TriggerKind.TIMER, TriggerKind.SIGNAL, TriggerKind.CONDITIONAL)


def waits(node: Node, processes: Mapping[str, Process]) -> bool:
    """Say whether a token may rest at a node: nothing can be said of a process that is not in the bundle."""
    if node.kind in _PEOPLE:
        return True
    if node.kind is Kind.CATCH:
        return node.trigger is not None and node.trigger.kind in _WAITED_FOR
    if node.kind is Kind.CALL:
        return _calls_one_that_waits(node.called, processes)
    if node.body is not None:
        return any(waits(inner, processes) for inner in node.body.nodes.values())
    return False


def _calls_one_that_waits(called: str | None, processes: Mapping[str, Process]) -> bool:
    """Follow calls, without going round in circles."""
    seen: set[str] = set()
    todo = [called or ""]
    while todo:
        process = processes.get(todo[-1])
        if todo.pop() in seen:
            continue
        if process is None:
            return True
        seen.add(process.id)
        for body in bodies(process):
            for node in body.nodes.values():
                if node.kind is Kind.CALL:
                    todo.append(node.called or "")
                elif node.body is None and waits(node, processes):
                    return True
    return False
