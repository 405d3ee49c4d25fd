"""Values that a case can keep: what JSON can say, copied, so that nobody outside holds a reference into a case."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from typing import Any

from engine.tokens.problems import StepFailed

_LARGEST = 2**63 - 1
_PLAIN = frozenset((str, bool, type(None)))
MAX_NESTING = 64


def storable(value: Any, depth: int = 0) -> Any:
    """Copy a value as JSON keeps it (dates become ISO text); raises `StepFailed` for what JSON cannot keep."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if depth > MAX_NESTING:
        raise StepFailed("value", "nested too deep")
    if isinstance(value, Mapping):
        return {_name(name): storable(item, depth + 1) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [storable(item, depth + 1) for item in value]
    return _scalar(value)


def record(values: Mapping[str, Any]) -> dict[str, Any]:
    """Copy named values as JSON keeps them."""
    return {_name(name): storable(value) for name, value in values.items()}


def _name(name: Any) -> str:
    if not isinstance(name, str):
        raise StepFailed("value", f"{name!r} is no name")
    return name


def _scalar(value: Any) -> Any:
    if isinstance(value, int) and abs(value) <= _LARGEST:
        return int(value)
    if isinstance(value, float) and isfinite(value):
        return float(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Decimal) and value.is_finite():
        return _scalar(int(value)) if value == value.to_integral_value() else float(value)
    raise StepFailed("value", f"{type(value).__name__} {str(value)[:60]}")
