"""The words of an expression. What other languages write is recognised, so that the remedy can be named."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from engine.expressions.problems import Refusal
from engine.text import Text

MAX_SOURCE = 20_000
_MAX_DIGITS = 40


class Kind(StrEnum):
    """What a word is."""

    NAME = "name"
    WORD = "word"  # of the language: and, or, true …
    VALUE = "value"  # a text or a number
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, its value if it has one, and the offset where it stands."""

    kind: Kind
    text: str
    at: int
    value: Any = None


WORDS = frozenset(
    ("and", "or", "not", "in", "is", "if", "else", "for", "true", "false", "null", "True", "False", "None")
)
PYTHON_WORDS = frozenset((
    "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "except", "finally", "from",
    "global", "import", "lambda", "nonlocal", "pass", "raise", "return", "try", "while", "with", "yield",
))  # fmt: skip

_BLANK = re.compile(r"(?:[ \t\r\n\f\xa0\u3000\ufeff]+|#(?!\{)[^\n]*)+")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_NUMBER_TAIL = re.compile(r"(?:[A-Za-z0-9_]|\.(?!\.))[A-Za-z0-9_.]*")
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"' + r"|'(?:[^'\\\n]|\\.)*'")
_ESCAPE = re.compile(r"\\(.)")
_SIGN = re.compile(r"\.\.|//|==|!=|<=|>=|[-+*/%<>()\[\]{},.:=?]")
_CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_ESCAPES = {"\\": "\\", '"': '"', "'": "'", "n": "\n", "t": "\t"}

_USE = {
    "===": ("请用 ==", "Use =="),
    "!==": ("请用 !=", "Use !="),
    "<>": ("请用 !=", "Use !="),
    "&&": ("请用 and", "Use and"),
    "||": ("请用 or", "Use or"),
    "**": ("不支持乘方，请用乘法", "Powers are not supported; multiply instead"),
    ":=": ("表达式内不能赋值", "Nothing can be assigned inside an expression"),
    "=>": ("大于等于请写 >=", "Greater or equal is >="),
    "=<": ("小于等于请写 <=", "Less or equal is <="),
    "->": ("不支持函数定义", "Functions cannot be defined"),
    "${": ("请去掉 ${ 和 }，直接写表达式", "Drop ${ and }; write the expression itself"),
    "#{": ("请去掉 #{ 和 }，直接写表达式", "Drop #{ and }; write the expression itself"),
    "??": ("请用 default(x, 值)", "Use default(x, value)"),
    "?.": ("请用 default(a.b, 值)", "Use default(a.b, value)"),
    "!": ("请用 not", "Use not"),
    "&": ("请用 and", "Use and"),
    "|": ("请用 or", "Use or"),
    ";": ("请另起一行", "Start a new line"),
    "$": ("请去掉 $", "Drop the $"),
    "@": ('日期请直接写成文本，例如 "2026-01-01"', 'Write a date as text, such as "2026-01-01"'),
    "`": ('请用引号 "', 'Use the quote "'),
    "^": ("不支持乘方，请用乘法", "Powers are not supported; multiply instead"),
    "~": ("请用 not", "Use not"),
    "\\": ("换行时不需要反斜杠", "A line needs no backslash to go on"),
}  # fmt: skip
_FOREIGN = re.compile(
    "(?!!=(?!=))(?:" + "|".join(re.escape(sign) for sign in sorted(_USE, key=len, reverse=True)) + ")"
)

_HALF_WIDTH = {
    "“": '"', "”": '"', "‘": "'", "’": "'", "「": '"', "」": '"', "『": '"', "』": '"', "（": "(", "）": ")", "【": "[", "】": "]",
    "［": "[", "］": "]", "｛": "{", "｝": "}", "，": ",", "、": ",", "。": ".", "．": ".", "；": ";", "：": ":", "＝": "==", "＜": "<",
    "＞": ">", "≤": "<=", "≥": ">=", "≠": "!=", "＋": "+", "－": "-", "—": "-", "–": "-", "×": "*", "＊": "*", "÷": "/", "／": "/",
    "％": "%", "！": "not", "＆": "and", "｜": "or", "＂": '"', "＇": "'", "＿": "_",
}  # fmt: skip


def tokens_of(source: str) -> list[Token]:
    """Cut a source into words; raises `Refusal` for the first that is none of the language."""
    if len(source) > MAX_SOURCE:
        raise Refusal("too-long", limit=MAX_SOURCE)
    found: list[Token] = []
    at = _after_blank(source, 0)
    while at < len(source):
        token, at = _next(source, at)
        found.append(token)
        at = _after_blank(source, at)
    found.append(Token(Kind.END, "", len(source)))
    return found


def _after_blank(source: str, at: int) -> int:
    blank = _BLANK.match(source, at)
    return blank.end() if blank else at


def _next(source: str, at: int) -> tuple[Token, int]:
    if match := _NAME.match(source, at):
        return _name(source, match), match.end()
    if match := _NUMBER.match(source, at):
        return _number(source, match), match.end()
    if match := _STRING.match(source, at):
        return Token(Kind.VALUE, match[0], at, _unescaped(match)), match.end()
    if match := _FOREIGN.match(source, at):
        raise Refusal("operator", at, found=match[0], instead=Text(*_USE[match[0]]))
    if match := _SIGN.match(source, at):
        return Token(Kind.SIGN, match[0], at), match.end()
    raise _stranger(source, at)


def _name(source: str, match: re.Match[str]) -> Token:
    name, at = match[0], match.start()
    if source[match.end() : match.end() + 1] in ('"', "'") and name not in WORDS:
        raise Refusal("string-prefix", at, found=name)
    return Token(Kind.WORD if name in WORDS else Kind.NAME, name, at)


def _number(source: str, match: re.Match[str]) -> Token:
    text, at = match[0], match.start()
    tail = _NUMBER_TAIL.match(source, match.end())
    leading_zero = len(text) > 1 and text[0] == "0" and text[1].isdigit()
    if tail or leading_zero or len(text) > _MAX_DIGITS:
        raise Refusal("number-form", at, found=(text + (tail[0] if tail else ""))[:_MAX_DIGITS])
    value = int(text) if text.isdigit() else float(text)
    if value == float("inf"):
        raise Refusal("number-too-large", at)
    return Token(Kind.VALUE, text, at, value)


def _unescaped(match: re.Match[str]) -> str:
    def replace(escape: re.Match[str]) -> str:
        if escape[1] not in _ESCAPES:
            raise Refusal("string-escape", match.start(), found=escape[0])
        return _ESCAPES[escape[1]]

    return _ESCAPE.sub(replace, match[0][1:-1])


def _stranger(source: str, at: int) -> Refusal:
    character = source[at]
    if character in "\"'":
        return Refusal("string-open", at)
    if character in _HALF_WIDTH:
        return Refusal("full-width", at, found=character, instead=_HALF_WIDTH[character])
    if "\uff10" <= character <= "\uff5a":
        return Refusal("full-width", at, found=character, instead=chr(ord(character) - 0xFEE0))
    if chinese := _CHINESE.match(source, at):
        return Refusal("chinese", at, found=chinese[0][:40])
    return Refusal(
        "character", at, found=character if character.isprintable() else "?", point=f"U+{ord(character):04X}"
    )
