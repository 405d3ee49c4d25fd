"""Typed values: tidied before they are checked, and completed before they are saved."""

from collections.abc import Collection, Mapping
from typing import Any

from engine.forms.fields import Field

_MAX_WHOLE = 2.0**53


def tidy(fields: tuple[Field, ...], given: Mapping[str, Any]) -> dict[str, Any]:
    """Give the values of fields that are written: blanks cut off at both ends, an empty text as null."""
    written = (field for field in fields if not field.readonly and not field.is_static)
    return {field.name: _tidied(field, given[field.name]) for field in written if field.name in given}


def _tidied(field: Field, value: Any) -> Any:
    if isinstance(value, str):
        return _text(value)
    if (
        isinstance(value, float)
        and field.type == "integer"
        and value.is_integer()
        and abs(value) <= _MAX_WHOLE
    ):
        return int(value)
    if isinstance(value, Mapping) and field.type == "object":
        return _record(field, value)
    if isinstance(value, (list, tuple)) and field.type == "array":
        return [_item(field, one) for one in value]
    return value


def _text(value: str) -> str | None:
    return value.replace("\r\n", "\n").strip() or None


def _item(field: Field, value: Any) -> Any:
    if isinstance(value, Mapping) and field.is_table:
        return _record(field, value)
    return value.strip() if isinstance(value, str) else value


def _record(field: Field, value: Mapping[str, Any]) -> dict[str, Any]:
    """Tidy what the record's fields know; the rest stays, so that it is refused by name."""
    static = {one.name for one in field.fields if one.is_static}
    return {**{name: one for name, one in value.items() if name not in static}, **tidy(field.fields, value)}


def pruned(value: Any) -> Any:
    """Leave out what is null in records: a schema knows nothing of null, an empty field is one that is not there."""
    if isinstance(value, dict):
        return {name: pruned(one) for name, one in value.items() if one is not None}
    return [pruned(one) for one in value] if isinstance(value, list) else value


def answer(
    fields: tuple[Field, ...], kept: Mapping[str, Any], shown: Collection[str], variables: Mapping[str, Any]
) -> dict[str, Any]:
    """Give what is saved: what was sent, and an empty value for what was shown, not sent and has none yet."""
    asked = (
        field for field in fields if not field.readonly and not field.is_static and field.pointer in shown
    )
    return {
        field.name: _whole(field, kept.get(field.name))
        for field in asked
        if field.name in kept or field.name not in variables
    }


def _whole(field: Field, value: Any) -> Any:
    """Give a record all its fields, so that conditions may read them, and an empty list instead of null."""
    if field.type == "array":
        rows = value or []
        return [_filled(field, row) for row in rows] if field.is_table else list(rows)
    return _filled(field, value) if field.type == "object" and value is not None else value


def _filled(field: Field, record: Mapping[str, Any]) -> dict[str, Any]:
    inner = (one for one in field.fields if not one.is_static)
    return {one.name: _whole(one, record.get(one.name)) for one in inner}
