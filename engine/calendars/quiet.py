"""Quiet hours: a stretch of every day in which people are not disturbed."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from engine.calendars.hours import SHANGHAI


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `begins` to before `ends` on the clock of the wall; past midnight where `ends` is the earlier one."""

    begins: time
    ends: time
    timezone: ZoneInfo = SHANGHAI

    def __post_init__(self) -> None:
        """Refuse a stretch without a length: it could mean never, or always."""
        if self.begins == self.ends:
            raise ValueError(self.begins)

    @classmethod
    def of(cls, text: str, timezone: ZoneInfo = SHANGHAI) -> Self | None:
        """Read `22:00-07:00`; None for an empty text."""
        if not text:
            return None
        begins, ends = text.split("-")
        return cls(time.fromisoformat(begins), time.fromisoformat(ends), timezone)

    def hold(self, at: datetime) -> bool:
        """Is it quiet at an instant?"""
        clock = at.astimezone(self.timezone).time()
        if self.begins < self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends

    def over(self, at: datetime) -> datetime:
        """The instant itself where it is not quiet, else the end of the quiet hours; in UTC."""
        found = at.astimezone(UTC)
        while self.hold(found):
            found = self._next_end(found)
        return found

    def _next_end(self, at: datetime) -> datetime:
        """The next time that the wall's clock shows the end; later by the gap where the clock is put forward then."""
        local = at.astimezone(self.timezone)
        end = local.replace(hour=self.ends.hour, minute=self.ends.minute, second=0, microsecond=0)
        if end.astimezone(UTC) <= at:
            end += timedelta(days=1)
        return end.astimezone(UTC)
