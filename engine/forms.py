"""Forms: a JSON Schema with our own keywords."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.expressions import Expression
from engine.findings import Finding
from engine.text import Text


@dataclass(frozen=True, slots=True)
class Choice:
    """One allowed value and its label."""

    value: Any
    label: Text


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form."""

    name: str
    label: Text
    type: str  # string | integer | number | boolean | array | object | none (static text)
    widget: str
    required: bool = False
    readonly: bool = False
    choices: tuple[Choice, ...] = ()
    help: Text = Text("", "")
    show_if: Expression | None = None
    role: str | None = None
    fields: tuple["Field", ...] = ()  # of an object, or the columns of a table


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A form: its fields in order, and the schema that the values are held against."""

    key: str
    title: Text
    schema: Mapping[str, Any]
    fields: tuple[Field, ...] = ()

    def clean(
        self, values: Mapping[str, Any], variables: Mapping[str, Any], *, now: datetime | None = None
    ) -> dict[str, Any]:
        """Give what may be saved; raises `FormInvalid`."""
        del variables, now
        return dict(values)

    def parse(self, raw: Mapping[str, list[str]]) -> dict[str, Any]:
        """Turn the strings of an HTML form into typed values."""
        return {name: texts[0] for name, texts in raw.items() if texts}


def read_form(content: bytes, file: str) -> tuple[Form | None, list[Finding]]:
    """Read a form file."""
    del file
    schema = json.loads(content)
    fields = tuple(
        Field(
            name,
            Text(row.get("title", ""), row.get("x-title-en", "")),
            row["type"],
            row.get("x-widget", "text"),
        )
        for name, row in schema.get("properties", {}).items()
    )
    return Form(schema["x-key"], Text(schema["title"], schema.get("x-title-en", "")), schema, fields), []
