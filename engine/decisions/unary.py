"""Tests of one value, as closures, each with the set of values that it is proven to accept."""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, TypeAlias

from engine.decisions import regions
from engine.decisions.regions import Region
from engine.expressions.frame import Frame, Run
from engine.expressions.operations import COMPARING, contains, equal
from engine.expressions.problems import Refusal
from engine.expressions.values import kind_of

Accepts: TypeAlias = Callable[[Frame], bool]


@dataclass(frozen=True, slots=True)
class Operand:
    """What a value is compared with. `constant` holds it alone when it reads nothing."""

    run: Run
    at: int
    constant: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Test:
    """Tests the value in place 0 of the frame; `region` is None where only running can tell."""

    __test__ = False

    accepts: Accepts
    region: Region | None


def equal_to(operand: Operand) -> Test:
    """Test for a value; for a list, for one of its items."""
    if not operand.constant:
        run = operand.run
        return Test(lambda frame: _same(frame, frame.slots[0], run(frame)), None)
    constant = operand.constant[0]
    if isinstance(constant, (list, dict)):
        return Test(lambda frame: _same(frame, frame.slots[0], constant), _points(constant))
    if constant is None or isinstance(constant, bool):
        return Test(lambda frame: frame.slots[0] is constant, regions.point(constant))
    return Test(lambda frame: _is(frame.slots[0], constant), regions.point(constant))


def _is(given: Any, constant: Any) -> bool:
    """Whether a value is this number or text; true is not 1 here, since columns are of one type."""
    return bool(given == constant) and given.__class__ is not bool


def _same(frame: Frame, given: Any, value: Any) -> bool:
    return contains(frame, given, value, 0) if isinstance(value, list) else equal(frame, given, value)


def _points(constant: Any) -> Region | None:
    return _union([regions.point(item) for item in constant]) if isinstance(constant, list) else None


def compared(sign: str, operand: Operand) -> Test:
    """Test for order; null is neither below nor above anything."""
    _refuse_unordered(operand)
    compare, run, at = COMPARING[sign], operand.run, operand.at

    def accepts(frame: Frame) -> bool:
        given = frame.slots[0]
        return given is not None and bool(compare(frame, given, run(frame), at))

    return Test(accepts, _half(sign, operand.constant[0]) if operand.constant else None)


def _refuse_unordered(*operands: Operand) -> None:
    for operand in operands:
        for value in operand.constant:
            if isinstance(value, bool) or not isinstance(value, (int, float, str)):
                raise Refusal("no-order", operand.at, kind=kind_of(value))


def _half(sign: str, value: Any) -> Region | None:
    """Give what lies on one side of a value."""
    cut = regions.after(value) if sign in ("<=", ">") else regions.before(value)
    low, high = (regions.LOWEST, cut) if sign[0] == "<" else (cut, regions.HIGHEST)
    return regions.between(low, high, value)


def within(low: Operand, high: Operand, brackets: str) -> Test:
    """Test for an interval; `brackets` are its two, such as `[)`: a bracket that opens to the value includes it."""
    _refuse_unordered(low, high)
    above, below = (
        COMPARING[">=" if brackets[0] == "[" else ">"],
        COMPARING["<=" if brackets[1] == "]" else "<"],
    )
    least, most, at = low.run, high.run, low.at

    def accepts(frame: Frame) -> bool:
        given = frame.slots[0]
        if given is None:
            return False
        return bool(above(frame, given, least(frame), at) and below(frame, given, most(frame), at))

    return Test(accepts, _span(low, high, brackets) if low.constant and high.constant else None)


def _span(low: Operand, high: Operand, brackets: str) -> Region | None:
    least, most = low.constant[0], high.constant[0]
    if isinstance(least, str) is not isinstance(most, str):
        raise Refusal("interval-kinds", low.at)
    first = regions.before(least) if brackets[0] == "[" else regions.after(least)
    last = regions.after(most) if brackets[1] == "]" else regions.before(most)
    if first >= last:
        raise Refusal("interval-backwards", low.at)
    return regions.between(first, last, least)


def holding(run: Run, at: int) -> Test:
    """Test a condition in which `?` is the value."""

    def accepts(frame: Frame) -> bool:
        value = run(frame)
        if value is None or isinstance(value, bool):
            return bool(value)
        raise Refusal("not-boolean", at, kind=kind_of(value))

    return Test(accepts, None)


def any_of(tests: Sequence[Test]) -> Test:
    """Test whether one of several accepts."""
    each = [test.accepts for test in tests]
    region = _union([test.region for test in tests])
    return Test(lambda frame: any(accepts(frame) for accepts in each), region)


def _union(found: Sequence[Region | None]) -> Region | None:
    proven = [region for region in found if region is not None]
    return reduce(operator.or_, proven, Region()) if len(proven) == len(found) else None


def negated(test: Test) -> Test:
    """Test whether it does not accept; so null passes where the test needs a value."""
    accepts = test.accepts
    return Test(lambda frame: not accepts(frame), None if test.region is None else ~test.region)
