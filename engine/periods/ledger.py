"""The ledger: the end of a period, and every step that led to it, each with the article that it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self

from engine.errors import PeriodInvalid
from engine.periods.moments import local_instant
from engine.periods.rules import Rule
from engine.periods.terms import Terms
from engine.periods.wording import article_of, text_of
from engine.text import Text


@dataclass(frozen=True, slots=True)
class Step:
    """One step. The sentence is made of the facts, which are plain JSON values; `day` is the day that it is about."""

    rule: Rule
    day: date | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def article(self) -> Text:
        """The article that the step rests on; empty where it is a matter of fact."""
        return article_of(self.rule, self.facts)

    @property
    def text(self) -> Text:
        """The step as a sentence in both languages."""
        return text_of(self.rule, self.facts)

    def record(self) -> list[Any]:
        """The compact form, without sentences."""
        return [self.rule.value, self.day.isoformat() if self.day else None, dict(self.facts)]

    def to_json(self) -> dict[str, Any]:
        """The step with its sentences."""
        rule, day, facts = self.record()
        return {
            "rule": rule,
            "day": day,
            "article": _both(self.article),
            "text": _both(self.text),
            "facts": facts,
        }


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a period was counted from, and how. `ends_at` is aware; 24:00 is the 00:00 of the next day.

    `provisional`: a day that the end depends on lies in a year whose notice is not on record. `suspended`: the
    period stands still, and its end is what it would be if it resumed on `terms.until`.
    """

    terms: Terms
    last_day: date
    ends_at: datetime
    provisional: bool
    suspended: bool
    calendar: str
    steps: tuple[Step, ...]

    def record(self) -> dict[str, Any]:
        """The compact form for storing, without sentences; `from_json` reads it."""
        return {**self._head(), "steps": [step.record() for step in self.steps]}

    def to_json(self) -> dict[str, Any]:
        """The whole ledger as plain JSON values, sentences in both languages included; `from_json` reads it."""
        return {**self._head(), "steps": [step.to_json() for step in self.steps]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """What `record` or `to_json` gave. Raises PeriodInvalid."""
        try:
            terms = Terms.from_json(data["terms"])
            return cls(
                terms,
                date.fromisoformat(data["last_day"]),
                local_instant(datetime.fromisoformat(data["ends_at"]), terms.zone),
                data["provisional"] is True,
                data["suspended"] is True,
                str(data["calendar"]),
                tuple(_step(row) for row in data["steps"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            raise PeriodInvalid("ledger-unreadable") from None

    def _head(self) -> dict[str, Any]:
        return {
            "last_day": self.last_day.isoformat(),
            "ends_at": self.ends_at.isoformat(),
            "provisional": self.provisional,
            "suspended": self.suspended,
            "calendar": self.calendar,
            "terms": self.terms.to_json(),
        }


def _step(row: Any) -> Step:
    rule, day, facts = (row["rule"], row["day"], row["facts"]) if isinstance(row, Mapping) else row
    return Step(Rule(rule), date.fromisoformat(day) if day else None, dict(facts))


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
