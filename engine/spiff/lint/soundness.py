"""Splits and joins that do not fit: tokens that wait for ever, and tokens that come twice."""

from collections.abc import Iterator, Mapping
from itertools import combinations, islice

from engine.findings import Finding
from engine.graph import Flow, Kind, Node, Process
from engine.spiff.graphs import Graphs
from engine.spiff.net import Net
from engine.spiff.paths import paths_of, reach
from engine.spiff.rules import error, warning

DEADLOCK = error(
    "deadlock",
    (
        "{what}要等齐 {count} 条流入，但它们不可能同时到达，办理会永远停在这里",
        "The {what} waits for {count} flows that can never all come: the case would stop here for ever",
    ),
    (
        "分支由排他网关产生时，用排他网关汇合；由包容网关产生时，用包容网关汇合。",
        "Join with an exclusive gateway what an exclusive one splits, and with an inclusive one what an inclusive one splits.",
    ),
)
MAY_DEADLOCK = warning(
    "deadlock-possible",
    (
        "{what}要等齐 {count} 条流入，但有的走法不会全部到达，办理可能永远停在这里",
        "The {what} waits for {count} flows, but on some ways not all of them come: the case may stop here for ever",
    ),
    (
        "检查提前结束或绕过汇合的分支；改用包容网关汇合。",
        "Look for branches that end early or lead around the join; or join with an inclusive gateway.",
    ),
)
UNPROVEN = warning(
    "structure-unproven",
    (
        "{what}的走法太多，未能检查完是否会停在汇合处",
        "The {what} has too many ways through it to check all of its joins",
    ),
    ("把一部分移入子流程。", "Move a part of it into a sub-process."),
)
MULTI_MERGE = warning(
    "merge-twice",
    (
        "{split}分出的分支在{what}处没有等齐就合并，之后的环节会各执行一遍",
        "Branches of the {split} meet at the {what} without waiting for each other: what follows runs once for each",
    ),
    (
        "用并行网关（或包容网关）汇合；确实要执行多遍时可忽略。",
        "Join them with a parallel (or inclusive) gateway; ignore this if it shall run more than once.",
    ),
)
MOST_STEPS = 400_000  # of following flows, over all pairs of branches


def check(graphs: Graphs) -> Iterator[Finding]:
    """Find joins that wait in vain, and merges that let several tokens through."""
    for process in graphs.scopes():
        yield from _deadlocks(graphs, process)
        yield from _merges(graphs, process)


def _deadlocks(graphs: Graphs, process: Process) -> Iterator[Finding]:
    if not any(
        node.kind in (Kind.PARALLEL, Kind.INCLUSIVE) and len(node.incoming) > 1
        for node in process.nodes.values()
    ):
        return
    outcome = Net(process).play()
    if not outcome.complete:
        yield UNPROVEN.at(graphs.place(process))
    for node in process.nodes.values():
        if node.id in outcome.stuck:
            dead = outcome.complete and node.id not in outcome.fired
            yield (DEADLOCK if dead else MAY_DEADLOCK).at(graphs.place(node), count=len(node.incoming))


def _merges(graphs: Graphs, process: Process) -> Iterator[Finding]:
    merges = {node.id for node in process.nodes.values() if len(node.incoming) > 1 and not _joins(node)}
    if not merges:
        return
    after = paths_of(process).after
    found: dict[str, Node] = {}
    for split, one, other in islice(_pairs(process), 10 + MOST_STEPS // len(process.nodes)):
        for merge in _meeting(process, after, split, (one, other)) & merges:
            found.setdefault(merge, split)
    for merge, split in found.items():
        yield MULTI_MERGE.at(graphs.place(process.nodes[merge]), split=graphs.place(split).what)


def _joins(node: Node) -> bool:
    return node.kind in (Kind.PARALLEL, Kind.INCLUSIVE, Kind.END)


def _pairs(process: Process) -> Iterator[tuple[Node, Flow, Flow]]:
    """Give the flows, two by two, that may get a token at the same time."""
    for node in process.nodes.values():
        if node.kind not in (Kind.EXCLUSIVE, Kind.EVENT_GATEWAY):
            at_once = [
                flow
                for flow in node.outgoing
                if node.kind in (Kind.PARALLEL, Kind.INCLUSIVE) or _always(node, flow)
            ]
            yield from ((node, one, other) for one, other in combinations(at_once, 2))
        for boundary in (process.nodes[name] for name in node.boundaries):
            if not boundary.interrupting:
                yield from ((boundary, one, other) for one in node.outgoing for other in boundary.outgoing)


def _always(node: Node, flow: Flow) -> bool:
    return flow.condition is None and flow.id != node.default


def _meeting(
    process: Process, after: Mapping[str, tuple[str, ...]], split: Node, flows: tuple[Flow, Flow]
) -> set[str]:
    """Give the nodes at which tokens of two flows first meet without a join between them."""
    home = frozenset((split.id,)) if split.attached_to is None else frozenset((split.id, split.attached_to))
    one, other = (reach(after, [flow.target], without=home) for flow in flows)
    joins = home | {
        node
        for node in one & other
        if process.nodes[node].kind in (Kind.PARALLEL, Kind.INCLUSIVE)
        and len(process.nodes[node].incoming) > 1
    }
    one, other = (reach(after, [flow.target], without=frozenset(joins)) for flow in flows)
    return {
        node
        for node in one & other
        if _from(process, node, one - other, flows[0]) and _from(process, node, other - one, flows[1])
    }


def _from(process: Process, node: str, territory: set[str], flow: Flow) -> bool:
    return any(each.id == flow.id or each.source in territory for each in process.nodes[node].incoming)
