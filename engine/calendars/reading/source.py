"""A pasted text without its layout: full-width signs made narrow, white space gone, the line of each character kept."""

import re
from dataclasses import dataclass
from typing import Final
from unicodedata import category, normalize

from engine.calendars.reading.rules import LONGEST_QUOTE, finding
from engine.findings import Finding

LONGEST: Final = 200_000
"""Characters."""

_SIGNED: Final = re.compile(r"\(?\d{4}年\d{1,2}月\d{1,2}日\)?")
_SIGNATURE: Final = re.compile(r"(?:国务院(?:办公厅)?|日期:|时间:)\(?\d{4}年\d{1,2}月\d{1,2}日\)?")
_BEFORE_SIGNED: Final = ("。", "厅", "院", "号", "知")


@dataclass(frozen=True, slots=True)
class Source:
    """`text` is all of it on one line; `at` has the line of each of its characters, from 1; `lines` are as given."""

    file: str
    lines: tuple[str, ...]
    text: str
    at: tuple[int, ...]

    def found(self, code: str, position: int, **facts: object) -> Finding:
        """Find this on the line of a character; of a long line, what stands around it is quoted."""
        line = self.line(position)
        quoted = self.lines[line - 1].strip()
        if len(quoted) > LONGEST_QUOTE:
            quoted = f"…{self.text[max(position - 20, 0) : position + 60]}…"
        return finding(code, self.file, line, quoted, **facts)

    def at_all(self, code: str, **facts: object) -> Finding:
        """Find this in the text as a whole."""
        return finding(code, self.file, 0, "", **facts)

    def line(self, position: int) -> int:
        """The line of a character."""
        return self.at[position]


def source_of(text: str, file: str) -> Source:
    """The text as a source; a line that is only the date of signing ends the sentence before it."""
    lines = tuple(text.splitlines())
    parts: list[str] = []
    at: list[int] = []
    for number, line in enumerate(lines, 1):
        plain = "".join(char for char in normalize("NFKC", line) if _is_said(char))
        signed = _SIGNED.fullmatch(plain) and (not parts or parts[-1].endswith(_BEFORE_SIGNED))
        if plain:
            parts.append("。" if signed else plain)
            at.extend([number] * len(parts[-1]))
    return Source(file, lines, _SIGNATURE.sub(_stops, "".join(parts)), tuple(at))


def _stops(match: re.Match[str]) -> str:
    return "。" * len(match[0])


def _is_said(char: str) -> bool:
    return not char.isspace() and not category(char).startswith("C")
