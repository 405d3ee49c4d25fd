"""Words to a tree. The grammar is a part of Python's, with its precedence; nothing else can even be written."""

from collections.abc import Callable, Sequence

from engine.expressions.atoms import AtomReader
from engine.expressions.lexer import Kind, Token, tokens_of
from engine.expressions.problems import Refusal
from engine.expressions.syntax import Arithmetic, Choice, Comparison, Logic, Node, Unary

MAX_DEPTH = 24
_COMPARING = frozenset(("==", "!=", "<", "<=", ">", ">="))


def parse(source: str) -> Node:
    """Read one whole expression; raises `Refusal`."""
    parser = Parser(tokens_of(source))
    node = parser.expression()
    parser.finish()
    return node


class Parser(AtomReader):
    """Reads expressions."""

    def __init__(self, tokens: Sequence[Token], *, with_input: bool = False) -> None:
        super().__init__(tokens, with_input=with_input)
        self._depth = 0

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
        at, value, cases = self.token.at, self.either(), []
        while self.accept("if"):
            condition = self.either()
            self.expect("else")
            cases.append((condition, value))
            value = self.either()
        self._depth -= 1
        return Choice(at, tuple(cases), value) if cases else value

    def either(self) -> Node:
        """Read `a or b`, or what binds tighter."""
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
        node = self.path()
        if not signs:
            return node
        return Unary(at, "-" if signs.count("-") % 2 else "+", node)
