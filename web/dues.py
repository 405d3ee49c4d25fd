"""未来到期量: how many open cases end on each of the next working days."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from engine.calendars import WorkingCalendar
from engine.queries.rows import CaseRow
from engine.text import Text
from web.moments import MONTHS, WEEKDAYS

DAYS = 10
_NEAR = (Text("今天", "today"), Text("明天", "tomorrow"))


@dataclass(frozen=True, slots=True)
class Due:
    """One working day: `height` is its share of the fullest one, in percent; `provisional`: some ends may move."""

    day: date
    name: Text
    number: int
    height: int
    provisional: bool = False


def ahead(rows: Iterable[CaseRow], today: date, calendar: WorkingCalendar) -> Sequence[Due]:
    """Count the cases by the day on which their first clock ends; today stands first, working or not."""
    clocks = [row.clock for row in rows if row.clock is not None]
    counts = Counter(clock.last_day for clock in clocks)
    unsure = {clock.last_day for clock in clocks if clock.provisional}
    days = _days(today, calendar)
    most = max(1, *(counts[day] for day in days))
    return [
        Due(day, _name(day, today), counts[day], round(100 * counts[day] / most), day in unsure)
        for day in days
    ]


def _days(today: date, calendar: WorkingCalendar) -> list[date]:
    days = [today]
    while len(days) < DAYS:
        days.append(calendar.next_working(date.fromordinal(days[-1].toordinal() + 1)))
    return days


def _name(day: date, today: date) -> Text:
    distance = (day - today).days
    if distance < len(_NEAR):
        return _NEAR[distance]
    weekday = day.weekday()
    return Text(
        f"周{'一二三四五六日'[weekday]} {day.month}/{day.day}",
        f"{WEEKDAYS[weekday]} {day.day} {MONTHS[day.month - 1]}",
    )
