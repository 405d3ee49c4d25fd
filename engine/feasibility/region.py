"""What lies between the places where a clock starts and those where it stops."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from engine.feasibility.ways import Layout, Way

BEGIN: Final = ""
"""The place from which one way leads to each place where the clock starts."""

ASIDE: Final = "?"
"""The place from which ways lead to what may happen at any time while it runs."""


@dataclass(frozen=True, slots=True)
class Region:
    """The ways on which a clock may go from its start to a stop. Nothing leads on from a stop."""

    ways: Mapping[str, tuple[Way, ...]]
    joins: Mapping[str, frozenset[str]]
    stops: tuple[str, ...]

    def places(self) -> set[str]:
        """Every place in it."""
        return {place for ways in self.ways.values() for way in ways for place in (way.source, way.target)}

    def reach(self, start: str) -> set[str]:
        """Every place that can be come to from one."""
        return _reach(self.ways, start)


def region(layout: Layout, begins: Iterable[Way], aside: Iterable[Way], stops: Iterable[str]) -> Region:
    """Cut out of a layout what lies between."""
    ends = dict.fromkeys(stops)
    ways = {place: row for place, row in layout.ways.items() if place not in ends}
    ways |= {BEGIN: tuple(begins), ASIDE: tuple(aside)}
    forward = _reach(ways, BEGIN) | _reach(ways, ASIDE)
    kept = _reach(_reversed(ways), *(stop for stop in ends if stop in forward)) & forward
    between = {
        place: tuple(way for way in row if way.target in kept) for place, row in ways.items() if place in kept
    }
    return Region(between, layout.joins, tuple(stop for stop in ends if stop in kept))


def _reach(ways: Mapping[str, Iterable[Way]], *starts: str) -> set[str]:
    seen = set(starts)
    todo = list(starts)
    while todo:
        for way in ways.get(todo.pop(), ()):
            if way.target not in seen:
                seen.add(way.target)
                todo.append(way.target)
    return seen


def _reversed(ways: Mapping[str, Iterable[Way]]) -> dict[str, list[Way]]:
    found: dict[str, list[Way]] = {}
    for row in ways.values():
        for way in row:
            found.setdefault(way.target, []).append(Way(way.target, way.source))
    return found
