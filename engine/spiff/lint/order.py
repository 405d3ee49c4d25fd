"""What comes after what: clocks stop after they started, and the second pair of eyes looks after the first."""

from collections.abc import Iterator

from engine.findings import Finding
from engine.graph import Node, Process
from engine.policies import ClockPolicy
from engine.spiff.graphs import Graphs
from engine.spiff.paths import bodies
from engine.spiff.routes import Routes, routes_of
from engine.spiff.rules import error, warning

NEVER_STOPS = error(
    "clock-never-stops",
    (
        "时限“{clock}”（{what}）的停止环节“{stop}”不可能在起算环节（{starts}）之后发生",
        "The clock “{clock}” ({what}) stops after “{stop}”, which can never come after its start ({starts})",
    ),
    (
        "检查 starts-after 和 stops-after 是否写反，或改为后面的环节。",
        "See whether starts-after and stops-after are the wrong way round, or name a later node.",
    ),
)
SEPARATE_LATER = warning(
    "separate-from-later",
    (
        "{what}须与“{id}”分由两人办理，但“{id}”总在它之后，这里不起作用",
        "The {what} is to be separate from “{id}”, but that always comes later, so it does nothing here",
    ),
    ("把 separate-from 写在后办的任务上。", "Write separate-from on the later one of the two."),
)


def check(graphs: Graphs) -> Iterator[Finding]:
    """Find clocks that cannot stop, and four eyes that come too late."""
    for process in graphs.own:
        nodes = {node.id: node for scope in bodies(process) for node in scope.nodes.values()}
        clocks: list[tuple[Process | Node, ClockPolicy]] = [(process, clock) for clock in process.clocks]
        clocks += [(node, clock) for node in nodes.values() for clock in node.clocks]
        separate = [
            node for node in nodes.values() if node.assignment is not None and node.assignment.separate_from
        ]
        if separate or any(clock.stops_after for _, clock in clocks):
            routes = routes_of(process)
            for host, clock in clocks:
                yield from _clock(graphs, routes, host, clock)
            for node in separate:
                yield from _separate(graphs, routes, node)


def _clock(graphs: Graphs, routes: Routes, host: Process | Node, clock: ClockPolicy) -> Iterator[Finding]:
    for stop in clock.stops_after:
        if clock.starts_after and stop in routes.after and not routes.follows(stop, clock.starts_after):
            starts = ", ".join(clock.starts_after)
            yield NEVER_STOPS.at(graphs.place(host), clock=clock.id, stop=stop, starts=starts)


def _separate(graphs: Graphs, routes: Routes, node: Node) -> Iterator[Finding]:
    for other in node.assignment.separate_from if node.assignment is not None else ():
        if other != node.id and other in routes.after and not routes.follows(node.id, [other]):
            yield SEPARATE_LATER.at(graphs.place(node), id=other)
