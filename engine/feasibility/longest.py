"""The most that may be waited to come to each place, each loop gone through once; and what one more round adds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.feasibility.region import ASIDE, BEGIN, Region
from engine.feasibility.ways import Way

_MOST_LOOPS = 12
_FINELY = 4_096
Best = dict[str, tuple[int, Way | None]]


@dataclass(frozen=True, slots=True)
class Unrolled:
    """A region without the ways that lead back: `order` has each place after all from which it is come to."""

    order: Sequence[str]
    onwards: Mapping[str, tuple[Way, ...]]
    back: tuple[Way, ...]


def unroll(region: Region) -> Unrolled:
    """Go through a region depth first, and leave out each way that leads to where one came from."""
    order: list[str] = []
    back: list[Way] = []
    onwards: dict[str, list[Way]] = {}
    open_, seen = set[str](), set[str]()
    for start in (BEGIN, ASIDE):
        stack = [(start, iter(region.ways.get(start, ())))]
        open_.add(start)
        while stack:
            place, ways = stack[-1]
            way = next(ways, None)
            if way is None:
                stack.pop()
                open_.discard(place)
                seen.add(place)
                order.append(place)
            elif way.target in open_:
                back.append(way)
            else:
                onwards.setdefault(place, []).append(way)
                if way.target not in seen:
                    open_.add(way.target)
                    stack.append((way.target, iter(region.ways.get(way.target, ()))))
    order.reverse()
    return Unrolled(order, {place: tuple(ways) for place, ways in onwards.items()}, tuple(back))


def longest(unrolled: Unrolled, starts: Sequence[str]) -> Best:
    """What each place costs at most, coming from one of the starts; the first of them where it makes no difference."""
    best: Best = dict.fromkeys(starts, (0, None))
    for place in unrolled.order:
        if place in best:
            value = best[place][0]
            for way in unrolled.onwards.get(place, ()):
                found = value + _weight(way)
                if way.target not in best or found > best[way.target][0]:
                    best[way.target] = (found, way)
    return best


def _weight(way: Way) -> int:
    """What a way counts: its wait; of two paths that allow the same, the one with fewer conditions counts more."""
    conditioned = way.flow is not None and way.flow.condition is not None
    return way.wait.longest.usual * _FINELY - conditioned


def rounds(unrolled: Unrolled) -> Iterator[tuple[str, tuple[Way, ...]]]:
    """The loops: where each begins, and the ways of its longest round; a bounded number of them."""
    heads: dict[str, list[Way]] = {}
    for way in unrolled.back:
        heads.setdefault(way.target, []).append(way)
    for head, back in [*heads.items()][:_MOST_LOOPS]:
        best = longest(unrolled, [head])
        found = [way for way in back if way.source in best]
        if found:
            last = max(found, key=lambda way: best[way.source][0] + _weight(way))
            yield head, (*_row(best, last.source), last)


def _row(best: Best, place: str) -> tuple[Way, ...]:
    row: list[Way] = []
    while (way := best[place][1]) is not None:
        row.append(way)
        place = way.source
    return tuple(reversed(row))
