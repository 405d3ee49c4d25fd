"""Publishing and withdrawing days: the calendar gets another revision, and open clocks are counted again under it."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select, update

from engine.calendar_years.checks import ensure_working_days, findings
from engine.calendar_years.rows import calendar_with, overlay_row
from engine.calendars import Overlay
from engine.calendars.overlays import fingerprint
from engine.errors import CalendarRefused, Conflict
from engine.model import (
    AlarmKind,
    CalendarOverlay,
    CalendarRevision,
    Clock,
    ClockState,
    OverlayState,
    RevisionAction,
)
from engine.people.rows import require_administrator
from engine.steps.alarm_rows import AlarmRows
from engine.uow import UnitOfWork

_KINDS: Mapping[RevisionAction, str] = {
    RevisionAction.PUBLISH: "calendar-published",
    RevisionAction.WITHDRAW: "calendar-withdrawn",
    RevisionAction.LIBRARY: "calendar-library",
}


def publish(
    uow: UnitOfWork,
    overlay_id: int,
    note: str = "",
    *,
    replacing: Collection[int] = (),
    seen: str | None = None,
) -> int:
    """Let a draft count, and withdraw what it replaces in the same act; the revision that the calendar has now.

    The open clocks are counted again by the scheduler, in batches. `seen` is the draft's fingerprint as it was looked at.
    NotAllowed, NotFound, MoveRefused; CalendarRefused with what `check` finds; Conflict where the draft is another by
    now, or somebody has changed the calendar at the same time.
    """
    require_administrator(uow, "calendar")
    row = overlay_row(uow, overlay_id)
    _unchanged(row.value, seen)
    found = list(findings(uow, row.value, replacing)) if row.state == OverlayState.DRAFT else []
    if found:
        raise CalendarRefused(found)
    row.publish()
    for other in _replaced(uow, overlay_id, replacing):
        other.withdraw()
        revise(uow, other, RevisionAction.WITHDRAW, note)
    return count_again(uow, revise(uow, row, RevisionAction.PUBLISH, note))


def withdraw(uow: UnitOfWork, overlay_id: int, note: str = "") -> int:
    """Let what was published count no more; the revision that the calendar has now. As `publish`.

    CalendarHasNoWorkingDay where the calendar would have none without it.
    """
    require_administrator(uow, "calendar")
    row = overlay_row(uow, overlay_id)
    ensure_working_days(calendar_with(uow, without=[overlay_id]), row.value)
    row.withdraw()
    return count_again(uow, revise(uow, row, RevisionAction.WITHDRAW, note))


def _unchanged(overlay: Overlay, seen: str | None) -> None:
    if seen is not None and seen != fingerprint([overlay]):
        raise Conflict("calendar", "the draft was changed")


def _replaced(uow: UnitOfWork, overlay_id: int, replacing: Collection[int]) -> Sequence[CalendarOverlay]:
    return [overlay_row(uow, number) for number in sorted(set(replacing) - {overlay_id})]


def revise(
    uow: UnitOfWork, row: CalendarOverlay | None, action: RevisionAction, note: str
) -> CalendarRevision:
    """The next revision; its number is the one after the newest, so that of two at the same time only one is made."""
    uow.session.flush()
    number = uow.office.revision + 1
    made = CalendarRevision(
        id=number,
        overlay_id=row.id if row else None,
        action=action,
        version=calendar_with(uow).version[:300],
        note=note[:1000],
        at=uow.now,
        by=uow.actor.person_id,
    )
    uow.session.add(made)
    uow.session.flush()
    uow.know_revision(number)
    facts = {"overlay": row.id, "source": row.source} if row else {}
    uow.audit(_KINDS[action], revision=number, note=note, version=made.version, **facts)
    return made


def count_again(uow: UnitOfWork, revision: CalendarRevision) -> int:
    """Have the open clocks counted again; what an earlier revision has not come to is this one's now."""
    unfinished = update(CalendarRevision).where(
        CalendarRevision.id < revision.id, CalendarRevision.finished_at.is_(None)
    )
    uow.session.execute(unfinished.values(finished_at=uow.now))
    counted = select(func.count()).where(Clock.state != ClockState.STOPPED, Clock.calendar < revision.id)
    revision.total = uow.session.scalar(counted) or 0
    alarms = AlarmRows(uow)
    alarms.set(AlarmKind.RECOUNT, str(revision.id), uow.now, case_id=None)
    alarms.flush()
    return revision.id
