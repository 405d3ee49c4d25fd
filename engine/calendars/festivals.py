"""The statutory festivals: what they are called, and by which names notices and calendar files call them."""

import re
from collections.abc import Iterable
from typing import Final

from engine.text import Text

NEW_YEAR: Final = Text("元旦", "New Year's Day")
SPRING: Final = Text("春节", "Spring Festival")
TOMB_SWEEPING: Final = Text("清明节", "Tomb-Sweeping Day")
LABOUR: Final = Text("劳动节", "Labour Day")
DRAGON_BOAT: Final = Text("端午节", "Dragon Boat Festival")
MID_AUTUMN: Final = Text("中秋节", "Mid-Autumn Festival")
NATIONAL: Final = Text("国庆节", "National Day")
VICTORY: Final = Text("抗战胜利70周年纪念日", "70th anniversary of the victory in the War of Resistance")

SEVEN: Final = (NEW_YEAR, SPRING, TOMB_SWEEPING, LABOUR, DRAGON_BOAT, MID_AUTUMN, NATIONAL)

_ALIASES: Final = {
    **{festival.zh: festival for festival in SEVEN},
    **{festival.en.lower(): festival for festival in SEVEN},
    "新年": NEW_YEAR,
    "农历除夕": SPRING,
    "除夕": SPRING,
    "清明": TOMB_SWEEPING,
    "国际劳动节": LABOUR,
    "五一": LABOUR,
    "端午": DRAGON_BOAT,
    "中秋": MID_AUTUMN,
    "国庆": NATIONAL,
}
NAME: Final = "|".join(sorted(map(re.escape, _ALIASES), key=len, reverse=True))
"""A pattern that matches a festival's name, the longest first."""

_NAMES: Final = re.compile(NAME, re.IGNORECASE)


def festivals_in(text: str) -> tuple[Text, ...]:
    """The festivals that a text names, in its order, each once."""
    found = (_ALIASES[match.lower()] for match in _NAMES.findall(text))
    return tuple(dict.fromkeys(found))


def together(festivals: Iterable[Text]) -> Text:
    """Festivals that fall together, as one name."""
    rows = tuple(festivals)
    return Text("、".join(row.zh for row in rows), " and ".join(row.en for row in rows))
