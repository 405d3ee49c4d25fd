"""Which characters the fonts can print; any other is printed as its number, so that nothing is lost or disguised."""

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path
from struct import Struct, unpack_from
from typing import Final, Self

_TABLE: Final = Struct(">4sIII")
_SUBTABLE: Final = Struct(">HHI")
_GROUP: Final = Struct(">III")
_UNICODE_FULL: Final = 12
"""The format of a character map that reaches beyond 16 bits."""

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Controls, among them those that turn the direction of text around."""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Ranges of characters in order, from `firsts` to `lasts`."""

    firsts: tuple[int, ...]
    lasts: tuple[int, ...]

    @classmethod
    def of(cls, font: Path) -> Self:
        """Read a TrueType font's character map; ValueError for a font without one of format 12."""
        content = font.read_bytes()
        groups = _groups(content, _table(content, b"cmap"))
        return cls(tuple(first for first, _ in groups), tuple(last for _, last in groups))

    def __contains__(self, character: str) -> bool:
        """Whether the font has the character."""
        place = bisect_right(self.firsts, ord(character)) - 1
        return place >= 0 and ord(character) <= self.lasts[place]

    def printable(self, text: str) -> str:
        """The text with each character that cannot be seen in print as its number: [U+1F600]."""
        if text.isascii() and text.isprintable():
            return text
        return "".join(self._one(character) for character in text)

    def _one(self, character: str) -> str:
        if character in "\n\t":
            return " "
        seen = unicodedata.category(character) not in _UNSEEN and character in self
        return character if seen else f"[U+{ord(character):04X}]"


def _table(content: bytes, wanted: bytes) -> int:
    (number,) = unpack_from(">H", content, 4)
    for place in range(12, 12 + number * _TABLE.size, _TABLE.size):
        tag, _, offset, _ = _TABLE.unpack_from(content, place)
        if tag == wanted:
            return int(offset)
    raise ValueError(wanted)


def _groups(content: bytes, table: int) -> list[tuple[int, int]]:
    (number,) = unpack_from(">H", content, table + 2)
    for place in range(table + 4, table + 4 + number * _SUBTABLE.size, _SUBTABLE.size):
        _, _, offset = _SUBTABLE.unpack_from(content, place)
        (form,) = unpack_from(">H", content, table + offset)
        if form == _UNICODE_FULL:
            (count,) = unpack_from(">I", content, table + offset + 12)
            first = table + offset + 16
            return [_GROUP.unpack_from(content, first + row * _GROUP.size)[:2] for row in range(count)]
    raise ValueError(_UNICODE_FULL)
