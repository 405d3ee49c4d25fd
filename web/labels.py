"""What a person typed, under the names that the page gave its fields."""

import json
from collections.abc import Iterable

FIELD = "_labels"
_SILENT = ("csrf_token", "password", "next", "kept")
Pairs = tuple[tuple[str, str], ...]


def said(fields: Iterable[tuple[str, str]]) -> Pairs:
    """Label and text of every field that was filled in; ours begin with an underscore."""
    pairs = tuple(fields)
    names = _names(dict(pairs).get(FIELD, "{}"))
    return tuple((names.get(name, name), text) for name, text in pairs if text.strip() and _typed(name))


def _typed(name: str) -> bool:
    return not name.startswith("_") and name not in _SILENT


def _names(packed: str) -> dict[str, str]:
    try:
        names = json.loads(packed)
    except ValueError:
        return {}
    return {str(name): str(label) for name, label in names.items()} if isinstance(names, dict) else {}
