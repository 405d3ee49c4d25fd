"""Where a clock stood still: time that does not count, once, however many reasons there were."""

from collections.abc import Iterable
from itertools import takewhile

Stand = tuple[int, int | None]
"""From, to before; None while it lasts."""


def merged(stands: Iterable[Stand]) -> tuple[Stand, ...]:
    """The same time in spans that do not touch, in order."""
    found: list[Stand] = []
    for first, until in sorted(stands, key=lambda stand: stand[0]):
        if found and _reaches(found[-1], first):
            found[-1] = (found[-1][0], _later(found[-1][1], until))
        else:
            found.append((first, until))
    return tuple(found)


def running(stands: tuple[Stand, ...], at: int) -> int:
    """The time up to `at` without the spans; a span that still lasts reaches to `at`."""
    if not stands:
        return at
    begun = takewhile(lambda stand: stand[0] < at, stands)
    return at - sum((at if until is None else min(until, at)) - first for first, until in begun)


def still(stands: tuple[Stand, ...], at: int) -> bool:
    """Is it standing at this moment?"""
    return any(first <= at and (until is None or at < until) for first, until in stands)


def _reaches(stand: Stand, first: int) -> bool:
    return stand[1] is None or first <= stand[1]


def _later(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else max(one, other)
