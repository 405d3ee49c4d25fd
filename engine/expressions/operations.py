"""The operators, bounded: no number beyond 256 bits, no endless text, no comparison that never returns."""

import operator
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias

from engine.expressions.frame import Frame
from engine.expressions.problems import Refusal
from engine.expressions.values import (
    SCALARS,
    bounded_list,
    bounded_number,
    bounded_text,
    is_number,
    kind_of,
    known,
)

Operation: TypeAlias = Callable[[Frame, Any, Any, int], Any]


# --- arithmetic ---


def _add(frame: Frame, left: Any, right: Any, at: int) -> Any:
    if is_number(left) and is_number(right):
        return bounded_number(left + right, at)
    if isinstance(left, str) and isinstance(right, str):
        return bounded_text(frame, left + right, at)
    if isinstance(left, list) and isinstance(right, list):
        return bounded_list(frame, left + right, at)
    raise Refusal("not-computable", at, found="+", left=kind_of(left), right=kind_of(right))


def _calculating(sign: str, calculate: Callable[[Any, Any], Any]) -> Operation:
    def run(_frame: Frame, left: Any, right: Any, at: int) -> Any:
        if not (is_number(left) and is_number(right)):
            raise Refusal("not-computable", at, found=sign, left=kind_of(left), right=kind_of(right))
        try:
            return bounded_number(calculate(left, right), at)
        except ZeroDivisionError:
            raise Refusal("division-by-zero", at) from None
        except OverflowError:
            raise Refusal("number-too-large", at) from None

    return run


ARITHMETIC: dict[str, Operation] = {
    "+": _add,
    "-": _calculating("-", operator.sub),
    "*": _calculating("*", operator.mul),
    "/": _calculating("/", operator.truediv),
    "//": _calculating("//", operator.floordiv),
    "%": _calculating("%", operator.mod),
}


def negative(value: Any, at: int) -> Any:
    """Give `-value`."""
    if not is_number(value):
        raise Refusal("not-computable", at, found="-", left=kind_of(0), right=kind_of(value))
    return -value


def positive(value: Any, at: int) -> Any:
    """Give `+value`: the number, and true as 1."""
    if not is_number(value):
        raise Refusal("not-computable", at, found="+", left=kind_of(0), right=kind_of(value))
    return +value


# --- equality ---


def equal(frame: Frame, left: Any, right: Any, _at: int = 0) -> bool:
    """Whether two values are the same, item by item; every item costs."""
    if left.__class__ in SCALARS or right.__class__ in SCALARS:
        return bool(left == right)
    pairs = [(left, right)]
    while pairs:
        one, other = (known(value) for value in pairs.pop())
        frame.charge(1)
        if one.__class__ in SCALARS or other.__class__ in SCALARS:
            if one != other:
                return False
        elif one.__class__ is not other.__class__ or len(one) != len(other):
            return False
        elif one.__class__ is list:
            frame.charge(len(one))
            pairs.extend(zip(one, other, strict=True))
        elif one.keys() != other.keys():
            return False
        else:
            frame.charge(len(one))
            pairs.extend((one[key], other[key]) for key in one)
    return True


def _unequal(frame: Frame, left: Any, right: Any, at: int) -> bool:
    return not equal(frame, left, right, at)


# --- order ---


def _instants(frame: Frame, left: str, right: str) -> tuple[Any, Any]:
    """Give two ISO date-times as instants, a mere date as its first moment; other texts as they are."""
    if left[10:11] != "T" and right[10:11] != "T":
        return left, right
    try:
        first, second = datetime.fromisoformat(left), datetime.fromisoformat(right)
    except ValueError:
        return left, right
    zone = frame.now.tzinfo if frame.now is not None else None
    if first.tzinfo is None and second.tzinfo is None:
        return first, second
    zone = zone or first.tzinfo or second.tzinfo
    return first.replace(tzinfo=first.tzinfo or zone), second.replace(tzinfo=second.tzinfo or zone)


def _ordering(compare: Callable[[Any, Any], bool]) -> Operation:
    def run(frame: Frame, left: Any, right: Any, at: int) -> bool:
        if is_number(left) and is_number(right):
            return compare(left, right)
        if isinstance(left, str) and isinstance(right, str):
            return compare(*_instants(frame, left, right))
        if left is None or right is None:
            raise Refusal("null-compare", at)
        raise Refusal("not-comparable", at, left=kind_of(left), right=kind_of(right))

    return run


# --- membership ---


def contains(frame: Frame, item: Any, whole: Any, at: int) -> bool:
    """Whether `item in whole`: an item of a list, a part of a text, a key of a record."""
    if isinstance(whole, list):
        frame.charge(1 + len(whole))
        return any(equal(frame, item, known(one)) for one in whole)
    if isinstance(whole, dict) and isinstance(item, str):
        return item in whole
    if isinstance(whole, str) and isinstance(item, str):
        frame.charge(1 + len(whole) // 100)
        return item in whole
    raise Refusal("not-contained", at, right=kind_of(whole))


def _lacks(frame: Frame, item: Any, whole: Any, at: int) -> bool:
    return not contains(frame, item, whole, at)


def _same(_frame: Frame, left: Any, right: Any, _at: int) -> bool:
    return left is right


def _different(_frame: Frame, left: Any, right: Any, _at: int) -> bool:
    return left is not right


COMPARING: dict[str, Operation] = {
    "==": equal,
    "!=": _unequal,
    "<": _ordering(operator.lt),
    "<=": _ordering(operator.le),
    ">": _ordering(operator.gt),
    ">=": _ordering(operator.ge),
    "in": contains,
    "not in": _lacks,
    "is": _same,
    "is not": _different,
}
