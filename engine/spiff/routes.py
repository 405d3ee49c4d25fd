"""Which node may be left after which other, through a process and all of its sub-processes at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.graph import Kind, Node, Process
from engine.spiff.paths import bodies, entries_of, paths_of, reach

INTO, AROUND = (
    "> ",
    "~ ",
)  # before the id of a sub-process: entering it; before that of a scope: anywhere in it


@dataclass(frozen=True, slots=True)
class Routes:
    """The process laid out flat: sub-processes are entered and left, and interrupted from anywhere inside."""

    after: dict[str, list[str]]

    def follows(self, later: str, earlier: Iterable[str]) -> bool:
        """Say whether `later` may be left after one of `earlier` was."""
        return later in reach(self.after, [each for start in earlier for each in self.after.get(start, ())])


def routes_of(process: Process) -> Routes:
    """Lay a process out flat."""
    after: dict[str, list[str]] = {}
    for scope in bodies(process):
        for source, target in _edges(scope):
            after.setdefault(source, []).append(target)
    return Routes(after)


def _edges(scope: Process) -> Iterator[tuple[str, str]]:
    around, after = AROUND + scope.id, paths_of(scope).after
    for node in scope.nodes.values():
        yield node.id, around
        yield entrance(node), around
        for target in after[node.id]:
            source = entrance(node) if target in node.boundaries else node.id
            yield source, entrance(scope.nodes[target])
        if node.kind is Kind.EVENT_SUBPROCESS:
            yield around, entrance(node)
        if node.body is not None:
            yield from _inside(node, node.body, around)


def _inside(node: Node, body: Process, around: str) -> Iterator[tuple[str, str]]:
    within = AROUND + body.id
    yield within, around
    yield within, node.id
    for boundary in node.boundaries:
        yield within, boundary
    for entry in entries_of(body):
        yield entrance(node), entrance(entry)


def entrance(node: Node) -> str:
    """Give the name of what is come to when a node is entered."""
    return INTO + node.id if node.body is not None else node.id
