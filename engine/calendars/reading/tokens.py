"""The words of a notice's sentences: days, spans of days, what is said of them, and how many they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from engine.calendars.festivals import NAME


class Kind(StrEnum):
    """What a word is."""

    DAY = "day"
    RANGE = "range"  # 至
    REST = "rest"
    WORK = "work"
    PLAIN = "plain"  # work as on any such day: 正常上班, 不放假
    JOINED = "joined"  # 与周末连休: nothing is moved
    SHIFT = "shift"  # 公休日调至: the days after it are rest, those before it are explained elsewhere
    EXTEND = "extend"  # 延长春节假期至
    COUNT = "count"
    YEAR = "year"
    COMMA = "comma"
    STRAY = "stray"  # a number that belongs to nothing


WEEKDAY: Final = "(?:周|星期|礼拜)([一二三四五六日天])"
"""A pattern that matches 周四 or 星期四."""

_NUMERAL: Final = "[一二两三四五六七八九十]{1,3}"
_WORDS: Final = (
    (Kind.EXTEND, rf"延长(?:\d{{4}}年)?(?:{NAME})(?:假期|放假)?(?:时间)?至"),
    (Kind.COUNT, rf"(?:共计?)?(?:\d{{1,3}}|{_NUMERAL})个?天|共计?\d{{1,2}}日"),
    (
        Kind.DAY,
        r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?P<said>(?:\([^()]{0,60}\))*)(?P<since>起)?",
    ),
    (Kind.YEAR, r"\d{4}年(?!\d)|\d{1,2}月份"),
    (Kind.RANGE, r"至|到|[-—–~―]+"),
    (Kind.SHIFT, r"公?休?日?调整?[至到]"),
    (Kind.PLAIN, r"(?:正常|照常|恢复)(?:上班|工作)|不放假|不休息|不调休"),
    (Kind.JOINED, r"与?周末连休|连休"),
    (Kind.REST, r"放假调休|调休放假|放假公休|为法定节假日|照常公休|放假|补休|调休|公休|休息|休假"),
    (Kind.WORK, r"上班|补班|为工作日"),
    (Kind.COMMA, r"[,、]"),
    (Kind.STRAY, r"\d+[年月日号]?"),
)
_PATTERN: Final = re.compile("|".join(f"(?P<{kind.value}_>{pattern})" for kind, pattern in _WORDS))
_DIGITS: Final = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


@dataclass(frozen=True, slots=True)
class Token:
    """One word, and where in the source it is."""

    kind: Kind
    text: str
    position: int
    match: re.Match[str]

    def part(self, name: str) -> str:
        """A part of a day: year, month, day, said (brackets), since; empty where there is none."""
        return self.match[name] or ""


def tokens_of(sentence: str, position: int) -> Iterator[Token]:
    """The words of a sentence that begins at a position of the source."""
    for match in _PATTERN.finditer(sentence):
        kind = Kind((match.lastgroup or "").removesuffix("_"))
        yield Token(kind, match[0], position + match.start(), match)


def number_of(text: str) -> int:
    """The number in a count such as 共9天 or 放假三天."""
    if digits := re.search(r"\d+", text):
        return int(digits[0])
    numeral = (re.search(_NUMERAL, text) or [""])[0]
    tens, ten, ones = numeral.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def weekday_of(sign: str) -> int:
    """Monday is 0: 一."""
    return "一二三四五六日".index(sign.replace("天", "日"))
