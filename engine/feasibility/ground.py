"""A process with the bodies of all of its sub-processes, looked up by node."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.graph import Kind, Node, Process, Trigger, TriggerKind


@dataclass(frozen=True, slots=True)
class Ground:
    """Where everything is. `home`: the scope in which a node lies; `host`: the sub-process whose body a scope is.

    `reasons`: the suspensions in force at a node, those of the sub-processes around it included; `raced`: the events
    behind an event-based gateway.
    """

    process: Process
    nodes: dict[str, Node]
    home: dict[str, Process]
    host: dict[str, Node]
    reasons: dict[str, frozenset[str]]
    raced: frozenset[str]

    @classmethod
    def of(cls, process: Process) -> "Ground":
        """Walk through a process."""
        ground = cls(process, {}, {}, {}, {}, frozenset(_raced(process)))
        todo: list[tuple[Process, frozenset[str]]] = [(process, frozenset())]
        while todo:
            scope, reasons = todo.pop()
            for node in scope.nodes.values():
                ground.nodes[node.id], ground.home[node.id] = node, scope
                ground.reasons[node.id] = reasons.union(node.suspends)
                if node.body is not None:
                    ground.host[node.body.id] = node
                    todo.append((node.body, ground.reasons[node.id]))
        return ground

    def around(self, node_id: str) -> Iterator[Node]:
        """The sub-processes around a node, from the inside."""
        host = self.host.get(self.home[node_id].id)
        while host is not None:
            yield host
            host = self.host.get(self.home[host.id].id)

    def catchers(self, node: Node) -> tuple[Node, ...]:
        """Where an escalation or an error that a node throws is caught: as near as possible."""
        thrown = node.trigger
        if thrown is None or thrown.kind not in (TriggerKind.ESCALATION, TriggerKind.ERROR):
            return ()
        scope: Process | None = self.home[node.id]
        while scope is not None:
            host = self.host.get(scope.id)
            found = tuple(one for one in self._watching(scope, host) if _catches(one, thrown))
            if found:
                return found
            scope = None if host is None else self.home[host.id]
        return ()

    def _watching(self, scope: Process, host: Node | None) -> Iterator[Node]:
        for watch in scope.event_subprocesses():
            yield from starts_of(watch)
        if host is not None:
            yield from (self.nodes[name] for name in host.boundaries)


def starts_of(node: Node) -> tuple[Node, ...]:
    """The start events of a sub-process; where there is none, the nodes that nothing leads to."""
    return () if node.body is None else entries_of(node.body)


def entries_of(process: Process) -> tuple[Node, ...]:
    """The start events of a process; where there is none, the nodes that nothing leads to."""
    found = tuple(node for node in process.nodes.values() if node.kind is Kind.START)
    return found or process.starts()


def scopes(process: Process) -> Iterator[Process]:
    """A process and the bodies of all of its sub-processes."""
    todo = [process]
    while todo:
        scope = todo.pop()
        yield scope
        todo.extend(node.body for node in scope.nodes.values() if node.body is not None)


def _raced(process: Process) -> Iterator[str]:
    for scope in scopes(process):
        for node in scope.nodes.values():
            if node.kind is Kind.EVENT_GATEWAY:
                yield from (flow.target for flow in node.outgoing)


def _catches(event: Node, thrown: Trigger) -> bool:
    return (
        event.trigger is not None
        and event.trigger.kind is thrown.kind
        and event.trigger.name in (None, thrown.name)
    )
