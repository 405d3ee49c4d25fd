"""An office's existing cases out of a table: every row is checked before the first one is opened."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine import cases
from engine.errors import FormInvalid
from engine.forms import Field, Form
from engine.text import Text
from engine.uow import UnitOfWork
from web.table_file import Row, Table, TableRefused

PROCEDURE = Text("办理程序", "procedure")
TITLE = Text("案件名称", "title")
RECEIVED = Text("收到日期", "received on")
OFFICE_NUMBER = Text("原案号", "office number")
OWN = (PROCEDURE, TITLE, RECEIVED, OFFICE_NUMBER)
MANY = ("array",)


@dataclass(frozen=True, slots=True)
class Opening:
    """A procedure that a row may open."""

    key: str
    name: Text
    form: Form | None


@dataclass(frozen=True, slots=True)
class Good:
    """A row that can be imported."""

    row: int
    key: str
    title: str
    received: date | None
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that cannot be imported, and why."""

    row: int
    reasons: tuple[Text, ...]


def check(
    table: Table, openings: Mapping[str, Opening], *, key: str | None, today: date
) -> tuple[list[Good], list[Bad]]:
    """Hold every row against its procedure's form. `key`: the procedure of rows that name none.

    Raises `TableRefused` for a column that no form knows: a misspelt title must not lose a column's facts.
    """
    _refuse_unknown(table, openings)
    filled = [row for row in table.rows if not set(row.cells) <= set(PROCEDURE)]
    checked = [_checked(row, openings, key, today) for row in filled]
    good = [row for row in checked if isinstance(row, Good)]
    bad = [*(row for row in checked if isinstance(row, Bad)), *_twice(good)]
    numbers = {row.row for row in bad}
    return [row for row in good if row.row not in numbers], sorted(bad, key=lambda row: row.row)


def open_all(uow: UnitOfWork, rows: list[Good]) -> Iterator[cases.StartedCase]:
    """Open a case for each row, in one transaction; the caller may count them as they come."""
    for row in rows:
        yield cases.start(uow, row.key, facts=row.facts, title=row.title, received_on=row.received)


def columns(form: Form | None) -> list[Text]:
    """The columns of a template: our own, then the form's plain fields; required ones end in a star."""
    stars = [(field.label, "*" * field.required) for field in plain_fields(form)]
    return [*OWN, *(Text(f"{label.zh}{star}", f"{label.en}{star}") for label, star in stars)]


def plain_fields(form: Form | None) -> list[Field]:
    """The fields that fit into one cell each."""
    return [field for field in form.fields if _plain(field)] if form else []


def _plain(field: Field) -> bool:
    return field.type not in ("object", "none") and not field.fields and not field.readonly


def _refuse_unknown(table: Table, openings: Mapping[str, Opening]) -> None:
    known = {name for own in OWN for name in own}
    for opening in openings.values():
        for field in opening.form.fields if opening.form else ():
            known |= {field.name, *field.label}
    unknown = [header for header in table.headers if header and header not in known]
    if unknown:
        listed = "、".join(unknown)
        raise TableRefused(
            Text(
                f"不认识的列：{listed}。请使用模板中的列标题（kuaibao case template）",
                f"unknown columns: {listed}. Use the titles of the template (kuaibao case template)",
            )
        )


def _checked(row: Row, openings: Mapping[str, Opening], key: str | None, today: date) -> Good | Bad:
    opening = _opening(row, openings, key)
    if opening is None:
        named = _cell(row, PROCEDURE) or ""
        known = "、".join(f"{o.name.zh}（{o.key}）" for o in openings.values())
        return Bad(
            row.number,
            (
                Text(
                    f"没有办理程序“{named}”；可用：{known}",
                    f"no procedure “{named}”; there are: {', '.join(openings)}",
                ),
            ),
        )
    reasons: list[Text] = []
    received = _received(row, today, reasons)
    facts = _facts(row, opening.form, reasons)
    if not _cell(row, TITLE):
        reasons.append(Text("缺少案件名称", "the title is missing"))
    if reasons:
        return Bad(row.number, tuple(reasons))
    return Good(row.number, opening.key, _cell(row, TITLE) or "", received, facts)


def _opening(row: Row, openings: Mapping[str, Opening], key: str | None) -> Opening | None:
    named = _cell(row, PROCEDURE) or key or ""
    return openings.get(named) or next((o for o in openings.values() if named in o.name), None)


def _cell(row: Row, column: Text) -> str | None:
    return next((row.cells[name] for name in column if name in row.cells), None)


def _received(row: Row, today: date, reasons: list[Text]) -> date | None:
    written = _cell(row, RECEIVED)
    if written is None:
        return None
    try:
        day = date.fromisoformat(written.replace("/", "-"))
    except ValueError:
        reasons.append(
            Text(
                f"收到日期“{written}”应写作 2026-01-31", f"received on “{written}” is written like 2026-01-31"
            )
        )
        return None
    if day > today:
        reasons.append(Text(f"收到日期 {day} 晚于今天", f"received on {day} lies in the future"))
    return day


def _facts(row: Row, form: Form | None, reasons: list[Text]) -> dict[str, Any]:
    number = _cell(row, OFFICE_NUMBER)
    facts: dict[str, Any] = {"office_number": number} if number else {}
    if form is None:
        return facts
    raw = {f.name: _values(f, written) for f in form.fields if _plain(f) and (written := _written(row, f))}
    try:
        return facts | form.clean(form.parse(raw), {})
    except FormInvalid as invalid:
        labels = {field.name: field.label for field in form.fields}
        reasons.extend(_reason(finding.element, finding.message, labels) for finding in invalid.problems)
        return facts


def _written(row: Row, field: Field) -> str | None:
    return next((row.cells[name] for name in (field.name, *field.label) if name in row.cells), None)


def _values(field: Field, written: str) -> list[str]:
    """The strings that an HTML form would have sent: choices by label or value, several parted by 、 or ;."""
    parts = [written]
    if field.type in MANY:
        parts = [
            part.strip() for part in written.replace("、", ";").replace("；", ";").split(";") if part.strip()
        ]
    byname = {name: str(choice.value) for choice in field.choices for name in choice.label}
    return [byname.get(part, part) for part in parts]


def _reason(pointer: str, message: Text, labels: Mapping[str, Text]) -> Text:
    label = labels.get(pointer.strip("/").partition("/")[0], Text(pointer, pointer))
    return Text(f"{label.zh}：{message.zh}", f"{label.en}: {message.en}")


def _twice(rows: list[Good]) -> list[Bad]:
    """Rows that repeat an earlier row's office number."""
    first: dict[str, int] = {}
    repeated = []
    for row in rows:
        number = row.facts.get("office_number")
        if number is not None and first.setdefault(number, row.row) != row.row:
            reason = Text(
                f"原案号 {number} 与第 {first[number]} 行重复",
                f"office number {number} stands in row {first[number]} too",
            )
            repeated.append(Bad(row.row, (reason,)))
    return repeated
