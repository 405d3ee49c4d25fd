"""A process laid out flat: from entering each node to leaving it, and on to the next, with what is waited between.

A place is a node's id where it is entered, and `left(id)` where it is left by its flows. Sub-processes are single
steps, but for those in `opened`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.feasibility.conditions import Facts, truth
from engine.feasibility.ground import Ground, entries_of, scopes
from engine.feasibility.waits import PASS, Wait, Waits
from engine.graph import Flow, Kind, Node, Process, TriggerKind

_LEFT = "/"
_JOINING = (Kind.PARALLEL, Kind.INCLUSIVE)
_CHOOSING = (Kind.EXCLUSIVE, Kind.EVENT_GATEWAY)


def left(node_id: str) -> str:
    """The place at which a node is left."""
    return _LEFT + node_id


def node_of(place: str) -> str:
    """The node of a place."""
    return place.removeprefix(_LEFT)


@dataclass(frozen=True, slots=True)
class Way:
    """From one place to the next. `flow` is the sequence flow that it takes, if it takes one."""

    source: str
    target: str
    wait: Wait = PASS
    flow: Flow | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """All ways, by the place from which they lead; `joins`: the flows for which a gateway waits, all of them."""

    ways: Mapping[str, tuple[Way, ...]]
    joins: Mapping[str, frozenset[str]]


def lay_out(ground: Ground, waits: Waits, facts: Facts, opened: frozenset[str], *, cut: str = "") -> Layout:
    """Lay a process out. `cut`: a sub-process that is not left by its boundary events."""
    builder = _Builder(ground, waits, facts, opened, cut)
    found: dict[str, list[Way]] = {}
    joins: dict[str, frozenset[str]] = {}
    for scope in builder.scopes():
        for node in scope.nodes.values():
            for way in builder.ways(scope, node):
                found.setdefault(way.source, []).append(way)
            awaited = _awaited(scope, node)
            if awaited:
                joins[node.id] = awaited
    return Layout({place: tuple(ways) for place, ways in found.items()}, joins)


def to_open(ground: Ground, names: Iterable[str]) -> frozenset[str]:
    """The sub-processes into which one has to look to see some nodes."""
    known = [name for name in names if name in ground.nodes]
    return frozenset(
        host.id for name in known for host in ground.around(name) if host.kind is Kind.SUBPROCESS
    )


def opened_in(scope: Process, opened: frozenset[str]) -> Iterator[Process]:
    """The bodies in a scope that are looked into; an event sub-process always is."""
    for node in scope.nodes.values():
        if node.body is not None and (node.kind is Kind.EVENT_SUBPROCESS or node.id in opened):
            yield node.body


@dataclass(frozen=True, slots=True)
class _Builder:
    ground: Ground
    waits: Waits
    facts: Facts
    opened: frozenset[str]
    cut: str

    def scopes(self) -> Iterator[Process]:
        """The scopes that are looked into."""
        todo = [self.ground.process]
        while todo:
            scope = todo.pop()
            yield scope
            todo.extend(opened_in(scope, self.opened))

    def ways(self, scope: Process, node: Node) -> Iterator[Way]:
        if node.kind is Kind.EVENT_SUBPROCESS:
            return
        if node.body is not None and node.id in self.opened:
            yield from self._through(node, node.body)
        else:
            yield from self._across(node)
        if node.kind is Kind.EVENT_GATEWAY:
            yield from self._raced(scope, node)
        else:
            open_flows = flows_open(node, self.facts)
            yield from (Way(left(node.id), flow.target, flow=flow) for flow in open_flows)
        caught = (one for one in self._caught(scope, node) if not self.cut or one.attached_to != self.cut)
        yield from (Way(left(node.id), one.id) for one in caught)
        for name in node.boundaries if node.id != self.cut else ():
            yield Way(node.id, name, self.waits.until(self.ground.nodes[name]))

    def _across(self, node: Node) -> Iterator[Way]:
        """A node as one step; what is thrown inside may be caught outside at any time."""
        wait = self.waits.at(node)
        yield Way(node.id, left(node.id), wait)
        inside = dict.fromkeys(
            caught.id
            for scope in (scopes(node.body) if node.body is not None else ())
            for one in scope.nodes.values()
            for caught in self.ground.catchers(one)
            if self._outside(caught, node)
        )
        yield from (Way(node.id, name, Wait((), wait.most, wait.unknowns, wait.work)) for name in inside)

    def _outside(self, caught: Node, node: Node) -> bool:
        around = {host.id for host in self.ground.around(caught.id)}
        return node.id not in around and caught.attached_to != node.id

    def _through(self, node: Node, body: Process) -> Iterator[Way]:
        yield from (Way(node.id, entry.id) for entry in entries_of(body))
        for last in ends_of(self.ground, body):
            yield Way(left(last.id), left(node.id))

    def _raced(self, scope: Process, gateway: Node) -> Iterator[Way]:
        for flow in gateway.outgoing:
            wait = self.waits.behind(gateway, scope.nodes[flow.target])
            yield Way(left(gateway.id), flow.target, wait, flow)

    def _caught(self, scope: Process, node: Node) -> Iterator[Node]:
        yield from self.ground.catchers(node)
        trigger = node.trigger
        if node.kind is Kind.THROW and trigger is not None and trigger.kind is TriggerKind.LINK:
            for one in scope.nodes.values():
                if (
                    one.kind is Kind.CATCH
                    and one.trigger is not None
                    and one.trigger.kind is TriggerKind.LINK
                ):
                    yield from (one,) if one.trigger.name == trigger.name else ()


def ends_of(ground: Ground, scope: Process) -> Iterator[Node]:
    """The nodes at which a scope may end: those from which nothing leads on, in its event sub-processes too."""
    for node in scope.nodes.values():
        if node.kind is Kind.EVENT_SUBPROCESS and node.body is not None:
            yield from ends_of(ground, node.body)
        elif not node.outgoing and node.kind is not Kind.THROW and not ground.catchers(node):
            yield node


def flows_open(node: Node, facts: Facts) -> Iterator[Flow]:
    """The flows that the facts do not rule out."""
    sure = False
    for flow in node.outgoing:
        holds = None if flow.condition is None else truth(flow.condition, facts)
        if flow.id == node.default or holds is False:
            continue
        if not (sure and node.kind is Kind.EXCLUSIVE):
            yield flow
        sure = sure or bool(holds)
    if not sure:
        yield from (flow for flow in node.outgoing if flow.id == node.default)


# --- joins -------------------------------------------------------------------------------------------------------


def _awaited(scope: Process, node: Node) -> frozenset[str]:
    """The flows whose tokens a join needs; of an inclusive one those that are sure to come."""
    if len(node.incoming) < 2 or node.kind not in _JOINING:  # noqa: PLR2004 - a join has two
        return frozenset()
    if node.kind is Kind.PARALLEL:
        return frozenset(flow.id for flow in node.incoming)
    origins = [_origin(scope, flow) for flow in node.incoming]
    if len({flow.source for flow in origins}) > 1:
        return frozenset()
    split = scope.nodes[origins[0].source]
    pairs = zip(node.incoming, origins, strict=True)
    sure = {flow.id for flow, first in pairs if first.condition is None and first.id != split.default}
    return frozenset(sure) if split.kind not in _CHOOSING else frozenset()


def _origin(scope: Process, flow: Flow) -> Flow:
    """The flow with which a row of nodes begins that have no other way in or out."""
    seen = {flow.id}
    while True:
        node = scope.nodes[flow.source]
        single = len(node.incoming) == 1 and len(node.outgoing) == 1 and not node.boundaries
        if not single or node.incoming[0].id in seen:
            return flow
        flow = node.incoming[0]
        seen.add(flow.id)
