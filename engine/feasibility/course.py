"""Through a region: the path that forces the least to each stop, and the one that allows the most."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from engine.feasibility.lengths import Length, total
from engine.feasibility.longest import Unrolled, longest, rounds, unroll
from engine.feasibility.region import ASIDE, BEGIN, Region
from engine.feasibility.shortest import Cost, shortest, way_to
from engine.feasibility.waits import Cause, Step, Unknown, Wait
from engine.feasibility.ways import Way, node_of


@dataclass(frozen=True, slots=True)
class Path:
    """One path: the nodes on it, the waits among them, and where it ends.

    `given`: the conditions under which a case takes it. `work`: the tasks for people on it whose own time is not
    limited, and not counted.
    """

    nodes: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    given: tuple[str, ...] = ()
    work: tuple[str, ...] = ()

    @property
    def length(self) -> Length:
        """The sum of its waits."""
        return total(step.length for step in self.steps)

    @property
    def end(self) -> str:
        """The node at which the clock stops."""
        return self.nodes[-1] if self.nodes else ""


NOWHERE: Final = Path()


def path_of(ways: Iterable[Way], *, most: bool, chosen: Container[str]) -> Path:
    """A row of ways with what it forces, or with the most that it allows; `chosen`: where it could go another way."""
    row = list(ways)
    nodes = dict.fromkeys(node_of(place) for way in row for place in (way.source, way.target))
    steps = tuple(step for way in row for step in (way.wait.most if most else way.wait.least))
    flows = [way.flow for way in row if way.flow is not None and way.source in chosen]
    conditions = [one for step in steps for one in step.given if most]
    conditions += [flow.condition for flow in flows if flow.condition]
    work = tuple(dict.fromkeys(name for way in row for name in way.wait.work))
    end = node_of(row[-1].target) if row else ""
    named = [name for name in nodes if name and name not in (ASIDE, end)]
    told = tuple(dict.fromkeys(conditions))
    return Path((*named, end), tuple(step for step in steps if step.length), told, work)


def _usual(wait: Wait) -> int:
    return wait.shortest.usual


@dataclass(slots=True)
class Course:
    """A region, gone through. Stops that can be come to without what happens besides are come to without it."""

    region: Region
    _unrolled: Unrolled | None = field(default=None)

    def least(self) -> list[tuple[str, Path]]:
        """The path that forces the least, to each stop."""
        straight = shortest(self.region, BEGIN, _usual)
        aside = {} if all(stop in straight for stop in self.region.stops) else self._aside(_usual)
        return [
            (stop, self._path(way_to(straight if stop in straight else aside, stop), most=False))
            for stop in self.region.stops
        ]

    def at_least(self, stop: str, cost: Cost) -> int:
        """What a stop costs at least, by any measure."""
        straight = shortest(self.region, BEGIN, cost)
        return (straight if stop in straight else self._aside(cost))[stop][0]

    def _aside(self, cost: Cost) -> dict[str, tuple[int, Way | None]]:
        return shortest(self.region, ASIDE, cost)

    def _path(self, ways: Iterable[Way], *, most: bool) -> Path:
        onwards = self.unrolled.onwards
        return path_of(ways, most=most, chosen={place for place, row in onwards.items() if len(row) > 1})

    def nearest(self) -> Path | None:
        """The path that forces the least of all."""
        return min((path for _, path in self.least()), key=lambda path: path.length.usual, default=None)

    def farthest(self) -> Path | None:
        """The path that allows the most, each loop gone through once; None where nothing leads to a stop."""
        found = None
        for starts in ([BEGIN], [BEGIN, ASIDE]):
            best = longest(self.unrolled, starts)
            for stop in self.region.stops:
                if stop in best and (found is None or best[stop][0] > found[0]):
                    found = (best[stop][0], self._path(way_to(best, stop), most=True))
        return None if found is None else found[1]

    @property
    def unrolled(self) -> Unrolled:
        """The region without the ways that lead back."""
        if self._unrolled is None:
            self._unrolled = unroll(self.region)
        return self._unrolled

    def unknowns(self) -> tuple[Unknown, ...]:
        """All that is not known of the waits in the region, and what each loop adds with every round."""
        found = [one for row in self.region.ways.values() for way in row for one in way.wait.unknowns]
        return tuple(dict.fromkeys((*found, *self._rounds())))

    def _rounds(self) -> Iterator[Unknown]:
        for head, ways in rounds(self.unrolled):
            each = total(way.wait.longest for way in ways)
            if each:
                yield Unknown(node_of(head), Cause.ROUNDS, each=each)
