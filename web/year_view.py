"""A year as a wall calendar: twelve months of days, each with its mark, and the days that are not as usual as a list."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

from engine.calendars import DayKind, DayStatus, Scope, WorkingCalendar
from engine.calendars.hours import line_of
from engine.text import Text
from web.moments import MONTHS

FIRST_YEAR, LAST_YEAR = 1999, 2100
_WEEK = 7
_SATURDAY = 5


class Mark(StrEnum):
    """How a day is drawn."""

    PLAIN = "usual"  # a working day like others
    WEEKEND = "weekend"
    REST = "rest"  # by a notice, or by the office's own word
    WORK = "work"  # a moved working day
    HALF = "half"
    PROJECTED = "projected"  # a festival of a year without a notice: provisional


LETTERS = {
    Mark.PLAIN: Text("", ""),
    Mark.WEEKEND: Text("", ""),
    Mark.REST: Text("休", "R"),
    Mark.WORK: Text("班", "W"),
    Mark.HALF: Text("半", "½"),
    Mark.PROJECTED: Text("暂", "P"),
}
NAMES = {
    Mark.REST: Text("休息", "Day of rest"),
    Mark.WORK: Text("调休上班", "Moved working day"),
    Mark.HALF: Text("半天上班", "Half a working day"),
    Mark.PROJECTED: Text("节日（暂定）", "Festival (provisional)"),
    Mark.WEEKEND: Text("周末", "Weekend"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A day. `own`: on the word of the province or the office; `new`: it comes with what is looked at."""

    day: date
    mark: Mark
    status: DayStatus
    own: bool = False
    new: bool = False

    @property
    def letter(self) -> Text:
        """What stands in its corner."""
        return LETTERS[self.mark]

    @property
    def special(self) -> bool:
        """Is it not as its weekday says?"""
        return self.mark not in (Mark.PLAIN, Mark.WEEKEND)


@dataclass(frozen=True, slots=True)
class Month:
    """A month: its weeks from Monday to Sunday, None where a day belongs to another month."""

    year: int
    number: int
    weeks: tuple[tuple[Cell | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row that are special for the same reason."""

    first: date
    last: date
    mark: Mark
    name: Text
    source: Text
    hours: str
    own: bool
    new: bool

    @property
    def days(self) -> int:
        """How many they are."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Wall:
    """Months of a calendar, and their special days. `published`: is a notice on record for all of it?"""

    months: tuple[Month, ...]
    stretches: tuple[Stretch, ...]
    published: bool
    working: int

    @property
    def marks(self) -> frozenset[Mark]:
        """Those that occur."""
        return frozenset(row.mark for row in self.stretches)


def whole_year(calendar: WorkingCalendar, year: int, *, new: Collection[date] = ()) -> Wall:
    """All months of a year."""
    return wall(calendar, [(year, month) for month in range(1, 13)], new=new)


def wall(calendar: WorkingCalendar, months: Iterable[tuple[int, int]], *, new: Collection[date] = ()) -> Wall:
    """These months. `new`: days that come with what is looked at, and are drawn so."""
    own = _own(calendar)
    drawn = [[_cell(calendar, day, own, new) for day in _days(*month)] for month in months]
    cells = [cell for month in drawn for cell in month]
    return Wall(
        tuple(_month(month) for month in drawn),
        tuple(_stretches(cells)),
        all(calendar.is_published(month[0].day) for month in drawn),
        sum(cell.status.working for cell in cells),
    )


def months_of(days: Iterable[date]) -> list[tuple[int, int]]:
    """The months in which days lie, in order."""
    return sorted({(day.year, day.month) for day in days})


def _own(calendar: WorkingCalendar) -> frozenset[date]:
    local = (overlay for overlay in calendar.overlays if overlay.scope is not Scope.NATION)
    return frozenset(row.day for overlay in local for row in overlay.days if overlay.counts(row.day))


def _days(year: int, month: int) -> Iterator[date]:
    day = date(year, month, 1)
    while day.month == month:
        yield day
        if day == date.max:
            return
        day += timedelta(days=1)


def _cell(calendar: WorkingCalendar, day: date, own: Collection[date], new: Collection[date]) -> Cell:
    status = calendar.status(day)
    return Cell(day, _mark(day, status, own=day in own), status, day in own, day in new)


def _mark(day: date, status: DayStatus, *, own: bool) -> Mark:
    if status.hours is not None:
        return Mark.HALF
    if status.kind is DayKind.FESTIVAL:
        return Mark.PROJECTED
    if status.kind in (DayKind.WEEKDAY, DayKind.WEEKEND):
        return Mark.PLAIN if status.working else Mark.WEEKEND
    if status.working:
        return Mark.WORK if own or day.weekday() >= _SATURDAY else Mark.PLAIN
    return Mark.REST


def _month(cells: list[Cell]) -> Month:
    first = cells[0].day
    padded: list[Cell | None] = [None] * first.weekday() + [*cells]
    padded += [None] * (-len(padded) % _WEEK)
    weeks = tuple(tuple(padded[at : at + _WEEK]) for at in range(0, len(padded), _WEEK))
    return Month(first.year, first.month, weeks)


def _stretches(cells: list[Cell]) -> Iterator[Stretch]:
    special = [cell for cell in cells if cell.special]
    for _, rows in groupby(enumerate(special), key=lambda pair: (_same(pair[1]), _start(*pair))):
        run = [cell for _, cell in rows]
        one = run[0]
        hours = line_of(one.status.hours) if one.status.hours else ""
        yield Stretch(
            one.day, run[-1].day, one.mark, one.status.name, one.status.source, hours, one.own, one.new
        )


def _same(cell: Cell) -> tuple[object, ...]:
    status = cell.status
    return cell.mark, status.name, status.source, status.hours, cell.own, cell.new


def _start(index: int, cell: Cell) -> int:
    """The same for days in a row."""
    return cell.day.toordinal() - index


_WEEKDAYS = tuple(Text(zh, en) for zh, en in zip("一二三四五六日", "MTWTFSS", strict=True))


def _month_name(year: int, month: int, titled: bool) -> Text:  # noqa: FBT001 - templates hand it over by place
    english = MONTHS[month - 1]
    return Text(f"{year}年{month}月", f"{english} {year}") if titled else Text(f"{month}月", english)


WORDS = {
    "letters": LETTERS,
    "mark_names": NAMES,
    "weekday_names": _WEEKDAYS,
    "month_name": _month_name,
}
"""What the templates need to draw one."""
