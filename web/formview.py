"""A form as a page shows it: each field with its value, its problem, and whether it is asked at all."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from flask import request

from engine.errors import ExpressionRefused, FormInvalid
from engine.findings import Finding
from engine.forms import Field, Form
from engine.queries.rows import PersonRef, TaskForm
from engine.text import Language, Text

NOTHING: Mapping[str, Any] = {}
_RESERVED = ("csrf_token", "next")


def typed() -> dict[str, list[str]]:
    """The form's own fields of this request; ours begin with an underscore."""
    return {
        name: texts
        for name, texts in request.form.lists()
        if not name.startswith("_") and name not in _RESERVED
    }


@dataclass(frozen=True, slots=True)
class FormView:
    """`values` are typed JSON values by field; `problems` by JSON pointer; `people` by field, for its x-role."""

    form: Form
    values: Mapping[str, Any]
    now: datetime
    variables: Mapping[str, Any] = field(default_factory=dict)
    problems: Mapping[str, Text] = field(default_factory=dict)
    people: Mapping[str, Sequence[PersonRef]] = field(default_factory=dict)

    @classmethod
    def of_task(
        cls, row: TaskForm, now: datetime, *, error: FormInvalid | None = None, again: bool = False
    ) -> Self | None:
        """A task's form: what was typed just now (`again`), else the draft, else the case's values."""
        if row.form is None:
            return None
        values = row.form.parse(typed()) if again else dict(row.draft or {})
        fixed = {each.name: row.values.get(each.name) for each in row.form.fields if each.readonly}
        start = row.values if not again and not row.draft else NOTHING
        return cls(row.form, {**start, **values, **fixed}, now, row.values, pointers(error), row.people)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields in order."""
        return self.form.fields

    def asked(self, row: Field) -> bool:
        """Whether the field is to be filled in, as things stand; where that cannot be said, it is."""
        if row.show_if is None:
            return True
        try:
            return bool(row.show_if.evaluate({**self.variables, **self.values}, now=self.now))
        except ExpressionRefused:
            return False

    @property
    def changes(self) -> bool:
        """Whether any field depends on another."""
        return any(row.show_if is not None for row in self.fields)

    def problem(self, pointer: str) -> Text | None:
        """What is wrong with a field."""
        return self.problems.get(pointer)

    @property
    def errors(self) -> Iterator[tuple[str, Text]]:
        """Every problem with the id of its field on the page, in the order of the fields."""
        order = {f"/{row.name}": place for place, row in enumerate(self.fields)}
        found = sorted(
            self.problems.items(), key=lambda pair: order.get("/" + pair[0].split("/")[1], len(order))
        )
        return ((element_id(pointer), text) for pointer, text in found)

    def labels(self, language: Language) -> str:
        """Names of the fields, for the page that shows what was typed when the form itself is gone."""
        return json.dumps({row.name: row.label.to(language) for row in self.fields}, ensure_ascii=False)


def element_id(pointer: str) -> str:
    """The id of the element that edits what a JSON pointer points to."""
    return "f" + pointer.replace("/", "-")


def pointers(error: FormInvalid | None) -> dict[str, Text]:
    """Each problem by the JSON pointer of its field; the first one counts."""
    problems: Sequence[Finding] = error.problems if error else ()
    return {finding.element: finding.message for finding in reversed(problems)}
