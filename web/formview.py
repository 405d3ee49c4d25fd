"""A form as a page shows it: each field with its value, its problem, and whether it is asked at all."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from flask import request

from engine.errors import EngineError, FormInvalid, StaleForm
from engine.forms import Field, Form
from engine.queries.rows import PersonRef, TaskForm
from engine.text import Language, Text

_RESERVED = ("csrf_token", "next")
People = Mapping[str, Sequence[PersonRef]]


def typed() -> dict[str, list[str]]:
    """The form's own fields of this request; ours begin with an underscore."""
    return {
        name: texts
        for name, texts in request.form.lists()
        if not name.startswith("_") and name not in _RESERVED
    }


@dataclass(frozen=True, slots=True)
class FormView:
    """`values` are typed JSON values by field; `shown` and `problems` go by JSON pointer; `people` by field."""

    form: Form
    values: Mapping[str, Any]
    shown: frozenset[str]
    problems: Mapping[str, Text] = field(default_factory=dict)
    people: People = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        form: Form,
        given: Mapping[str, Any],
        variables: Mapping[str, Any],
        now: datetime,
        *,
        problems: Mapping[str, Text] | None = None,
        people: People | None = None,
    ) -> Self:
        """Show `given` over what the case has; `now` is on the office's own clock."""
        initial = form.initial(variables)
        shown = form.shown({**initial, **given}, variables, now=now)
        return cls(form, {**initial, **given}, shown, problems or {}, people or {})

    @classmethod
    def of_task(
        cls, row: TaskForm, now: datetime, *, error: EngineError | None = None, again: bool = False
    ) -> Self | None:
        """A task's form: what was typed just now (`again`), else the draft, else the case's values."""
        if row.form is None:
            return None
        given = row.form.parse(typed()) if again else (row.draft or {})
        return cls.of(row.form, given, row.values, now, problems=_problems(row, error), people=row.people)

    @property
    def changes(self) -> bool:
        """Whether any field depends on another."""
        return any(one.show_if is not None for one in self.form.walk())

    def problem(self, pointer: str) -> Text | None:
        """What is wrong with a field."""
        return self.problems.get(pointer)

    @property
    def errors(self) -> Iterator[tuple[str, Text]]:
        """Every problem with the id of its field on the page, in the order of the fields."""
        order = {one.name: place for place, one in enumerate(self.form.fields)}
        found = sorted(self.problems.items(), key=lambda pair: order.get(pair[0].split("/")[1], len(order)))
        return ((element_id(pointer), text) for pointer, text in found)

    def labels(self, language: Language) -> str:
        """Names of the fields, for the page that shows what was typed when the form itself is gone."""
        return json.dumps({one.name: one.label.to(language) for one in self.form.fields}, ensure_ascii=False)


def _problems(row: TaskForm, error: EngineError | None) -> dict[str, Text]:
    if isinstance(error, StaleForm) and row.form is not None:
        return {
            f"/{one.name}": _theirs(one, row.values.get(one.name))
            for one in row.form.fields
            if one.name in error.fields
        }
    return pointers(error) if isinstance(error, FormInvalid) else {}


def _theirs(one: Field, value: Any) -> Text:
    label = next(
        (choice.label for choice in one.choices if choice.value == value), Text(str(value), str(value))
    )
    if value is None:
        return Text(f"“{one.label.zh}”已被他人清空", f"“{one.label.to('en')}” was emptied by somebody else")
    return Text(
        f"“{one.label.zh}”已被他人改为：{label.zh}",
        f"“{one.label.to('en')}” was changed to: {label.to('en')}",
    )


def element_id(pointer: str) -> str:
    """The id of the element that edits what a JSON pointer points to."""
    return "f" + pointer.replace("/", "-")


def pointers(error: FormInvalid) -> dict[str, Text]:
    """Each problem by the JSON pointer of its field; the first one counts."""
    return {finding.element or "/": finding.message for finding in reversed(error.problems)}
