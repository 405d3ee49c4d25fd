"""What one field's schema must keep: limits in order, formats and patterns that exist, widgets that fit."""

from typing import Any

from engine.forms.choices import is_of
from engine.forms.fields import Limits
from engine.forms.formats import FORMATS
from engine.forms.patterns import compile_pattern
from engine.forms.regex import PatternRefused
from engine.forms.spots import Spot
from engine.forms.widgets import allowed_widgets, default_widget

_PAIRS = (("minLength", "maxLength"), ("minimum", "maximum"), ("minItems", "maxItems"))
_REFUSED = {"syntax": "form-pattern", "feature": "form-pattern-feature", "work": "form-pattern-work"}


def check_values(spot: Spot) -> None:
    """Report keywords whose values contradict each other, or the type."""
    for low, high in _PAIRS:
        if low in spot.schema and high in spot.schema and spot.schema[low] > spot.schema[high]:
            spot.wrong(low, f"{low} 不能大于 {high}。", f"{low} may not be more than {high}.")
    if "const" in spot.schema and not is_of(spot.kind, spot.schema["const"]):
        spot.wrong("const", f"类型须为 {spot.kind}。", f"It must be of type {spot.kind}.")
    check_text(spot)


def check_text(spot: Spot) -> None:
    """Report a pattern or a format that cannot be used."""
    pattern, known = spot.schema.get("pattern"), spot.schema.get("format")
    if known is not None and known not in FORMATS:
        spot.add("form-format", found=str(known)[:60])
    if isinstance(pattern, str):
        try:
            compile_pattern(pattern)
        except PatternRefused as refusal:
            spot.add(_REFUSED[refusal.args[0]], found=pattern[:80])


def limits_of(spot: Spot) -> Limits:
    """Give what the browser may check already."""
    found: dict[str, Any] = dict(spot.schema)
    return Limits(
        min_length=found.get("minLength"),
        max_length=found.get("maxLength"),
        pattern=found.get("pattern"),
        minimum=found.get("minimum", found.get("exclusiveMinimum")),
        maximum=found.get("maximum", found.get("exclusiveMaximum")),
        step=found.get("multipleOf", 1 if spot.kind == "integer" else None),
        min_items=found.get("minItems"),
        max_items=found.get("maxItems"),
    )


def widget_of(spot: Spot) -> str:
    """Give the widget, and report one that does not fit."""
    wanted = spot.schema.get("x-widget")
    if wanted is None:
        return default_widget(spot.kind, spot.schema)
    allowed = allowed_widgets(spot.kind, spot.schema)
    if wanted not in allowed:
        spot.add("form-widget", found=str(wanted)[:40], kind=spot.kind, wanted="、".join(allowed))
        return default_widget(spot.kind, spot.schema)
    return str(wanted)
