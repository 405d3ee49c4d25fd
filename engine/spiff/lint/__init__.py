"""The linter: families of rules over one file, and over the graphs that it gives."""

from collections.abc import Callable, Iterator
from itertools import islice

from engine.findings import Finding
from engine.spiff.diagram import Diagram, Known
from engine.spiff.graphs import Graphs
from engine.spiff.lint import (
    assignments,
    calls,
    clocks,
    conditions,
    events,
    expressions,
    gateways,
    idle,
    ids,
    interchange,
    links,
    loops,
    messages,
    order,
    processes,
    recursion,
    references,
    soundness,
    structure,
    timers,
    unsupported,
    vocabulary,
    work,
)
from engine.spiff.rules import error

MOST = 500
MORE = error(
    "more-findings",
    ("问题超过 {most} 个，其余没有列出", "There are more than {most} findings; the others are not listed"),
    ("先改正列出的问题，再检查一次。", "Correct those that are listed, and check again."),
)
Check = Callable[[Diagram, Known], Iterator[Finding]]
FAMILIES: tuple[Check, ...] = tuple(
    module.check
    for module in (
        processes,
        ids,
        references,
        unsupported,
        events,
        links,
        conditions,
        gateways,
        loops,
        expressions,
        timers,
        work,
        messages,
        assignments,
        calls,
        clocks,
        vocabulary,
        interchange,
    )
)
STRUCTURE: tuple[Callable[[Graphs], Iterator[Finding]], ...] = (
    structure.check,
    soundness.check,
    recursion.check,
    order.check,
    idle.check,
)


def lint(diagram: Diagram, known: Known) -> list[Finding]:
    """Hold one file against every family of rules."""
    return _first(diagram, (finding for check in FAMILIES for finding in check(diagram, known)))


def lint_graphs(graphs: Graphs) -> list[Finding]:
    """Hold the graphs of one file against the rules on structure."""
    return _first(graphs.diagram, (finding for check in STRUCTURE for finding in check(graphs)))


def _first(diagram: Diagram, findings: Iterator[Finding]) -> list[Finding]:
    """Give the findings, and stop where nobody reads on."""
    found = list(islice(findings, MOST + 1))
    if len(found) <= MOST:
        return found
    return [*found[:MOST], MORE.at(diagram.place(diagram.root), most=MOST)]
