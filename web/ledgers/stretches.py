"""The strip of days in words: stretches of days that are the same to the count, for who does not see the drawing."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from engine.periods import Mark, Strip, StripDay
from web.ledgers.days import Around, name_of
from web.ledgers.reader import Reader

_RESTS = (Mark.REST, Mark.ROLLED)


def stretches(strip: Strip, beside: Around, reader: Reader) -> list[dict[str, Any]]:
    """Each stretch with its days and what they are."""
    marked = {*beside.former, *([beside.target] if beside.target else ())}
    by_work = strip.in_hours or any(day.mark is Mark.REST for day in strip.days)
    days = strip.days if by_work else [replace(day, moved=False) for day in strip.days]
    groups = [list(group) for _, group in groupby(days, key=lambda day: _key(day, marked))]
    return [{"when": _when(group, reader), "what": _what(group, beside, reader)} for group in groups]


def _key(day: StripDay, marked: set[Any]) -> Hashable:
    """Days with the same key are told together; a day with something of its own is told alone."""
    alone = day.is_start or day.is_end or day.day in marked or day.hours is not None
    why = (day.name, day.source) if _named(day) else None
    return (day.mark, day.moved, day.minutes, day.reasons, why, day.day if alone else None)


def _named(day: StripDay) -> bool:
    """Whether it matters what the day is called: a festival that is not counted, or a moved working day."""
    return bool(day.source.zh) and (day.moved or day.mark in _RESTS)


def _when(group: Sequence[StripDay], reader: Reader) -> str:
    first, last = name_of(group[0].day, reader), name_of(group[-1].day, reader)
    return first if first == last else reader.word(f"{first}至{last}", f"{first} to {last}")


def _what(group: Sequence[StripDay], beside: Around, reader: Reader) -> str:
    first, last = group[0], group[-1]
    parts = [_said(group, reader)]
    if first is last:
        parts += _own(first, beside, reader)
    if numbers := _numbers(first, last, reader):
        parts.append(numbers)
    return reader.word("；", "; ").join(part for part in parts if part)


def _said(group: Sequence[StripDay], reader: Reader) -> str:
    """One day says it itself; several are said by what they are."""
    day, word = group[0], reader.word
    if len(group) == 1:
        return reader.say(day.text).removeprefix(name_of(day.day, reader)).lstrip("：: ")
    reasons = word("、", ", ").join(reader.say(reason) for reason in day.reasons)
    source = reader.say(day.source)
    name = reader.say(day.name) + (word(f"（{source}）", f" ({source})") if source else "")
    words = {
        Mark.EXCLUDED: word("中止，不计入", "suspended, not counted"),
        Mark.COUNTED: word("计入", "counted"),
        Mark.ROLLED: word("休息日，届满日顺延", "rest: the end rolls on"),
        Mark.REST: word("休息日，不计入", "rest, not counted"),
        Mark.IDLE: word("不在计时之内", "not within the count"),
        Mark.AFTER: word("届满之后", "after the end"),
    }
    why = reasons or (name if _named(day) else "")
    said = words.get(day.mark, reader.say(day.text))
    return said + (word(f"：{why}", f": {why}") if why else "")


def _numbers(first: StripDay, last: StripDay, reader: Reader) -> str:
    if first.minutes and first is not last:
        hours, rest = divmod(first.minutes, 60)
        return reader.word(f"每日 {hours} 小时 {rest} 分", f"{hours} h {rest} min each")
    if first.number is None or last.number is None or first is last:
        return ""
    return reader.word(f"第 {first.number} 至 {last.number} 日", f"days {first.number} to {last.number}")


def _own(day: StripDay, beside: Around, reader: Reader) -> list[str]:
    word = reader.word
    said = [word("目标日", "the target")] if day.day == beside.target else []
    return said + ([word("原届满日", "an earlier end")] if day.day in beside.former else [])
