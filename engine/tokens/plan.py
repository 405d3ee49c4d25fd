"""What the core works out once for each process and keeps beside it: ways out of a node, reachability."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.graph import Flow, Kind, Node, Process, Trigger, TriggerKind

WAITS_FOR = frozenset((TriggerKind.MESSAGE, TriggerKind.TIMER, TriggerKind.SIGNAL, TriggerKind.CONDITIONAL))
_MAX_BLOCKING = 4096
_MAX_PLANS = 4096


@dataclass(frozen=True, slots=True)
class Ways:
    """The flows out of a node, in document order; `others` is all but the default one."""

    others: tuple[Flow, ...]
    default: Flow | None
    plain: tuple[Flow, ...] | None  # every flow, where none has a condition and none is the default


@dataclass(frozen=True, slots=True)
class Plan:
    """Indices over one process. The sets of upstream nodes are worked out when a join first asks."""

    process: Process
    ways: Mapping[str, Ways]
    before: Mapping[str, tuple[str, ...]]
    boundaries: Mapping[str, tuple[tuple[Node, Trigger], ...]]
    event_subprocesses: tuple[tuple[Node, Node, Trigger], ...]  # each with its start event
    links: Mapping[str | None, Node]
    entries: tuple[Node, ...]  # where it begins when nothing triggers it
    starts: tuple[Node, ...]  # start events, in document order
    _upstream: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    _blocking: dict[tuple[str, frozenset[str]], frozenset[str]] = field(default_factory=dict)

    def upstream(self, gateway: Node, flow: Flow) -> frozenset[str]:
        """Every node whose token may still come through the flow, without passing the gateway itself."""
        key = (gateway.id, flow.id)
        if key not in self._upstream:
            self._upstream[key] = frozenset(_walk(self.before, flow.source, gateway.id))
        return self._upstream[key]

    def blocking(self, gateway: Node, marked: frozenset[str]) -> frozenset[str]:
        """Nodes whose token keeps an inclusive join with these marked flows waiting.

        From there an empty flow can be reached, and no marked one (BPMN 2.0.2, 13.4.3).
        """
        key = (gateway.id, marked)
        found = self._blocking.get(key)
        if found is None:
            found = self._work_out_blocking(gateway, marked)
            if len(self._blocking) < _MAX_BLOCKING:
                self._blocking[key] = found
        return found

    def _work_out_blocking(self, gateway: Node, marked: frozenset[str]) -> frozenset[str]:
        empty = (self.upstream(gateway, flow) for flow in gateway.incoming if flow.id not in marked)
        full = (self.upstream(gateway, flow) for flow in gateway.incoming if flow.id in marked)
        return frozenset().union(*empty).difference(*full)


_plans: dict[int, Plan] = {}


def plan_of(process: Process) -> Plan:
    """Give the plan of a process, worked out once for each process object."""
    plan = _plans.get(id(process))
    if plan is None or plan.process is not process:
        if len(_plans) >= _MAX_PLANS:
            _plans.clear()
        plan = _plans[id(process)] = _make(process)
    return plan


def _make(process: Process) -> Plan:
    nodes = process.nodes
    return Plan(
        process=process,
        ways={node.id: _ways(node) for node in nodes.values()},
        before={node.id: tuple(_before(process, node)) for node in nodes.values()},
        boundaries={node.id: tuple(_boundaries(nodes, node)) for node in nodes.values() if node.boundaries},
        event_subprocesses=tuple(_event_subprocesses(process)),
        links={
            node.trigger.name: node
            for node in nodes.values()
            if node.kind is Kind.CATCH and node.trigger is not None and node.trigger.kind is TriggerKind.LINK
        },
        entries=_entries(process),
        starts=_starts(process),
    )


def _ways(node: Node) -> Ways:
    default = next((flow for flow in node.outgoing if flow.id == node.default), None)
    plain = default is None and all(flow.condition is None for flow in node.outgoing)
    return Ways(
        others=tuple(flow for flow in node.outgoing if flow is not default),
        default=default,
        plain=node.outgoing if plain or node.kind is Kind.PARALLEL else None,
    )


def _starts(process: Process) -> tuple[Node, ...]:
    return tuple(node for node in process.starts() if node.kind is Kind.START)


def _entries(process: Process) -> tuple[Node, ...]:
    """The first start event without a trigger, or every node without an incoming flow where no start event is."""
    starts = _starts(process)
    plain = tuple(node for node in starts if node.trigger is None or node.trigger.kind is TriggerKind.NONE)
    return plain[:1] if starts else process.starts()


def _boundaries(nodes: Mapping[str, Node], node: Node) -> Iterable[tuple[Node, Trigger]]:
    attached = (nodes[one] for one in node.boundaries)
    return ((one, one.trigger) for one in attached if one.trigger is not None)


def _event_subprocesses(process: Process) -> Iterable[tuple[Node, Node, Trigger]]:
    for node in process.event_subprocesses():
        starts = _starts(node.body) if node.body is not None else ()
        yield from ((node, start, start.trigger) for start in starts[:1] if start.trigger is not None)


def _before(process: Process, node: Node) -> Iterable[str]:
    """Nodes from which a token may come next to this one.

    A boundary event that waits has a token of its own while its activity runs; one for errors and escalations has
    none, so the activity's token stands for it.
    """
    if node.kind is Kind.BOUNDARY and node.attached_to is not None:
        if node.trigger is not None and node.trigger.kind in WAITS_FOR:
            yield from _before(process, process.nodes[node.attached_to])
        else:
            yield node.attached_to
    elif node.kind is Kind.CATCH and node.trigger is not None and node.trigger.kind is TriggerKind.LINK:
        yield from (other.id for other in process.nodes.values() if _throws_to(other, node))
    yield from (flow.source for flow in node.incoming)


def _throws_to(other: Node, link: Node) -> bool:
    if other.kind is not Kind.THROW or other.trigger is None or link.trigger is None:
        return False
    return other.trigger.kind is TriggerKind.LINK and other.trigger.name == link.trigger.name


def _walk(before: Mapping[str, tuple[str, ...]], start: str, gateway: str) -> set[str]:
    seen: set[str] = set()
    todo = [start]
    while todo:
        node = todo.pop()
        if node not in seen and node != gateway:
            seen.add(node)
            todo.extend(before[node])
    return seen
