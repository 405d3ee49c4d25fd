"""The load as a picture: a bar for what falls due on each working day, a line for what is closed on one."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from engine.queries.rows import DayLoad, Load
from engine.text import Text
from web.moments import MONTHS, WEEKDAYS

WIDTH, HEIGHT = 1060, 236
LEFT, RIGHT, TOP, BOTTOM = 34, 74, 20, 40
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_TICKS = 5


@dataclass(frozen=True, slots=True)
class Bar:
    """One day: the place of its column, and of the bar in it."""

    row: DayLoad
    x: float
    width: float
    y: float
    height: float
    date: Text
    weekday: Text


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that is drawn; heights are measured from the top."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, int], ...]
    base: float
    mean: float
    least: float
    most: float


def chart(load: Load) -> Chart:
    """Place it."""
    highest = max([day.due for day in load.days] + [load.pace.most, ceil(load.pace.mean), 1])
    step = next((step for step in _STEPS if highest <= step * _TICKS), highest)
    top = ceil(highest / step) * step
    return Chart(
        tuple(_bars(load, top)),
        tuple((_height(number, top), number) for number in range(0, top + 1, step)),
        HEIGHT - BOTTOM,
        *(_height(number, top) for number in (load.pace.mean, load.pace.least, load.pace.most)),
    )


def _bars(load: Load, top: int) -> Iterator[Bar]:
    column = (WIDTH - LEFT - RIGHT) / max(1, len(load.days))
    for index, day in enumerate(load.days):
        y = _height(day.due, top)
        yield Bar(
            day,
            x=round(LEFT + index * column, 1),
            width=round(column, 1),
            y=y,
            height=round(HEIGHT - BOTTOM - y, 1),
            date=Text(f"{day.day.month}/{day.day.day}", f"{day.day.day} {MONTHS[day.day.month - 1]}"),
            weekday=Text(f"周{'一二三四五六日'[day.day.weekday()]}", WEEKDAYS[day.day.weekday()]),
        )


def _height(number: float, top: int) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - number / top), 1)
