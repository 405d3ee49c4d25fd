"""What the days of a strip say: the text of each, and the legend."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from engine.calendars import DayStatus
from engine.calendars.hours import line_of
from engine.periods.phrases import day_text, hours_text, plain_day
from engine.periods.strips import Mark, StripDay
from engine.periods.terms import Terms
from engine.text import Text

_LEGEND: Final = {
    Mark.START: Text("起算日，不计入", "the day on which it begins, not counted"),
    Mark.COUNTED: Text("计入", "counted"),
    Mark.EXCLUDED: Text("中止，不计入", "suspended, not counted"),
    Mark.REST: Text("休息日，不计入", "rest day, not counted"),
    Mark.ROLLED: Text("末日为休息日，顺延", "rest at the end, which moves it on"),
    Mark.LAST: Text("顺延后的届满日", "the last day, moved on by the rest before it"),
    Mark.IDLE: Text("起算日，已过工作时间", "the day on which it begins, after working hours"),
    Mark.AFTER: Text("届满之后", "after the end"),
}
_FLAGS: Final = {
    "end": Text("届满日", "the last day"),
    "today": Text("今日", "today"),
    "moved": Text("调休上班日", "moved working day"),
    "half": Text("半天工作日", "half working day"),
    "provisional": Text("暂定，放假通知未收录", "provisional, no notice on record"),
}
_WEEKEND: Final = Text("周末", "weekend")


def name_of(status: DayStatus) -> Text:
    """What a day is called; a weekend's day as one."""
    return status.name if status.source.zh else _WEEKEND


def captioned(day: StripDay, terms: Terms) -> StripDay:
    """The day with its text."""
    parts = [part for part in (_mark(day, terms), _calendar(day), _half(day), *_flags(day)) if part.zh]
    label = day_text(day.day.isoformat())
    text = Text(
        f"{label.zh}：{'；'.join(part.zh for part in parts)}",
        f"{label.en}: {'; '.join(part.en for part in parts)}",
    )
    return replace(day, text=text)


def legend(days: Sequence[StripDay]) -> tuple[tuple[str, Text], ...]:
    """What occurs among the days, by name."""
    marks = {day.mark for day in days}
    flags = {name for day in days for name in _flag_names(day)}
    return (
        *((mark.value, text) for mark, text in _LEGEND.items() if mark in marks),
        *((name, text) for name, text in _FLAGS.items() if name in flags),
    )


def stretch_caption(days: Sequence[StripDay], counts: Sequence[tuple[Mark, int]]) -> Text:
    """How many of the days are what."""
    first, last = days[0].day, days[-1].day
    parts = [Text(f"{_LEGEND[mark].zh}：{count}日", f"{_LEGEND[mark].en}: {count}") for mark, count in counts]
    if minutes := sum(day.minutes or 0 for day in days):
        parts.append(_minutes(minutes))
    names = dict.fromkeys(name for day in days for name in _flag_names(day))
    parts += [_FLAGS[name] for name in names]
    return Text(
        f"{plain_day(first)}至{plain_day(last)}：{'；'.join(part.zh for part in parts)}",
        f"{first.isoformat()} to {last.isoformat()}: {'; '.join(part.en for part in parts)}",
    )


def _flag_names(day: StripDay) -> Iterator[str]:
    facts = (day.is_end, day.is_today, day.moved, day.hours is not None, day.provisional)
    return (name for name, holds in zip(_FLAGS, facts, strict=True) if holds)


def _flags(day: StripDay) -> Iterator[Text]:
    return (_FLAGS[name] for name in _flag_names(day) if name not in {"moved", "half"})


def _mark(day: StripDay, terms: Terms) -> Text:
    why = _reasons(day)
    if day.mark is Mark.EXCLUDED:
        return Text(f"中止{why.zh}，不计入", f"suspended{why.en}, not counted")
    said = _counted(day, terms) if day.mark is Mark.COUNTED else _LEGEND[day.mark]
    if not day.reasons:
        return said
    return Text(f"{said.zh}；中止期间{why.zh}", f"{said.en}; suspended{why.en}")


def _reasons(day: StripDay) -> Text:
    zh = "、".join(reason.zh for reason in day.reasons)
    en = ", ".join(reason.en for reason in day.reasons)
    return Text(zh and f"（{zh}）", en and f" ({en})")


def _counted(day: StripDay, terms: Terms) -> Text:
    return _number(day.number, terms) if day.minutes is None else _minutes(day.minutes)


def _number(number: int | None, terms: Terms) -> Text:
    only_working = terms.total.working_days and not terms.total.months and not terms.total.calendar_days
    return (
        Text(f"第{number}个工作日", f"working day {number}")
        if only_working
        else Text(f"第{number}日", f"day {number}")
    )


def _minutes(minutes: int) -> Text:
    hours, rest = divmod(minutes, 60)
    return Text(f"计入{hours}小时{rest}分", f"{hours} h {rest} min counted")


def _calendar(day: StripDay) -> Text:
    """The name of a rest day, a moved one or half a day, and on whose word."""
    zh, en = day.name
    if day.moved:
        zh, en = f"{zh}调休上班", f"working day moved for {en}"
    source = day.source
    return Text(zh + (source.zh and f"（{source.zh}）"), en + (source.en and f" ({source.en})"))


def _half(day: StripDay) -> Text:
    if day.hours is None:
        return Text("", "")
    said = hours_text(line_of(day.hours))
    return Text(f"仅{said.zh}上班", f"worked {said.en} only")
