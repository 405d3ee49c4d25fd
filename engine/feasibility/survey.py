"""The processes of a procedure, surveyed: their waits, and what comes of going through one from its start to its end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.decisions import DecisionTable
from engine.feasibility.course import Course
from engine.feasibility.ground import Ground, entries_of, scopes
from engine.feasibility.region import ASIDE, BEGIN, region
from engine.feasibility.values import known_values, written
from engine.feasibility.waits import PASS, Cause, Context, Unknown, Wait, Waits
from engine.feasibility.ways import Layout, Way, ends_of, lay_out, left
from engine.forms import Form
from engine.graph import Kind, Node, Process, TriggerKind


@dataclass(slots=True)
class Survey:
    """What is known of the processes that a bundle has; those of other bundles are unknown."""

    processes: Mapping[str, Process]
    forms: Mapping[str, Form] = field(default_factory=dict)
    tables: Mapping[str, DecisionTable] = field(default_factory=dict)
    _grounds: dict[int, Ground] = field(default_factory=dict)
    _passages: dict[tuple[int, Context], Wait] = field(default_factory=dict)
    _layouts: dict[tuple[int, Context, frozenset[str], str], Layout] = field(default_factory=dict)
    _values: dict[str, tuple[Any, ...]] | None = None
    _going: list[str] = field(default_factory=list)

    def ground(self, process: Process) -> Ground:
        """A process, looked up by node."""
        if id(process) not in self._grounds:
            self._grounds[id(process)] = Ground.of(process)
        return self._grounds[id(process)]

    def waits(self, process: Process, context: Context) -> Waits:
        """The waits of a process in a context."""
        return Waits(self.ground(process), context, self.values, lambda node: self._inside(node, context))

    @property
    def values(self) -> dict[str, tuple[Any, ...]]:
        """The variables of which every value is written out."""
        if self._values is None:
            every = (scope for process in self.processes.values() for scope in scopes(process))
            nodes = (node for scope in every for node in scope.nodes.values())
            self._values = known_values(nodes, self.forms)
        return self._values

    def written(self, node: Node) -> set[str]:
        """The variables that are written at a node, or inside of it."""
        found = set(written(node, self.forms, self.tables))
        for scope in scopes(node.body) if node.body is not None else ():
            for one in scope.nodes.values():
                found.update(written(one, self.forms, self.tables))
        return found

    def layout(
        self, process: Process, context: Context, opened: frozenset[str] = frozenset(), cut: str = ""
    ) -> Layout:
        """A process laid out flat; worked out once for the clocks that see it alike."""
        key = (id(process), context, opened, cut)
        if key not in self._layouts:
            ground, waits = self.ground(process), self.waits(process, context)
            self._layouts[key] = lay_out(ground, waits, context.facts, opened, cut=cut)
        return self._layouts[key]

    # --- a process as one step ---------------------------------------------------------------------------------

    def _inside(self, node: Node, context: Context) -> Wait:
        if node.body is not None:
            return self._passage(node.body, context)
        called = self.processes.get(node.called or "")
        if called is None or called.id in self._going:
            return Wait(unknowns=(Unknown(node.id, Cause.CALL, node.called or ""),))
        self._going.append(called.id)
        try:
            return self._passage(called, Context(context.reasons))
        finally:
            self._going.pop()

    def _passage(self, process: Process, context: Context) -> Wait:
        key = (id(process), context)
        if key not in self._passages:
            self._passages[key] = self._through(process, context)
        return self._passages[key]

    def _through(self, process: Process, context: Context) -> Wait:
        """From the start of a process to its nearest end, and to its farthest."""
        ground, waits = self.ground(process), self.waits(process, context)
        begins = [Way(BEGIN, entry.id) for entry in entries_of(process)]
        stops = [left(end.id) for end in ends_of(ground, process)]
        course = Course(region(self.layout(process, context), begins, besides(process, waits), stops))
        least, most = course.nearest(), course.farthest()
        if least is None or most is None:
            return PASS
        return Wait(least.steps, most.steps, course.unknowns(), most.work)


def besides(scope: Process, waits: Waits) -> list[Way]:
    """What may happen at any time while a scope is open: its event sub-processes, but for what is thrown inside."""
    found = []
    for node in scope.event_subprocesses():
        for start in entries_of(node.body) if node.body is not None else ():
            thrown = start.trigger is not None and start.trigger.kind is TriggerKind.ESCALATION
            if not thrown:
                found.append(Way(ASIDE, start.id, waits.started(start)))
    return found


def is_part(node: Node) -> bool:
    """Whether a node is a process by itself: a sub-process, or a call."""
    return node.kind in (Kind.SUBPROCESS, Kind.CALL)
