"""The linter: families of rules over one file, and over the graphs that it gives."""

from collections.abc import Callable, Iterator

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
)


def lint(diagram: Diagram, known: Known) -> list[Finding]:
    """Hold one file against every family of rules."""
    return [finding for check in FAMILIES for finding in check(diagram, known)]


def lint_graphs(graphs: Graphs) -> list[Finding]:
    """Hold the graphs of one file against the rules on structure."""
    return [finding for check in STRUCTURE for finding in check(graphs)]
