"""The parts that a ledger's sentences are put together of: days, stretches of days, amounts."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from engine.calendars.days import WEEKDAYS
from engine.policies import Unit, parse_period
from engine.text import Text

Facts = Mapping[str, Any]

_UNIT_ZH: Final = {
    Unit.HOURS: "个工作小时",
    Unit.WORKING_DAYS: "个工作日",
    Unit.CALENDAR_DAYS: "日",
    Unit.MONTHS: "个月",
}
_UNIT_EN: Final = {
    Unit.HOURS: "working hour",
    Unit.WORKING_DAYS: "working day",
    Unit.CALENDAR_DAYS: "calendar day",
    Unit.MONTHS: "month",
}


def period_text(period: str) -> Text:
    """`15 calendar-days` as it is said: 15日, 15 calendar days."""
    value = parse_period(period)
    plural = "" if value.amount == 1 else "s"
    return Text(f"{value.amount}{_UNIT_ZH[value.unit]}", f"{value.amount} {_UNIT_EN[value.unit]}{plural}")


def day_text(iso: str) -> Text:
    """A day with its weekday, or an instant."""
    if "T" in iso:
        at = datetime.fromisoformat(iso)
        time = f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"
        return Text(f"{plain_day(at)}{time}", f"{at.date().isoformat()} {time}")
    day = date.fromisoformat(iso)
    return Text(
        f"{plain_day(day)}（{WEEKDAYS[day.weekday()].zh}）",
        f"{day.isoformat()} ({WEEKDAYS[day.weekday()].en})",
    )


def plain_day(day: date) -> str:
    """A day in Chinese, without its weekday."""
    return f"{day.year}年{day.month}月{day.day}日"


def words_text(value: str | Sequence[str]) -> Text:
    """Words that were given in one language or in both."""
    return Text(value, value) if isinstance(value, str) else Text(value[0], value[1])


def amount_text(facts: Facts) -> Text:
    """How much a suspension excluded."""
    amount = facts["added"]
    if facts["unit"] == "microseconds":
        hours, minutes = divmod(round(amount / 60_000_000), 60)
        return Text(f"工作时间{hours}小时{minutes}分", f"{hours} h {minutes} min of working time")
    unit = Unit(facts["unit"])
    return Text(f"{amount}{_UNIT_ZH[unit]}", f"{amount} {_UNIT_EN[unit]}{'' if amount == 1 else 's'}")


def stretch_text(facts: Facts) -> Text:
    """One day, or from one to another."""
    first, last = day_text(facts["from"]), day_text(facts["to"])
    return first if first == last else Text(f"{first.zh}至{last.zh}", f"{first.en} to {last.en}")


def hours_text(line: str) -> Text:
    """Hours such as `08:30-11:30 13:30-17:00` as they are said."""
    return Text(line.replace("-", "至").replace(" ", "、"), line.replace("-", "–").replace(" ", " and "))


def source_text(facts: Facts) -> Text:
    """The notice or document, in brackets; nothing for a plain weekend."""
    zh, en = facts["source"]
    return Text(zh and f"（{zh}）", en and f" ({en})")
