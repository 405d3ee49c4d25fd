"""Processes that call each other in a circle: without a way round the call they never end."""

from collections.abc import Iterator

from engine.findings import Finding
from engine.graph import Kind, Node, Process
from engine.spiff.graphs import Graphs
from engine.spiff.lint.structure import ends_here
from engine.spiff.paths import bodies, circles, entries_of, paths_of, reach
from engine.spiff.rules import error, warning

ENDLESS = error(
    "call-endless",
    (
        "{what}使流程相互调用（{circle}），且无法绕过，会无休止地调用下去",
        "The {what} makes processes call each other ({circle}) with no way round it: they would call for ever",
    ),
    (
        "加一个条件，使流程可以不经调用而结束。",
        "Add a condition, so that the process can end without the call.",
    ),
)
CIRCLE = warning(
    "call-circle",
    (
        "{what}使流程相互调用（{circle}），请确认条件终会成立",
        "The {what} makes processes call each other ({circle}); make sure that its condition fails at last",
    ),
    ("能用循环表达时，改用循环。", "Use a loop instead where a loop can say it."),
)

SHOWN = 8


def check(graphs: Graphs) -> Iterator[Finding]:
    """Find call activities that come back to their own process."""
    calls = {process.id: list(_calls(process)) for process in graphs.all.values()}
    after = {process: [node.called or "" for node, _ in found] for process, found in calls.items()}
    for circle in circles(after):
        inside = set(circle)
        names = sorted(inside)
        shown = " → ".join(names[:SHOWN]) + (" → …" if len(names) > SHOWN else "")
        endless = all(
            any(must for node, must in calls[process] if node.called in inside) for process in inside
        )
        for process in graphs.own:
            for node, _ in calls[process.id] if process.id in inside else ():
                if node.called in inside:
                    yield (ENDLESS if endless else CIRCLE).at(graphs.place(node), circle=shown)


def _calls(process: Process) -> Iterator[tuple[Node, bool]]:
    """Give each call activity of a process, and whether every way through the process meets it."""
    for scope in bodies(process):
        for node in scope.nodes.values():
            if node.kind is Kind.CALL:
                yield node, scope is process and _unavoidable(process, node)


def _unavoidable(process: Process, call: Node) -> bool:
    """Say whether no end can be reached but through the call; one with boundary events may be left otherwise."""
    starts = [node.id for node in entries_of(process)]
    reached = reach(paths_of(process).after, starts, without=frozenset((call.id, *call.boundaries)))
    return not call.boundaries and not any(ends_here(process.nodes[node]) for node in reached)
