"""A pasted text without its layout: full-width signs made narrow, white space gone, the line of each character kept."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass
from typing import Final
from unicodedata import category, normalize

from engine.calendars.reading.rules import finding
from engine.findings import Finding

LONGEST: Final = 200_000
"""Characters."""

_SIGNED: Final = re.compile(r"\(?\d{4}年\d{1,2}月\d{1,2}日\)?")
_BEFORE_SIGNED: Final = ("。", "厅", "院", "号", "知")


@dataclass(frozen=True, slots=True)
class Source:
    """`text` is all of it on one line; `at` has the line of each of its characters, from 1; `lines` are as given."""

    file: str
    lines: tuple[str, ...]
    text: str
    at: tuple[int, ...]

    def found(self, code: str, position: int, **facts: object) -> Finding:
        """Find this on the line of a character."""
        return self.on_line(code, self.line(position), **facts)

    def on_line(self, code: str, line: int, **facts: object) -> Finding:
        """Find this on a line; 0 is the text as a whole."""
        return finding(code, self.file, line, self.lines[line - 1] if line else "", **facts)

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
    return Source(file, lines, "".join(parts), tuple(at))


def _is_said(char: str) -> bool:
    return not char.isspace() and not category(char).startswith("C")


def decoded(content: bytes) -> str:
    """The text of an uploaded file: UTF-8 or UTF-16 with or without its mark, else GB 18030, as spreadsheets save it."""
    for encoding in (
        ("utf-16",) if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else ("utf-8-sig", "gb18030")
    ):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")
