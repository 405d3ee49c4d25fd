"""The days of a period drawn as a calendar: each day with the marks that say by shape and letter what it is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final

from engine.periods import Mark, Strip, StripDay
from engine.periods.phrases import day_text
from engine.queries.ledgers import LedgerFile
from engine.text import Text
from web import words
from web.ledgers.reader import Reader

_LOOKS: Final = {
    Mark.START: "start",
    Mark.EXCLUDED: "hold",
    Mark.COUNTED: "count",
    Mark.LAST: "count",
    Mark.ROLLED: "roll",
    Mark.REST: "rest",
    Mark.IDLE: "idle",
    Mark.AFTER: "after",
}
LETTERS: Final = {
    "start": Text("起", "start"),
    "end": Text("止", "end"),
    "hold": Text("停", "held"),
    "half": Text("半", "half"),
    "moved": Text("班", "work"),
    "roll": Text("顺延", "roll"),
    "off": Text("休", "rest"),
    "target": Text("标", "aim"),
    "former": Text("原", "was"),
    "today": Text("今", "now"),
}
_ONE_DAY: Final = timedelta(days=1)
_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Around:
    """What stands on days beside the count: the target, earlier ends, and rungs as (sign, sentence)."""

    target: date | None = None
    former: frozenset[date] = frozenset()
    rungs: Mapping[date, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    rolled: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Cell:
    """One day. `looks` choose shape and ground, `letters` say them; `count` is its number, or its working time."""

    day: date
    looks: tuple[str, ...]
    letters: str = ""
    count: str = ""
    note: str = ""
    tip: str = ""
    flags: str = ""
    minutes: int = 0

    def is_(self, *looks: str) -> bool:
        """Has it one of these looks?"""
        return any(look in self.looks for look in looks)

    def data(self) -> dict[str, Any]:
        """For a template."""
        return {
            "day": str(self.day.day),
            "looks": list(self.looks),
            "mark": self.letters,
            "count": self.count,
            "note": self.note,
            "tip": self.tip,
            "flags": self.flags,
            "today": self.is_("today"),
        }


def around(found: LedgerFile, reader: Reader) -> Around:
    """What else stands on the days of a clock."""
    clock = found.clock
    rungs: dict[date, tuple[tuple[str, str], ...]] = {}
    for row in clock.rungs:
        at = reader.last_day(row.fired_at or row.due_at)
        sign = ("▲" if row.fired_at else "△") + str(row.level)
        said = reader.word(f"督办 {row.level} 级", f"rung {row.level}") + f" {reader.say(words.rung(row.at))}"
        rungs[at] = (*rungs.get(at, ()), (sign, said))
    target = clock.chip.target_at
    ends = [row.old_end for row in clock.extensions] + [row.ends_at for row in found.past]
    former = {reader.last_day(end) for end in ends} - {clock.ledger.last_day}
    return Around(reader.last_day(target) if target else None, frozenset(former), rungs)


def cells(strip: Strip, beside: Around, reader: Reader) -> list[Cell]:
    """The days of the strip, and pale ones that make its first and last weeks whole within their months."""
    beside = replace(beside, rolled=_rolled(strip))
    days = _unrepeated([_cell(day, beside, reader) for day in strip.days])
    if not days:
        return days
    first, last = days[0].day, days[-1].day
    before = [Cell(day, ("out",)) for day in _back(first)]
    return [*reversed(before), *days, *(Cell(day, ("out",)) for day in _on(last))]


def _rolled(strip: Strip) -> frozenset[date]:
    """The counted day that would be the last, but is a rest day; those of the rest after it say so themselves."""
    pairs = pairwise(strip.days)
    return frozenset(
        day.day for day, after in pairs if day.mark is Mark.COUNTED and after.mark in (Mark.ROLLED, Mark.LAST)
    )


def _unrepeated(days: list[Cell]) -> list[Cell]:
    """A note stands on the first day that it is about, and on Mondays; never on every day."""
    told = ["", *(cell.note for cell in days)]
    return [
        replace(cell, note="") if cell.note == before and cell.day.weekday() else cell
        for before, cell in zip(told, days, strict=False)
    ]


def _back(day: date) -> Iterator[date]:
    while day.weekday() and day.day > 1:
        day -= _ONE_DAY
        yield day


def _on(day: date) -> Iterator[date]:
    month = day.month
    while day.weekday() < _WEEK - 1:
        day += _ONE_DAY
        if day.month != month:
            return
        yield day


def _cell(day: StripDay, beside: Around, reader: Reader) -> Cell:
    looks = tuple(_looks(day, beside))
    rungs = beside.rungs.get(day.day, ())
    return Cell(
        day=day.day,
        looks=looks,
        letters=reader.word("", " ").join(reader.say(LETTERS[look]) for look in looks if look in LETTERS),
        count=_count(day),
        note=_note(day, reader),
        tip=_tip(day, looks, [said for _, said in rungs], reader),
        flags=" ".join(sign for sign, _ in rungs),
        minutes=day.minutes or 0,
    )


def _looks(day: StripDay, beside: Around) -> Iterator[str]:
    base = _LOOKS[day.mark]
    yield base
    extras = {
        "start": day.is_start and base != "start",
        "end": day.is_end,
        "roll": day.day in beside.rolled,
        "off": not (day.working or base in ("roll", "hold") or day.day in beside.rolled),
        "moved": day.moved,
        "half": day.hours is not None,
        "target": day.day == beside.target,
        "former": day.day in beside.former,
        "today": day.is_today,
        "unsure": day.provisional,
    }
    yield from (name for name, holds in extras.items() if holds)


def _count(day: StripDay) -> str:
    if day.minutes is not None:
        return f"{day.minutes // 60}:{day.minutes % 60:02}" if day.minutes else ""
    return "" if day.number is None else str(day.number)


def _note(day: StripDay, reader: Reader) -> str:
    """What stands in the foot of a day: why it is suspended, or the name of its rest."""
    if day.reasons:
        return reader.say(day.reasons[0])
    if day.hours:
        return " ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in day.hours)
    return reader.say(day.name) if day.source.zh else ""


def _tip(day: StripDay, looks: Iterable[str], rungs: Iterable[str], reader: Reader) -> str:
    more = {
        "target": reader.word("目标日", "the target"),
        "former": reader.word("原届满日", "an earlier end"),
    }
    parts = [reader.say(day.text), *(more[look] for look in looks if look in more), *rungs]
    return reader.word("；", "; ").join(part.rstrip("。.") for part in parts)


def name_of(day: date, reader: Reader) -> str:
    """A day with its weekday, as the ledger says it."""
    return reader.say(day_text(day.isoformat()))


LEGEND: Final = (
    ("start", "start", Text("起算之日，不计入", "the day it began, not counted")),
    ("count", "1", Text("计入，数字为序号", "counted; the figure is its number")),
    ("off", "off", Text("休息日", "rest day")),
    ("moved", "moved", Text("调休上班日", "working day by the notice")),
    ("half", "half", Text("半日", "half a day")),
    ("hold", "hold", Text("中止，不计入", "suspended, not counted")),
    ("roll", "roll", Text("末日遇休息日，顺延", "rest at the end: rolled on")),
    ("target", "target", Text("目标日", "target")),
    ("former", "former", Text("原届满日", "an earlier end")),
    ("end", "end", Text("届满日", "last day")),
    ("today", "today", Text("今天", "today")),
    ("unsure", "?", Text("暂定：放假安排未公布", "provisional: no notice on record")),
)
"""A look, its letters or a figure, and what it says."""

IN_HOURS: Final = {
    "start": Text("起算之日", "the day it began"),
    "count": Text("计入的工作时间（时:分）", "working time counted (h:min)"),
}
