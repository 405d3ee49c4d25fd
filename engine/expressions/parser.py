"""Words to a tree. The grammar is a part of Python's, with its precedence; nothing else can even be written."""

from collections.abc import Callable, Sequence

from engine.expressions.lexer import Kind, Token, tokens_of
from engine.expressions.problems import Refusal
from engine.expressions.syntax import (
    Arithmetic,
    Call,
    Choice,
    Clause,
    Comparison,
    Each,
    Listing,
    Literal,
    Logic,
    Name,
    Node,
    Path,
    Record,
    Span,
    Step,
    Unary,
)
from engine.expressions.tokenrow import TokenRow
from engine.text import Text

MAX_DEPTH = 24
_LITERALS = {"true": True, "True": True, "false": False, "False": False, "null": None, "None": None}
_COMPARING = frozenset(("==", "!=", "<", "<=", ">", ">="))
_CLOSING = {"(": ")", "[": "]", "{": "}"}


def parse(source: str) -> Node:
    """Read one whole expression; raises `Refusal`."""
    parser = Parser(tokens_of(source))
    node = parser.expression()
    parser.finish()
    return node


class Parser(TokenRow):
    """Reads expressions; with `with_input`, the sign `?` is the value that a cell of a decision table tests."""

    def __init__(self, tokens: Sequence[Token], *, with_input: bool = False) -> None:
        super().__init__(tokens)
        self._depth, self._with_input = 0, with_input

    def back_to(self, index: int) -> None:
        """Read again from a place, outside every bracket."""
        super().back_to(index)
        self._depth = 0

    # --- from the weakest binding to the strongest ---

    def expression(self) -> Node:
        """Read `a if c else b`, or what binds tighter."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise Refusal("too-deep", self.token.at, limit=MAX_DEPTH)
        at, value, cases = self.token.at, self._either(), []
        while self.accept("if"):
            condition = self._either()
            self.expect("else")
            cases.append((condition, value))
            value = self._either()
        self._depth -= 1
        return Choice(at, tuple(cases), value) if cases else value

    def _either(self) -> Node:
        return self._joined("or", self._both)

    def _both(self) -> Node:
        return self._joined("and", self._negation)

    def _joined(self, word: str, operand: Callable[[], Node]) -> Node:
        at, operands = self.token.at, [operand()]
        while self.accept(word):
            operands.append(operand())
        return operands[0] if len(operands) == 1 else Logic(at, word, tuple(operands))

    def _negation(self) -> Node:
        at, count = self.token.at, 0
        while self.accept("not"):
            count += 1
        node = self._comparison()
        for _ in range(2 - count % 2 if count else 0):
            node = Unary(at, "not", node)
        return node

    def _comparison(self) -> Node:
        at, first, rest = self.token.at, self.sum(), []
        while sign := self._comparing():
            rest.append((sign.text, sign.at, self.sum()))
        return Comparison(at, first, tuple(rest)) if rest else first

    def _comparing(self) -> Token | None:
        token = self.token
        if token.kind is Kind.SIGN and token.text in _COMPARING:
            return self.accept(token.text)
        if self.accept("in"):
            return token
        if self.accept("is"):
            return Token(token.kind, "is not" if self.accept("not") else "is", token.at)
        if token.text == "not" and self.following.text == "in":
            self.advance()
            self.advance()
            return Token(token.kind, "not in", token.at)
        return None

    def sum(self) -> Node:
        """Read `a + b - c`: what an endpoint of an interval may be."""
        return self._chain(("+", "-"), self._product)

    def _product(self) -> Node:
        return self._chain(("*", "/", "//", "%"), self._signed)

    def _chain(self, signs: tuple[str, ...], operand: Callable[[], Node]) -> Node:
        at, first, rest = self.token.at, operand(), []
        while sign := self.accept(*signs):
            rest.append((sign.text, sign.at, operand()))
        return Arithmetic(at, first, tuple(rest)) if rest else first

    def _signed(self) -> Node:
        at, signs = self.token.at, ""
        while sign := self.accept("-", "+"):
            signs += sign.text
        node = self._path()
        if not signs:
            return node
        return Unary(at, "-" if signs.count("-") % 2 else "+", node)

    def _path(self) -> Node:
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

    # --- atoms ---

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
        items, conditions = self._either(), []
        while self.accept("if"):
            conditions.append(self._either())
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
