"""The cells of a period's days laid out by month; quiet months of a long period are folded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from engine.periods import Stretch, Strip
from engine.text import Text
from web.ledgers.days import IN_HOURS, LEGEND, LETTERS, Around, Cell, cells
from web.ledgers.reader import Reader
from web.ledgers.stretches import stretches
from web.moments import MONTHS

WEEKDAYS: Final = (
    ("一", "Mo"),
    ("二", "Tu"),
    ("三", "We"),
    ("四", "Th"),
    ("五", "Fr"),
    ("六", "Sa"),
    ("日", "Su"),
)
_OPEN_MONTHS: Final = 3
"""A period of so many months, or fewer, is drawn whole."""

_LOUD: Final = ("start", "end", "roll", "target", "former", "today")
_WEEK: Final = 7
_OTHER_CALENDAR: Final = Text(
    "工作日历在计算之后有修订，图示按现行日历绘制，届满时间以计算过程为准。",
    "The calendar was revised after this was counted: the days are drawn by the present one, the end is the ledger's.",
)


@dataclass(frozen=True, slots=True)
class Month:
    """A month's weeks, Monday first, None where a day is not drawn; `folded`: nothing in it but the count."""

    first: date
    cells: tuple[Cell, ...]
    folded: bool

    @property
    def weeks(self) -> list[list[Cell | None]]:
        """Its rows."""
        row: list[Cell | None] = [*[None] * self.cells[0].day.weekday(), *self.cells]
        row += [None] * (-len(row) % _WEEK)
        return [row[at : at + _WEEK] for at in range(0, len(row), _WEEK)]


def months(drawn: Sequence[Cell]) -> list[Month]:
    """The cells of consecutive days by month."""
    parts = [tuple(part) for _, part in groupby(drawn, key=lambda cell: (cell.day.year, cell.day.month))]
    quiet = [len(parts) > _OPEN_MONTHS and _quiet(part) for part in parts]
    return [Month(part[0].day.replace(day=1), part, fold) for part, fold in zip(parts, quiet, strict=True)]


def _quiet(part: Sequence[Cell]) -> bool:
    """Nothing begins or ends in it, no suspension either."""
    return not any(cell.is_(*_LOUD) for cell in part) and len({cell.is_("hold") for cell in part}) == 1


def drawn(strip: Strip, beside: Around, reader: Reader) -> dict[str, Any]:
    """The whole drawing as data for a template, in the reader's language."""
    days = cells(strip, beside, reader)
    return {
        "title": reader.word("逐日图示", "Day by day"),
        "weekdays": [reader.word(zh, en) for zh, en in WEEKDAYS],
        "runs": [
            *(
                {"folded": folded, "months": [_month(month, reader) for month in run]}
                for folded, run in groupby(months(days), key=lambda month: month.folded)
            ),
            *({"folded": True, "months": [_told(each, reader)]} for each in strip.stretches),
        ],
        "legend": list(_legend(days, strip, reader)),
        "note": "" if strip.agrees else reader.say(_OTHER_CALENDAR),
        "words": reader.word("用文字逐段说明", "The same in words"),
        "heads": [reader.word("日期", "Days"), reader.word("情况", "What they are")],
        "spans": stretches(strip, beside, reader),
    }


def _month(month: Month, reader: Reader) -> dict[str, Any]:
    first = month.first
    return {
        "name": reader.word(f"{first.year}年{first.month}月", f"{MONTHS[first.month - 1]} {first.year}"),
        "summary": summary(month.cells, reader),
        "weeks": [[cell.data() if cell else None for cell in week] for week in month.weeks],
    }


def _told(part: Stretch, reader: Reader) -> dict[str, Any]:
    """A month, or a year, of a period that is too long to draw."""
    return {"name": "", "summary": reader.say(part.text), "weeks": []}


def summary(part: Sequence[Cell], reader: Reader) -> str:
    """What a month counts, in a line."""
    return " · ".join(_counts(part, reader))


def _counts(part: Sequence[Cell], reader: Reader) -> Iterator[str]:
    counted = [cell.count for cell in part if cell.count]
    minutes, held = sum(cell.minutes for cell in part), sum(cell.is_("hold") for cell in part)
    if minutes:
        hours = f"{minutes // 60}:{minutes % 60:02}"
        yield reader.word(f"计入 {hours} 小时", f"{hours} h counted")
    elif counted:
        run = counted[0] if len(counted) == 1 else f"{counted[0]}–{counted[-1]}"
        yield reader.word(f"计入 {len(counted)} 日（第 {run} 日）", f"{len(counted)} counted ({run})")
    if held:
        yield reader.word(f"中止 {held} 日", f"{held} suspended")
    if flags := sum(bool(cell.flags) for cell in part):
        yield reader.word(f"督办 {flags} 次", f"rungs on {flags} days" if flags > 1 else "a rung")


def _legend(days: Sequence[Cell], strip: Strip, reader: Reader) -> Iterator[dict[str, Any]]:
    occurring = {look for cell in days for look in cell.looks}
    for look, mark, text in LEGEND:
        if look in occurring:
            word = IN_HOURS.get(look, text) if strip.in_hours else text
            letters = reader.say(LETTERS[mark]) if mark in LETTERS else mark
            yield {"looks": [look], "mark": letters, "word": reader.say(word)}
    if any(cell.flags for cell in days):
        yield {"looks": [], "mark": "▲△", "word": reader.word("督办：已发、未发", "rungs: fired, to come")}
