"""What the person typed, under the names that the page gave its fields."""

import json

from flask import request

FIELD = "_labels"


def typed() -> tuple[tuple[str, str], ...]:
    """Label and text of every field of this request's form that a person filled in."""
    if request.method != "POST":
        return ()
    names = _names()
    pairs = request.form.items(multi=True)
    return tuple((names.get(name, name), text) for name, text in pairs if text.strip() and _said(name))


def _said(name: str) -> bool:
    return not name.startswith("_") and name not in ("csrf_token", "password", "next", "kept")


def _names() -> dict[str, str]:
    try:
        names = json.loads(request.form.get(FIELD, "{}"))
    except ValueError:
        return {}
    return {str(name): str(label) for name, label in names.items()} if isinstance(names, dict) else {}
