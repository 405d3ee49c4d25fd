"""What to call the place of a value: its field, and a column by its table and row."""

from engine.forms.fields import NO_TEXT, Field
from engine.text import Text


def called(fields: tuple[Field, ...], pointer: str) -> tuple[Field | None, Text]:
    """Give the innermost field at a pointer, and its name in quotes with those around it."""
    zh, en = [], []
    field, inner = None, fields
    for part in pointer.split("/")[1:]:
        if part.isdigit():
            zh.append(f"第 {int(part) + 1} {'行' if inner else '项'}")
            en.append(f"row {int(part) + 1}" if inner else f"item {int(part) + 1}")
            continue
        field = next((one for one in inner if one.name == part), None)
        label = Text(part, part) if field is None else field.label
        inner = () if field is None else field.fields
        zh.append(f"“{label.zh}”")
        en.append(f"“{label.to('en')}”")
    return field, Text("".join(zh), ", ".join(en)) if zh else NO_TEXT
