"""How the web answers a class of errors: a status, and a sentence in both languages that carries the error's facts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.text import Text


@dataclass(frozen=True, slots=True)
class Answer:
    """How the web answers one class of errors."""

    status: int
    sentence: Callable[[Any], Text]


def fixed(zh: str, en: str) -> Callable[[Any], Text]:
    """The same sentence, whatever the facts."""
    return lambda _: Text(zh, en)
