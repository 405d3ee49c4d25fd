"""The least that must be waited to come to each place: Dijkstra's way, with joins that wait for all of their flows.

Knuth's generalisation: a join is reached when the last of its flows is, and places are settled in the order in which
they are reached, so that loops need no care. Time and room grow with the ways, never with the paths.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush

from engine.feasibility.region import Region
from engine.feasibility.waits import Wait
from engine.feasibility.ways import Way

Cost = Callable[[Wait], int]


def shortest(region: Region, start: str, cost: Cost) -> dict[str, tuple[int, Way | None]]:
    """What each place costs at least, coming from `start`, and the way on which it is come to."""
    walk = _Walk(region, cost, region.reach(start))
    walk.offer(start, 0, None)
    while walk.heap or walk.unblock():
        walk.settle()
    return walk.settled


def way_to(settled: dict[str, tuple[int, Way | None]], place: str) -> tuple[Way, ...]:
    """The ways that led to a place, from the start on."""
    row: list[Way] = []
    while (way := settled[place][1]) is not None:
        row.append(way)
        place = way.source
    return tuple(reversed(row))


@dataclass(slots=True)
class _Walk:
    region: Region
    cost: Cost
    reached: set[str]
    settled: dict[str, tuple[int, Way | None]] = field(default_factory=dict)
    heap: list[tuple[int, int, str, Way | None]] = field(default_factory=list)
    waiting: dict[str, int] = field(default_factory=dict)  # joins: flows that are still to come
    latest: dict[str, tuple[int, Way]] = field(default_factory=dict)
    number: int = 0

    def __post_init__(self) -> None:
        for place in self.reached:
            for way in self.region.ways.get(place, ()):
                if self._awaited(way):
                    self.waiting[way.target] = self.waiting.get(way.target, 0) + 1

    def _awaited(self, way: Way) -> bool:
        return way.flow is not None and way.flow.id in self.region.joins.get(way.target, ())

    def offer(self, place: str, value: int, way: Way | None) -> None:
        self.number += 1
        heappush(self.heap, (value, self.number, place, way))

    def settle(self) -> None:
        value, _, place, way = heappop(self.heap)
        if place in self.settled:
            return
        self.settled[place] = (value, way)
        for following in self.region.ways.get(place, ()):
            self._go(following, value + self.cost(following.wait))

    def _go(self, way: Way, value: int) -> None:
        place = way.target
        if place not in self.waiting:
            self.offer(place, value, way)
        elif self._awaited(way):
            if place not in self.latest or value > self.latest[place][0]:
                self.latest[place] = (value, way)
            self.waiting[place] -= 1
            if not self.waiting[place]:
                self.offer(place, *self.latest.pop(place))

    def unblock(self) -> bool:
        """Let the join pass that waits for what comes only after it; whether there was one."""
        place = min(self.latest, key=lambda join: self.latest[join][0], default=None)
        if place is None:
            return False
        self.offer(place, *self.latest.pop(place))
        return True
