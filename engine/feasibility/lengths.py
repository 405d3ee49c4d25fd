"""How long a row of waits is: in the units in which they are written, and what these come to in calendar days."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple, Self

from engine.calendars import china
from engine.errors import PeriodInvalid
from engine.periods.moments import months_later
from engine.periods.phrases import period_text
from engine.policies import ClockPolicy, Period, Unit
from engine.text import Text

DAY: Final = 1_440
"""Minutes, as every usual length is counted."""

WORKING_DAY: Final = DAY * 7 // 5
MONTH: Final = DAY * 1_461 // 48
HOUR: Final = WORKING_DAY // 8
_HOUR: Final = 60
_HOURS_A_DAY: Final = (6, 9)
_LONGEST_REST: Final = 10
_COUNTED: Final = 1_000
_FOUR_YEARS: Final = range(date(2024, 1, 1).toordinal(), date(2028, 1, 1).toordinal())


class Days(NamedTuple):
    """Calendar days: as few as the calendar can make of it, and as many."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Length:
    """A sum of periods. `hours` are working hours, `minutes` pass as they are."""

    months: int = 0
    days: int = 0
    working_days: int = 0
    hours: int = 0
    minutes: int = 0

    @classmethod
    def of(cls, period: Period) -> Self:
        """One period."""
        return cls(**{_FIELDS[period.unit]: period.amount})

    @property
    def usual(self) -> int:
        """Its minutes in weeks without festivals; lengths in one unit compare by it exactly."""
        legal = self.months * MONTH + self.days * DAY + self.working_days * WORKING_DAY
        return legal + self.hours * HOUR + self.minutes

    @property
    def usual_days(self) -> float:
        """Its calendar days in weeks without festivals."""
        return self.usual / DAY

    def __bool__(self) -> bool:
        return self.usual > 0

    def __add__(self, other: "Length") -> "Length":
        return Length(
            self.months + other.months,
            self.days + other.days,
            self.working_days + other.working_days,
            self.hours + other.hours,
            self.minutes + other.minutes,
        )

    def __mul__(self, times: int) -> "Length":
        return Length(
            self.months * times,
            self.days * times,
            self.working_days * times,
            self.hours * times,
            self.minutes * times,
        )

    def amount(self, unit: Unit) -> int:
        """How much of it is in one unit."""
        found: int = getattr(self, _FIELDS[unit])
        return found

    def calendar(self) -> Days:
        """The calendar days that it takes, in the best case and in the worst.

        Working days as the notices on record had them, months as they are long, an office day with 6 to 9 working
        hours. What passes in minutes may end in a rest, which a legal period never does: it is taken as that much
        shorter.
        """
        months, working = _months(self.months), _working_days(self.working_days)
        hours = _hours(self.hours)
        elapsed = Days(max(0, self.minutes // DAY - _LONGEST_REST), -(-self.minutes // DAY))
        least = months.least + working.least + hours.least + elapsed.least
        return Days(self.days + least, self.days + months.most + working.most + hours.most + elapsed.most)

    def text(self) -> Text:
        """As it is said: `15日＋9个工作日`; a sum of several units with what it comes to."""
        parts = list(_parts(self))
        if not parts:
            return Text("无", "none")
        said = Text("＋".join(part.zh for part in parts), " + ".join(part.en for part in parts))
        if len(parts) == 1:
            return said
        about = round(self.usual_days)
        return Text(f"{said.zh}（约{about}日）", f"{said.en} (about {about} days)")


_FIELDS: Final = {
    Unit.MONTHS: "months",
    Unit.CALENDAR_DAYS: "days",
    Unit.WORKING_DAYS: "working_days",
    Unit.HOURS: "hours",
}
NOTHING: Final = Length()


def length_of(clock: ClockPolicy) -> Length | None:
    """A clock's period; None where it makes no sense."""
    try:
        return Length.of(Period(clock.amount, clock.unit))
    except PeriodInvalid:
        return None


def total(lengths: Iterable[Length]) -> Length:
    """The sum of lengths."""
    return sum(lengths, NOTHING)


def _parts(length: Length) -> Iterator[Text]:
    for unit in _FIELDS:
        if length.amount(unit):
            yield period_text(f"{length.amount(unit)} {unit.value}")
    if length.minutes:
        hours, minutes = divmod(length.minutes, _HOUR)
        zh = (f"{hours}小时" if hours else "") + (f"{minutes}分钟" if minutes else "")
        en = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes)
        yield Text(zh, " ".join(en))


# --- what the calendar makes of them -----------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _days_worked() -> tuple[int, ...]:
    """Every working day of the years on record."""
    calendar = china()
    first = date(min(calendar.published), 1, 1).toordinal()
    last = calendar.published_until.toordinal()
    return tuple(day for day in range(first, last + 1) if calendar.is_working(date.fromordinal(day)))


@lru_cache(maxsize=512)
def _working_days(number: int) -> Days:
    """From the day that is not counted to the last."""
    if number == 0:
        return Days(0, 0)
    if number > _COUNTED:
        return _put_together(_working_days, number)
    worked = _days_worked()
    least = min(last - first + 1 for first, last in zip(worked, worked[number - 1 :], strict=False))
    most = max(last - before for before, last in zip(worked, worked[number:], strict=False))
    return Days(least, most)


@lru_cache(maxsize=512)
def _months(number: int) -> Days:
    if number > _COUNTED:
        return _put_together(_months, number)
    spans = {months_later(day, number) - day for day in _FOUR_YEARS}
    return Days(min(spans), max(spans))


def _put_together(of: Callable[[int], Days], number: int) -> Days:
    """Put a row that is too long to be looked up together of shorter ones."""
    times, left = divmod(number, _COUNTED)
    whole, rest = of(_COUNTED), of(left)
    return Days(times * whole.least + rest.least, times * whole.most + rest.most)


def _hours(number: int) -> Days:
    if number == 0:
        return Days(0, 0)
    short, long = _HOURS_A_DAY
    fewest, most = -(-number // long) - 1, -(-number // short) + 1
    return Days(_working_days(fewest).least, _working_days(most).most)
