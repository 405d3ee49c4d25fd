"""What a form saw when it was opened: a fingerprint for each field that it writes, so that a stale form is recognised."""

import base64
import binascii
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from engine.forms import Form
from engine.orm import dump


def written_fields(form: Form | None) -> tuple[str, ...]:
    """The fields that a form writes."""
    if form is None:
        return ()
    return tuple(field.name for field in form.fields if not field.readonly and field.type != "none")


def fingerprint(names: Iterable[str], variables: Mapping[str, Any]) -> str:
    """What goes with a form when it is opened, and comes back with its answer."""
    prints = {name: _print(variables.get(name)) for name in names}
    return base64.urlsafe_b64encode(orjson.dumps(prints)).decode()


def changed(seen: str | None, values: Mapping[str, Any], variables: Mapping[str, Any]) -> tuple[str, ...]:
    """Fields that the answer would write over what somebody else has written since; none without a fingerprint."""
    return tuple(
        name
        for name, known in _read(seen).items()
        if name in values and variables.get(name) != values[name] and _print(variables.get(name)) != known
    )


def _print(value: Any) -> str:
    return hashlib.sha256(dump(value)).hexdigest()[:10]


def _read(seen: str | None) -> Mapping[str, str]:
    try:
        found = orjson.loads(base64.urlsafe_b64decode(seen or ""))
    except (binascii.Error, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
