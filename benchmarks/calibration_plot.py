"""The calibration as a picture for the docs: what was said beside what came true, readable on light and dark ground."""

from collections.abc import Iterator, Sequence

from benchmarks.calibration import Bin

WIDTH, HEIGHT = 640, 560
LEFT, TOP, SIDE = 70, 30, 400
BARS = 70
_STYLE = """
text { font: 13px system-ui, sans-serif; fill: #465266; }
.title { font-weight: 600; fill: #17202e; }
.grid { stroke: #dde3eb; } .ideal { stroke: #5f6c80; stroke-dasharray: 5 4; }
.error { stroke: #14509f; stroke-width: 1.6; } .point { fill: #14509f; } .bar { fill: #14509f; opacity: .55; }
@media (prefers-color-scheme: dark) {
  text { fill: #b8c4d6; } .title { fill: #e8eef7; } .grid { stroke: #2c3a50; } .ideal { stroke: #93a3bb; }
  .error { stroke: #7fb2ff; } .point, .bar { fill: #7fb2ff; }
}
"""


def draw(bins: Sequence[Bin]) -> str:
    """The SVG."""
    parts = [*_frame(), *_points(bins), *_bars(bins)]
    words = "Calibration of the forecasts, by tenths of the probability. 预测校准：按可能性十等分"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
        f' role="img" aria-label="{words}"><style>{_STYLE}</style>{"".join(parts)}</svg>\n'
    )


def _x(share: float) -> float:
    return round(LEFT + SIDE * share, 1)


def _y(share: float) -> float:
    return round(TOP + SIDE * (1 - share), 1)


def _frame() -> Iterator[str]:
    for tenth in range(0, 11, 2):
        share = tenth / 10
        yield f'<line class="grid" x1="{_x(0)}" x2="{_x(1)}" y1="{_y(share)}" y2="{_y(share)}"/>'
        yield f'<line class="grid" x1="{_x(share)}" x2="{_x(share)}" y1="{_y(0)}" y2="{_y(1)}"/>'
        yield f'<text x="{LEFT - 8}" y="{_y(share) + 4}" text-anchor="end">{10 * tenth} %</text>'
        yield f'<text x="{_x(share)}" y="{_y(0) + 18}" text-anchor="middle">{10 * tenth} %</text>'
    yield f'<line class="ideal" x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}"/>'
    yield f'<text class="title" x="{LEFT}" y="{TOP - 12}">came true 实际超期</text>'
    yield f'<text class="title" x="{_x(1) + 26}" y="{_y(0) + 18}">said 预测可能性</text>'
    yield f'<text class="title" x="{_x(1) + 26}" y="{_y(0) + 62}">how often 次数</text>'


def _points(bins: Sequence[Bin]) -> Iterator[str]:
    for one in bins:
        low, high = max(0.0, one.seen - 1.96 * one.error), min(1.0, one.seen + 1.96 * one.error)
        x = _x(one.said)
        yield f'<line class="error" x1="{x}" x2="{x}" y1="{_y(low)}" y2="{_y(high)}"/>'
        yield f'<circle class="point" cx="{x}" cy="{_y(one.seen)}" r="5"><title>{one.number}</title></circle>'


def _bars(bins: Sequence[Bin]) -> Iterator[str]:
    most, base = max(one.number for one in bins), _y(0) + 40 + BARS
    for one in bins:
        height = round(BARS * one.number / most, 1)
        x = _x(one.low / 100) + 2
        yield f'<rect class="bar" x="{x}" y="{base - height}" width="{SIDE / 10 - 4}" height="{height}"/>'
        yield f'<text x="{x + SIDE / 20 - 2}" y="{base + 16}" text-anchor="middle">{one.number:,}</text>'
