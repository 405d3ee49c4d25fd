"""The shape of the graph: everything can be reached, and everything can come to an end."""

from collections.abc import Iterator

from engine.findings import Finding
from engine.graph import Kind, Node, Process, TriggerKind
from engine.spiff.graphs import Graphs
from engine.spiff.paths import Paths, circles, link_of, paths_of, reach, reversed_edges
from engine.spiff.rules import error, warning
from engine.spiff.waits import passing, waits

UNREACHABLE = error(
    "unreachable",
    (
        "{what}无法从开始事件到达，永远不会执行",
        "The {what} cannot be reached from a start event and would never run",
    ),
    ("用顺序流把它连上，或删除它。", "Connect it with a sequence flow, or remove it."),
)
DEAD_END = warning(
    "dead-end",
    (
        "{what}没有流出的顺序流，到这里该分支就此结束",
        "Nothing flows out of the {what}: that branch simply ends there",
    ),
    ("连到下一步，或连到结束事件以表明意图。", "Connect it to the next step, or to an end event to say so."),
)
CANNOT_END = warning(
    "cannot-end",
    (
        "从{what}开始，没有任何路径通向结束（共 {count} 个环节循环往复）",
        "From the {what} no way leads to an end ({count} nodes go round for ever)",
    ),
    ("给循环画一条通向结束事件的路径。", "Draw a way out of the loop to an end event."),
)
ENDLESS = error(
    "endless-loop",
    (
        "{what}在没有等待、也没有出口的循环中（{ids}），一运行就停不下来",
        "The {what} is in a loop without a wait and without a way out ({ids}): once begun it would never stop",
    ),
    (
        "在循环中加一个带条件的出口，或一个用户任务、定时等待。",
        "Give the loop a conditional way out, or a user task or timer to wait for.",
    ),
)

_CHOICES = (Kind.EXCLUSIVE, Kind.INCLUSIVE, Kind.EVENT_GATEWAY)
SHOWN = 8


def check(graphs: Graphs) -> Iterator[Finding]:
    """Find what never runs, and what never ends."""
    passed = passing(graphs.all)
    for process in graphs.scopes():
        paths = paths_of(process)
        reached = reach(paths.after, paths.entries)
        yield from _unreachable(graphs, process, reached)
        yield from _dead_ends(graphs, process, reached)
        endless = list(_endless(graphs, process, paths, reached, passed))
        yield from endless
        if not endless:
            yield from _cannot_end(graphs, process, paths, reached)


def _unreachable(graphs: Graphs, process: Process, reached: set[str]) -> Iterator[Finding]:
    for node in process.nodes.values():
        if node.id not in reached and node.kind is not Kind.EVENT_SUBPROCESS and not _link_catch(node):
            yield UNREACHABLE.at(graphs.place(node))


def _link_catch(node: Node) -> bool:
    """The rules on links name one that nothing goes to."""
    return node.kind is Kind.CATCH and link_of(node) is not None


def _dead_ends(graphs: Graphs, process: Process, reached: set[str]) -> Iterator[Finding]:
    for node in process.nodes.values():
        if node.id in reached and ends_here(node) and node.kind not in (Kind.END, Kind.BOUNDARY):
            yield DEAD_END.at(graphs.place(node))


def ends_here(node: Node) -> bool:
    """Say whether a token that leaves a node is gone."""
    return (
        not node.outgoing
        and node.kind is not Kind.EVENT_SUBPROCESS
        and not (node.kind is Kind.THROW and link_of(node))
    )


def _endless(
    graphs: Graphs, process: Process, paths: Paths, reached: set[str], passed: frozenset[str]
) -> Iterator[Finding]:
    if _may_be_interrupted(process):
        return
    automatic = {node.id for node in process.nodes.values() if node.id in reached and not waits(node, passed)}
    after = {node: tuple(each for each in paths.after[node] if each in automatic) for node in automatic}
    for circle in circles(after):
        if not any(_way_out(process.nodes[node], set(circle)) for node in circle):
            ids = [node for node in process.nodes if node in set(circle)]
            shown = ", ".join(ids[:SHOWN]) + ("…" if len(ids) > SHOWN else "")
            yield ENDLESS.at(graphs.place(process.nodes[ids[0]]), ids=shown)


def _may_be_interrupted(process: Process) -> bool:
    return any(
        start.kind is Kind.START and start.interrupting
        for node in process.event_subprocesses()
        if node.body is not None
        for start in node.body.nodes.values()
    )


def _way_out(node: Node, circle: set[str]) -> bool:
    """Say whether a token may leave the circle at this node instead of going on in it."""
    leaves = any(flow.target not in circle for flow in node.outgoing)
    if node.kind in _CHOICES:
        return leaves
    if node.boundaries or (
        node.trigger is not None and node.trigger.kind in (TriggerKind.ESCALATION, TriggerKind.SIGNAL)
    ):
        return True
    stays = [flow for flow in node.outgoing if flow.target in circle]
    return bool(stays) and all(flow.condition is not None or flow.id == node.default for flow in stays)


def _cannot_end(graphs: Graphs, process: Process, paths: Paths, reached: set[str]) -> Iterator[Finding]:
    last = [node.id for node in process.nodes.values() if ends_here(node)]
    if not last or _may_be_interrupted(process):
        return
    lost = reached - reach(reversed_edges(paths.after), last)
    if lost:
        first = next(node for node in process.nodes.values() if node.id in lost)
        yield CANNOT_END.at(graphs.place(first), count=len(lost))
