"""The sentences of a notice, each with the festivals that it is about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from engine.calendars.festivals import NAME, festivals_in
from engine.calendars.reading.source import Source
from engine.text import Text

_HEADER: Final = re.compile(
    rf"(?:(?:[一二三四五六七八九十]{{1,3}}、|\([一二三四五六七八九十\d]{{1,2}}\)|\d{{1,2}}[.、])?"
    rf"[“\"]?(?P<names>(?:{NAME})(?:[、和与及](?:{NAME}))*)[”\"]?(?:假期|放假)?(?:安排)?(?:调整为)?:)",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,2}\))")
_SENTENCE: Final = re.compile(r"[^。;!?]+")
_ADVICE: Final = re.compile("鼓励|建议|提倡|倡导")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text` begins at `position` of the source. `item` counts the headers before it, 0 in the preamble."""

    text: str
    position: int
    item: int
    festivals: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A header, such as 二、春节."""

    number: int
    position: int
    festivals: tuple[Text, ...]


def items_of(source: Source) -> tuple[Item, ...]:
    """The headers of a notice."""
    found = _HEADER.finditer(source.text)
    return tuple(
        Item(number, match.start(), festivals_in(match["names"])) for number, match in enumerate(found, 1)
    )


def sentences_of(source: Source) -> Iterator[Sentence]:
    """The sentences that order something; what is merely advised (鼓励…休息) is left out."""
    edges = [
        (match.start(), match.end(), festivals_in(match["names"])) for match in _HEADER.finditer(source.text)
    ]
    starts = [(0, ()), *((end, festivals) for _, end, festivals in edges)]
    ends = [*(start for start, _, _ in edges), len(source.text)]
    for item, ((start, festivals), end) in enumerate(zip(starts, ends, strict=True)):
        for match in _SENTENCE.finditer(source.text, start, end):
            numbered = _NUMBERED.match(match[0])
            skip = numbered.end() if numbered else 0
            if not _ADVICE.search(match[0]):
                own = festivals or festivals_in(match[0])
                yield Sentence(match[0][skip:], match.start() + skip, item, own)
