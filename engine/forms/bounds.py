"""Dates that must not be before or after another: `x-not-before`, `x-not-after`, such as `today` or another field."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from engine.errors import ExpressionRefused
from engine.expressions import Expression
from engine.forms.fields import Field


class OutOfBounds(NamedTuple):
    """A date that is: where, which rule, and the bound."""

    pointer: str
    rule: str
    bound: str


def out_of_bounds(
    fields: tuple[Field, ...],
    values: Mapping[str, Any],
    scope: Mapping[str, Any],
    now: datetime | None,
    base: str = "",
) -> Iterator[OutOfBounds]:
    """Find them; a bound that cannot be told yet is none. A row's own columns come before the case's variables."""
    for field in fields:
        value, pointer = values.get(field.name), f"{base}/{field.name}"
        for place, record in _records(field, value):
            yield from out_of_bounds(field.fields, record, {**scope, **record}, now, f"{pointer}{place}")
        if isinstance(value, str):
            yield from _date(field, value, scope, now, pointer)


def _date(
    field: Field, value: str, scope: Mapping[str, Any], now: datetime | None, pointer: str
) -> Iterator[OutOfBounds]:
    earliest, latest = _bound(field.not_before, scope, now), _bound(field.not_after, scope, now)
    if earliest and value[: len(earliest)] < earliest:
        yield OutOfBounds(pointer, "not-before", earliest)
    if latest and value[: len(latest)] > latest:
        yield OutOfBounds(pointer, "not-after", latest)


def _bound(expression: Expression | None, scope: Mapping[str, Any], now: datetime | None) -> str | None:
    if expression is None:
        return None
    try:
        value = expression.evaluate(scope, now=now)
    except ExpressionRefused:
        return None
    return value if isinstance(value, str) else None


def _records(field: Field, value: Any) -> list[tuple[str, dict[str, Any]]]:
    if field.type == "object" and isinstance(value, dict):
        return [("", value)]
    if field.is_table and isinstance(value, list):
        return [(f"/{index}", row) for index, row in enumerate(value) if isinstance(row, dict)]
    return []
