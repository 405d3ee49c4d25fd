"""A period counted from texts as a person types them: the deadline calculator."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from engine.calendars import SHANGHAI, WorkingCalendar, WorkingHours
from engine.errors import PeriodInvalid
from engine.periods.counting import due
from engine.periods.ledger import Ledger
from engine.periods.terms import Closing, Extension, Span, moment
from engine.policies import Period, parse_period, unit_named


def parse_span(text: str, zone: ZoneInfo = SHANGHAI) -> Span:
    """Read `2026-02-03..2026-02-08`, or `2026-02-03..` for an open one. Raises PeriodInvalid."""
    effective, dots, resumed = text.partition("..") if isinstance(text, str) else ("", "", "")
    if not dots:
        raise PeriodInvalid("span-unreadable", text)
    return Span(parse_start(effective, zone), parse_start(resumed, zone) if resumed.strip() else None)


def parse_start(text: str, zone: ZoneInfo = SHANGHAI) -> date:
    """Read a day, or an instant; one without a zone is on the office's own clock. Raises PeriodInvalid."""
    value = moment(text.strip()) if isinstance(text, str) else text
    return value.replace(tzinfo=zone) if isinstance(value, datetime) and value.tzinfo is None else value


def calculate(  # noqa: PLR0913 - a form with as many fields
    start: str,
    amount: int,
    unit: str,
    suspensions: Sequence[str] = (),
    extensions: Sequence[str] = (),
    *,
    calendar: WorkingCalendar,
    hours: WorkingHours | None = None,
    closing: Closing = Closing.BUSINESS,
    until: date | None = None,
) -> Ledger:
    """Count a period from texts: a start day, `effective..resumed` suspensions, extensions (`1`: in the same unit).

    An extension may name another unit (`15 calendar-days`). Raises PeriodInvalid, CalendarHasNoWorkingDay.
    """
    period = Period(amount, unit_named(unit))
    zone = hours.timezone if hours else SHANGHAI
    return due(
        period,
        parse_start(start, zone),
        spans=[parse_span(text, zone) for text in suspensions],
        extensions=[_extension(text, period) for text in extensions],
        calendar=calendar,
        hours=hours,
        closing=closing,
        until=until,
    )


def _extension(text: str, period: Period) -> Extension:
    same_unit = text.strip().isdecimal()
    return Extension(parse_period(f"{text} {period.unit.value}" if same_unit else text))
