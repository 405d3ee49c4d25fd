"""A forecast as a picture: the share still open after so much more work, its band, and the end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.calendars import WorkingHours
from engine.queries.rows import CurvePoint, Explained

WIDTH, HEIGHT = 720, 250
LEFT, RIGHT, TOP, BOTTOM = 46, 20, 18, 40
_STEPS = (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_TICKS = 10
_FARTHEST = 2.5
"""No more than so many times what is left is drawn: the end stays where it can be seen."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Everything that is drawn. `ticks` are working days from now, `end` is where the clock's end lies."""

    line: str
    band: str
    ticks: tuple[tuple[float, str], ...]
    shares: tuple[tuple[float, int], ...]
    end: float | None
    share: float | None
    right: float
    base: float


def curve(found: Explained, hours: WorkingHours) -> Curve:
    """Place it."""
    day = sum(closes - opens for opens, closes in hours.spans[0])
    left = max(found.forecast.left or 0, 0)
    last = found.curve[-1].after if found.curve else day
    farthest = max(left * 1.1, min(last * 1.03, left * _FARTHEST) if left else last * 1.03, day / 2)
    days = farthest / day
    step = next((step for step in _STEPS if days <= step * _TICKS), days)
    points = [point for point in found.curve if point.after <= farthest]
    miss = found.forecast.miss
    return Curve(
        line=_path(_stairs([(0.0, 1.0), *((one.after, one.share) for one in points)], farthest), farthest),
        band=_area(points, farthest),
        ticks=tuple((_x(n * step * day, farthest), f"{n * step:g}") for n in range(int(days / step) + 1)),
        shares=tuple((_y(tenth / 100), tenth) for tenth in (0, 25, 50, 75, 100)),
        end=_x(left, farthest) if left else None,
        share=_y(miss.value) if miss else None,
        right=WIDTH - RIGHT,
        base=HEIGHT - BOTTOM,
    )


def _stairs(points: Sequence[tuple[float, float]], farthest: float) -> Iterator[tuple[float, float]]:
    """The corners of a step function, to the right edge."""
    share = points[0][1]
    for after, lower in points:
        yield after, share
        yield after, lower
        share = lower
    yield farthest, share


def _path(corners: Iterator[tuple[float, float]], farthest: float) -> str:
    return "M" + " L".join(f"{_x(after, farthest)} {_y(share)}" for after, share in corners)


def _area(points: Sequence[CurvePoint], farthest: float) -> str:
    """Between the upper edge of the band and the lower one."""
    high = list(_stairs([(0.0, 1.0), *((one.after, one.high) for one in points)], farthest))
    low = list(_stairs([(0.0, 1.0), *((one.after, one.low) for one in points)], farthest))
    return _path(iter([*high, *reversed(low)]), farthest) + "Z"


def _x(after: float, farthest: float) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * min(after / farthest, 1.0), 1)


def _y(share: float) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - share), 1)
