"""导入: what is given is read and shown, with its days on the wall; nothing is saved while an error stands."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Self

from flask import request
from werkzeug.datastructures import FileStorage, MultiDict

from engine.calendars import Overlay, OverlayDay, Scope, WorkingCalendar
from engine.calendars.reading import NoticeRead
from engine.errors import PeriodInvalid
from engine.text import Text
from web.calendar_reading import COLUMNS, FORMS, Given, remarks
from web.year_view import Wall, months_of, wall, whole_year

_MOST_ROWS = 400


@dataclass(frozen=True, slots=True)
class About:
    """Whose days they are, on whose word, and from when on; as it was typed."""

    scope: str = ""
    source_zh: str = ""
    source_en: str = ""
    valid_from: str = ""
    valid_until: str = ""

    @classmethod
    def typed(cls) -> Self:
        """Read the form of this request."""
        return cls(*(request.form.get(field.name, "").strip()[:200] for field in fields(cls)))

    @classmethod
    def of(cls, overlay: Overlay) -> Self:
        """What the reading says of itself."""
        since = overlay.valid_from.isoformat() if overlay.valid_from != date.min else ""
        until = overlay.valid_until.isoformat() if overlay.valid_until != date.max else ""
        return cls(overlay.scope.value, overlay.source.zh, overlay.source.en, since, until)

    def over(self, overlay: Overlay, days: Sequence[OverlayDay] | None = None) -> Overlay:
        """The days, or others, under what was typed; PeriodInvalid. Only the nation's notice publishes a year."""
        if not self.source_zh:
            raise PeriodInvalid("source-missing")
        scope = self._scope()
        return replace(
            overlay,
            days=overlay.days if days is None else tuple(days),
            scope=scope,
            source=Text(self.source_zh, self.source_en or self.source_zh),
            valid_from=_day(self.valid_from) or date.min,
            valid_until=_day(self.valid_until) or date.max,
            publishes=overlay.publishes if scope is Scope.NATION else frozenset(),
        )

    def _scope(self) -> Scope:
        try:
            return Scope(self.scope)
        except ValueError:
            raise PeriodInvalid("scope-unknown", self.scope) from None


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise PeriodInvalid("not-a-day", written) from None


def asked_form() -> str:
    """Which way of giving days the address asks for."""
    form = request.args.get("form", "")
    return form if form in FORMS else "notice"


def given() -> Given:
    """What this request gives to read; TableRefused where an uploaded file has no letters."""
    form = asked_form()
    file = request.files.get("file")
    if form in ("csv", "ics") and file is not None and file.filename:
        return _uploaded(file, form)
    text = request.form.get("text", "").replace("\r\n", "\n")
    return Given(form, text, typed_rows(request.form) if form == "typed" else ())


def _uploaded(file: FileStorage, form: str) -> Given:
    return Given.file(file.filename or "", file.read(), form)


def typed_rows(form: MultiDict[str, str]) -> tuple[dict[str, str], ...]:
    """The rows that were typed, those with nothing in them left out."""
    rows = []
    for index in range(_MOST_ROWS):
        row = {name: form.get(f"days.{index}.{name}", "").strip()[:60] for name in COLUMNS}
        if any(row[name] for name in COLUMNS if name != "kind"):
            rows.append(row)
    return tuple(rows)


def shown(found: Given, read: NoticeRead, calendar: WorkingCalendar) -> dict[str, Any]:
    """What the page shows of a reading."""
    drawn = wall_of(read.overlay or Overlay(Scope.NATION, Text("", ""), read.days), calendar)
    return {
        "read": read,
        "remarks": remarks(found, read.findings),
        "numbers": numbers_of(read),
        "wall": drawn,
        "fresh": [row for row in drawn.stretches if row.new] if drawn else [],
    }


def numbers_of(read: NoticeRead) -> dict[str, int]:
    """How many days of each kind were read."""
    half = sum(row.hours is not None for row in read.days)
    rest = sum(not row.working for row in read.days)
    return {"rest": rest, "half": half, "work": len(read.days) - half - rest}


def wall_of(overlay: Overlay, calendar: WorkingCalendar) -> Wall | None:
    """The calendar as it would be with an overlay: a published year whole, else the months that it touches."""
    if not overlay.days:
        return None
    with_it = WorkingCalendar(calendar.almanac, (*calendar.overlays, overlay))
    days = frozenset(row.day for row in overlay.days)
    if len(overlay.publishes) == 1:
        return whole_year(with_it, next(iter(overlay.publishes)), new=days)
    return wall(with_it, months_of(days), new=days)
