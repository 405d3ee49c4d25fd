"""A token game on one process, without its data: which states can be reached, and where tokens get stuck.

Tokens lie on flows; each flow is consumed by its target only, so that one enabled node after the other may be fired
(with all of its choices) without missing a deadlock: states grow with the choices, not with the interleavings.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from engine.graph import Kind, Node, Process, TriggerKind
from engine.spiff.paths import entries_of, link_of, paths_of, reach, reversed_edges

MOST_STATES = 20_000
MOST_WORK = 400_000
_ALL_SUBSETS = 4
_JOINS = (Kind.PARALLEL, Kind.INCLUSIVE)
State = tuple[tuple[str, int], ...]


@dataclass(slots=True)
class Outcome:
    """What the game found: stuck joins, joins that fired at least once, and whether all states were seen."""

    stuck: set[str] = field(default_factory=set)
    fired: set[str] = field(default_factory=set)
    complete: bool = True


class Net:
    """The token game of a process."""

    def __init__(self, process: Process) -> None:
        self.nodes = process.nodes
        self.after = paths_of(process).after
        self.before = reversed_edges(self.after)
        self.order = {node: number for number, node in enumerate(_depth_first(process, self.after))}
        self.catches = {link_of(node): node for node in process.nodes.values() if node.kind is Kind.CATCH}
        self.target = {flow.id: node.id for node in process.nodes.values() for flow in node.incoming}
        self.starts = entries_of(process)
        self.work = 0
        self.look = (
            len(self.nodes) + sum(map(len, self.after.values()))
        ) // 4  # the work of following flows backwards

    def play(self) -> Outcome:
        """Visit every state that can be reached, within bounds."""
        outcome, seen = Outcome(), set[State]()
        todo = [_state({}, produced) for start in self.starts for produced in self._leave(start)]
        while todo:
            state = todo.pop()
            if state in seen:
                continue
            seen.add(state)
            self.work += len(state) + 1
            if len(seen) > MOST_STATES or self.work > MOST_WORK:
                outcome.complete = False
                break
            todo.extend(self._step(dict(state), outcome))
        return outcome

    def _step(self, tokens: dict[str, int], outcome: Outcome) -> Iterator[State]:
        node = self._enabled(tokens)
        if node is None:
            outcome.stuck.update(self.target[flow] for flow in tokens)
            return
        outcome.fired.add(node.id)
        left = dict(tokens)
        for flow in self._consumed(node, tokens):
            left[flow] -= 1
        for produced in self._leave(node):
            yield () if produced is None else _state(left, produced)

    def _enabled(self, tokens: Mapping[str, int]) -> Node | None:
        """Give the first node that can fire; inclusive joins wait until nothing else can."""
        marked = sorted({self.target[flow] for flow in tokens}, key=self.order.__getitem__)
        joins = []
        for node in (self.nodes[identifier] for identifier in marked):
            if node.kind is Kind.INCLUSIVE and len(node.incoming) > 1:
                joins.append(node)
            elif node.kind is not Kind.PARALLEL or all(flow.id in tokens for flow in node.incoming):
                return node
        return next((node for node in joins if self._may_join(node, tokens)), None)

    def _may_join(self, node: Node, tokens: Mapping[str, int]) -> bool:
        """Fire unless a token elsewhere may still come to an empty flow, and to no marked one (BPMN 2.0.2, 13.4.3)."""
        empty = [flow.source for flow in node.incoming if flow.id not in tokens]
        full = [flow.source for flow in node.incoming if flow.id in tokens]
        if not empty:
            return True
        elsewhere = {self.target[flow] for flow in tokens} - {node.id}
        past = frozenset((node.id,))
        self.work += self.look
        return not (elsewhere & reach(self.before, empty, without=past)) - reach(
            self.before, full, without=past
        )

    def _consumed(self, node: Node, tokens: Mapping[str, int]) -> list[str]:
        there = [flow.id for flow in node.incoming if flow.id in tokens]
        return there if node.kind in _JOINS else there[:1]

    def _leave(self, node: Node) -> Iterator[tuple[str, ...] | None]:
        """Give each set of flows that may get a token when a node is left; None ends everything."""
        normal = list(self._ways(node))
        yield from normal
        for identifier in node.boundaries:
            boundary = self.nodes[identifier]
            flows = tuple(flow.id for flow in boundary.outgoing)
            yield flows if boundary.interrupting else (*(normal[0] or ()), *flows)

    def _ways(self, node: Node) -> Iterator[tuple[str, ...] | None]:
        if (
            node.trigger is not None
            and node.trigger.kind in (TriggerKind.TERMINATE, TriggerKind.ERROR)
            and not node.outgoing
        ):
            yield None
        elif node.kind is Kind.THROW and link_of(node) in self.catches:
            yield tuple(flow.id for flow in self.catches[link_of(node)].outgoing)
        elif node.kind in (Kind.EXCLUSIVE, Kind.EVENT_GATEWAY) and node.outgoing:
            yield from ((flow.id,) for flow in node.outgoing)
        elif node.kind is Kind.PARALLEL:
            yield tuple(flow.id for flow in node.outgoing)
        else:
            yield from _chosen(node)


def _chosen(node: Node) -> Iterator[tuple[str, ...]]:
    """Flows without a condition always go; of those with one, some set; the default where none does."""
    conditioned = [flow.id for flow in node.outgoing if flow.condition is not None]
    always = tuple(flow.id for flow in node.outgoing if flow.condition is None and flow.id != node.default)
    default = tuple(flow.id for flow in node.outgoing if flow.id == node.default)
    if default or always or not conditioned:
        yield (*always, *default)
    sizes = range(1, len(conditioned) + 1) if len(conditioned) <= _ALL_SUBSETS else (1, len(conditioned))
    for size in sizes:
        yield from ((*always, *some) for some in combinations(conditioned, size))


def _state(tokens: Mapping[str, int], produced: tuple[str, ...] | None) -> State:
    """Add tokens; two on a flow stand for any number."""
    counts = {flow: count for flow, count in tokens.items() if count > 0}
    for flow in produced or ():
        counts[flow] = min(counts.get(flow, 0) + 1, 2)
    return tuple(sorted(counts.items()))


def _depth_first(process: Process, after: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Number the nodes branch by branch, so that one branch is played to its end before the next."""
    seen: dict[str, None] = {}
    todo = [node.id for node in reversed(entries_of(process))]
    while todo:
        node = todo.pop()
        if node not in seen:
            seen[node] = None
            todo.extend(reversed(after[node]))
    return [*seen, *(node for node in process.nodes if node not in seen)]
