"""A forecast in words: how likely, of how many cases, and when it is as likely over as not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.calendars import WorkingHours
from engine.forecast import Basis, Chance
from engine.office import Office
from engine.queries.rows import ForecastRow
from engine.text import Text
from web import moments

HOUR = 3_600_000_000
_LIKELY: Sequence[tuple[float, str, Text]] = (
    (0.9, "late", Text("极可能超期", "almost certainly late")),
    (0.6, "late", Text("很可能超期", "probably late")),
    (0.3, "warn", Text("可能超期", "possibly late")),
    (0.1, "ok", Text("不大可能超期", "unlikely to be late")),
    (0.0, "ok", Text("预计按期", "expected in time")),
)
_BASES: Mapping[Basis, Text] = {
    Basis.STAGE_AND_KIND: Text("同一环节、同一权利类型", "the same step and kind of right"),
    Basis.STAGE: Text("同一环节，不分权利类型", "the same step, any kind of right"),
    Basis.CLOCK_AND_KIND: Text(
        "同一时限、同一权利类型，不分环节", "the same clock and kind of right, any step"
    ),
    Basis.CLOCK: Text("同一时限，不分环节和权利类型", "the same clock, any step and kind of right"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a clock. `chance` is None where only a finish is known, `finish` where only a chance is."""

    row: ForecastRow
    state: str
    percent: int
    chance: Text | None
    band: Text | None
    sample: Text
    finish: Text | None


def said(row: ForecastRow, office: Office, now: datetime) -> Said:
    """A forecast in words."""
    value = row.miss.value if row.miss else 0.0
    state, phrase = next((state, phrase) for least, state, phrase in _LIKELY if value >= least)
    return Said(
        row,
        state=state,
        percent=max(4, round(100 * value)),
        chance=_chance(phrase, row.miss) if row.miss else None,
        band=band(row.miss) if row.miss else None,
        sample=Text(f"样本 {row.sample}", f"sample {row.sample}"),
        finish=_finish(row, office, now),
    )


def _chance(phrase: Text, chance: Chance) -> Text:
    number = percent(chance.value)
    if chance.at_most:
        return Text(f"{phrase.zh}，超期不高于 {number}", f"{phrase.en}, at most {number}")
    return (
        Text(f"{phrase.zh} {number}", f"{phrase.en}, {number}")
        if chance.value >= 0.1  # noqa: PLR2004 - below it the phrase says the contrary
        else Text(f"{phrase.zh}，超期 {number}", f"{phrase.en}, {number} late")
    )


def percent(share: float) -> str:
    """A share; nothing is certain."""
    if share > 0.995:  # noqa: PLR2004 - would be rounded to all
        return "> 99 %"
    return f"{round(100 * share)} %" if share >= 0.005 else "< 1 %"  # noqa: PLR2004 - and to nothing


def band(chance: Chance) -> Text:
    """The 95 % band."""
    numbers = f"{round(100 * chance.low)}–{round(100 * chance.high)} %"
    return Text(f"95 % 置信区间 {numbers}", f"95 % band {numbers}")


def _finish(row: ForecastRow, office: Office, now: datetime) -> Text | None:
    if row.finish_at is None:
        return None
    day = moments.day(office.today(row.finish_at), office.today(now))
    return Text(day.zh, day.en)


def basis(row: ForecastRow) -> Text:
    """What was compared with."""
    return _BASES[row.basis] if row.basis else Text("", "")


def work(length: float, hours: WorkingHours) -> Text:
    """A length of working time: hours, and from a day's worth on days."""
    day = sum(closes - opens for opens, closes in hours.spans[0])
    if length < day:
        number = f"{length / HOUR:.1f}".removesuffix(".0")
        return Text(f"{number} 个工作小时", f"{number} working hours")
    number = f"{length / day:.1f}".removesuffix(".0")
    return Text(f"{number} 个工作日", f"{number} working day{'s' * (number != '1')}")
