"""Days from a table: 日期,类型,名称,时段 or date,kind,name,hours."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from engine.calendars.days import WEEKDAYS
from engine.calendars.hours import Interval
from engine.calendars.reading.cells import DayKindRead, day_of, hours_of, in_order, kind_of, plain
from engine.calendars.reading.entries import Entry, named, read_of
from engine.calendars.reading.result import NoticeRead
from engine.calendars.reading.rules import finding
from engine.calendars.reading.source import LONGEST
from engine.findings import Finding

MOST_ROWS: Final = 5_000
SEPARATORS: Final = ("\t", ";", "；", "，", ",")
_COLUMNS: Final = {
    "日期": "date",
    "date": "date",
    "day": "date",
    "类型": "kind",
    "性质": "kind",
    "kind": "kind",
    "type": "kind",
    "名称": "name",
    "name": "name",
    "时段": "hours",
    "时间": "hours",
    "工作时间": "hours",
    "hours": "hours",
}


def read_csv(text: str, *, file: str = "") -> NoticeRead:
    """Read days from a table, its first row naming the columns, in Chinese or English, in any order.

    Separated by commas, semicolons or tabs. Kinds are 休, 班 and 半天 (rest, work, half), hours such as 08:30-11:30.
    """
    if len(text) > LONGEST:
        return read_of((), [finding("too-long", file, 0, "", limit=LONGEST)], file, ())
    table = _Table(file, text.lstrip("\ufeff").splitlines())
    try:
        table.read()
    except csv.Error as error:
        table.find("csv-broken", table.line, why=str(error))
    return read_of(table.entries, table.findings, file, table.lines)


@dataclass(slots=True)
class _Table:
    file: str
    lines: Sequence[str]
    line: int = 1
    entries: list[Entry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def read(self) -> None:
        """Read it."""
        rows = self._rows()
        header = next(rows, [])
        columns = self._columns(header)
        if not {"date", "kind"} <= set(columns.values()):
            self.find("columns", self.line)
            return
        for number, row in enumerate(rows, 1):
            if number > MOST_ROWS:
                self.find("rows", self.line, limit=MOST_ROWS)
                return
            if len(row) > len(header) and any(map(plain, row[len(header) :])):
                self.find("cells", self.line)
                continue
            self._take({columns[index]: row[index] for index in columns if index < len(row)})

    def _rows(self) -> Iterator[list[str]]:
        """The rows that have something in them; `line` is that on which each begins."""
        first = next((line for line in self.lines if plain(line)), "")
        separator = max(SEPARATORS, key=first.count)
        reader = csv.reader((f"{line}\n" for line in self.lines), delimiter=separator, strict=True)
        while True:
            self.line = min(reader.line_num + 1, max(len(self.lines), 1))
            row = next(reader, None)
            if row is None:
                return
            if any(map(plain, row)):
                yield row

    def _columns(self, header: Sequence[str]) -> Mapping[int, str]:
        columns: dict[int, str] = {}
        for index, cell in enumerate(header):
            name = _COLUMNS.get(plain(cell).lower())
            if name in columns.values():
                self.find("column-twice", self.line, found=cell)
            elif name:
                columns[index] = name
            elif plain(cell):
                self.find("column-unknown", self.line, found=cell)
        return columns

    def _take(self, row: Mapping[str, str]) -> None:
        day, kind = self._day(row.get("date", "")), kind_of(row.get("kind", ""))
        if kind is None:
            self.find("kind-unknown", self.line, found=row.get("kind", ""))
        cell = row.get("hours", "")
        hours = self._hours(cell) if plain(cell) else None
        if kind is DayKindRead.REST and plain(cell):
            self.find("rest-with-hours", self.line, found=cell)
        elif kind is DayKindRead.HALF and not plain(cell):
            self.find("half-without-hours", self.line)
        elif day and kind and (hours or not plain(cell)):
            name = named(row.get("name", ""))
            self.entries.append(Entry(self.line, day, kind is not DayKindRead.REST, hours, name))

    def _day(self, cell: str) -> date | None:
        try:
            day, weekday = day_of(cell)
        except ValueError:
            self.find("no-such-day", self.line, found=cell)
            return None
        if day is None:
            self.find("date-unreadable", self.line, found=cell)
        elif weekday not in {None, day.weekday()}:
            real, said = WEEKDAYS[day.weekday()], WEEKDAYS[weekday or 0]
            self.find("weekday", self.line, day=day.isoformat(), real=real, found=said)
        return day

    def _hours(self, cell: str) -> tuple[Interval, ...] | None:
        hours = hours_of(cell)
        if hours is None:
            self.find("hours-unreadable", self.line, found=cell)
        elif not in_order(hours):
            self.find("hours-order", self.line, found=cell)
            return None
        return hours

    def find(self, code: str, line: int, **facts: object) -> None:
        """Find this on a line."""
        quoted = self.lines[line - 1] if line <= len(self.lines) else ""
        self.findings.append(finding(code, self.file, line, quoted, **facts))
