"""An office's existing cases out of a table: every row is checked before the first one is opened."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine import cases
from engine.errors import FormInvalid
from engine.queries import dashboard
from engine.text import Text
from engine.uow import UnitOfWork
from web.table_columns import (
    OFFICE_NUMBER,
    OWN,
    PROCEDURE,
    RECEIVED,
    RECEIVED_FIELD,
    TITLE,
    Opening,
    cell,
    known_columns,
)
from web.table_file import Row, Table, TableRefused

LONGEST = 300
"""Characters of a title."""

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class Good:
    """A row that can be imported."""

    row: int
    key: str
    title: str
    received: date | None
    facts: Mapping[str, Any]
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that cannot be imported, and why."""

    row: int
    reasons: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """What rows are held against.

    `key` is the procedure of rows that name none, `now` is on the office's own clock, `known` tells whether the office
    has a case with an office number already.
    """

    openings: Mapping[str, Opening]
    now: datetime
    key: str | None = None
    known: Callable[[str], bool] = lambda _: False


def check(table: Table, rules: Rules) -> tuple[list[Good], list[Bad]]:
    """Hold every row against its procedure's form.

    Raises `TableRefused` for a column that no form knows: a misspelt title must not lose a column's facts.
    """
    _refuse_unknown(table, rules.openings)
    checked = [_checked(row, rules) for row in table.rows if not _blank(row)]
    good = [row for row in checked if isinstance(row, Good)]
    bad = [*(row for row in checked if isinstance(row, Bad)), *_twice(good, rules)]
    numbers = {row.row for row in bad}
    return [row for row in good if row.row not in numbers], sorted(bad, key=lambda row: row.row)


def open_all(uow: UnitOfWork, rows: list[Good]) -> Iterator[cases.StartedCase]:
    """Open a case for each row, in one transaction; the caller may count them as they come."""
    for row in rows:
        title = _title(uow, row)
        yield cases.start(uow, row.key, facts=row.facts, title=title, received_on=row.received)


def imported(uow: UnitOfWork) -> Callable[[str], bool]:
    """Whether a case was imported under an office number: its title says so."""
    return lambda number: any(
        row.title.endswith(_suffix(number)) for row in dashboard.search(uow, text=_suffix(number)).rows
    )


def _suffix(number: str) -> str:
    return f"（原案号：{number}）"


def _title(uow: UnitOfWork, row: Good) -> str:
    """The title, with the number that the case had before, so that it is found by it."""
    named = uow.procedure(row.key).title
    title = row.title or (named(row.facts) if named else "")
    suffix = _suffix(row.number) if row.number else ""
    return title[: LONGEST - len(suffix)] + suffix


def _blank(row: Row) -> bool:
    """A row of the template in which only the procedure was filled in."""
    return set(row.cells) <= set(PROCEDURE)


def _refuse_unknown(table: Table, openings: Mapping[str, Opening]) -> None:
    known = known_columns(openings)
    unknown = [header for header in table.headers if header and header not in known]
    if unknown:
        listed = "、".join(unknown)
        raise TableRefused(
            Text(
                f"不认识的列：{listed}。请使用模板中的列标题（kuaibao case template）",
                f"unknown columns: {listed}. Use the titles of the template (kuaibao case template)",
            )
        )


def _checked(row: Row, rules: Rules) -> Good | Bad:
    opening = _opening(row, rules)
    if isinstance(opening, Text):
        return Bad(row.number, (opening,))
    reasons: list[Text] = []
    facts = _facts(row, opening, rules.now, reasons)
    received = _received(row, opening, facts, rules.now.date(), reasons)
    if reasons:
        return Bad(row.number, tuple(reasons))
    return Good(row.number, opening.key, cell(row, *TITLE) or "", received, facts, cell(row, *OFFICE_NUMBER))


def _opening(row: Row, rules: Rules) -> Opening | Text:
    """The procedure that a row names by its name or key, or why there is none."""
    named = cell(row, *PROCEDURE) or rules.key
    if named is None:
        return Text("没有填写办理程序", "the procedure is missing")
    found = rules.openings.get(named) or next((o for o in rules.openings.values() if named in o.name), None)
    known = "、".join(f"{o.name.zh}（{o.key}）" for o in rules.openings.values())
    return found or Text(
        f"没有办理程序“{named}”；可用：{known}",
        f"no procedure “{named}”; there are: {', '.join(rules.openings)}",
    )


def _received(
    row: Row, opening: Opening, facts: Mapping[str, Any], today: date, reasons: list[Text]
) -> date | None:
    written = cell(row, *RECEIVED) if RECEIVED in opening.own else facts.get(RECEIVED_FIELD)
    if not written:
        return None
    day = _day(written)
    if day is None:
        reasons.append(
            Text(
                f"收到日期“{written}”应写作 2026-01-31", f"received on “{written}” is written like 2026-01-31"
            )
        )
    elif day > today:
        reasons.append(Text(f"收到日期 {day} 晚于今天", f"received on {day} lies in the future"))
    return day


def _day(written: str) -> date | None:
    found = _DAY.fullmatch(written)
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def _facts(row: Row, opening: Opening, now: datetime, reasons: list[Text]) -> dict[str, Any]:
    form = opening.form
    if form is None:
        return {}
    try:
        return form.clean(form.parse(opening.raw(row)), {}, now=now)
    except FormInvalid as invalid:
        reasons.extend(finding.message for finding in invalid.problems)
        return {}


def _twice(rows: list[Good], rules: Rules) -> Iterator[Bad]:
    """Rows that repeat an earlier row's office number, or that of a case which the office has already."""
    first: dict[str, int] = {}
    for row in rows:
        if row.number is None:
            continue
        if (earlier := first.setdefault(row.number, row.row)) != row.row:
            yield _repeated(row, f"与第 {earlier} 行重复", f"stands in row {earlier} too")
        elif rules.known(row.number):
            yield _repeated(row, "已经导入过", "has been imported before")


def _repeated(row: Good, zh: str, en: str) -> Bad:
    return Bad(row.row, (Text(f"原案号 {row.number} {zh}", f"office number {row.number} {en}"),))


__all__ = ["OWN", "Bad", "Good", "Opening", "Rules", "check", "imported", "open_all"]
