"""Which keywords a form may use, and where."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from engine.forms.document import Report
from engine.text import Text

_NOTES = frozenset(("title", "x-title-en", "description", "x-description-en", "$comment", "examples"))
_FIELD = _NOTES | {"type", "readOnly", "default", "x-widget", "x-show-if"}
_CHOICE = frozenset(("enum", "const", "x-enum-labels"))
_NUMBER = _CHOICE | {
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "x-unit",
    "x-role",
}
_RECORD = frozenset(("properties", "required", "additionalProperties", "x-order", "dependentRequired", "if", "then", "else", "allOf"))  # fmt: skip
_TEXT = _CHOICE | {
    "minLength", "maxLength", "pattern", "format", "x-role", "x-pattern-help", "x-not-before", "x-not-after",
}  # fmt: skip
BY_TYPE: Mapping[str, frozenset[str]] = {
    "string": _FIELD | _TEXT | {"x-placeholder"},
    "integer": _FIELD | _NUMBER | {"x-placeholder"},
    "number": _FIELD | _NUMBER | {"x-placeholder"},
    "boolean": _FIELD | _CHOICE,
    "array": _FIELD | {"items", "minItems", "maxItems", "uniqueItems", "x-role"},
    "object": _FIELD | _RECORD,
    "none": _FIELD,
}
ROOT = _NOTES | _RECORD | {"$schema", "$id", "$defs", "type", "x-key"}
IN_CONDITION = frozenset(("properties", "required", "not", "allOf", "$comment", "type", "items")) | (_TEXT | _NUMBER | {
    "minItems", "maxItems", "uniqueItems",
})  # fmt: skip
_EVERY = frozenset().union(*BY_TYPE.values()) | ROOT
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def check(
    report: Report, schema: Mapping[str, Any], allowed: frozenset[str], pointer: str, where: Text, kind: str
) -> None:
    """Report keywords that do not exist, or do not belong here."""
    for name in sorted(schema.keys() - allowed):
        if name in _EVERY:
            report.add("form-keyword-place", pointer, where=where, found=name, kind=kind)
        else:
            report.add("form-keyword", pointer, where=where, found=name[:60], near=_near(name, allowed))


def _near(name: str, allowed: frozenset[str]) -> Text:
    near = get_close_matches(name[:60], sorted(allowed), n=1, cutoff=0.7)
    return Text(f"，是否为“{near[0]}”？", f"; is it “{near[0]}”?") if near else Text("", "")
