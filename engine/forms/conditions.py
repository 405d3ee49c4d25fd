"""`if`, `then`, `else`, `allOf`, `dependentRequired`: conditions between the fields of one object."""

from collections.abc import Iterator
from typing import Any

from engine.forms import keywords
from engine.forms.checks import check_text
from engine.forms.spots import Spot

_BRANCHES = ("if", "then", "else")


def check_conditions(spot: Spot) -> None:
    """Report conditions that name unknown fields, use unknown keywords, or hold for empty fields by accident."""
    names = frozenset(spot.schema.get("properties", {}))
    _check_names(spot, _dependent(spot), names)
    _check_branches(spot, names)
    for index, one in enumerate(spot.schema.get("allOf", ())):
        inner = Spot(
            spot.report,
            f"{spot.pointer}/allOf/{index}",
            spot.where,
            spot.kind,
            one if isinstance(one, dict) else {},
        )
        allowed = frozenset((*_BRANCHES, "$comment"))
        keywords.check(spot.report, inner.schema, allowed, inner.pointer, inner.where, "allOf")
        _check_branches(inner, names)


def _dependent(spot: Spot) -> Iterator[str]:
    for name, others in spot.schema.get("dependentRequired", {}).items():
        yield name
        yield from others


def _check_branches(spot: Spot, names: frozenset[str]) -> None:
    condition = spot.schema.get("if")
    if isinstance(condition, dict) and "properties" in condition and "required" not in condition:
        spot.add("form-if")
    for branch in _BRANCHES:
        if branch in spot.schema:
            _check_schema(spot, spot.schema[branch], f"{spot.pointer}/{branch}", names)


def _check_schema(spot: Spot, schema: dict[str, Any], pointer: str, names: frozenset[str]) -> None:
    """Check one schema of a condition; `names` are the fields that it may name at its top."""
    inner = Spot(spot.report, pointer, spot.where, "", schema)
    keywords.check(spot.report, schema, keywords.IN_CONDITION, pointer, spot.where, "if/then/else")
    check_text(inner)
    _check_names(inner, [*schema.get("properties", ()), *schema.get("required", ())], names)
    for name, one in schema.get("properties", {}).items():
        _check_schema(spot, one, f"{pointer}/properties/{name}", frozenset())
    if "not" in schema:
        _check_schema(spot, schema["not"], f"{pointer}/not", names)
    for index, one in enumerate(schema.get("allOf", ())):
        _check_schema(spot, one, f"{pointer}/allOf/{index}", names)


def _check_names(spot: Spot, found: Any, names: frozenset[str]) -> None:
    if names:
        for name in sorted(set(found) - names):
            spot.add("form-unknown-field", found=name[:60])
