"""Where a clock starts and where it stops, as places on a process laid out flat."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.feasibility.ground import Ground, entries_of
from engine.feasibility.region import ASIDE, BEGIN, Region, region
from engine.feasibility.survey import Survey, besides
from engine.feasibility.waits import Context, Wait, Waits
from engine.feasibility.ways import Way, ends_of, left, opened_in, to_open
from engine.graph import Node, Process
from engine.policies import ClockPolicy


@dataclass(frozen=True, slots=True)
class Bounds:
    """A clock on its ground. `host`: the activity on which it is drawn, None where it is the process's own."""

    ground: Ground
    host: Node | None
    clock: ClockPolicy

    def region(self, survey: Survey, context: Context) -> Region:
        """What lies between its start and its stops; where no stop can be come to, its end is that of its scope."""
        layout = survey.layout(self.ground.process, context, self._opened(), self._cut())
        waits = survey.waits(self.ground.process, context)
        begins, aside = list(self._begins()), list(self._aside(waits))
        named = [left(name) for name in self.clock.stops_after if name in self.ground.nodes]
        own = [left(self.host.id)] if self.host is not None and not self.clock.starts_after else []
        found = region(layout, begins, aside, [*named, *own])
        if found.stops:
            return found
        return region(layout, begins, aside, [left(end.id) for end in ends_of(self.ground, self._scope())])

    def _begins(self) -> Iterator[Way]:
        if self.clock.starts_after:
            known = (name for name in self.clock.starts_after if name in self.ground.nodes)
            yield from (Way(BEGIN, left(name)) for name in known)
        elif self.host is not None:
            yield Way(BEGIN, self.host.id)
        else:
            yield from (Way(BEGIN, entry.id) for entry in entries_of(self.ground.process))

    def _opened(self) -> frozenset[str]:
        """The sub-processes that hold a start or a stop; those that hold the clock itself, where it runs to their end."""
        names = [*self.clock.starts_after, *self.clock.stops_after]
        return to_open(self.ground, [*names, self.host.id] if self.host is not None else names)

    def _cut(self) -> str:
        return self.host.id if self.host is not None and not self.clock.starts_after else ""

    def _scope(self) -> Process:
        return self.ground.process if self.host is None else self.ground.home[self.host.id]

    def _aside(self, waits: Waits) -> Iterator[Way]:
        """What may happen at any time while it runs: event sub-processes, and what ends the activities around."""
        for scope in self._scopes():
            yield from besides(scope, waits)
        around = {host.id: host for name in self.clock.starts_after for host in self._around(name)}
        for host in around.values():
            for name in host.boundaries:
                wait = waits.until(self.ground.nodes[name])
                yield Way(ASIDE, name, Wait((), wait.most, wait.unknowns, wait.work))

    def _around(self, name: str) -> Iterable[Node]:
        return self.ground.around(name) if name in self.ground.nodes else ()

    def _scopes(self) -> Iterator[Process]:
        """The scopes that are looked into and may be open while it runs."""
        if self._cut() and self.host is not None:
            todo = [self.host.body] if self.host.body is not None else []
        else:
            todo = [self.ground.process]
        opened = self._opened()
        while todo:
            scope = todo.pop()
            yield scope
            todo.extend(opened_in(scope, opened))
