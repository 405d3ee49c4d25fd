"""What a timer's text comes to: a length, or the shortest and the longest that may stand in a variable."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.errors import PeriodInvalid
from engine.expressions.syntax import Choice, Literal, Name, Node
from engine.feasibility.conditions import Facts, allowed, tree_of
from engine.feasibility.lengths import Length
from engine.graph import Trigger
from engine.policies import iso_parts, parse_period

_CYCLE: Final = re.compile(r"R\d*/(?P<every>P[^/]+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Timing:
    """The shortest and the longest that a timer may be set to; `text`: how the longest is written."""

    least: Length
    most: Length
    text: str = ""


def timing_of(trigger: Trigger, values: Mapping[str, Iterable[Any]], facts: Facts) -> Timing | None:
    """What a timer may be set to; None where only the case knows it, or where it is a date."""
    text = (trigger.expression or "").strip()
    written = read_length(text)
    found = [(written, text)] if written is not None else _options(tree_of(text), values, facts)
    if not found:
        return None
    longest, said = max(found, key=_usual)
    return Timing(min(found, key=_usual)[0], longest, said)


def read_length(text: str) -> Length | None:
    """Read `15 calendar-days`, `P15D`, `PT90M`; of a cycle, its interval. None where it is none of these."""
    cycle = _CYCLE.fullmatch(text)
    parts = iso_parts(cycle["every"] if cycle else text)
    if parts is not None:
        minutes = parts["hours"] * 60 + parts["minutes"] + -(-parts["seconds"] // 60)
        months, days = parts["years"] * 12 + parts["months"], parts["weeks"] * 7 + parts["days"]
        return Length(months=months, days=days, minutes=minutes)
    try:
        return Length.of(parse_period(text))
    except PeriodInvalid:
        return None


def _usual(found: tuple[Length, str]) -> int:
    return found[0].usual


def _options(
    tree: Node | None, values: Mapping[str, Iterable[Any]], facts: Facts
) -> list[tuple[Length, str]] | None:
    """Every length that an expression may give, where all of them are written out."""
    found: list[tuple[Length, str]] = []
    todo = [tree]
    while todo:
        one = todo.pop()
        if isinstance(one, Choice):
            todo.extend((*(value for _, value in one.cases), one.otherwise))
            continue
        texts = [str(text) for text in _texts(one, values, facts)]
        known = [(length, text) for text in texts if (length := read_length(text)) is not None]
        if not known or len(known) < len(texts):
            return None
        found += known
    return found


def _texts(tree: Node | None, values: Mapping[str, Iterable[Any]], facts: Facts) -> list[Any]:
    if isinstance(tree, Name):
        return [value for value in values.get(tree.name, ()) if allowed(facts, tree.name, value)]
    return [tree.value] if isinstance(tree, Literal) else []
