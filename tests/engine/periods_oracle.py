"""The law's counting done the slow way, day by day and minute by minute, sharing no code with the engine."""

from calendar import monthrange
from datetime import date, datetime, timedelta

from chinese_calendar import is_workday

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
MORNING, AFTERNOON = ((8, 30), (11, 30)), ((13, 30), (17, 0))


def works(day):
    return is_workday(day) if 2004 <= day.year <= 2026 else day.weekday() < 5


def corresponding_day(day, months):
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def excluded_days(spans):
    """Days from the effective one to before the resumption, each once."""
    return {effective + n * DAY for effective, resumed in spans for n in range((resumed - effective).days)}


def last_day(start, *, months=0, days=0, working_days=0, spans=(), works=works):
    """Tick off the days of the period one at a time."""
    excluded = excluded_days(spans)
    left = (corresponding_day(start, months) - start).days + days
    day = start
    while left:
        day += DAY
        left -= day not in excluded
    while working_days:
        day += DAY
        working_days -= day not in excluded and works(day)
        if not working_days:
            return day
    while not works(day) or day in excluded:
        day += DAY
    return day


def is_open(minute):
    """Whether the minute that begins here is working time of the office's default hours."""
    clock = (minute.hour, minute.minute)
    return works(minute.date()) and any(opens <= clock < closes for opens, closes in (MORNING, AFTERNOON))


def hours_end(start: datetime, hours, spans=()):
    """Tick off the working minutes; the period ends when the last one does."""
    left, minute = hours * 60, start
    while left:
        if is_open(minute) and not any(effective <= minute < resumed for effective, resumed in spans):
            left -= 1
        minute += MINUTE
    return minute
