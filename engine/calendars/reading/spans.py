"""From the days as they are written to days of the calendar."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from engine.calendars.days import WEEKDAYS
from engine.calendars.festivals import NEW_YEAR
from engine.calendars.reading.source import Source
from engine.calendars.reading.tokens import WEEKDAY, Token, weekday_of
from engine.findings import Finding
from engine.text import Text

LONGEST: Final = 31
"""Days from the first to the last of a span."""

_WEEKDAY: Final = re.compile(WEEKDAY)
_DECEMBER: Final = 12


@dataclass(slots=True)
class Reader:
    """Reads the days of one sentence: what a day does not say (year, month) the one before it does."""

    source: Source
    year: int
    festivals: tuple[Text, ...]
    findings: list[Finding] = field(default_factory=list)
    last: tuple[int, int] | None = None

    def days(self, tokens: Sequence[Token]) -> list[date]:
        """A day, or all days of a span of two; nothing where a finding says why not."""
        first, last = tokens[0], tokens[-1]
        begins = self._day(first, self._year(first, last))
        ends = begins if first is last or begins is None else self._day(last, self._ending(last))
        if begins is None or ends is None:
            return []
        written = "至".join(dict.fromkeys(token.text for token in tokens))
        if ends < begins:
            return self._refuse("span-backwards", last, found=written)
        if (ends - begins).days >= LONGEST:
            return self._refuse("span-long", last, found=written, limit=LONGEST)
        return [begins + timedelta(days=n) for n in range((ends - begins).days + 1)]

    def _year(self, first: Token, last: Token) -> int:
        """The year of a first day: its own; else the one that its last day, or the item, makes of it."""
        month = int(first.part("month") or 0)
        if first.part("year"):
            return int(first.part("year"))
        if first is not last and last.part("year"):
            return int(last.part("year")) - (month > int(last.part("month") or month))
        if not month and self.last:
            return self.last[0]
        before = month == _DECEMBER and (NEW_YEAR in self.festivals or _in_january(last))
        return self.year - before

    def _ending(self, last: Token) -> int:
        """The year of a last day: its own, else that of the first day, or the next where the months wrap."""
        year, month = self.last or (self.year, 0)
        if last.part("year"):
            return int(last.part("year"))
        return year + (month == _DECEMBER and _in_january(last))

    def _day(self, token: Token, year: int) -> date | None:
        month = int(token.part("month") or (self.last[1] if self.last else 0))
        if not month:
            self._refuse("month-missing", token, found=token.text)
            return None
        try:
            day = date(year, month, int(token.part("day")))
        except ValueError:
            self._refuse("no-such-day", token, found=token.text)
            return None
        self.last = year, month
        self._check_weekday(token, day)
        return day

    def _check_weekday(self, token: Token, day: date) -> None:
        for match in _WEEKDAY.finditer(token.part("said")):
            if weekday_of(match[1]) != day.weekday():
                real = WEEKDAYS[day.weekday()]
                self._refuse("weekday", token, day=day.isoformat(), real=real, found=match[0])

    def _refuse(self, code: str, token: Token, **facts: object) -> list[date]:
        self.findings.append(self.source.found(code, token.position, **facts))
        return []


def _in_january(token: Token) -> bool:
    return int(token.part("month") or 0) == 1
