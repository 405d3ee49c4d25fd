"""The graphs of one file beside its diagram: what the rules on structure look at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.graph import Node, Process
from engine.spiff.diagram import Diagram
from engine.spiff.paths import bodies
from engine.spiff.rules import Place


@dataclass(frozen=True, slots=True)
class Graphs:
    """The executable processes of a file; `all` are those of the whole bundle."""

    diagram: Diagram
    own: tuple[Process, ...]
    all: Mapping[str, Process]

    def scopes(self) -> Iterator[Process]:
        """Give each process and the body of every sub-process."""
        for process in self.own:
            yield from bodies(process)

    def place(self, node: Node | Process) -> Place:
        """Give the place of a node on the diagram."""
        return self.diagram.place_of_id(node.id)
