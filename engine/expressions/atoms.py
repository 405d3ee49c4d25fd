"""Atoms of the grammar: literals, names, calls, brackets, and the steps of a path behind them."""

from abc import abstractmethod
from collections.abc import Sequence

from engine.expressions.lexer import PYTHON_WORDS, Kind, Token
from engine.expressions.problems import Refusal
from engine.expressions.syntax import (
    Call,
    Clause,
    Each,
    Listing,
    Literal,
    Name,
    Node,
    Path,
    Record,
    Span,
    Step,
)
from engine.expressions.tokenrow import TokenRow
from engine.text import Text

_LITERALS = {"true": True, "True": True, "false": False, "False": False, "null": None, "None": None}
_CLOSING = {"(": ")", "[": "]", "{": "}"}


class AtomReader(TokenRow):
    """Reads what binds tightest. With `with_input`, `?` is the value that a cell of a decision table tests."""

    def __init__(self, tokens: Sequence[Token], *, with_input: bool = False) -> None:
        super().__init__(tokens)
        self._with_input = with_input

    @abstractmethod
    def expression(self) -> Node:
        """Read a whole expression, inside brackets."""

    @abstractmethod
    def either(self) -> Node:
        """Read `a or b`, or what binds tighter."""

    def path(self) -> Node:
        """Read an atom and the steps behind it."""
        at, root, steps = self.token.at, self._atom(), []
        while step := self._step():
            steps.append(step)
        return Path(at, root, tuple(steps)) if steps else root

    def _step(self) -> Step | None:
        at = self.token.at
        if self.accept("."):
            return at, self._field()
        if self.accept("["):
            step = self._index_or_span()
            self.expect("]")
            return at, step
        if self.token.text == "(" and self.token.kind is Kind.SIGN:
            raise Refusal("method", at, found=self.previous.text)
        return None

    def _field(self) -> str:
        token = self.token
        if token.kind not in (Kind.NAME, Kind.WORD):
            raise self.unexpected(Text("字段名", "a field's name"))
        if token.text.startswith("_"):
            raise Refusal("name-hidden", token.at, found=token.text)
        return self.advance().text

    def _index_or_span(self) -> Span | Node:
        if self.accept(":"):
            return self._span(None)
        low = self.expression()
        return self._span(low) if self.accept(":") else low

    def _span(self, low: Node | None) -> Span:
        return Span(low, None if self.token.text == "]" else self.expression())

    def _atom(self) -> Node:
        token = self.token
        if token.kind is Kind.END:
            raise Refusal("unfinished", token.at)
        if token.kind is Kind.SIGN:
            return self._bracketed(token)
        if token.kind is Kind.WORD and token.text not in _LITERALS:
            raise self.unexpected(Text("值", "a value"))
        self.advance()
        if token.kind is Kind.NAME:
            return self._named(token)
        return Literal(token.at, _LITERALS[token.text] if token.kind is Kind.WORD else token.value)

    def _bracketed(self, token: Token) -> Node:
        if token.text == "?" and self._with_input:
            self.advance()
            return Name(token.at, "?")
        if token.text not in _CLOSING:
            raise self.unexpected(Text("值", "a value"))
        self.advance()
        return {"(": self._group, "[": self._list, "{": self._record}[token.text](token.at)

    def _named(self, token: Token) -> Node:
        if token.text in PYTHON_WORDS:
            raise Refusal("word", token.at, found=token.text)
        if self.accept("("):
            return Call(token.at, token.text, self._arguments())
        if token.text.startswith("_"):
            raise Refusal("name-hidden", token.at, found=token.text)
        return Name(token.at, token.text)

    def _arguments(self) -> tuple[Node, ...]:
        items = self._items_or_each(")")
        return (items,) if isinstance(items, Each) else items

    def _group(self, at: int) -> Node:
        if self.accept(")"):
            return Listing(at, ())
        first = self.expression()
        if self.accept(")"):
            return first
        return Listing(at, self._rest_of(first, ")"))

    def _list(self, at: int) -> Node:
        items = self._items_or_each("]")
        return items if isinstance(items, Each) else Listing(at, items)

    def _items_or_each(self, closing: str) -> tuple[Node, ...] | Each:
        first = self.expression() if self.token.text != closing else None
        if first is None or self.token.text != "for":
            return self._rest_of(first, closing)
        each = self._each(first)
        self.expect(closing)
        return each

    def _rest_of(self, first: Node | None, closing: str) -> tuple[Node, ...]:
        """Read what follows the first item, up to the closing bracket; a comma may end the row."""
        items = [] if first is None else [first]
        while items and self.accept(","):
            if self.token.text == closing:
                break
            items.append(self.expression())
        self.expect(closing)
        return tuple(items)

    def _each(self, item: Node) -> Each:
        clauses = []
        while token := self.accept("for"):
            clauses.append(self._clause(token.at))
        return Each(item.at, item, tuple(clauses))

    def _clause(self, at: int) -> Clause:
        if self.token.kind is not Kind.NAME:
            raise self.unexpected(Text("名称", "a name"))
        name = self.advance()
        self.expect("in")
        items, conditions = self.either(), []
        while self.accept("if"):
            conditions.append(self.either())
        return Clause(at, name.text, items, tuple(conditions))

    def _record(self, at: int) -> Node:
        if self.accept("}"):
            return Record(at, ())
        first = self.expression()
        if not self.accept(":"):
            return Listing(at, self._rest_of(first, "}"))
        items = [(first, self.expression())]
        while self.accept(",") and self.token.text != "}":
            key = self.expression()
            self.expect(":")
            items.append((key, self.expression()))
        self.expect("}")
        return Record(at, tuple(items))
