"""The fields of a form, in the order in which they are shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.expressions import Expression
from engine.text import Text

NO_TEXT = Text("", "")


@dataclass(frozen=True, slots=True)
class Choice:
    """One allowed value and its label."""

    value: Any
    label: Text


@dataclass(frozen=True, slots=True)
class Limits:
    """What the browser may check already; lengths in characters, `step` of a number."""

    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    minimum: float | int | None = None
    maximum: float | int | None = None
    step: float | int | None = None
    min_items: int | None = None
    max_items: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One field.

    `type`: string, integer, number, boolean, array, object, or none for mere text. `choices`: of the value, or of the
    items of an array. `item`: the type of an array's items. `fields`: of an object, or the columns of a table.
    `readonly`: shown from the case's variables, never written. `pointer`: where it is in the values, `*` for a row.
    """

    name: str
    label: Text
    type: str
    widget: str
    required: bool = False
    readonly: bool = False
    choices: tuple[Choice, ...] = ()
    help: Text = NO_TEXT
    show_if: Expression | None = None
    role: str | None = None
    format: str | None = None
    unit: Text = NO_TEXT
    placeholder: Text = NO_TEXT
    pattern_help: Text = NO_TEXT
    limits: Limits = Limits()
    item: str | None = None
    fields: tuple["Field", ...] = ()
    default: Any = None
    not_before: Expression | None = None
    not_after: Expression | None = None
    pointer: str = ""

    @property
    def is_static(self) -> bool:
        """Whether it is mere text."""
        return self.type == "none"

    @property
    def is_table(self) -> bool:
        """Whether it is a row of records."""
        return self.type == "array" and self.item == "object"

    def walk(self) -> Iterator["Field"]:
        """Give it and everything inside."""
        yield self
        for field in self.fields:
            yield from field.walk()
