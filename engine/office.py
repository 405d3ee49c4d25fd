"""The office as the engine knows it: whose calendar, hours, words and rules count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from engine.calendars import Overlay, WorkingCalendar, china
from engine.calendars.quiet import QuietHours
from engine.periods import Closing, WorkingHours
from engine.periods.lines import WorkingTime
from engine.periods.moments import instant, local, wall
from engine.policies import Period
from engine.text import Language, Text


@dataclass(frozen=True, slots=True)
class Security:
    """Sign-in rules."""

    password_length: int = 10
    attempts: int = 5
    rest: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class SuspensionRule:
    """What ends a suspension for a reason, and how long it may last; None: as long as it takes."""

    resumes: Text
    longest: Period | None = None


@dataclass(frozen=True, slots=True)
class Mailing:
    """What mails may say. Links hold `{}` where a case's id goes, and are empty where the site has no address.

    Without `details` a mail says no more of a case than its number and the names of its clocks and tasks.
    """

    case_link: str = ""
    notices_link: str = ""
    digest_link: str = ""
    details: bool = False


@dataclass(frozen=True, slots=True)
class Telling:
    """How people are told: when they are left alone, whether each working morning begins with a digest, and by mail."""

    quiet: QuietHours | None = None
    digest: bool = True
    mailing: Mailing | None = None  # None: nothing is sent


@dataclass(frozen=True, slots=True)
class Forecasting:
    """What forecasts are learnt from: cases of the last `months`, by `kind`, the fact that cases of a procedure differ
    by; nothing is said before `least` clocks are over.
    """

    least: int = 20
    months: int = 36
    kind: str = "right"


@dataclass(frozen=True, slots=True)
class Office:
    """Values from config.yaml; the engine reads no file.

    `calendar` is the library's as long as nothing was published: what counts is a unit of work's office, whose calendar
    is that of the newest `revision`.
    """

    name: Text
    calendar: WorkingCalendar
    hours: WorkingHours
    closing: Closing = Closing.BUSINESS
    language: Language = "zh"
    roles: Mapping[str, Text] = field(default_factory=dict)
    reasons: Mapping[str, Text] = field(default_factory=dict)  # suspension reasons
    suspension_rules: Mapping[str, SuspensionRule] = field(default_factory=dict)  # by reason
    document_limit: int = 20 * 1024 * 1024  # bytes
    numbers: Mapping[str, str] = field(default_factory=dict)  # definition key → case number pattern
    security: Security = field(default_factory=Security)
    telling: Telling = field(default_factory=Telling)
    forecasting: Forecasting = field(default_factory=Forecasting)
    revision: int = 0
    edition: int = 0  # how many of the revisions were made because the library knew more

    def under(self, overlays: Iterable[Overlay], revision: int, edition: int = 0) -> "Office":
        """The same office with these days of its own over those of the library."""
        calendar = china((*self.calendar.overlays, *overlays))
        return replace(self, calendar=calendar, revision=revision, edition=edition)

    def with_calendar(self, calendar: WorkingCalendar) -> "Office":
        """The same office under a calendar that somebody thinks of."""
        return replace(self, calendar=calendar)

    @property
    def timezone(self) -> ZoneInfo:
        """The office's time zone: that of its working hours."""
        return self.hours.timezone

    def local(self, now: datetime) -> datetime:
        """The instant on the office's own clock."""
        return now.astimezone(self.timezone)

    def today(self, now: datetime) -> date:
        """The office's calendar day at an instant."""
        return self.local(now).date()

    def opening(self, now: datetime) -> datetime:
        """The instant itself within working hours, else the next working instant."""
        line = WorkingTime(self.calendar, self.hours, wall(local(now, self.timezone)))
        return instant(line.opening(), self.timezone).astimezone(UTC)
