"""What the functions do with texts, numbers and lists. None takes time that its arguments do not pay for."""

import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from engine.expressions import operations
from engine.expressions.frame import Frame
from engine.expressions.values import bounded_list, bounded_number, bounded_text, known

_NUMBER = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?")
_EXACT = Context(prec=400, rounding=ROUND_HALF_UP)
_MAX_DIGITS = 12


class Unfit(Exception):
    """The function cannot use this value; None: the list is empty."""

    def __init__(self, value: Any) -> None:
        super().__init__(value)
        self.value = value


# --- presence ---


def is_empty(_frame: Frame, value: Any) -> bool:
    """Whether it is null, an empty text, an empty list or an empty record; 0 and false are not empty."""
    return value is None or (isinstance(value, (str, list, dict)) and not value)


def length(_frame: Frame, value: Any) -> int:
    """Count the characters, items or keys."""
    return len(value)


# --- texts ---


def lower(frame: Frame, text: str) -> str:
    """Give it in lower case."""
    return bounded_text(frame, text.lower(), 0)


def upper(frame: Frame, text: str) -> str:
    """Give it in upper case."""
    return bounded_text(frame, text.upper(), 0)


def trim(frame: Frame, text: str) -> str:
    """Give it without blanks (also full-width ones) at both ends."""
    return bounded_text(frame, text.strip(), 0)


def contains(frame: Frame, whole: Any, part: Any) -> bool:
    """Whether `part in whole`."""
    return operations.contains(frame, part, whole, 0)


def starts_with(_frame: Frame, text: str, part: str) -> bool:
    """Whether it begins so."""
    return text.startswith(part)


def ends_with(_frame: Frame, text: str, part: str) -> bool:
    """Whether it ends so."""
    return text.endswith(part)


def matches(frame: Frame, text: str, pattern: str) -> bool:
    """Whether the whole text fits a pattern in which `*` is any text and `?` one character."""
    at, star, mark, place = 0, -1, 0, 0
    while place < len(text):
        frame.charge(1)
        if at < len(pattern) and pattern[at] == "*":
            star, mark, at = at, place, at + 1
        elif at < len(pattern) and pattern[at] in ("?", text[place]):
            at, place = at + 1, place + 1
        elif star >= 0:
            mark += 1
            at, place = star + 1, mark
        else:
            return False
    return not pattern[at:].strip("*")


def replace(frame: Frame, text: str, old: str, new: str) -> str:
    """Replace every occurrence."""
    if not old:
        raise Unfit('""')
    bounded_text(frame, text, 0)
    longer = text.count(old) * max(len(new) - len(old), 0)
    frame.charge(longer // 10)
    return bounded_text(frame, text.replace(old, new), 0)


def split(frame: Frame, text: str, separator: str) -> list[str]:
    """Cut at a separator; the parts lose the blanks around them."""
    if not separator:
        raise Unfit('""')
    bounded_text(frame, text, 0)
    return [part.strip() for part in bounded_list(frame, text.split(separator), 0)]


def join(frame: Frame, parts: list[Any], separator: str) -> str:
    """Put texts together."""
    bounded_list(frame, parts, 0)
    texts = [to_text(frame, part) for part in parts]
    frame.charge(sum(map(len, texts)) // 10 + len(separator) * len(texts) // 10)
    return bounded_text(frame, separator.join(texts), 0)


def to_text(_frame: Frame, value: Any) -> str:
    """Give a number, a boolean or a text as text; null is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (str, int, float)):
        return str(value)
    raise Unfit(type(value).__name__)


# --- numbers ---


def to_number(_frame: Frame, value: Any) -> Any:
    """Read a number such as `12.5`."""
    if not isinstance(value, str):
        return value if value is not None else _unfit("null")
    text = value.strip()
    if not _NUMBER.fullmatch(text):
        raise Unfit(value)
    return float(text) if "." in text else bounded_number(int(text), 0)


def _unfit(value: str) -> Any:
    raise Unfit(value)


def rounded(_frame: Frame, value: Any, digits: int = 0) -> Any:
    """Round half away from zero (四舍五入), unlike Python, which rounds half to even."""
    if not 0 <= digits <= _MAX_DIGITS:
        raise Unfit(digits)
    if isinstance(value, int):
        return int(value)
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), context=_EXACT)
    return float(exact) if digits else bounded_number(int(exact), 0)


def floor(_frame: Frame, value: Any) -> Any:
    """Give the whole number below."""
    return bounded_number(math.floor(value), 0)


def ceiling(_frame: Frame, value: Any) -> Any:
    """Give the whole number above."""
    return bounded_number(math.ceil(value), 0)


def absolute(_frame: Frame, value: Any) -> Any:
    """Give it without its sign."""
    return abs(value)


# --- lists ---


def _row(frame: Frame, values: tuple[Any, ...]) -> list[Any]:
    """Give the items of the one list, or the arguments themselves; refuse an empty row."""
    items = values[0] if len(values) == 1 and isinstance(values[0], list) else list(values)
    frame.charge(len(items))
    if not items:
        raise Unfit(None)
    return [known(item) for item in items]


def _extreme(frame: Frame, values: tuple[Any, ...], before: operations.Operation) -> Any:
    found, *rest = _row(frame, values)
    for item in rest:
        if before(frame, item, found, 0):
            found = item
    return found


def least(frame: Frame, *values: Any) -> Any:
    """Give the smallest."""
    return _extreme(frame, values, operations.COMPARING["<"])


def greatest(frame: Frame, *values: Any) -> Any:
    """Give the largest."""
    return _extreme(frame, values, operations.COMPARING[">"])


def total(frame: Frame, items: list[Any]) -> Any:
    """Add up; an empty list gives 0."""
    frame.charge(len(items))
    found: Any = 0
    for item in items:
        found = operations.ARITHMETIC["+"](frame, found, known(item), 0)
    return found


def any_of(frame: Frame, items: list[Any]) -> bool:
    """Whether one of them holds."""
    frame.charge(len(items))
    return any(items)


def all_of(frame: Frame, items: list[Any]) -> bool:
    """Whether all of them hold; true for an empty list."""
    frame.charge(len(items))
    return all(items)


def in_order(frame: Frame, items: list[Any]) -> list[Any]:
    """Sort numbers, or texts."""
    bounded_list(frame, items, 0)
    frame.charge(8 * len(items))
    row = [known(item) for item in items]
    if all(isinstance(item, str) for item in row) or all(isinstance(item, (int, float)) for item in row):
        return sorted(row)
    raise Unfit("[…]")


def distinct(frame: Frame, items: list[Any]) -> list[Any]:
    """Give each item once, in the order of its first occurrence."""
    found: list[Any] = []
    for item in items:
        if not operations.contains(frame, item, found, 0):
            found.append(item)
    return found
