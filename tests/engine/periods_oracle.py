"""The law's counting done the slow way, day by day and minute by minute, sharing no code with the engine."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache

from chinese_calendar import is_workday
from holidays import country_holidays

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
MORNING, AFTERNOON = ((8, 30), (11, 30)), ((13, 30), (17, 0))
OFFICE = (MORNING, AFTERNOON)


@cache
def festivals(year):
    found = country_holidays("CN", years=year, language="zh_CN")
    return {day for day, name in found.items() if "调休" not in name}


def by_the_library(day):
    """The notices of 2004 to 2026; beyond them weekends and projected festivals."""
    if 2004 <= day.year <= 2026:
        return is_workday(day)
    return day.weekday() < 5 and day not in festivals(day.year)


@dataclass
class Document:
    """Days that someone sets: `days` says of each whether it is worked on, and its hours where it has its own."""

    rank: int  # 0 nation, 1 province, 2 office
    days: dict
    valid_from: date = date.min
    valid_until: date = date.max
    publishes: frozenset = frozenset()


@dataclass
class World:
    """An office's calendar: of the documents that set a day the narrowest decides, and of these the latest."""

    documents: list = field(default_factory=list)

    def ruling(self, day):
        best = None
        for document in self.documents:
            if day in document.days and document.valid_from <= day <= document.valid_until:
                strength = (document.rank, document.valid_from)
                if best is None or strength >= best[0]:
                    best = (strength, document.days[day])
        return best[1] if best else None

    def works(self, day):
        ruling = self.ruling(day)
        return ruling[0] if ruling else by_the_library(day)

    def hours(self, day):
        """The hours of a working day."""
        ruling = self.ruling(day)
        return (ruling and ruling[1]) or OFFICE

    def is_open(self, minute):
        """Whether the minute that begins here is working time."""
        clock = (minute.hour, minute.minute)
        return self.works(minute.date()) and any(a <= clock < b for a, b in self.hours(minute.date()))

    def minutes(self, day):
        """The beginnings of the minutes of working time of a day."""
        midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - wall time
        for (a, b), (c, d) in self.hours(day) if self.works(day) else ():
            for minute in range(a * 60 + b, c * 60 + d):
                yield midnight + minute * MINUTE

    def published(self, day):
        return 2004 <= day.year <= 2026 or any(day.year in document.publishes for document in self.documents)

    def closes(self, day):
        hour, minute = self.hours(day)[-1][1]
        return datetime(day.year, day.month, day.day) + timedelta(hours=hour, minutes=minute)  # noqa: DTZ001 - wall time


LIBRARY = World()
works, is_open = LIBRARY.works, LIBRARY.is_open


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
    return ticked(start, months, days, working_days, spans, works)[-1]


def ticked(start, months, days, working_days, spans, works):
    """The days that count, in order, and the last day after them."""
    excluded = excluded_days(spans)
    left = (corresponding_day(start, months) - start).days + days
    day, counted = start, []
    while left:
        day += DAY
        if day not in excluded:
            left -= 1
            counted.append(day)
    while working_days:
        day += DAY
        if day not in excluded and works(day):
            working_days -= 1
            counted.append(day)
            if not working_days:
                return [*counted, day]
    while not works(day) or day in excluded:
        day += DAY
    return [*counted, day]


def provisional(start, counted, last, world, *, working):
    """Whether any day that the end depends on lies in a year without a notice."""
    first = start + DAY if working else counted[-1]
    return any(not world.published(first + n * DAY) for n in range((last - first).days + 1))


def hours_end(start: datetime, hours, spans=(), world=LIBRARY):
    """Tick off the working minutes; the period ends when the last one does."""
    return minutes_ticked(start, hours, spans, world)[0]


def minutes_ticked(start: datetime, hours, spans=(), world=LIBRARY):
    """The end, and how many minutes were ticked off on each day."""
    left, day, by_day = hours * 60, start.date(), {}
    while True:
        for minute in world.minutes(day):
            if minute < start or any(effective <= minute < resumed for effective, resumed in spans):
                continue
            left -= 1
            by_day[day] = by_day.get(day, 0) + 1
            if not left:
                return minute + MINUTE, by_day
        day += DAY
