"""Cells of decision tables: unary tests, much as FEEL writes them, in our own language.

`-` or nothing is any value; `"a", "b"` one of them; `< 5`, `>= date("2026-01-01")`; `[1..5]`, `(1..5]`;
`not("a", "b")`, `not([1..5])`; `null`; and any condition in which `?` is the value: `starts_with(?, "G06F")`.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from engine.decisions import unary
from engine.decisions.regions import ALL, Region
from engine.decisions.unary import Accepts, Operand, Test
from engine.expressions import syntax
from engine.expressions.expression import compiled
from engine.expressions.frame import Frame
from engine.expressions.lexer import tokens_of
from engine.expressions.parser import Parser
from engine.expressions.problems import Refusal
from engine.expressions.scope import Scope, compile_node

_ANYTHING = frozenset(("", "-", "–", "—"))
_SIGNS = ("<", "<=", ">", ">=", "==", "!=", "=")


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A compiled cell. `region` is the set of values that it accepts, where its text alone proves it.

    `accepts` reads the value in place 0 of the frame; None accepts everything. `bare` are names that stand as
    values: often texts whose quotes were forgotten.
    """

    source: str
    names: frozenset[str] = frozenset()
    region: Region | None = ALL
    accepts: Accepts | None = field(default=None, repr=False)
    bare: tuple[str, ...] = ()


def compile_cell(source: str) -> Cell:
    """Compile a cell, or give it from the cache; raises `ExpressionRefused`."""
    return compiled(source, _cell)


@lru_cache(maxsize=8192)
def _cell(source: str) -> Cell:
    if source.strip() in _ANYTHING:
        return Cell(source)
    reader = _Reader(source)
    test = reader.cell()
    accepts = _with_room(test.accepts, reader.scope.slots) if reader.scope.slots > 1 else test.accepts
    return Cell(source, reader.scope.all_names, test.region, accepts, tuple(reader.bare))


def _with_room(accepts: Accepts, slots: int) -> Accepts:
    """Give comprehensions inside a cell their places in the frame."""

    def run(frame: Frame) -> bool:
        frame.slots = [frame.slots[0], *[None] * (slots - 1)]
        return accepts(frame)

    return run


class _Reader:
    """Reads the tests of one cell."""

    def __init__(self, source: str) -> None:
        self._words = Parser(tokens_of(source), with_input=True)
        self.scope = Scope(("?",))
        self.bare: list[str] = []

    def cell(self) -> Test:
        """Read a list of tests, or `not(…)` around one."""
        start = self._words.index
        negation = self._negation()
        if negation is not None:
            return negation
        self._words.back_to(start)
        test = self._tests()
        self._words.finish()
        return test

    def _negation(self) -> Test | None:
        """Read `not(…)`; None where it is none, but a condition such as `not (? > 5) or …`."""
        if not (self._words.accept("not") and self._words.accept("(")):
            return None
        try:
            inside = self._tests()
            self._words.expect(")")
            self._words.finish()
        except Refusal:
            return None
        return unary.negated(inside)

    def _tests(self) -> Test:
        tests = [self._test()]
        while self._words.accept(","):
            tests.append(self._test())
        return tests[0] if len(tests) == 1 else unary.any_of(tests)

    def _test(self) -> Test:
        if sign := self._words.accept(*_SIGNS):
            return self._compared(sign.text)
        if self._words.token.text in ("[", "("):
            start = self._words.index
            if interval := self._interval():
                return interval
            self._words.back_to(start)
        return self._value_or_condition()

    def _compared(self, sign: str) -> Test:
        operand = self._operand(self._words.sum())
        if sign in ("=", "=="):
            return unary.equal_to(operand)
        return unary.negated(unary.equal_to(operand)) if sign == "!=" else unary.compared(sign, operand)

    def _interval(self) -> Test | None:
        """Read an interval; None where it is none, but a bracket or a list."""
        opening = self._words.advance()
        try:
            low = self._words.sum()
        except Refusal:
            return None
        if not self._words.accept(".."):
            return None
        high = self._words.sum()
        closing = self._words.accept("]", ")") or self._words.expect("]")
        return unary.within(self._operand(low), self._operand(high), opening.text + closing.text)

    def _value_or_condition(self) -> Test:
        at, node = self._words.token.at, self._words.expression()
        if _reads(node, "?"):
            return unary.holding(compile_node(node, self.scope), at)
        if isinstance(node, (syntax.Comparison, syntax.Logic)) or _is_negation(node):
            raise Refusal("cell-boolean", at)
        if isinstance(node, syntax.Name):
            self.bare.append(node.name)
        return unary.equal_to(self._operand(node))

    def _operand(self, node: syntax.Node) -> Operand:
        """Compile a value; what reads nothing is calculated now."""
        scope = Scope(("?",))
        run = compile_node(node, scope)
        if scope.all_names or scope.slots > 1 or _reads(node, "?", "today", "now"):
            return Operand(compile_node(node, self.scope), node.at)
        frame = Frame({}, None)
        frame.slots = [None]
        value = run(frame)
        return Operand(lambda _frame: value, node.at, (value,))


def _reads(node: syntax.Node, *names: str) -> bool:
    """Whether a tree has one of these names, as a variable or as a function."""
    row = [node]
    while row:
        one = row.pop()
        if isinstance(one, (syntax.Name, syntax.Call)) and one.name in names:
            return True
        row.extend(one.below())
    return False


def _is_negation(node: syntax.Node) -> bool:
    return isinstance(node, syntax.Unary) and node.sign == "not"
