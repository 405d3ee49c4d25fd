"""Texts of an HTML form to typed values. What cannot be read stays the text that was typed."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from engine.forms.fields import Field

_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,20})?")
_DECORATION = str.maketrans("", "", ",， \u00a0\t元¥￥")
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_YES = frozenset(("true", "1", "on", "yes", "是"))
_NO = frozenset(("false", "0", "off", "no", "否"))
_MAX_ROWS = 1_000
_INDEX = re.compile(r"[0-9]{1,6}")


def parse(fields: tuple[Field, ...], raw: Mapping[str, list[str]], base: str = "") -> dict[str, Any]:
    """Give the values of the fields that are written, under names that begin with `base`."""
    found: dict[str, Any] = {}
    for field in fields:
        if not field.readonly and not field.is_static:
            found.update(_one(field, raw, f"{base}{field.name}"))
    return found


def _one(field: Field, raw: Mapping[str, list[str]], name: str) -> dict[str, Any]:
    """Give the field's value under its name, or nothing when nothing was sent."""
    if field.type == "object":
        return {field.name: parse(field.fields, raw, f"{name}.")}
    if field.is_table:
        return {field.name: _rows(field, raw, name)}
    if field.type == "array":
        return {field.name: _items(field, raw, name)}
    if raw.get(name):
        return {field.name: _value(field, field.type, raw[name][-1])}
    return {field.name: False} if field.type == "boolean" and field.widget == "checkboxes" else {}


def _rows(field: Field, raw: Mapping[str, list[str]], name: str) -> list[dict[str, Any]]:
    """Give the rows in the order of their numbers, without those that were left empty."""
    rows = (parse(field.fields, raw, f"{name}.{index}.") for index in _indexes(raw, f"{name}."))
    return [row for row in rows if any(_is_filled(value) for value in row.values())]


def _is_filled(value: Any) -> bool:
    return value is not None and value is not False and value not in ([], {})


def _indexes(raw: Mapping[str, list[str]], start: str) -> list[str]:
    found = {key[len(start) :].partition(".")[0] for key in raw if key.startswith(start)}
    return sorted((index for index in found if _INDEX.fullmatch(index)), key=int)[:_MAX_ROWS]


def _items(field: Field, raw: Mapping[str, list[str]], name: str) -> list[Any]:
    """Give what was chosen, or the lines of a text, or what was sent under numbers."""
    texts = [*raw.get(name, ())]
    for index in _indexes(raw, f"{name}."):
        texts += raw.get(f"{name}.{index}", ())
    if field.widget == "textarea":
        texts = [line for text in texts for line in text.splitlines()]
    return [_value(field, field.item or "string", text) for text in texts if text.strip()]


def _value(field: Field, kind: str, text: str) -> Any:
    if not text.strip():
        return None
    if kind in ("integer", "number"):
        return _number(text, kind)
    if kind == "boolean":
        return _boolean(text)
    return _string(field, text)


def _number(text: str, kind: str) -> Any:
    plain = unicodedata.normalize("NFKC", text).translate(_DECORATION)
    if not _NUMBER.fullmatch(plain):
        return text
    if "." not in plain:
        return int(plain)
    value = float(plain)
    return int(value) if kind == "integer" and value.is_integer() else value


def _boolean(text: str) -> Any:
    plain = text.strip().lower()
    if plain in _YES or plain in _NO:
        return plain in _YES
    return text


def _string(field: Field, text: str) -> str:
    if field.format == "date":
        return _day(text)
    return _moment(text) if field.format == "date-time" else text


def _day(text: str) -> str:
    """Read a date as people write it: 2026-1-31, 2026/1/31, 2026.1.31, 2026年1月31日."""
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    try:
        return date(*(int(part) for part in match.groups())).isoformat() if match else text
    except ValueError:
        return text


def _moment(text: str) -> str:
    try:
        return datetime.fromisoformat(text.strip().replace(" ", "T", 1)).isoformat(timespec="seconds")
    except ValueError:
        return text
