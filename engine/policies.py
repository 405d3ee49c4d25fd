"""What the diagram says of a clock: its amount, where it starts and stops, and its escalation rungs."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from engine.errors import PeriodInvalid


class Unit(StrEnum):
    """The units in which the law gives periods; `hours` are working hours."""

    HOURS = "hours"
    WORKING_DAYS = "working-days"
    CALENDAR_DAYS = "calendar-days"
    MONTHS = "months"


LONGEST: Final = {
    Unit.HOURS: 87_660,
    Unit.WORKING_DAYS: 36_525,
    Unit.CALENDAR_DAYS: 36_525,
    Unit.MONTHS: 1_200,
}
"""No period is longer than a hundred years (in hours: ten); a larger amount is a slip of the hand."""


@dataclass(frozen=True, slots=True)
class Period:
    """A period as the law states it: a positive whole number of one unit.

    Raises PeriodInvalid for anything else, and beyond LONGEST.
    """

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        """Accept a unit's own text for the unit."""
        object.__setattr__(self, "unit", unit_named(self.unit))
        if type(self.amount) is not int or self.amount < 1:
            raise PeriodInvalid("amount-not-positive", self.amount)
        if self.amount > LONGEST[self.unit]:
            raise PeriodInvalid("too-long", self.amount)

    def __str__(self) -> str:
        """As on the diagram: `15 calendar-days`; `parse_period` reads it again."""
        return f"{self.amount} {self.unit.value}"


PARTY: Final = "party"
"""The kind of a clock that runs for a party (当事人期限): when it ends it just ends, and is no breach of the office's."""


class RungBase(StrEnum):
    """What a rung's place is measured by."""

    SHARE = "share"  # of the period, amount in percent: `50%`
    BEFORE_END = "before-end"  # `-2 working-days`
    END = "end"
    AFTER_END = "after-end"  # `+1 working-day`


@dataclass(frozen=True, slots=True)
class Rung:
    """One escalation rung. `level` is its place in time order, from 1; `notify` names assignee, group, roles."""

    level: int
    at: str
    base: RungBase
    amount: int
    unit: Unit | None
    notify: tuple[str, ...]
    priority: str | None = None  # "high" | "urgent"
    task: str | None = None  # opens a task for this role
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class ClockPolicy:
    """A `kb:clock` of the diagram. `amount` and `target` are whole numbers of `unit`; `when` is an expression."""

    id: str
    name: str
    name_en: str
    amount: int
    unit: Unit
    kind: str = "ordinary"  # "promise" | "ordinary" | "activity" | "party"
    target: int | None = None
    starts_after: tuple[str, ...] = ()
    stops_after: tuple[str, ...] = ()
    when: str | None = None
    basis: str = ""
    suspend_for: tuple[str, ...] = ()
    max_extension: int = 0
    max_extensions: int = 1
    extension_by: tuple[str, ...] = ()
    rungs: tuple[Rung, ...] = ()
    extension_unit: Unit | None = None  # of max_extension; None: the clock's own (15 days on one month)


_UNITS: Final = {
    Unit.HOURS: ("hours", "hour", "working-hours", "working-hour", "小时", "个小时", "工作小时"),
    Unit.WORKING_DAYS: ("working-days", "working-day", "工作日", "个工作日"),
    Unit.CALENDAR_DAYS: ("calendar-days", "calendar-day", "days", "day", "日", "天", "自然日", "个自然日"),
    Unit.MONTHS: ("months", "month", "月", "个月"),
}
_UNIT_OF: Final = {word: unit for unit, words in _UNITS.items() for word in words}
_YEARS: Final = frozenset({"years", "year", "年"})
_PERIOD: Final = re.compile(r"\s*([0-9]{1,12})\s*([^\s0-9+%-][^0-9]{0,30})\s*", re.ASCII)
_ISO: Final = re.compile(
    r"P(?!$)(?:(?P<years>\d{1,4})Y)?(?:(?P<months>\d{1,5})M)?(?:(?P<weeks>\d{1,5})W)?(?:(?P<days>\d{1,6})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,8})M)?(?:(?P<seconds>\d{1,9})S)?)?"
)
_SHARE: Final = re.compile(r"\s*([0-9]{1,12})\s*[%％]\s*", re.ASCII)
_END: Final = frozenset({"end", "届满", "到期"})


def _word(text: str) -> str:
    return re.sub(r"\s+", "-", text.strip().lower())


def unit_named(text: object) -> Unit:
    """The unit of a word: `working-days`, `working day`, `工作日`; PeriodInvalid for any other."""
    unit = _UNIT_OF.get(_word(text)) if isinstance(text, str) else None
    if unit is None:
        raise PeriodInvalid("unit-unknown", text)
    return unit


def parse_period(text: str) -> Period:
    """Read `15 calendar-days`, `3 working-days`, `1 months`, `5 hours`, `7个工作日`; a year is twelve months (art. 202).

    Raises PeriodInvalid. An ISO duration such as `P1M` is not a legal period and is refused.
    """
    match = _PERIOD.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise PeriodInvalid("period-unreadable", text)
    amount, word = int(match[1]), _word(match[2])
    return Period(amount * 12, Unit.MONTHS) if word in _YEARS else Period(amount, unit_named(word))


def iso_parts(text: str) -> dict[str, int] | None:
    """The parts of an ISO duration such as `P1Y2M` or `PT1H30M`, from `years` to `seconds`; None where it is none."""
    found = _ISO.fullmatch(text.strip())
    return None if found is None else {name: int(amount or 0) for name, amount in found.groupdict().items()}


def parse_rung(
    at: str,
    *,
    level: int = 1,
    notify: tuple[str, ...] = (),
    priority: str | None = None,
    task: str | None = None,
    at_once: bool = False,
) -> Rung:
    """Read a rung's place: `50%`, `-2 working-days`, `end`, `+1 working-day`, `-4 hours`; PeriodInvalid for any other."""
    base, amount, unit = _place(at)
    return Rung(level, at.strip(), base, amount, unit, notify, priority, task, at_once)


def _place(at: str) -> tuple[RungBase, int, Unit | None]:
    text = at.strip() if isinstance(at, str) else ""
    if text.lower() in _END:
        return RungBase.END, 0, None
    if share := _SHARE.fullmatch(text):
        return RungBase.SHARE, _percent(int(share[1])), None
    if text[:1] in ("-", "+", "−"):
        period = parse_period(text[1:])
        return (RungBase.AFTER_END if text[0] == "+" else RungBase.BEFORE_END), period.amount, period.unit
    raise PeriodInvalid("rung-unreadable", at)


def _percent(amount: int) -> int:
    if not 1 <= amount <= 100:  # noqa: PLR2004 - per cent
        raise PeriodInvalid("share-out-of-range", amount)
    return amount
