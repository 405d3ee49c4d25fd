"""A part of regular expressions that browsers and Python read alike.

There are characters, classes, `.`, `^`, `$`, groups, `|` and quantifiers; no look-around, no back-references, no
flags, nothing possessive.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

_MAX_DEPTH = 20
_MAX_COUNT = 1_000
_DIGITS = 4

Member: TypeAlias = Callable[[str], bool]


class PatternRefused(ValueError):
    """The pattern is not in the language, or too much work; the argument is a code."""


@dataclass(frozen=True, slots=True)
class One:
    """One character of a set."""

    member: Member


@dataclass(frozen=True, slots=True)
class Edge:
    """`^` or `$`."""

    sign: str


@dataclass(frozen=True, slots=True)
class Row:
    """One after the other."""

    parts: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of several."""

    options: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """From `least` to `most` times; `most` is None for endless."""

    part: "Part"
    least: int
    most: int | None


Part: TypeAlias = One | Edge | Row | Either | Repeat

_CLASSES: dict[str, Member] = {
    "d": lambda one: one in "0123456789",
    "D": lambda one: one not in "0123456789",
    "w": lambda one: one.isascii() and (one.isalnum() or one == "_"),
    "W": lambda one: not (one.isascii() and (one.isalnum() or one == "_")),
    "s": str.isspace,
    "S": lambda one: not one.isspace(),
}
_PLAIN = {"n": "\n", "t": "\t", "r": "\r"}


class PatternReader:
    """Reads a pattern; `letters` are all characters that it names."""

    def __init__(self, source: str) -> None:
        self._source, self._at, self._depth = source, 0, 0
        self.letters: set[str] = set("aZ09_ -中\n")

    def whole(self) -> Part:
        """Read it all."""
        part = self._either()
        if self._at < len(self._source):
            raise PatternRefused("syntax")
        return part

    def _peek(self) -> str:
        return self._source[self._at : self._at + 1]

    def _next(self) -> str:
        if self._at >= len(self._source):
            raise PatternRefused("syntax")
        self._at += 1
        return self._source[self._at - 1]

    def _accept(self, sign: str) -> bool:
        found = self._source.startswith(sign, self._at)
        self._at += len(sign) if found else 0
        return found

    def _either(self) -> Part:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise PatternRefused("syntax")
        options = [self._row()]
        while self._accept("|"):
            options.append(self._row())
        self._depth -= 1
        return options[0] if len(options) == 1 else Either(tuple(options))

    def _row(self) -> Part:
        parts: list[Part] = []
        while self._peek() not in ("", "|", ")"):
            parts.append(self._repeated(self._one()))
        return Row(tuple(parts))

    def _one(self) -> Part:
        sign = self._next()
        if sign == "(":
            return self._group()
        if sign == "[":
            return One(self._class())
        if sign in "^$":
            return Edge(sign)
        if sign == ".":
            return One(lambda one: one != "\n")
        if sign == "\\":
            return One(self._escape())
        if sign in "*+?{}]":
            raise PatternRefused("syntax")
        return One(self._letter(sign))

    def _group(self) -> Part:
        if self._peek() == "?" and not self._accept("?:"):
            raise PatternRefused("feature")
        part = self._either()
        if not self._accept(")"):
            raise PatternRefused("syntax")
        return part

    def _letter(self, letter: str) -> Member:
        self.letters.add(letter)
        return lambda one: one == letter

    def _escape(self) -> Member:
        sign = self._next()
        if sign in _CLASSES:
            return _CLASSES[sign]
        if sign in _PLAIN:
            return self._letter(_PLAIN[sign])
        if sign.isalnum():
            raise PatternRefused("feature")
        return self._letter(sign)

    def _class(self) -> Member:
        negated, members, start = self._accept("^"), [], self._at
        while not self._accept("]"):
            members.append(self._range())
        if not members or any(sign in self._source[start : self._at] for sign in ("--", "&&", "||", "~~")):
            raise PatternRefused("syntax")
        return lambda one: any(member(one) for member in members) is not negated

    def _range(self) -> Member:
        low = self._next()
        if low == "[":
            raise PatternRefused("syntax")
        if low == "\\":
            return self._escape()
        if self._peek() != "-" or self._source[self._at + 1 : self._at + 2] in ("]", ""):
            return self._letter(low)
        self._next()
        high = self._next()
        if high in "[\\" or high < low:
            raise PatternRefused("syntax")
        self.letters |= {low, high}
        return lambda one: low <= one <= high

    def _repeated(self, part: Part) -> Part:
        counts = self._counts()
        if counts is None:
            return part
        if isinstance(part, Edge):
            raise PatternRefused("syntax")
        self._accept("?")
        if self._peek() in ("*", "+", "?", "{") and self._peek():
            raise PatternRefused("feature")
        return Repeat(part, *counts)

    def _counts(self) -> tuple[int, int | None] | None:
        simple: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        if self._peek() in simple:
            return simple[self._next()]
        return self._braces() if self._accept("{") else None

    def _braces(self) -> tuple[int, int | None]:
        end = self._source.find("}", self._at)
        low, comma, high = self._source[self._at : max(end, 0)].partition(",")
        numbers = [text for text in (low, high) if text]
        if (
            end < 0
            or not low
            or not all(text.isascii() and text.isdigit() and len(text) <= _DIGITS for text in numbers)
        ):
            raise PatternRefused("syntax")
        self._at = end + 1
        least = int(low)
        most = int(high) if high else (None if comma else least)
        if max(least, most or 0) > _MAX_COUNT or (most is not None and most < least):
            raise PatternRefused("syntax")
        return least, most
