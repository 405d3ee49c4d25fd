"""A row of words that is read from left to right."""

from collections.abc import Sequence

from engine.expressions.lexer import Kind, Token
from engine.expressions.problems import Refusal
from engine.text import Text

_MISTAKES = {
    "=": Text("比较请用 ==", "Compare with =="),
    "?": Text("请写 甲 if 条件 else 乙", "Write a if condition else b"),
    "..": Text(
        "区间只能写在决策表的单元格中，请用 low <= x <= high",
        "Intervals stand in decision tables; write low <= x <= high",
    ),
}


class TokenRow:
    """Words and the place up to which they were read."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens, self._index = tokens, 0

    @property
    def token(self) -> Token:
        """The word that comes next."""
        return self._tokens[self._index]

    @property
    def index(self) -> int:
        """How many words were read; `back_to` goes back there."""
        return self._index

    def back_to(self, index: int) -> None:
        """Read again from a place."""
        self._index = index

    def at_end(self) -> bool:
        """Whether all words were read."""
        return self.token.kind is Kind.END

    @property
    def following(self) -> Token:
        """The word after the next one."""
        return self._tokens[min(self._index + 1, len(self._tokens) - 1)]

    @property
    def previous(self) -> Token:
        """The word that was read last."""
        return self._tokens[self._index - 1]

    def advance(self) -> Token:
        """Read the next word, whatever it is."""
        token = self._tokens[self._index]
        self._index += 1
        return token

    def accept(self, *texts: str) -> Token | None:
        """Read the next word if it is one of these signs or words of the language."""
        token = self._tokens[self._index]
        return self.advance() if token.text in texts and token.kind in (Kind.SIGN, Kind.WORD) else None

    def expect(self, text: str) -> Token:
        """Read this word, or refuse."""
        if token := self.accept(text):
            return token
        raise self.unexpected(text)

    def finish(self) -> None:
        """Refuse whatever is left."""
        if not self.at_end():
            raise self._surplus()

    def unexpected(self, wanted: str | Text) -> Refusal:
        """Give the refusal of the next word."""
        if self.token.kind is Kind.END:
            return Refusal("unfinished", self.token.at)
        if self.token.text in _MISTAKES:
            return self._surplus()
        return Refusal("expected", self.token.at, wanted=wanted, found=self.token.text)

    def _surplus(self) -> Refusal:
        token = self.token
        if token.text in _MISTAKES:
            return Refusal("operator", token.at, found=token.text, instead=_MISTAKES[token.text])
        return Refusal("surplus", token.at, found=token.text)
