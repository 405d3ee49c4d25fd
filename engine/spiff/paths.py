"""Ways through one process: what may come after a node, and which nodes go round in circles. Never recursive."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.graph import Kind, Node, Process, TriggerKind


@dataclass(frozen=True, slots=True)
class Paths:
    """The successors of each node, boundary events and links included, and where tokens begin."""

    after: Mapping[str, tuple[str, ...]]
    entries: tuple[str, ...]


def paths_of(process: Process) -> Paths:
    """Work out the ways through a process."""
    caught = {
        link_of(node): node.id for node in process.nodes.values() if node.kind is Kind.CATCH and link_of(node)
    }
    after = {node.id: tuple(_after(node, caught)) for node in process.nodes.values()}
    return Paths(after, tuple(node.id for node in entries_of(process)))


def _after(node: Node, caught: Mapping[str | None, str]) -> Iterator[str]:
    yield from (flow.target for flow in node.outgoing)
    yield from node.boundaries
    if node.kind is Kind.THROW and link_of(node) in caught:
        yield caught[link_of(node)]


def link_of(node: Node) -> str | None:
    """Give the name of a link event."""
    return node.trigger.name if node.trigger is not None and node.trigger.kind is TriggerKind.LINK else None


def entries_of(process: Process) -> tuple[Node, ...]:
    """Give the start events; where there is none, the nodes that nothing leads to."""
    starts = tuple(node for node in process.nodes.values() if node.kind is Kind.START)
    return starts or process.starts()


def bodies(process: Process) -> Iterator[Process]:
    """Give a process and the body of every sub-process in it."""
    todo = [process]
    while todo:
        current = todo.pop()
        yield current
        todo.extend(node.body for node in current.nodes.values() if node.body is not None)


def reach(
    after: Mapping[str, Iterable[str]], starts: Iterable[str], *, without: frozenset[str] = frozenset()
) -> set[str]:
    """Give everything that can be reached, the starts included, without passing through `without`."""
    seen: set[str] = set()
    todo = [start for start in starts if start not in without]
    while todo:
        node = todo.pop()
        if node not in seen:
            seen.add(node)
            todo.extend(each for each in after.get(node, ()) if each not in seen and each not in without)
    return seen


def reversed_edges(after: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Turn all edges round."""
    before: dict[str, list[str]] = {node: [] for node in after}
    for node, followers in after.items():
        for follower in followers:
            before.setdefault(follower, []).append(node)
    return before


def circles(after: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Give the strongly connected components in which something can come round again (Kosaraju, iterative)."""
    order = _finished(after)
    before = reversed_edges(after)
    seen: set[str] = set()
    found = []
    for start in reversed(order):
        if start in seen:
            continue
        component = _collect(before, start, seen)
        if len(component) > 1 or start in after.get(start, ()):
            found.append(component)
    return found


def _finished(after: Mapping[str, Iterable[str]]) -> list[str]:
    """Give the nodes in the order in which a depth-first walk leaves them."""
    order: list[str] = []
    seen: set[str] = set()
    for root in after:
        stack = [(root, iter(after[root]))] if root not in seen else []
        seen.add(root)
        while stack:
            node, followers = stack[-1]
            follower = next((each for each in followers if each in after and each not in seen), None)
            if follower is None:
                order.append(node)
                stack.pop()
            else:
                seen.add(follower)
                stack.append((follower, iter(after[follower])))
    return order


def _collect(before: Mapping[str, Iterable[str]], start: str, seen: set[str]) -> list[str]:
    component, todo = [], [start]
    seen.add(start)
    while todo:
        node = todo.pop()
        component.append(node)
        for each in before.get(node, ()):
            if each not in seen:
                seen.add(each)
                todo.append(each)
    return component
