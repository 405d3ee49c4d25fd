"""Forms are answered from their fields: by a habit where one is known, else by what the field allows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random
from typing import Any

from engine.errors import ExpressionRefused
from engine.forms import Field, Form
from web.demo.asking import Asked, Habit, Values, people, person, today, told
from web.demo.phrases import PHRASES

People = Mapping[str, Sequence[int]]
"""Who can be named, by field."""

FILLED = 0.6
"""So many of the fields are filled that may stay empty."""

LASTING = ("received_on", "requested_on", "appraisal_ordered_on", "notice_served_on")
"""Dates that stay as they are when a form asks for them again; the others are of the day."""


def answer(
    form: Form,
    known: Values,
    habits: Mapping[str, Habit],
    *,
    rng: Random,
    now: datetime,
    who: People | None = None,
) -> dict[str, Any]:
    """Answer a form: what the case knows already stays as it is. `now` is on the office's own clock."""
    asked = _Answers(habits, rng, now, who or {})
    return asked.level(
        form.fields, {**known, **{one.name: None for one in form.fields if _asks(one, known)}}, known
    )


def _asks(field: Field, known: Values) -> bool:
    return not (field.readonly or field.is_static) and known.get(field.name) is None


class _Answers:
    """One form being answered."""

    def __init__(self, habits: Mapping[str, Habit], rng: Random, now: datetime, who: People) -> None:
        self._habits, self._rng, self._now, self._who = habits, rng, now, who

    def level(self, fields: Sequence[Field], scope: dict[str, Any], kept: Values) -> dict[str, Any]:
        """Answer fields in their order; `scope` is what their conditions read."""
        given: dict[str, Any] = {}
        for field in fields:
            if field.readonly or field.is_static or not self._shown(field, scope):
                continue
            value = self._value(field, scope, kept.get(field.name))
            scope[field.name] = value
            if value is not None:
                given[field.name] = value
        return given

    def _shown(self, field: Field, scope: Values) -> bool:
        if field.show_if is None:
            return True
        try:
            return field.show_if.holds(scope, now=self._now)
        except ExpressionRefused:
            return False

    def _value(self, field: Field, scope: Values, before: Any) -> Any:
        habit = self._habits.get(field.name)
        asked = Asked(field, scope, self._rng, self._now, tuple(self._who.get(field.name, ())))
        if habit is not None:
            return self._fitted(asked, habit(asked))
        if before not in (None, "", []) and (field.format != "date" or field.name in LASTING):
            return before
        if field.default is not None:
            return field.default
        if not field.required and self._rng.random() >= FILLED:
            return None
        return self._by_kind(asked)

    def _fitted(self, asked: Asked, value: Any) -> Any:
        """Keep to what the field offers, whatever the habit was when the form was another."""
        field = asked.field
        if field.is_table and isinstance(value, list):
            columns = {column.name: column for column in field.fields}
            return [self._row(asked, columns, row) for row in value]
        if not field.choices or value is None:
            return value
        offered = [choice.value for choice in field.choices]
        if isinstance(value, list):
            return [one for one in value if one in offered] or self._by_kind(asked)
        return value if value in offered else self._by_kind(asked)

    def _row(self, asked: Asked, columns: Mapping[str, Field], row: Values) -> dict[str, Any]:
        known = {name: value for name, value in row.items() if name in columns}
        return {name: self._fitted(asked.on(columns[name], known), value) for name, value in known.items()}

    def _by_kind(self, asked: Asked) -> Any:
        field = asked.field
        if field.is_table:
            return [self.level(field.fields, dict(asked.known), {}) for _ in range(self._rng.randint(1, 2))]
        if field.type == "object":
            return self.level(field.fields, dict(asked.known), {})
        return by_kind(asked)


def by_kind(asked: Asked) -> Any:
    """What a field of its kind is answered with when nothing else is known."""
    field = asked.field
    if field.role is not None:
        return people(2)(asked) if field.type == "array" else person(asked)
    if field.choices:
        return _choice(asked)
    if field.type in ("integer", "number"):
        return _number(asked)
    if field.format == "date":
        return today(asked)
    return _text(asked) if field.type == "string" else None


def _choice(asked: Asked) -> Any:
    values = [choice.value for choice in asked.field.choices]
    if asked.field.type == "array":
        least = max(asked.field.limits.min_items or 0, 1)
        count = asked.rng.randint(min(least, len(values)), len(values))
        return sorted(asked.rng.sample(values, count), key=values.index)
    return True if True in values else asked.rng.choice(values)


def _number(asked: Asked) -> int:
    limits = asked.field.limits
    low = int(limits.minimum or 0)
    return asked.rng.randint(low, min(int(limits.maximum or low + 20), low + 20))


def _text(asked: Asked) -> str | None:
    texts = PHRASES.get(asked.field.name)
    if texts is None and not asked.field.required:
        return None
    return told(asked.rng.choice(texts or ("情况属实，材料附卷。",)), asked)
