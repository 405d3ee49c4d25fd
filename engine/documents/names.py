"""Names of documents: what a person called it, without what a name must not have."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

LONGEST: Final = 120
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Control characters, and those that change the direction of what follows: a name is what it looks like."""

_FORBIDDEN: Final = re.compile(r'[\\/:*?"<>|]')
_UNNAMED: Final = "文件"


def clean(name: str, endings: Sequence[str]) -> str:
    """The last part of a path, without hidden and forbidden characters, with one of the type's endings."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(" " if one.isspace() else one for one in last if one.isspace() or not _hidden(one))
    plain = re.sub(r"\s+", " ", _FORBIDDEN.sub("_", seen)).strip().rstrip(" .")
    stem, ending = _parted(plain, endings)
    return (stem[:LONGEST].strip(" .") or _UNNAMED) + ending


def _hidden(one: str) -> bool:
    return unicodedata.category(one) in _HIDDEN


def _parted(name: str, endings: Sequence[str]) -> tuple[str, str]:
    """The name without its ending, and the ending; where it has none of the type's, the type's first is added."""
    for ending in endings:
        if name.lower().endswith(ending):
            return name[: -len(ending)], ending
    return name, endings[0]
