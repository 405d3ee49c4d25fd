"""Which clocks a process starts and stops where: worked out once for each process object."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.graph import Node, Process, TriggerKind
from engine.policies import ClockPolicy

_MAX_PLANS = 4096


@dataclass(frozen=True, slots=True)
class Drawn:
    """A clock policy and where it is drawn: the process, sub-process or activity `element`.

    `timed`: a timer of the diagram ends the activity, so that the two measure the same time.
    """

    policy: ClockPolicy
    element: str
    activity: bool  # drawn on a node, not on a process
    timed: bool = False


@dataclass(frozen=True, slots=True)
class ClockPlan:
    """`opening`: by the id of a process or body, when its scope opens. The others: by the id of a node."""

    opening: Mapping[str, tuple[Drawn, ...]]
    entering: Mapping[str, tuple[Drawn, ...]]
    starting: Mapping[str, tuple[Drawn, ...]]  # after the node
    stopping: Mapping[str, tuple[Drawn, ...]]  # after the node
    suspending: frozenset[str]
    drawn: Mapping[tuple[str, str], Drawn]
    scoped: frozenset[str]  # ids of processes and bodies that own clocks, or have owners of clocks inside


@dataclass(slots=True)
class _Collector:
    opening: dict[str, list[Drawn]] = field(default_factory=dict)
    entering: dict[str, list[Drawn]] = field(default_factory=dict)
    starting: dict[str, list[Drawn]] = field(default_factory=dict)
    stopping: dict[str, list[Drawn]] = field(default_factory=dict)
    suspending: set[str] = field(default_factory=set)
    drawn: dict[tuple[str, str], Drawn] = field(default_factory=dict)
    scoped: set[str] = field(default_factory=set)

    def process(self, process: Process) -> None:
        for policy in process.clocks:
            self.add(Drawn(policy, process.id, activity=False), self.opening)
            self.scoped.add(process.id)
        for node in process.nodes.values():
            self.node(process, node)

    def node(self, process: Process, node: Node) -> None:
        for policy in node.clocks:
            self.add(Drawn(policy, node.id, activity=True, timed=_timed(process, node)), self.entering)
            if policy.starts_after:
                self.scoped.add(process.id)
        if node.suspends:
            self.suspending.add(node.id)
        if node.body is not None:
            self.process(node.body)

    def add(self, drawn: Drawn, at_once: dict[str, list[Drawn]]) -> None:
        policy = drawn.policy
        self.drawn[drawn.element, policy.id] = drawn
        for node_id in policy.starts_after:
            self.starting.setdefault(node_id, []).append(drawn)
        if not policy.starts_after:
            at_once.setdefault(drawn.element, []).append(drawn)
        for node_id in policy.stops_after:
            self.stopping.setdefault(node_id, []).append(drawn)


def _timed(process: Process, node: Node) -> bool:
    """Does a timer end the activity: its own, or one at its border that interrupts it?"""
    events = [node, *(process.nodes[name] for name in node.boundaries)]
    return any(
        one.trigger is not None and one.trigger.kind is TriggerKind.TIMER and one.interrupting
        for one in events
    )


_plans: dict[int, tuple[Process, ClockPlan]] = {}


def clock_plan(process: Process) -> ClockPlan:
    """The plan of a process and of the bodies inside it."""
    known = _plans.get(id(process))
    if known is None or known[0] is not process:
        if len(_plans) >= _MAX_PLANS:
            _plans.clear()
        known = _plans[id(process)] = (process, _make(process))
    return known[1]


def _make(process: Process) -> ClockPlan:
    found = _Collector()
    found.process(process)
    return ClockPlan(
        opening=_frozen(found.opening),
        entering=_frozen(found.entering),
        starting=_frozen(found.starting),
        stopping=_frozen(found.stopping),
        suspending=frozenset(found.suspending),
        drawn=found.drawn,
        scoped=frozenset(found.scoped),
    )


def _frozen(lists: Mapping[str, Iterable[Drawn]]) -> dict[str, tuple[Drawn, ...]]:
    return {key: tuple(values) for key, values in lists.items()}
