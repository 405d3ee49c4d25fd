"""Days from a calendar file (iCalendar, RFC 5545)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from icalendar import Calendar, vDDDTypes

from engine.calendars.hours import SHANGHAI
from engine.calendars.reading.cells import DayKindRead, hours_in, in_order, plain
from engine.calendars.reading.entries import Entry, named, read_of
from engine.calendars.reading.result import NoticeRead
from engine.calendars.reading.rules import finding
from engine.findings import Finding
from engine.text import Text

LONGEST_FILE: Final = 500_000
"""Bytes."""

LONGEST_EVENT: Final = 100
"""Days."""

_APPLE: Final = {"WORK-HOLIDAY": DayKindRead.REST, "ALTERNATE-WORKDAY": DayKindRead.WORK}
_KINDS: Final = (
    (DayKindRead.HALF, re.compile(r"半天|半日|\bhalf\b", re.IGNORECASE)),
    (
        DayKindRead.WORK,
        re.compile(
            r"上班|补班|[(\[]班[)\]]|(?<![值加夜轮])班$|^班|\bwork(?:ing)?[ -]?day\b|^work$", re.IGNORECASE
        ),
    ),
    (DayKindRead.REST, re.compile(r"休|放假|假期|\brest\b|\bholiday\b|\bday off\b", re.IGNORECASE)),
)
_MARKS: Final = re.compile(
    r"\s*[(\[【]?(?:调休上班|放假调休|放假|上班|补班|调休|休息|休|班|半天|半日)[)\]】]?\s*$|^[(\[【](?:休|班|半天)[)\]】]\s*"
)
_HOURS: Final = re.compile(r"\s*\d{1,2}[:：]\d{2}.*$")
_BEGIN: Final = re.compile(r"^BEGIN:VEVENT\s*$", re.IGNORECASE)
_UNREADABLE: Final = (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError)


def read_ics(content: bytes, *, file: str = "") -> NoticeRead:
    """Read the all-day events that are rest (休) or moved working days (班), and events of half a day (半天).

    What an event is, its summary or categories say, or Apple's X-APPLE-SPECIAL-DAY. DTEND is exclusive. Other events
    are warnings, and not read.
    """
    lines = content.decode("utf-8", "replace").splitlines()
    if len(content) > LONGEST_FILE:
        return read_of((), [finding("too-long", file, 0, "", limit=LONGEST_FILE)], file, lines)
    try:
        calendar = Calendar.from_ical(content)
        events = list(calendar.walk("VEVENT"))
        title = _text(calendar.get("X-WR-CALNAME"))
    except _UNREADABLE:
        return read_of((), [finding("ics-broken", file, 0, "")], file, lines)
    begins = [number for number, line in enumerate(lines, 1) if _BEGIN.match(line)]
    reader = _Events(file, lines)
    for event, line in zip(events, begins, strict=False):
        reader.take(event, line)
    return read_of(reader.entries, reader.findings, file, lines, title)


@dataclass(slots=True)
class _Events:
    file: str
    lines: Sequence[str]
    entries: list[Entry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def take(self, event: Any, line: int) -> None:
        """One event; an event that was cancelled is none."""
        summary = _text(event.get("SUMMARY"))
        kind = _kind(summary, event)
        if _text(event.get("STATUS")).upper() == "CANCELLED":
            return
        if kind is None:
            self._find("ics-skipped", line, summary)
        elif event.get("RRULE") is not None or event.get("RDATE") is not None:
            self._find("ics-recurring", line, summary)
        else:
            self._place(event, line, summary, kind)

    def _place(self, event: Any, line: int, summary: str, kind: DayKindRead) -> None:
        edges = _edges(event)
        if edges is None:
            self._find("ics-date", line, summary)
            return
        start, end = edges
        if isinstance(start, datetime) and isinstance(end, datetime):
            self._half(start, end, line, summary, kind)
        elif 0 < (end - start).days <= LONGEST_EVENT:
            days = [start + timedelta(days=n) for n in range((end - start).days)]
            self._days(days, line, summary, kind)
        else:
            self._find("ics-date", line, summary)

    def _days(self, days: Sequence[date], line: int, summary: str, kind: DayKindRead) -> None:
        hours = hours_in(summary) if kind is DayKindRead.HALF else None
        if kind is DayKindRead.HALF and not (hours and in_order(hours)):
            self._find("half-without-hours", line, summary)
            return
        working, name = kind is not DayKindRead.REST, _name(summary)
        self.entries += [Entry(line, day, working, hours, name) for day in days]

    def _half(self, start: datetime, end: datetime, line: int, summary: str, kind: DayKindRead) -> None:
        """Half a day, with the event's own hours."""
        last = (end - timedelta(microseconds=1)).date()
        if kind is not DayKindRead.HALF or start >= end or last != start.date():
            self._find("ics-timed", line, summary)
            return
        hours = ((start.time(), end.time()),)
        self.entries.append(Entry(line, start.date(), working=True, hours=hours, name=_name(summary)))

    def _find(self, code: str, line: int, summary: str) -> None:
        quoted = self.lines[line - 1]
        self.findings.append(finding(code, self.file, line, quoted, found=summary, limit=LONGEST_EVENT))


def _edges(event: Any) -> tuple[date, date] | None:
    """The first day and the one after the last, or two instants on the office's own clock."""
    start, end, duration = (_value(event.get(name)) for name in ("DTSTART", "DTEND", "DURATION"))
    if not isinstance(start, date):
        return None
    try:
        if end is None:
            end = start + (duration if isinstance(duration, timedelta) else timedelta(days=1))
        if isinstance(start, datetime) and isinstance(end, datetime):
            return _local(start), _local(end)
    except OverflowError:
        return None
    return (start, end) if type(start) is type(end) is date else None


def _local(at: datetime) -> datetime:
    """On the office's own clock; one without a zone is on it already."""
    return (at.astimezone(SHANGHAI) if at.tzinfo else at).replace(tzinfo=None)


def _value(found: Any) -> Any:
    """A property's value; None where it is missing, broken, or there more than once."""
    return found.dt if isinstance(found, vDDDTypes) else None


def _text(found: Any) -> str:
    return "" if found is None else str(found[0] if isinstance(found, list) and found else found).strip()


def _kind(summary: str, event: Any) -> DayKindRead | None:
    if special := _APPLE.get(_text(event.get("X-APPLE-SPECIAL-DAY")).upper()):
        return special
    texts = [plain(text) for text in (summary, *_categories(event.get("CATEGORIES")))]
    return next((kind for kind, pattern in _KINDS if any(map(pattern.search, texts))), None)


def _categories(found: Any) -> Iterator[str]:
    for row in found if isinstance(found, list) else [found]:
        yield from map(str, getattr(row, "cats", ()))


def _name(summary: str) -> Text:
    return named(_MARKS.sub("", _HOURS.sub("", plain(summary))))
