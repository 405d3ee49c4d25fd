"""From a ledger to the strip of its days."""

from datetime import date

from engine.calendars import WorkingCalendar
from engine.periods.ledger import Ledger
from engine.periods.strips import Strip


def strip(ledger: Ledger, calendar: WorkingCalendar, today: date | None = None) -> Strip:
    """What each day from the start to the end is to the period."""
    raise NotImplementedError(ledger, calendar, today)
