"""The head of a notice: its title, its number, and the year that it is for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from engine.calendars.reading.source import Source
from engine.calendars.reading.tokens import WEEKDAY, weekday_of
from engine.findings import Finding

FIRST_YEAR, LAST_YEAR = 1999, 2100

_TITLE: Final = re.compile(r"国务院(?:办公厅)?关于[^。;]{1,60}?的?通知")
_NUMBER: Final = re.compile(r"国办?(?:发|函|发明电|办发)[〔\[【(](\d{4})[〕\]】)]第?(\d{1,4})号")
_TITLE_YEAR: Final = re.compile(r"(\d{4})年")
_TEXT_YEAR: Final = re.compile(r"(?:现将|现就|关于(?:调整|延长)?)(\d{4})年")
_DATED: Final = re.compile(r"(\d{4})年\d{1,2}月\d{1,2}日(?!起)")
_IN_BRACKETS: Final = re.compile(rf"(\d{{1,2}})月(\d{{1,2}})日\([^()]{{0,60}}?{WEEKDAY}")


@dataclass(frozen=True, slots=True)
class Heading:
    """`year` is None where none is named, or more than one. `yearly`: the title is that of a year's whole notice."""

    title: str
    number: str
    year: int | None
    yearly: bool
    findings: tuple[Finding, ...]


def heading_of(source: Source) -> Heading:
    """Read the head of a notice."""
    title, number = _TITLE.search(source.text), _NUMBER.search(source.text)
    year, findings = _year(source)
    if number is None:
        findings.append(source.at_all("number-missing"))
    elif year and int(number[1]) not in {year - 1, year}:
        findings.append(source.found("number-year", number.start(), number=_number(number), year=year))
    return Heading(
        title[0] if title else "",
        _number(number) if number else "",
        year,
        title is None or "部分节假日" in title[0],
        tuple(findings),
    )


def _number(match: re.Match[str]) -> str:
    prefix = re.split(r"[〔\[【(]", match[0])[0]
    return f"{prefix}〔{match[1]}〕{match[2]}号"


def _year(source: Source) -> tuple[int | None, list[Finding]]:
    named = _named(source)
    if len(named) > 1:
        last = max(named.values())
        return None, [source.found("years-differ", last, years="、".join(map(str, sorted(named))))]
    year, findings = (next(iter(named)), []) if named else _inferred(source)
    if year is None:
        return None, [source.at_all("year-missing")]
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None, [source.at_all("year-out-of-range", year=year)]
    return year, findings


def _named(source: Source) -> dict[int, int]:
    """The years that titles and preambles name, and where."""
    titles = [
        (found[1], title.start() + found.start())
        for title in _TITLE.finditer(source.text)
        for found in _TITLE_YEAR.finditer(title[0])
    ]
    texts = [(found[1], found.start(1)) for found in _TEXT_YEAR.finditer(source.text)]
    return {int(year): at for year, at in (*texts, *titles)}


def _inferred(source: Source) -> tuple[int | None, list[Finding]]:
    """Without a named year: the one in which most of the weekdays are right, of those that dates or the number name."""
    number = _NUMBER.search(source.text)
    dated = [int(found[1]) for found in _DATED.finditer(source.text)]
    published = int(number[1]) if number else None
    candidates = [*dated, *([published + 1, published] if published else [])]
    if not candidates:
        return None, []
    weekdays = list(_weekdays(source.text))
    year = max(dict.fromkeys(candidates), key=lambda of: sum(_fits(of, *said) for said in weekdays))
    return year, [source.at_all("year-inferred", year=year)]


def _weekdays(text: str) -> Iterator[tuple[int, int, int]]:
    """Month, day and weekday of the days that have it in brackets."""
    for match in _IN_BRACKETS.finditer(text):
        yield int(match[1]), int(match[2]), weekday_of(match[3])


def _fits(year: int, month: int, day: int, weekday: int) -> bool:
    try:
        return date(year, month, day).weekday() == weekday
    except ValueError:
        return False
