"""Days for calendars in tests, and an office that publishes them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from engine import calendar_years
from engine.calendars import Overlay, OverlayDay, Scope
from engine.calendars.hours import intervals_of
from engine.model import Alarm, AlarmKind, CalendarRevision, PastLedger
from engine.text import Text
from tests.drawing import clock, rung, simple
from tests.office import Office

SOURCE = Text("《国务院办公厅关于2027年部分节假日安排的通知》", "notice on the holidays of 2027")
WORKS, RESTS = True, False
NEW_YEAR = {"2027-01-01": RESTS, "2027-01-02": RESTS, "2027-01-03": WORKS, "2027-01-04": WORKS}
"""Sunday the third is worked on, which weekends and festivals alone make a rest day."""

LONGER = {"2027-01-01": RESTS, "2027-01-02": RESTS, "2027-01-03": RESTS, "2027-01-04": RESTS}
"""Monday the fourth is a rest day, which weekends and festivals alone make a working day."""

TWO = clock(
    "promise", 10, "calendar-days", rung("-2 working-days", "assignee"), rung("end", "supervisor")
) + clock("ordinary", 3, "months", kind="ordinary")
"""Started on 24 December 2026: 10 days end on Sunday 3 January, three months on 24 March 2027."""


def days(given: Mapping[str, bool], **hours: str) -> tuple[OverlayDay, ...]:
    """Days by their ISO text; hours as `{"d2027_02_05": "08:30-11:30"}`."""
    rows = [OverlayDay(date.fromisoformat(day), works) for day, works in given.items()]
    halves = [
        OverlayDay(date.fromisoformat(day[1:].replace("_", "-")), WORKS, hours=intervals_of(line))
        for day, line in hours.items()
    ]
    return (*rows, *halves)


def overlay(given: Mapping[str, bool], *years: int, scope: Scope = Scope.NATION, **more: Any) -> Overlay:
    """Days of a source; `years` are those whose whole notice it is."""
    words = {"source": SOURCE, "publishes": frozenset(years), **more}
    return Overlay(scope=scope, days=days(given), **words)


def draft(office: Office, given: Overlay, **more: Any) -> int:
    """A draft by the administrator."""
    with office.as_("admin") as uow:
        return calendar_years.draft(uow, given, **more)


def publish(office: Office, given: Overlay, **more: Any) -> int:
    """Draft and publish; the overlay's number."""
    number = draft(office, given)
    with office.as_("admin") as uow:
        calendar_years.publish(uow, number, **more)
    return number


def withdraw(office: Office, number: int) -> int:
    """Withdraw; the revision."""
    with office.as_("admin") as uow:
        return calendar_years.withdraw(uow, number)


def filed(office: Office) -> int:
    """A case with the two clocks."""
    office.deploy(simple(first='<kb:assignment role="case-handler"/>', process=TWO))
    return office.file("simple")


def last_days(office: Office, case: int) -> dict[str, str]:
    """The last day of each clock; `?` marks a provisional one."""
    return {
        key: f"{one.last_day}{'?' if one.provisional else ''}" for key, one in office.clocks(case).items()
    }


def revision(office: Office, number: int | None = None) -> CalendarRevision:
    """A revision's row; the newest."""
    query = select(CalendarRevision).order_by(CalendarRevision.id.desc()).limit(1)
    if number is not None:
        query = query.where(CalendarRevision.id == number)
    with office.reading() as uow:
        return uow.session.scalars(query).one()


def past(office: Office) -> list[PastLedger]:
    """The ledgers that count no more."""
    with office.reading() as uow:
        return list(uow.session.scalars(select(PastLedger).order_by(PastLedger.id)))


def alarms_of(office: Office, kind: AlarmKind) -> dict[str, str]:
    """When the alarms of a kind ring, by their subject, in the office's own time."""
    with office.reading() as uow:
        rows = uow.session.scalars(select(Alarm).where(Alarm.kind == kind).order_by(Alarm.wake_at))
        return {row.subject: f"{uow.office.local(row.wake_at):%m-%d %H:%M}" for row in rows}
