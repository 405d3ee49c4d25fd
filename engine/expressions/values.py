"""The kinds of values: what JSON has. Everything else is turned into it on the way in, or refused."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from engine.expressions.frame import Frame
from engine.expressions.problems import Refusal
from engine.text import Text

MAX_ITEMS = 10_000
MAX_TEXT = 100_000
MAX_BITS = 256
MAX_NESTING = 40

SCALARS = frozenset((str, int, float, bool, type(None)))
KNOWN = SCALARS | {list, dict}

_KINDS: dict[type, Text] = {
    str: Text("文本", "text"),
    int: Text("数字", "number"),
    float: Text("数字", "number"),
    bool: Text("真假值", "boolean"),
    type(None): Text("空值", "null"),
    list: Text("列表", "list"),
    dict: Text("记录", "record"),
}


def kind_of(value: Any) -> Text:
    """Name the kind of a value, for people."""
    return _KINDS.get(value.__class__, Text("未知类型", "value of unknown kind"))


def is_number(value: Any) -> bool:
    """Whether it can be calculated with; true and false count as 1 and 0, as in Python."""
    return isinstance(value, (int, float))


def known(value: Any, at: int = 0) -> Any:
    """Give the value as JSON has it: dates as ISO text, tuples as lists; one level deep."""
    if value.__class__ in KNOWN:
        return value
    for kind, turn in _TURNS:
        if isinstance(value, kind):
            return turn(value)
    raise Refusal("unknown-kind", at, found=type(value).__name__)


_TURNS: tuple[tuple[type, Any], ...] = (
    (str, "".join),
    (bool, bool),
    (int, int.__int__),
    (float, float.__float__),
    (Decimal, lambda value: int(value) if value == value.to_integral_value() else float(value)),
    (datetime, lambda value: value.isoformat(timespec="seconds")),
    (date, date.isoformat),
    (Mapping, dict),
    (Sequence, list),
    (frozenset, sorted),
    (set, sorted),
)


def bounded_number(value: Any, at: int) -> Any:
    """Give a result back unless it is infinite or beyond 256 bits."""
    if value.__class__ is float:
        if value - value != 0.0:
            raise Refusal("number-too-large", at)
    elif value.__class__ is int and value.bit_length() > MAX_BITS:
        raise Refusal("number-too-large", at)
    return value


def bounded_text(frame: Frame, text: str, at: int) -> str:
    """Give a text back unless it is too long."""
    frame.charge(1 + len(text) // 100)
    if len(text) > MAX_TEXT:
        raise Refusal("too-big", at, limit=MAX_TEXT)
    return text


def bounded_list(frame: Frame, items: list[Any], at: int) -> list[Any]:
    """Give a list back unless it is too long."""
    frame.charge(1 + len(items) // 10)
    if len(items) > MAX_ITEMS:
        raise Refusal("too-big", at, limit=MAX_ITEMS)
    return items


def exported(frame: Frame, value: Any, depth: int = 0) -> Any:
    """Copy a result, so that it shares nothing with the variables, and keep it within bounds."""
    if value.__class__ in SCALARS:
        return value
    if depth >= MAX_NESTING:
        raise Refusal("too-deep", limit=MAX_NESTING)
    value = known(value)
    if value.__class__ is list:
        frame.charge(1 + len(value))
        return [exported(frame, item, depth + 1) for item in value]
    if value.__class__ is dict:
        frame.charge(1 + len(value))
        return {str(key): exported(frame, item, depth + 1) for key, item in value.items()}
    return value
