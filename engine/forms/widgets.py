"""Which widget shows which type of value."""

from collections.abc import Mapping
from typing import Any

_LONG_TEXT = 200
_FEW = 4
WIDGETS: Mapping[str, tuple[str, ...]] = {
    "string": ("text", "textarea", "radio", "select", "date", "datetime", "person", "time"),
    "integer": ("number", "money", "text", "radio", "select", "person"),
    "number": ("number", "money", "text", "radio", "select"),
    "boolean": ("radio", "select", "checkboxes"),
    "array": ("checkboxes", "select", "people", "table", "file-list", "textarea"),
    "object": ("fieldset",),
    "none": ("static",),
}
_CHOOSING = frozenset(("radio", "select", "checkboxes"))
_FORMATS = {"date": "date", "datetime": "date-time", "time": "time"}


def default_widget(kind: str, schema: Mapping[str, Any]) -> str:
    """Give the widget for a schema that names none."""
    if kind == "array":
        return _for_items(schema.get("items", {}))
    if "enum" in schema:
        return "radio" if len(schema["enum"]) <= _FEW else "select"
    if kind == "string":
        return _for_text(schema)
    return {"boolean": "radio", "object": "fieldset", "none": "static"}.get(kind, "number")


def _for_items(items: Mapping[str, Any]) -> str:
    if items.get("type") == "object":
        return "table"
    return "checkboxes" if "enum" in items else "textarea"


def _for_text(schema: Mapping[str, Any]) -> str:
    by_format = {wanted: widget for widget, wanted in _FORMATS.items()}
    if schema.get("format") in by_format:
        return by_format[schema["format"]]
    return "textarea" if schema.get("maxLength", 0) > _LONG_TEXT else "text"


def allowed_widgets(kind: str, schema: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the widgets that can show what the schema describes."""
    items = schema.get("items", {}) if kind == "array" else {}
    has_choices = "enum" in schema or "enum" in items or kind == "boolean"
    found = []
    for widget in WIDGETS[kind]:
        is_fit = (
            (widget not in _CHOOSING or has_choices)
            and (widget not in _FORMATS or schema.get("format") == _FORMATS[widget])
            and (widget == "table") == (items.get("type") == "object")
        )
        if is_fit:
            found.append(widget)
    return tuple(found)
