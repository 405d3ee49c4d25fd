"""Scripts: lines of `name = expression`. All of them or none; anything richer is a registered service operation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from engine.expressions.expression import Expression, compiled, expression_of
from engine.expressions.frame import Frame
from engine.expressions.functions import FUNCTIONS
from engine.expressions.lexer import PYTHON_WORDS, Kind, Token, tokens_of
from engine.expressions.parser import Parser
from engine.expressions.problems import Refusal
from engine.expressions.scope import Scope

PROVIDED = frozenset(("case_number", "opened_on", "title", "initiator"))
RESERVED = frozenset(FUNCTIONS) | {"today", "now"}


@dataclass(frozen=True, slots=True, eq=False)
class Script:
    """Compiled lines. `writes`: what it writes, in order; `names`: the variables that it reads before writing them."""

    source: str
    writes: tuple[str, ...]
    names: frozenset[str]
    optional: frozenset[str]
    lines: tuple[tuple[str, Expression], ...] = field(repr=False)

    def run(self, variables: Mapping[str, Any], *, now: datetime | None) -> dict[str, Any]:
        """Give the values of the names written; raises `ExpressionRefused`, and then nothing was."""
        written: dict[str, Any] = {}
        scope = dict(variables)
        frame = Frame(scope, now)
        for name, expression in self.lines:
            scope[name] = written[name] = expression.evaluate_in(frame)
        return written


def compile_script(source: str) -> Script:
    """Compile a script, or give it from the cache; raises `ExpressionRefused`."""
    return compiled(source, _script)


@lru_cache(maxsize=2048)
def _script(source: str) -> Script:
    tokens = tokens_of(source)
    if len(tokens) == 1:
        raise Refusal("empty")
    lines = tuple(_line(source, statement) for statement in _statements(source, tokens))
    needed, optional = _read_from_outside(lines)
    writes = tuple(dict.fromkeys(name for name, _ in lines))
    return Script(source, writes, needed | optional, optional - needed, lines)


# --- cutting a script into its statements ---


def _statements(source: str, tokens: list[Token]) -> Iterator[list[Token]]:
    """Cut at each `name =` outside brackets; what stands between belongs to the statement before."""
    starts = list(_starts(tokens))
    for index in starts:
        if index and not _begins_line(source, tokens[index]):
            raise Refusal("statement", tokens[index].at)
    if not starts or starts[0]:
        raise Refusal("statement", tokens[0].at)
    for start, end in zip(starts, [*starts[1:], len(tokens) - 1], strict=True):
        yield [*tokens[start:end], Token(Kind.END, "", tokens[end].at)]


def _starts(tokens: list[Token]) -> Iterator[int]:
    depth = 0
    for index, token in enumerate(tokens):
        depth += (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))
        if depth == 0 and token.text == "=" and token.kind is Kind.SIGN:
            yield _start(tokens, index)


def _start(tokens: list[Token], equals: int) -> int:
    """Give the place of the name before an equals sign, or refuse what else stands there."""
    name = tokens[equals - 1] if equals else tokens[0]
    before = tokens[equals - 2].text if equals > 1 else ""
    if name.kind is Kind.SIGN and name.text in ("+", "-", "*", "/", "//", "%"):
        raise Refusal("assign-twice", name.at, found=name.text)
    if name.text == "]" or (name.kind is Kind.NAME and before == "."):
        raise Refusal("assign-field", name.at)
    if name.kind is not Kind.NAME:
        raise Refusal("statement", name.at)
    if name.text in RESERVED | PROVIDED | PYTHON_WORDS or name.text.startswith("_"):
        raise Refusal("assign-reserved", name.at, found=name.text)
    return equals - 1


def _begins_line(source: str, token: Token) -> bool:
    return not source[source.rfind("\n", 0, token.at) + 1 : token.at].strip()


def _line(source: str, statement: list[Token]) -> tuple[str, Expression]:
    parser = Parser(statement[2:])
    tree = parser.expression()
    if not parser.at_end() and _begins_line(source, parser.token):
        raise Refusal("statement", parser.token.at)
    parser.finish()
    return statement[0].text, expression_of(source, tree, Scope())


def _read_from_outside(lines: tuple[tuple[str, Expression], ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Give the variables that must be there before, and those that may be missing."""
    written: set[str] = set()
    needed: set[str] = set()
    optional: set[str] = set()
    for name, expression in lines:
        needed |= expression.names - expression.optional - written
        optional |= expression.optional - written
        written.add(name)
    return frozenset(needed), frozenset(optional)
