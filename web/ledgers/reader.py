"""For whom a ledger is written: the words, days and instants in one language, on the office's own clock."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.office import Office
from engine.text import Language, Text
from web import moments, words
from web.chips import IN_BRACKETS

NONE = "—"
_ITSELF = Text("流程自动", "by the procedure")
_MOMENT = timedelta(microseconds=1)
_SYSTEM = Text("系统", "System")


@dataclass(frozen=True, slots=True)
class Reader:
    """An office and a language."""

    office: Office
    language: Language

    def say(self, text: Text) -> str:
        """A text."""
        return text.to(self.language)

    def word(self, zh: str, en: str) -> str:
        """A word that is given in both languages."""
        return zh if self.language == "zh" else en

    def full(self, at: datetime | None) -> str:
        """An instant for the record."""
        return NONE if at is None else self.say(moments.full(self.office.local(at)))

    def day(self, which: date | None) -> str:
        """A day for the record."""
        return NONE if which is None else self.say(moments.whole_day(which))

    def last_day(self, end: datetime) -> date:
        """The day that an end closes: 24:00 is the next day's 00:00."""
        return self.office.today(end - _MOMENT)

    def end(self, at: datetime, *, provisional: bool) -> str:
        """An end; it says so where it is provisional."""
        return self.full(at) + (self.say(IN_BRACKETS) if provisional else "")

    def dated(self, at: datetime | None) -> str:
        """An instant that a period leads to; it says so where its year has no notice on record yet."""
        if at is None:
            return NONE
        return self.end(at, provisional=not self.office.calendar.is_published(self.last_day(at)))

    def amount(self, number: int, unit: str) -> str:
        """An amount of a unit."""
        return self.say(words.amount(number, unit))

    def reason(self, key: str) -> str:
        """A suspension reason's name."""
        return self.say(self.office.reasons.get(key, Text(key, key)))

    def person(self, name: str | None, *, automatic: bool = False) -> str:
        """Who did it; the engine itself is the procedure, or the system."""
        if automatic:
            return self.say(_ITSELF)
        return self.say(_SYSTEM) if name in ("system", "scheduler") else name or NONE
