"""Forecasts beside what became of them: their scores, and the picture of their calibration."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[1] / "docs"


@dataclass(frozen=True)
class Forecast:
    """What was said of one clock at one instant (None: not enough data), and what became of it (None: not to be seen).

    `missed`: it took longer than was left; `longer`: than the median that was given; `within`: between the first tenth
    and the last.
    """

    case: int
    said: float | None
    rate: float | None
    missed: bool | None
    longer: bool | None
    within: bool | None
    basis: str | None


@dataclass(frozen=True)
class Bin:
    """The forecasts of one decile: how many, of how many cases, what was said on average, and what came true."""

    low: int
    number: int
    cases: int
    said: float
    seen: float

    @property
    def error(self) -> float:
        """The standard error of what came true, as if every case had been asked about once."""
        return sqrt(max(self.seen * (1 - self.seen), 0.01) / self.cases)


def scored(found: Sequence[Forecast]) -> list[Forecast]:
    """Those that said something, of a clock that has since been judged, and of which a base rate was known."""
    return [one for one in found if one.said is not None and one.missed is not None and one.rate is not None]


def bins(found: Sequence[Forecast]) -> list[Bin]:
    """By tenths of the probability."""
    rows: dict[int, list[Forecast]] = {}
    for one in scored(found):
        rows.setdefault(min(9, int((one.said or 0.0) * 10)), []).append(one)
    return [
        Bin(
            10 * tenth,
            len(own),
            len({one.case for one in own}),
            sum(one.said or 0.0 for one in own) / len(own),
            sum(bool(one.missed) for one in own) / len(own),
        )
        for tenth, own in sorted(rows.items())
    ]


def brier(pairs: Iterator[tuple[float, bool]]) -> float:
    """The mean square of the distance between what was said and what became."""
    squares = [(said - missed) ** 2 for said, missed in pairs]
    return sum(squares) / len(squares)


def figures(found: Sequence[Forecast]) -> dict[str, Any]:
    """The scores."""
    rows = scored(found)
    own = brier((one.said or 0.0, bool(one.missed)) for one in rows)
    base = brier((one.rate or 0.0, bool(one.missed)) for one in rows)
    off = sum(one.number * abs(one.said - one.seen) for one in bins(found)) / len(rows)
    return {
        "asked": len(found),
        "not_enough_data": sum(one.said is None for one in found),
        "not_yet_known": sum(one.said is not None and one.missed is None for one in found),
        "scored": len(rows),
        "missed": round(sum(bool(one.missed) for one in rows) / len(rows), 4),
        "brier": round(own, 4),
        "brier_base_rate": round(base, 4),
        "skill": round(1 - own / base, 3),
        "calibration_error": round(off, 4),
        **_medians(found),
    }


def _medians(found: Sequence[Forecast]) -> dict[str, float]:
    """How often it was over by the median that was given, and within the span from the first tenth to the last."""
    longer = [one.longer for one in found if one.longer is not None]
    within = [one.within for one in found if one.within is not None]
    return {
        "medians": len(longer),
        "over_by_median": round(1 - sum(longer) / len(longer), 3),
        "within_80_percent": round(sum(within) / len(within), 3),
    }


def table(found: Sequence[Forecast]) -> str:
    """The deciles in columns."""
    lines = ["  said      number  cases   mean said   came true"]
    lines += [
        f"{one.low:3d}–{one.low + 10:3d} %  {one.number:7,d} {one.cases:6,d} {100 * one.said:9.1f} % {100 * one.seen:9.1f} %"
        for one in bins(found)
    ]
    return "\n".join(lines)


def report(found: Sequence[Forecast], numbers: dict[str, Any], *, chinese: bool) -> str:
    """The numbers as they stand in the docs."""
    heads = (
        ("预测", "次数", "案件", "平均预测", "实际超期")
        if chinese
        else ("said", "number", "cases", "mean said", "came true")
    )
    lines = [f"| {' | '.join(heads)} |", "|---|---:|---:|---:|---:|"]
    lines += [
        f"| {one.low}–{one.low + 10} % | {one.number:,} | {one.cases:,} | {100 * one.said:.1f} % | {100 * one.seen:.1f} % |"
        for one in bins(found)
    ]
    return "\n".join([*lines, "", (_CHINESE if chinese else _ENGLISH).format(**numbers)])


_ENGLISH = """\
An office of {cases:,} cases over {months} months (seed {seed}), asked {asked:,} times; {not_enough_data:,} times there
was not enough data, {not_yet_known:,} times it was not yet known what had become of the clock, {scored:,} times both
were. Of those {missed:.1%} were missed. Brier score **{brier:.4f}**, that of the base rate of each clock
{brier_base_rate:.4f}: **{skill:.0%}** better. Mean distance between what was said and what came true, over the tenths:
**{calibration_error:.1%}**. Over by the median that was given: **{over_by_median:.1%}** of {medians:,} (50 % is right); within
the span from the first tenth to the last: {within_80_percent:.1%} (80 % is right)."""
_CHINESE = """\
模拟单位 {months} 个月、{cases:,} 件案件（种子 {seed}），共询问 {asked:,} 次；其中 {not_enough_data:,} 次数据不足，{not_yet_known:,} 次结果尚不可知，
计分 {scored:,} 次，实际超期 {missed:.1%}。Brier 分 **{brier:.4f}**，按各时限基准超期率预测为 {brier_base_rate:.4f}，改进 **{skill:.0%}**。
各档预测与实际的平均差距 **{calibration_error:.1%}**。在给出的中位日之前停止的占 **{over_by_median:.1%}**（共 {medians:,} 次，理想值 50 %）；
落在第一个十分位与最后一个十分位之间的占 {within_80_percent:.1%}（理想值 80 %）。"""
MARKS = "<!-- backtest -->", "<!-- /backtest -->"


def put(page: Path, text: str) -> None:
    """Write it between a page's marks."""
    before, _, rest = page.read_text().partition(MARKS[0])
    after = rest.partition(MARKS[1])[2]
    page.write_text(f"{before}{MARKS[0]}\n{text}\n{MARKS[1]}{after}")
