"""Patterns of text fields are checked before they are used: none may hang.

How much a matcher may have to do is estimated. Where the next character decides whether a repetition goes on, there
is nothing to try again, only its length to run through; elsewhere the choices multiply. Too much is refused.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from engine.forms.regex import Edge, Either, One, Part, PatternReader, PatternRefused, Repeat, Row

MAX_PATTERN = 500
MAX_TEXT = 1_000  # the longest text that a pattern is matched against
_TOO_MUCH = 10_000_000
_END = frozenset(("end",))


@lru_cache(maxsize=2048)
def compile_pattern(source: str) -> re.Pattern[str]:
    """Compile a pattern; raises `PatternRefused`."""
    if len(source) > MAX_PATTERN:
        raise PatternRefused("syntax")
    reader = PatternReader(source)
    part = reader.whole()
    work = _Work(frozenset(reader.letters))
    tries = work.tries(part, frozenset()) * (1 if _begins(part) else MAX_TEXT)
    if tries * work.run > _TOO_MUCH:
        raise PatternRefused("work")
    try:
        return re.compile(source, re.ASCII)
    except (re.error, OverflowError, RecursionError):
        raise PatternRefused("syntax") from None


def _begins(part: Part) -> bool:
    """Whether a match can only begin at the start of the text."""
    if isinstance(part, Either):
        return all(_begins(option) for option in part.options)
    if isinstance(part, Row):
        return bool(part.parts) and _begins(part.parts[0])
    return isinstance(part, Edge) and part.sign == "^"


@dataclass(slots=True)
class _Work:
    """Estimates the ways that a matcher may have to try, and the longest `run` that each of them may take.

    `letters` stand for all characters.
    """

    letters: frozenset[str]
    run: int = 1

    def tries(self, part: Part, follow: frozenset[str]) -> int:
        """Estimate a part; `follow` is what may come next, nothing at the end of the pattern."""
        if isinstance(part, Row):
            return self._row(part, follow)
        if isinstance(part, Either):
            return self._either(part, follow)
        return self._repeat(part, follow) if isinstance(part, Repeat) else 1

    def _row(self, row: Row, follow: frozenset[str]) -> int:
        tries = 1
        for part in reversed(row.parts):
            tries = min(tries * self.tries(part, follow), _TOO_MUCH + 1)
            follow = self._before(part, follow)
        return tries

    def _either(self, either: Either, follow: frozenset[str]) -> int:
        each = [self.tries(option, follow) for option in either.options]
        firsts = [self._before(option, follow) for option in either.options]
        is_decided = sum(map(len, firsts)) == len(frozenset().union(*firsts))
        return max(each) if is_decided else sum(each)

    def _repeat(self, repeat: Repeat, follow: frozenset[str]) -> int:
        most = MAX_TEXT if repeat.most is None else repeat.most
        first, is_empty = self._first(repeat.part)
        if is_empty and most > 1:
            return _TOO_MUCH + 1
        inner = self.tries(repeat.part, follow | first if most > 1 else follow)
        is_decided = not first & follow
        ways = 1 if is_decided else most - repeat.least + 1
        self.run = max(self.run, most if is_decided and follow else 1)
        return min(ways * self._power(inner, most), _TOO_MUCH + 1)

    @staticmethod
    def _power(base: int, exponent: int) -> int:
        found = 1
        for _ in range(exponent if base > 1 else 0):
            found *= base
            if found > _TOO_MUCH:
                break
        return found

    def _before(self, part: Part, follow: frozenset[str]) -> frozenset[str]:
        """Give the letters that may come next in front of a part."""
        if isinstance(part, Edge):
            return _END if part.sign == "$" else follow
        first, is_empty = self._first(part)
        return first | follow if is_empty else first

    def _first(self, part: Part) -> tuple[frozenset[str], bool]:
        """Give the letters with which a part may begin, and whether it may be nothing at all."""
        if isinstance(part, One):
            return frozenset(letter for letter in self.letters if part.member(letter)), False
        if isinstance(part, Row):
            return self._first_of_row(part)
        if isinstance(part, Either):
            found = [self._first(option) for option in part.options]
            return frozenset().union(*(first for first, _ in found)), any(is_empty for _, is_empty in found)
        if isinstance(part, Repeat):
            first, is_empty = self._first(part.part)
            return first, is_empty or part.least == 0
        return frozenset(), True

    def _first_of_row(self, row: Row) -> tuple[frozenset[str], bool]:
        found: frozenset[str] = frozenset()
        for part in row.parts:
            first, is_empty = self._first(part)
            found |= first
            if not is_empty:
                return found, False
        return found, True
