"""The columns of an import table: our own, then one for each field of a start form that fits into a cell."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from engine.forms import Field, Form
from engine.text import Language, Text
from web.table_file import Row

PROCEDURE = Text("办理程序", "procedure")
TITLE = Text("案件名称", "title")
RECEIVED = Text("收到日期", "received on")
OFFICE_NUMBER = Text("原案号", "office number")
OWN = (PROCEDURE, TITLE, RECEIVED, OFFICE_NUMBER)
RECEIVED_FIELD = "received_on"
"""A form that asks for the day on which the case came in needs no column of ours for it."""

_PARTS = str.maketrans("；\n", ";;")
_CELLS = str.maketrans("／|｜", "///")


@dataclass(frozen=True, slots=True)
class Opening:
    """A procedure that a row may open."""

    key: str
    name: Text
    form: Form | None

    @property
    def own(self) -> tuple[Text, ...]:
        """Our own columns, without those that the form has itself."""
        has_day = self.form is not None and any(field.name == RECEIVED_FIELD for field in self.form.fields)
        return tuple(column for column in OWN if not (has_day and column is RECEIVED))

    @property
    def fields(self) -> list[Field]:
        """The fields that fit into one cell each: everything but groups of fields, and tables of tables."""
        return [field for field in self.form.fields if _fits(field)] if self.form else []

    @property
    def titles(self) -> list[Text]:
        """The titles of a template; required ones end in a star."""
        stars = [(self.called(field), "*" * field.required) for field in self.fields]
        return [*self.own, *(Text(f"{name.zh}{star}", f"{name.en}{star}") for name, star in stars)]

    def called(self, field: Field) -> Text:
        """What a field's column is called: its label, with its name where another one has the same."""
        zh, en = field.label.zh, field.label.to("en")
        return Text(
            f"{zh}（{field.name}）" if _taken(self, "zh")[zh] > 1 else zh,
            f"{en} ({field.name})" if _taken(self, "en")[en] > 1 else en,
        )

    def raw(self, row: Row) -> dict[str, list[str]]:
        """A row's cells as an HTML form would have sent them."""
        found: dict[str, list[str]] = {}
        for field in self.fields:
            if written := cell(row, field.name, *self.called(field)):
                found |= dict(_sent(field, written))
        return found


@lru_cache(maxsize=256)
def _taken(opening: Opening, language: Language) -> Counter[str]:
    """How many columns bear each label."""
    labels = [field.label.to(language) for field in opening.fields]
    return Counter([*labels, *(column.to(language) for column in opening.own)])


def cell(row: Row, *names: str) -> str | None:
    """The text of the first of several columns that is filled."""
    return next((row.cells[name] for name in names if row.cells.get(name)), None)


def known_columns(openings: Mapping[str, Opening]) -> frozenset[str]:
    """Every title that a table may have."""
    own = {name for column in OWN for name in column}
    fields = ((opening, field) for opening in openings.values() for field in opening.fields)
    return frozenset(
        own | {name for opening, field in fields for name in (field.name, *opening.called(field))}
    )


def _fits(field: Field) -> bool:
    if field.readonly or field.is_static or field.type == "object":
        return False
    return all(not column.fields for column in field.fields)


def _sent(field: Field, written: str) -> Iterator[tuple[str, list[str]]]:
    if field.is_table:
        for index, line in enumerate(_parts(written)):
            for column, text in zip(field.fields, line.translate(_CELLS).split("/"), strict=False):
                yield f"{field.name}.{index}.{column.name}", [_chosen(column, text.strip())]
    elif field.type == "array":
        yield field.name, [_chosen(field, one) for part in _parts(written) for one in _listed(field, part)]
    else:
        yield field.name, [_chosen(field, written)]


def _parts(written: str) -> list[str]:
    """Several values in a cell, parted by ; or a line's end."""
    return [part.strip() for part in written.translate(_PARTS).split(";") if part.strip()]


def _listed(field: Field, part: str) -> list[str]:
    """Values that are parted by 、, which may also stand within one."""
    if any(part in one.label for one in field.choices):
        return [part]
    return [one.strip() for one in part.split("、") if one.strip()]


def _chosen(field: Field, written: str) -> str:
    """The value behind a choice's label, in either language."""
    return next((str(one.value) for one in field.choices if written in one.label), written)
