"""What the sentences of a notice say of days: a word such as 放假 or 上班 is said of the days before it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from engine.calendars import projection
from engine.calendars.days import ordinary
from engine.calendars.festivals import together
from engine.calendars.reading.sentences import Sentence
from engine.calendars.reading.source import Source
from engine.calendars.reading.spans import LONGEST, Reader
from engine.calendars.reading.tokens import Kind, Token, number_of, tokens_of
from engine.findings import Finding
from engine.text import Text

FARTHEST: Final = 15
"""Characters from a day to what is said of it."""

_SAYING: Final = frozenset({Kind.REST, Kind.WORK, Kind.PLAIN, Kind.JOINED, Kind.SHIFT, Kind.EXTEND})


@dataclass(frozen=True, slots=True)
class Said:
    """One day: worked or rested on, for which festivals, and where that is said. `item` is the header above it."""

    day: date
    working: bool
    name: Text
    position: int
    item: int


@dataclass(slots=True)
class Clauses:
    """Reads one sentence. `strict`: the items have begun, so that nothing with a day in it may be passed over."""

    source: Source
    sentence: Sentence
    reader: Reader
    strict: bool
    said: list[Said] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    _pending: list[list[Token]] = field(default_factory=list)
    _group: list[date] | None = None
    _follows: Token | None = None
    """A word that is said of the days after it, up to the next comma: 调至, 延长…至."""

    def read(self) -> None:
        """Read it."""
        tokens = list(tokens_of(self.sentence.text, self.sentence.position))
        if not any(token.kind in _SAYING or (self.strict and _is_dated(token)) for token in tokens):
            return
        for span in self._joined(tokens):
            self._take(span)
        self._comma()
        for left in self._pending:
            self._find("no-meaning", left[0], found=_written(left))
        self.findings.extend(self.reader.findings)

    def _joined(self, tokens: Sequence[Token]) -> list[list[Token]]:
        """Each word by itself, but two days with 至 between them together."""
        spans: list[list[Token]] = []
        for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
            if token.kind is Kind.RANGE:
                self._check_range(before, token, after)
            elif before and before.kind is Kind.RANGE and spans and self._spanned(spans[-1], before, token):
                spans[-1].append(token)
            else:
                spans.append([token])
        return spans

    def _spanned(self, span: list[Token], between: Token, token: Token) -> bool:
        both = len(span) == 1 and span[0].kind is token.kind is Kind.DAY
        return both and _touch(span[0], between) and _touch(between, token)

    def _check_range(self, before: Token | None, token: Token, after: Token | None) -> None:
        begins = before is not None and before.kind is Kind.DAY and _touch(before, token)
        ends = after is not None and after.kind is Kind.DAY and _touch(token, after)
        if begins is not ends:
            parts = [
                part.text for part in (before if begins else None, token, after if ends else None) if part
            ]
            self._find("range-open", token, found="".join(parts))

    def _take(self, span: list[Token]) -> None:
        token = span[0]
        match token.kind:
            case Kind.DAY:
                self._pending.append(span)
            case Kind.REST | Kind.JOINED:
                self._rest(token)
            case Kind.WORK | Kind.PLAIN:
                self._work(token)
            case Kind.SHIFT | Kind.EXTEND:
                self._comma()
                self._pending, self._follows = [], token
            case Kind.COUNT:
                self._count(token)
            case Kind.STRAY:
                self._find("unread", token, found=token.text)
            case Kind.COMMA if token.text == ",":
                self._comma()

    # --- what is said -----------------------------------------------------------------------------------------

    def _rest(self, token: Token) -> None:
        """放假: a day with 起 (from then on) is no day of rest by itself."""
        spans = self._near(token)
        for span in spans:
            if span[-1].part("since"):
                self._find("no-meaning", span[-1], found=_written(span))
        spans = [span for span in spans if not span[-1].part("since")]
        if spans:
            self._group = self._say(spans, working=False)
        elif token.kind is Kind.JOINED:
            self._group = None

    def _work(self, token: Token) -> None:
        """上班; what goes on as usual (正常上班, 2月3日起) is a moved day only on a weekend."""
        spans = self._near(token)
        if not spans and token.kind is Kind.WORK:
            self._find("no-date", token, found=token.text)
        for span in spans:
            usual = token.kind is Kind.PLAIN or bool(span[-1].part("since"))
            self._say([span], working=True, unless_usual=usual)
        self._group = None

    def _near(self, token: Token) -> list[list[Token]]:
        """The days that a word is said of; days too far before it stay without meaning."""
        if not self._pending or token.position - _after(self._pending[-1][-1]) > FARTHEST:
            return []
        spans, self._pending = self._pending, []
        return spans

    def _comma(self) -> None:
        if self._follows is None:
            return
        spans, self._pending = self._pending, []
        if self._follows.kind is Kind.EXTEND:
            self._extend(self._follows, spans)
        else:
            self._say(spans, working=False)
        self._follows = None

    def _extend(self, token: Token, spans: Sequence[list[Token]]) -> None:
        """延长春节假期至: rest from the festival's first statutory day on."""
        ends = [day for span in spans for day in self.reader.days(span)]
        last = max(ends, default=date.min)
        days = projection.statutory(last.year)
        own = (day for day, names in days.items() if set(names) & set(self.sentence.festivals))
        first = min(own, default=date.max)
        if not 0 <= (last - first).days < LONGEST:
            self.findings.append(self.source.found("extension-unclear", token.position))
            return
        self._add([first + timedelta(days=n) for n in range((last - first).days + 1)], token, working=False)

    def _say(self, spans: Sequence[list[Token]], *, working: bool, unless_usual: bool = False) -> list[date]:
        group: list[date] = []
        for span in spans:
            days = self.reader.days(span)
            group += days
            new = [day for day in days if not (unless_usual and ordinary(day.toordinal()).working is working)]
            self._add(new, span[0], working=working)
        return group

    def _add(self, days: Sequence[date], token: Token, *, working: bool) -> None:
        name = together(self.sentence.festivals)
        self.said += [Said(day, working, name, token.position, self.sentence.item) for day in days]

    def _count(self, token: Token) -> None:
        """共9天, of the days before it."""
        if self._pending:
            self._group = [day for span in self._pending for day in self.reader.days(span)]
        said = number_of(token.text)
        if self._group and said != len(self._group):
            self._find("count", token, said=said, found=len(self._group))

    def _find(self, code: str, token: Token, **facts: object) -> None:
        if self.strict:
            self.findings.append(self.source.found(code, token.position, **facts))


def _is_dated(token: Token) -> bool:
    return token.kind is Kind.DAY or (token.kind is Kind.STRAY and "月" in token.text)


def _touch(before: Token, after: Token) -> bool:
    return _after(before) == after.position


def _after(token: Token) -> int:
    return token.position + len(token.text)


def _written(span: Sequence[Token]) -> str:
    return "至".join(token.text for token in span)
