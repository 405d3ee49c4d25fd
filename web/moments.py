"""How long and when, in words: countdowns of at most two units, and days named as people name them."""

from datetime import date, datetime, timedelta

from engine.text import Text

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NEAR = {-1: Text("昨天", "yesterday"), 0: Text("今天", "today"), 1: Text("明天", "tomorrow")}
_FAR_DAYS = 10
_FAR_HOURS = 6


def span(length: timedelta) -> Text:
    """A length of time; the smaller unit is left out where it is noise."""
    minutes = int(abs(length).total_seconds()) // 60
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        return _two(
            Text(f"{days} 天", f"{days} d"), Text(f"{hours} 小时", f"{hours} h"), hours, days >= _FAR_DAYS
        )
    if hours:
        return _two(
            Text(f"{hours} 小时", f"{hours} h"), Text(f"{rest} 分", f"{rest} min"), rest, hours >= _FAR_HOURS
        )
    return Text(f"{rest} 分", f"{rest} min")


def _two(large: Text, small: Text, amount: int, far: bool) -> Text:  # noqa: FBT001 - private, and named at its calls
    return large if far or not amount else Text(f"{large.zh} {small.zh}", f"{large.en} {small.en}")


def countdown(end: datetime, now: datetime) -> Text:
    """剩余 2 天 3 小时, or 逾期 5 小时."""
    length = span(end - now)
    if end >= now:
        return Text(f"剩余 {length.zh}", f"{length.en} left")
    return Text(f"逾期 {length.zh}", f"{length.en} overdue")


def day(which: date, today: date) -> Text:
    """A day: near ones by name, the year only where it is another one."""
    if near := _NEAR.get((which - today).days):
        return near
    year = which.year != today.year
    zh = f"{which.year}年" * year + f"{which.month}月{which.day}日"
    return Text(zh, f"{which.day} {MONTHS[which.month - 1]}" + f" {which.year}" * year)


def moment(at: datetime, now: datetime) -> Text:
    """A day and its time; both arguments on the office's own clock."""
    which = day(at.date(), now.date())
    return Text(f"{which.zh} {at:%H:%M}", f"{which.en} {at:%H:%M}")


def full(at: datetime) -> Text:
    """A moment for the record: nothing left out."""
    return Text(
        f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}",
        f"{at.day} {MONTHS[at.month - 1]} {at.year} {at:%H:%M}",
    )


def whole_day(which: date) -> Text:
    """A day for the record, with its weekday."""
    weekday = which.weekday()
    return Text(
        f"{which.year}年{which.month}月{which.day}日 周{'一二三四五六日'[weekday]}",
        f"{WEEKDAYS[weekday]} {which.day} {MONTHS[which.month - 1]} {which.year}",
    )
