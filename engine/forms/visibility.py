"""Which fields are shown: `x-show-if` over the form's own values and the case's variables.

A field that is hidden counts as empty for the others, is not required, and is not saved. A condition that cannot be
decided, because a value that it needs is not there yet, does not hold.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from engine.errors import ExpressionRefused
from engine.expressions import Expression
from engine.forms.fields import Field


class Showing:
    """Finds out what is shown; `pointers` are those fields."""

    def __init__(self, variables: Mapping[str, Any], now: datetime | None) -> None:
        self._variables, self._now = variables, now
        self.pointers: set[str] = set()

    def visible(self, fields: tuple[Field, ...], given: Mapping[str, Any]) -> dict[str, Any]:
        """Give the values of the fields that are shown and may be written."""
        return self._level(fields, given, dict(self._variables), "")

    def _level(
        self, fields: tuple[Field, ...], given: Mapping[str, Any], scope: dict[str, Any], base: str
    ) -> dict[str, Any]:
        scope |= {field.name: _own(field, given, scope) for field in fields if not field.is_static}
        kept = _strangers(fields, given) if base else {}
        for field in in_order(fields):
            if field.show_if is not None and not self._holds(field.show_if, scope):
                scope |= {} if field.readonly else {field.name: None}
                continue
            self.pointers.add(f"{base}/{field.name}")
            value = self._inside(field, given.get(field.name), scope, f"{base}/{field.name}")
            if field.name in given and not field.readonly:
                kept[field.name] = value
        return kept

    def _inside(self, field: Field, value: Any, scope: dict[str, Any], base: str) -> Any:
        if field.type == "object" and (value is None or isinstance(value, dict)):
            inner = self._level(field.fields, value or {}, dict(scope), base)
            return None if value is None else inner
        if field.is_table and isinstance(value, list):
            return [self._row(field, row, scope, f"{base}/{index}") for index, row in enumerate(value)]
        return value

    def _row(self, field: Field, row: Any, scope: dict[str, Any], base: str) -> Any:
        return self._level(field.fields, row, dict(scope), base) if isinstance(row, dict) else row

    def _holds(self, condition: Expression, scope: Mapping[str, Any]) -> bool:
        try:
            return condition.holds(scope, now=self._now)
        except ExpressionRefused:
            return False


def _own(field: Field, given: Mapping[str, Any], scope: Mapping[str, Any]) -> Any:
    return scope.get(field.name) if field.readonly else given.get(field.name)


def _strangers(fields: tuple[Field, ...], given: Mapping[str, Any]) -> dict[str, Any]:
    """Give what was sent in a record under names that it does not have, so that it is refused."""
    names = {field.name for field in fields}
    return {name: value for name, value in given.items() if name not in names}


@lru_cache(maxsize=1024)
def in_order(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Put each field behind those that its condition asks for; fields of a circle stay as they are."""
    named = {field.name: field for field in fields}
    found: dict[str, Field] = {}
    for field in fields:
        for one in _with_needed(field, named, found, ()):
            found.setdefault(one.name, one)
    return tuple(found.values())


def _with_needed(
    field: Field, named: Mapping[str, Field], found: Mapping[str, Field], path: tuple[str, ...]
) -> Iterator[Field]:
    if field.name in found or field.name in path:
        return
    for name in sorted(asked_of(field) & named.keys()):
        yield from _with_needed(named[name], named, found, (*path, field.name))
    yield field


def asked_of(field: Field) -> frozenset[str]:
    """Give the names that a field's condition reads."""
    return frozenset() if field.show_if is None else field.show_if.names


def circle(fields: tuple[Field, ...]) -> tuple[str, ...]:
    """Give fields whose conditions wait for each other; those that are only read wait for nobody."""
    written = {field.name: asked_of(field) for field in fields if not field.readonly}
    rest = dict(written)
    while free := [name for name, asked in rest.items() if not asked & rest.keys()]:
        for name in free:
            del rest[name]
    return tuple(rest)
