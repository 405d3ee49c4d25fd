"""What is wrong with days that somebody wants to publish: by themselves, and beside those that count already."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Final

from engine.calendar_years.rows import calendar_with, published
from engine.calendars import Overlay, WorkingCalendar
from engine.calendars.working import LONGEST_REST
from engine.errors import CalendarHasNoWorkingDay, CalendarRefused, NotFound
from engine.findings import Finding, Severity
from engine.model import CalendarOverlay
from engine.text import Text
from engine.uow import UnitOfWork

_SHOWN: Final = 20
_LAST_YEAR: Final = date.max.year - 2
_REPLACE: Final = Text(
    "先撤回该来源，或在公布时一并替换", "Withdraw that source first, or replace it as this one is published"
)
_AMEND: Final = Text(
    "先撤回该来源，或在公布时一并替换；对其作出调整的文件，请填写较晚的生效日期",
    "Withdraw that source, or replace it as this one is published; a document that amends it is valid from a later day",
)


def check(uow: UnitOfWork, overlay_id: int, *, replacing: Collection[int] = ()) -> tuple[Finding, ...]:
    """What keeps a draft from being published; nothing, where nothing does. NotFound.

    Rules: contradicts-published (another document of the same scope says otherwise of a day), year-published (the year's
    notice is on record), no-days, no-source, no-working-day. `replacing`: overlays withdrawn in the same act.
    """
    row = uow.session.get(CalendarOverlay, overlay_id)
    if row is None:
        raise NotFound("calendar", overlay_id)
    return tuple(findings(uow, row.value, {*replacing, overlay_id}))


def findings(uow: UnitOfWork, overlay: Overlay, replacing: Collection[int] = ()) -> Iterator[Finding]:
    """As `check`, of days that need not be on record."""
    yield from impossible(uow, overlay, replacing)
    for number, other in published(uow, replacing).items():
        yield from _beside(overlay, number, other)


def refuse_impossible(uow: UnitOfWork, overlay: Overlay) -> None:
    """Raise CalendarRefused for what no office could publish."""
    if found := list(impossible(uow, overlay)):
        raise CalendarRefused(found)


def impossible(uow: UnitOfWork, overlay: Overlay, replacing: Collection[int] = ()) -> Iterator[Finding]:
    """What is wrong with days by themselves."""
    if not overlay.source.zh.strip():
        yield _finding(
            "no-source",
            "",
            Text("没有写明来源", "There is no source"),
            Text("写明文件名称和文号", "Give the document's title and number"),
        )
    if not any(overlay.counts(row.day) for row in overlay.days):
        yield _finding(
            "no-days",
            "",
            Text("没有任何一日在有效期内", "No day lies within its validity"),
            Text("列出日期，或修改有效期", "List days, or change the validity"),
        )
        return
    try:
        ensure_working_days(calendar_with(uow, [overlay], without=replacing), overlay)
    except CalendarHasNoWorkingDay as never:
        day = never.after.isoformat()
        yield _finding(
            "no-working-day",
            f"day:{day}",
            Text(
                f"自{day}起连续{LONGEST_REST}日以上没有工作日",
                f"There is no working day for more than {LONGEST_REST} days from {day}",
            ),
            Text("核对休息日的起止", "Check where the rest begins and ends"),
        )


def ensure_working_days(calendar: WorkingCalendar, overlay: Overlay) -> None:
    """Raise CalendarHasNoWorkingDay where the calendar rests for more than 400 days on end around the overlay's days."""
    years = [row.day.year for row in overlay.days]
    first, last = max(min(years) - 2, 1), min(max(years) + 2, _LAST_YEAR)
    day = date(first, 1, 1).toordinal()
    until = date(last, 12, 31).toordinal()
    while day < until:
        day = calendar.shift_ordinal(day, 1)


def _beside(overlay: Overlay, number: int, other: Overlay) -> Iterator[Finding]:
    """Where days contradict those of another document that counts."""
    for year in sorted(overlay.publishes & other.publishes):
        yield _finding(
            "year-published",
            f"overlay:{number}",
            Text(
                f"{year}年的放假通知已由“{other.source.zh}”公布",
                f"The notice of {year} is on record already: “{other.source.to('en')}”",
            ),
            _REPLACE,
        )
    if overlay.scope is other.scope and overlay.valid_from <= other.valid_from:  # a later one amends it
        yield from _contradictions(overlay, number, other)


def _contradictions(overlay: Overlay, number: int, other: Overlay) -> Iterator[Finding]:
    said = {row.day: (row.working, row.hours) for row in other.days if other.counts(row.day)}
    days = [
        row.day
        for row in sorted(overlay.days, key=lambda row: row.day)
        if overlay.counts(row.day) and said.get(row.day, (row.working, row.hours)) != (row.working, row.hours)
    ]
    for day in days[:_SHOWN]:
        yield _finding(
            "contradicts-published",
            f"overlay:{number}",
            Text(
                f"{day.isoformat()}与已公布的“{other.source.zh}”不一致",
                f"{day.isoformat()} is otherwise in “{other.source.to('en')}”, which counts already",
            ),
            _AMEND,
        )


def _finding(rule: str, element: str, message: Text, remedy: Text) -> Finding:
    return Finding("", element, Severity.ERROR, rule, message, remedy)
