"""What a cell accepts, as a set that can be intersected, subtracted and shown by an example.

A set of numbers or texts is a row of spans between cuts. A cut lies right before or right after a value, so that
open and closed ends are the same thing: `[1..5)` is the span from before 1 to before 5.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeAlias

Cut: TypeAlias = tuple[Any, ...]
Span: TypeAlias = tuple[Cut, Cut]
Spans: TypeAlias = tuple[Span, ...]

LOWEST: Cut = (-1,)
HIGHEST: Cut = (1,)
EVERYTHING: Spans = ((LOWEST, HIGHEST),)
_INTEGRAL = frozenset(("integer", "long", "int"))
_FRACTIONAL = frozenset(("number", "double", "float", "decimal"))
OTHER_TEXT = "…"


def before(value: Any) -> Cut:
    """Give the cut right before a value; nothing is before the empty text."""
    return LOWEST if value == "" else (0, value, 0)


def after(value: Any) -> Cut:
    """Give the cut right after a value."""
    return (0, value, 1)


def _joined(spans: Iterable[Span]) -> Spans:
    """Put spans in order, melt those that touch, and drop empty ones."""
    found: list[Span] = []
    for low, high in sorted(span for span in spans if span[0] < span[1]):
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return tuple(found)


def _rest(spans: Spans) -> Spans:
    """Give what lies between the spans."""
    cuts = [LOWEST, *(cut for span in spans for cut in span), HIGHEST]
    return _joined(zip(cuts[::2], cuts[1::2], strict=True))


def _common(one: Spans, other: Spans) -> Spans:
    return _joined((max(a, c), min(b, d)) for a, b in one for c, d in other)


@dataclass(frozen=True, slots=True)
class Region:
    """A set of values: null or not, booleans, numbers and texts."""

    null: bool = False
    booleans: frozenset[bool] = frozenset()
    numbers: Spans = ()
    texts: Spans = ()

    def __or__(self, other: "Region") -> "Region":
        return Region(
            self.null or other.null,
            self.booleans | other.booleans,
            _joined((*self.numbers, *other.numbers)),
            _joined((*self.texts, *other.texts)),
        )

    def __and__(self, other: "Region") -> "Region":
        return Region(
            self.null and other.null,
            self.booleans & other.booleans,
            _common(self.numbers, other.numbers),
            _common(self.texts, other.texts),
        )

    def __invert__(self) -> "Region":
        rest = frozenset((True, False)) - self.booleans
        return Region(not self.null, rest, _rest(self.numbers), _rest(self.texts))


ALL = ~Region()


def point(value: Any) -> Region | None:
    """Give the set of one value; None for a list or a record, which no cell can be compared with."""
    if value is None:
        return Region(null=True)
    if isinstance(value, bool):
        return Region(booleans=frozenset((value,)))
    if isinstance(value, (int, float)):
        return Region(numbers=((before(value), after(value)),))
    return Region(texts=((before(value), after(value)),)) if isinstance(value, str) else None


def between(low: Cut, high: Cut, value: Any) -> Region | None:
    """Give the set between two cuts, of the kind of this value; None where it depends on more than the text."""
    values, spans = [cut[1] for cut in (low, high) if len(cut) > 1], _joined(((low, high),))
    if not isinstance(value, str):
        return Region(numbers=spans)
    return None if any(text[10:11] == "T" for text in values) else Region(texts=spans)


def universe(kind: str, allowed: Region | None) -> Region:
    """Give the values, other than null, that an input of this type may have."""
    if allowed is not None:
        return allowed
    if kind == "boolean":
        return Region(booleans=frozenset((True, False)))
    if kind in _INTEGRAL or kind in _FRACTIONAL:
        return Region(numbers=EVERYTHING)
    return Region(texts=EVERYTHING) if kind in ("string", "date", "dateTime", "time") else ~Region(null=True)


# --- examples ---


def example(region: Region, kind: str) -> list[Any]:
    """Give a value of the set in a list, or an empty list when there is none (or none that can be shown)."""
    for value in sorted(region.booleans):
        return [value]
    for spans, find in ((region.numbers, _number), (region.texts, _text)):
        for low, high in spans:
            if found := find(low, high, kind):
                return found
    return [None] if region.null else []


def _number(low: Cut, high: Cut, kind: str) -> list[Any]:
    if kind in _INTEGRAL:
        return _integer(low, high)
    if low == LOWEST:
        return [0 if high == HIGHEST else math.floor(high[1]) - 1]
    if high == HIGHEST:
        return [low[1] if low[2] == 0 else math.floor(low[1]) + 1]
    return [low[1] if low[2] == 0 else (low[1] + high[1]) / 2]


def _integer(low: Cut, high: Cut) -> list[Any]:
    if low == LOWEST:
        return [0 if high == HIGHEST else math.floor(high[1]) - 1]
    least = math.ceil(low[1]) if low[2] == 0 else math.floor(low[1]) + 1
    return [least] if before(least) < high else []


def _text(low: Cut, high: Cut, kind: str) -> list[Any]:
    if kind == "date":
        return _date(low, high)
    if kind in ("dateTime", "time"):
        return []
    if low != LOWEST and low[2] == 0:
        return [low[1]]
    return [OTHER_TEXT]


def _date(low: Cut, high: Cut) -> list[Any]:
    try:
        if low == LOWEST:
            found = date(1, 1, 1) if high == HIGHEST else date.fromisoformat(high[1]) - timedelta(days=1)
        else:
            found = date.fromisoformat(low[1]) + timedelta(days=low[2])
    except (ValueError, OverflowError):
        return []
    return [found.isoformat()] if before(found.isoformat()) < high else []
