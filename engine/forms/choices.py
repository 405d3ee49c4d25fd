"""The choices of a field: `enum` with its labels."""

from collections.abc import Mapping
from typing import Any

from engine.forms.fields import Choice
from engine.forms.spots import Spot, is_pair
from engine.text import Text

MAX_CHOICES = 1_000
_CLASSES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}
_YES_NO = (Choice(value=True, label=Text("是", "Yes")), Choice(value=False, label=Text("否", "No")))


def read_choices(spot: Spot) -> tuple[Choice, ...]:
    """Read `enum` and `x-enum-labels`; a boolean without them is yes or no."""
    values = spot.schema.get("enum")
    if values is None:
        if "x-enum-labels" in spot.schema:
            spot.add("form-labels")
        return _YES_NO if spot.kind == "boolean" else ()
    if not _are_fit(values, spot):
        return ()
    labels = _labels(values, spot)
    return tuple(Choice(value, label) for value, label in zip(values, labels, strict=True))


def is_of(kind: str, value: Any) -> bool:
    """Whether a value is of a simple type; true is no number."""
    is_boolean = isinstance(value, bool)
    return isinstance(value, _CLASSES.get(kind, ())) and (kind == "boolean" or not is_boolean)


def _are_fit(values: Any, spot: Spot) -> bool:
    if not isinstance(values, list) or not 0 < len(values) <= MAX_CHOICES:
        spot.wrong("enum", f"请写 1 至 {MAX_CHOICES} 个选项。", f"Write 1 to {MAX_CHOICES} choices.")
        return False
    if not all(is_of(spot.kind, value) for value in values):
        spot.wrong("enum", f"每个选项的类型须为 {spot.kind}。", f"Each choice must be of type {spot.kind}.")
        return False
    if len(set(values)) < len(values):
        spot.wrong("enum", "选项不能重复。", "No choice may stand twice.")
        return False
    return True


def _labels(values: list[Any], spot: Spot) -> list[Text]:
    labels = spot.schema.get("x-enum-labels")
    if isinstance(labels, list) and len(labels) == len(values) and all(is_pair(label) for label in labels):
        return [Text(*label) for label in labels]
    spot.add("form-no-labels" if labels is None else "form-labels")
    return [Text(str(value), str(value)) for value in values]
