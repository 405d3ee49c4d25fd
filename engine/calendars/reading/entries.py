"""Days as tables and calendar files name them, put together and checked against each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from engine.calendars.days import NO_TEXT
from engine.calendars.festivals import festivals_in
from engine.calendars.hours import Interval
from engine.calendars.overlays import Overlay, OverlayDay, Scope
from engine.calendars.reading.result import NoticeRead
from engine.calendars.reading.rules import finding
from engine.findings import Finding, Severity
from engine.text import Text

MOST_FINDINGS: Final = 100

_SOURCE: Final = Text("导入的日历文件", "imported calendar file")


@dataclass(frozen=True, slots=True)
class Entry:
    """One day, and the line that it is on."""

    line: int
    day: date
    working: bool
    hours: tuple[Interval, ...] | None = None
    name: Text = NO_TEXT


def named(text: str) -> Text:
    """A name as it was given; a festival's in both languages."""
    name = text.strip()
    festivals = festivals_in(name)
    whole = len(festivals) == 1 and name.lower() in {festivals[0].zh, festivals[0].en.lower()}
    return festivals[0] if whole else Text(name, name)


def read_of(
    entries: Sequence[Entry], findings: Sequence[Finding], file: str, lines: Sequence[str], title: str = ""
) -> NoticeRead:
    """The office's overlay of these days; with any error, none. Whoever publishes it names its source and scope."""
    found = [*findings, *_repeated(entries, file, lines)]
    if not entries and not found:
        found.append(finding("empty", file, 0, ""))
    rows = {entry.day: entry for entry in reversed(entries)}
    days = tuple(OverlayDay(row.day, row.working, row.name, row.hours) for _, row in sorted(rows.items()))
    years = {row.day.year for row in days}
    is_wrong = not days or any(row.severity is Severity.ERROR for row in found)
    source = Text(f"{_SOURCE.zh}“{file}”", f"{_SOURCE.en} “{file}”") if file else _SOURCE
    return NoticeRead(
        None if is_wrong else Overlay(Scope.OFFICE, source, days),
        tuple(found[:MOST_FINDINGS]),
        years.pop() if len(years) == 1 else None,
        "",
        title,
        days,
    )


def _repeated(entries: Sequence[Entry], file: str, lines: Sequence[str]) -> list[Finding]:
    """Days that are there twice: the same is a warning, anything else an error."""
    seen: dict[date, Entry] = {}
    found = []
    for entry in entries:
        first = seen.setdefault(entry.day, entry)
        if first is not entry:
            same = (first.working, first.hours) == (entry.working, entry.hours)
            code = "twice" if same else "set-differently"
            quoted = lines[entry.line - 1]
            found.append(finding(code, file, entry.line, quoted, day=entry.day.isoformat(), other=first.line))
    return found
