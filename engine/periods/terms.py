"""What a period is counted from: its amount, start, suspensions, extensions, and the hours of the office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self
from zoneinfo import ZoneInfo

from engine.calendars import SHANGHAI, WorkingHours
from engine.errors import PeriodInvalid
from engine.periods.moments import local
from engine.policies import LONGEST, Period, Unit, parse_period
from engine.text import Text


class Closing(StrEnum):
    """When a last day ends (Civil Code art. 203): at the close of business, where hours are given, or at 24:00."""

    BUSINESS = "business"
    MIDNIGHT = "midnight"


@dataclass(frozen=True, slots=True)
class Span:
    """A suspension: the effective day is excluded, the day of resumption counts again; None while it is open.

    With instants instead of days a period in hours is suspended to the minute; other periods take their days. The
    reason is quoted in the ledger, as it is or in both languages.
    """

    effective: date
    resumed: date | None = None
    reason: str | Text = ""


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension that was granted: summed with the period, never counted from the period's end."""

    period: Period
    approver: str = ""
    granted: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """A period with its extensions, by unit. Months are counted first, then calendar days, then working days."""

    months: int = 0
    calendar_days: int = 0
    working_days: int = 0
    hours: int = 0

    @classmethod
    def of(cls, period: Period, extensions: Sequence[Extension]) -> Self:
        """The sum. Raises PeriodInvalid where hours and days would be added, or the sum is too long."""
        sums = {Unit.MONTHS: 0, Unit.CALENDAR_DAYS: 0, Unit.WORKING_DAYS: 0, Unit.HOURS: 0}
        for part in (period, *(extension.period for extension in extensions)):
            sums[part.unit] += part.amount
        if sums[Unit.HOURS] and any(sums[unit] for unit in sums if unit is not Unit.HOURS):
            raise PeriodInvalid("hours-and-days", [str(part.period) for part in extensions])
        if any(sums[unit] > LONGEST[unit] for unit in sums):
            raise PeriodInvalid("too-long", dict(sums))
        return cls(*sums.values())


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything that the end of a period depends on, but for the calendar.

    Raises PeriodInvalid for a naive instant, a suspension that ends before it begins or begins before the clock,
    and an open one without `until`, the day as of which it is counted as if resumed.
    """

    period: Period
    start: date
    spans: tuple[Span, ...] = ()
    extensions: tuple[Extension, ...] = ()
    hours: WorkingHours | None = None
    closing: Closing = Closing.BUSINESS
    until: date | None = None
    total: Total = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Put every instant on the office's own clock, check the spans, and add up the extensions."""
        zone = self.zone
        object.__setattr__(self, "start", local(self.start, zone))
        if self.until is not None:
            object.__setattr__(self, "until", local(self.until, zone))
        object.__setattr__(self, "spans", tuple(_localised(span, zone) for span in self.spans))
        object.__setattr__(self, "extensions", tuple(self.extensions))
        if self.until is None and any(span.resumed is None for span in self.spans):
            raise PeriodInvalid("suspension-open")
        if self.period.unit is Unit.HOURS and self.hours is None:
            raise PeriodInvalid("hours-missing")
        _refuse_misplaced(self.spans, self.start, self.until)
        object.__setattr__(self, "total", Total.of(self.period, self.extensions))

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone."""
        return self.hours.timezone if self.hours else SHANGHAI

    def stands_still(self, span: Span) -> bool:
        """Whether a suspension is open, and has begun by the day as of which it is counted."""
        return span.resumed is None and self.until is not None and _in_order(span.effective, self.until)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; `from_json` reads them again."""
        return {
            "start": self.start.isoformat(),
            "period": str(self.period),
            "spans": [_span_out(span) for span in self.spans],
            "extensions": [_extension_out(extension) for extension in self.extensions],
            "hours": self.hours.to_json() if self.hours else None,
            "closing": self.closing.value,
            "until": _iso(self.until),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """What `to_json` gave. Raises PeriodInvalid."""
        try:
            return cls(
                parse_period(data["period"]),
                moment(data["start"]),
                tuple(_span_in(row) for row in data["spans"]),
                tuple(
                    Extension(parse_period(row[0]), row[1], _moment(row[2]), row[3])
                    for row in data["extensions"]
                ),
                WorkingHours.from_json(data["hours"]) if data["hours"] else None,
                Closing(data["closing"]),
                _moment(data["until"]),
            )
        except (KeyError, TypeError, IndexError, ValueError):
            raise PeriodInvalid("ledger-unreadable") from None


def moment(text: str) -> date:
    """Read `2026-01-31`, or an instant such as `2026-01-31T09:00+08:00`. Raises PeriodInvalid."""
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        pass
    try:
        return datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise PeriodInvalid("day-unreadable", text) from None


def _moment(text: str | None) -> date | None:
    return moment(text) if text else None


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _span_out(span: Span) -> list[Any]:
    return [span.effective.isoformat(), _iso(span.resumed), words(span.reason)]


def _span_in(row: Sequence[Any]) -> Span:
    reason = row[2] if isinstance(row[2], str) else Text(*row[2])
    return Span(moment(row[0]), _moment(row[1]), reason)


def words(value: str | Text) -> str | list[str]:
    """A text of one or both languages as a JSON value."""
    return value if isinstance(value, str) else [value.zh, value.en]


def _extension_out(extension: Extension) -> list[str | None]:
    return [str(extension.period), extension.approver, _iso(extension.granted), extension.reason]


def _localised(span: Span, zone: ZoneInfo) -> Span:
    effective = local(span.effective, zone)
    resumed = None if span.resumed is None else local(span.resumed, zone)
    if resumed is not None and not _in_order(effective, resumed):
        raise PeriodInvalid("resumed-before-effective", [effective.isoformat(), resumed.isoformat()])
    if effective is span.effective and resumed is span.resumed:
        return span
    return Span(effective, resumed, span.reason)


def _in_order(first: date, second: date) -> bool:
    if isinstance(first, datetime) and isinstance(second, datetime):
        return first <= second
    return first.toordinal() <= second.toordinal()


def _refuse_misplaced(spans: Sequence[Span], start: date, until: date | None) -> None:
    for span in spans:
        if not _in_order(start, span.effective):
            raise PeriodInvalid("suspension-before-start", span.effective)
        resumed = span.resumed or until
        if resumed and resumed.toordinal() - span.effective.toordinal() > LONGEST[Unit.CALENDAR_DAYS]:
            raise PeriodInvalid("suspension-too-long", span.effective)
