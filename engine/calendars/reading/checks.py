"""A notice that was read, against itself and against the law."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Final

from engine.calendars import projection
from engine.calendars.days import WEEKDAYS, ordinary
from engine.calendars.festivals import together
from engine.calendars.reading.clauses import Said
from engine.calendars.reading.sentences import Item
from engine.calendars.reading.source import Source
from engine.findings import Finding
from engine.text import Text

_EARLIEST: Final = (12, 20)
_LATEST: Final = (1, 10)


@dataclass(frozen=True, slots=True)
class Checks:
    """What was said of which day, in a notice for a year."""

    source: Source
    year: int
    said: Sequence[Said]
    items: Sequence[Item]
    wrong: AbstractSet[int] = frozenset()
    """The items of which something could not be read."""

    def against_itself(self) -> Iterator[Finding]:
        """Every contradiction: each is an error."""
        yield from self._outside()
        yield from self._not_moved()
        yield from self._contradictions()
        yield from self._empty()

    def against_the_law(self) -> Iterator[Finding]:
        """What a whole year's notice should have, and this one has not: each is a warning."""
        rest = {row.day for row in self.said if not row.working}
        for name, days in self._statutory().items():
            if missing := [day.isoformat() for day in days if day not in rest]:
                yield self.source.at_all("festival-missing", name=name, days="、".join(missing))
        yield from self._balance(rest)

    def _balance(self, rest: AbstractSet[date]) -> Iterator[Finding]:
        """Moved days come in pairs: the weekdays of rest less the moved working days are the statutory days."""
        moved = {row.day for row in self.said if row.working}
        found = sum(map(_is_weekday, rest)) - len(moved)
        projected = sum(map(_is_weekday, projection.year(self.year)))
        said = sorted({projected, sum(map(len, self._statutory().values()))})
        if found not in said:
            yield self.source.at_all("balance", found=found, said="/".join(map(str, said)))

    def _statutory(self) -> Mapping[Text, list[date]]:
        festivals: dict[Text, list[date]] = {}
        for day, names in projection.statutory(self.year).items():
            for name in names:
                festivals.setdefault(name, []).append(day)
        return festivals

    def _outside(self) -> Iterator[Finding]:
        for row in self._once(not self._belongs(row.day) for row in self.said):
            yield self._found("outside-year", row, year=self.year)

    def _belongs(self, day: date) -> bool:
        edge = (day.month, day.day)
        before = day.year == self.year - 1 and edge >= _EARLIEST
        return day.year == self.year or before or (day.year == self.year + 1 and edge <= _LATEST)

    def _not_moved(self) -> Iterator[Finding]:
        for row in self.said:
            if row.working and _is_weekday(row.day):
                yield self._found("not-weekend", row, real=WEEKDAYS[row.day.weekday()])

    def _contradictions(self) -> Iterator[Finding]:
        seen: dict[date, Said] = {}
        for row in self.said:
            first = seen.setdefault(row.day, row)
            if first.working is not row.working:
                yield self._found("contradiction", row, other=self.source.line(first.position))

    def _empty(self) -> Iterator[Finding]:
        filled = {row.item for row in self.said}
        for item in self.items:
            if item.number not in filled | self.wrong:
                yield self.source.found("festival-empty", item.position, name=together(item.festivals))

    def _once(self, wrong: Iterator[bool]) -> Iterator[Said]:
        """The first day of each span that is wrong."""
        rows = (row for row, is_wrong in zip(self.said, wrong, strict=True) if is_wrong)
        return iter({row.position: row for row in reversed(list(rows))}.values())

    def _found(self, code: str, row: Said, **facts: object) -> Finding:
        return self.source.found(code, row.position, day=row.day.isoformat(), **facts)


def _is_weekday(day: date) -> bool:
    return ordinary(day.toordinal()).working
