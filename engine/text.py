"""A sentence in both languages of the office, as a value."""

from typing import Literal, NamedTuple

Language = Literal["zh", "en"]


class Text(NamedTuple):
    """The same sentence in Simplified Chinese and in English."""

    zh: str
    en: str

    def to(self, language: Language) -> str:
        """Give the sentence in one language; English falls back to Chinese where it is empty."""
        return (self.en or self.zh) if language == "en" else self.zh
