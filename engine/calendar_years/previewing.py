"""What publishing or withdrawing days would move, computed without touching anything."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, func, select

from engine.calendar_years.checks import ensure_working_days
from engine.calendar_years.moves import MovedClock, Preview, Progress
from engine.calendar_years.rows import calendar_with
from engine.calendars.overlays import fingerprint
from engine.errors import MoveRefused, NotFound
from engine.model import Alarm, AlarmKind, CalendarOverlay, Case, Clock, ClockState, OverlayState
from engine.office import Office
from engine.people.rows import require_administrator
from engine.periods import Terms, end_of
from engine.steps.differing import Difference, difference
from engine.steps.renewing import as_of
from engine.steps.timer_periods import due_under
from engine.uow import UnitOfWork

PAGE: Final = 1_000
ROWS: Final = 500
_COLUMNS = (
    Clock.id,
    Clock.case_id,
    Case.number,
    Clock.name,
    Clock.state,
    Clock.kind,
    Clock.ends_at,
    Clock.last_day,
    Clock.provisional,
    Clock.breached_at,
    Clock.ledger,
)


def preview(
    uow: UnitOfWork,
    overlay_id: int,
    progress: Progress | None = None,
    *,
    replacing: Sequence[int] = (),
    limit: int = ROWS,
) -> Preview:
    """What publishing a draft (instead of what it replaces), or withdrawing what is published, would move.

    Counts are whole, rows at most `limit`. `progress` hears of clocks looked at, a page at a time. NotAllowed for anybody
    but an administrator, NotFound, MoveRefused for what was withdrawn or dropped; CalendarHasNoWorkingDay.
    """
    require_administrator(uow, "calendar")
    row = uow.session.get(CalendarOverlay, overlay_id)
    if row is None:
        raise NotFound("calendar", overlay_id)
    after = _after(uow, row, replacing)
    changed = difference(uow.office.calendar, after.calendar)
    found = _Tally(limit)
    touched = changed.clocks(uow.office)
    total = _count(uow, touched)
    for page in _pages(uow, touched):
        for one in page:
            found.add(_moved(uow, one, after))
        found.looked_at += len(page)
        if progress is not None:
            progress(found.looked_at, total)
    return found.preview(uow, row, changed, _timers(uow, changed, after))


def _after(uow: UnitOfWork, row: CalendarOverlay, replacing: Sequence[int]) -> Office:
    if row.state == OverlayState.DRAFT:
        calendar = calendar_with(uow, [row.value], without=replacing)
    elif row.state == OverlayState.PUBLISHED:
        calendar = calendar_with(uow, without=[row.id])
    else:
        raise MoveRefused("calendar", row.state, "preview")
    ensure_working_days(calendar, row.value)
    return uow.office.with_calendar(calendar)


def _count(uow: UnitOfWork, *where: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(Clock).where(Clock.state != ClockState.STOPPED, *where)
    return uow.session.scalar(query) or 0


def _pages(uow: UnitOfWork, touched: ColumnElement[bool]) -> Iterator[Sequence[Row[*tuple[Any, ...]]]]:
    query = select(*_COLUMNS).join(Case, Case.id == Clock.case_id)
    query = query.where(Clock.state != ClockState.STOPPED, touched).order_by(Clock.id).limit(PAGE)
    last = 0
    while page := uow.session.execute(query.where(Clock.id > last)).all():
        yield page
        last = page[-1].id


def _moved(uow: UnitOfWork, row: Row[*tuple[Any, ...]], after: Office) -> MovedClock | None:
    """A clock before and after; None where it stays as it is."""
    terms = as_of(Terms.from_json(row.ledger["terms"]), uow.now, uow.office)
    new = end_of(terms, after.calendar)
    old_end, old_day, provisional = row.ends_at, row.last_day, row.provisional
    if terms.until is not None:
        old = end_of(terms, uow.office.calendar)
        old_end, old_day, provisional = old.ends_at.astimezone(UTC), old.last_day, old.provisional
    new_end = new.ends_at.astimezone(UTC)
    if (old_end, provisional) == (new_end, new.provisional):
        return None
    runs = row.state == ClockState.RUNNING
    return MovedClock(
        clock_id=row.id,
        case_id=row.case_id,
        case_number=row.number,
        clock=row.name,
        state=row.state,
        old_end=old_end,
        new_end=new_end,
        old_day=old_day,
        new_day=new.last_day,
        provisional_before=provisional,
        provisional_after=new.provisional,
        overdue_before=runs and old_end <= uow.now,
        overdue_after=runs and new_end <= uow.now,
    )


def _timers(uow: UnitOfWork, changed: Difference, after: Office) -> int:
    """How many timers of the diagram would ring at another time."""
    query = select(Alarm.set_at, Alarm.period).where(
        Alarm.kind == AlarmKind.TIMER, Alarm.period.is_not(None), changed.timers(uow.office)
    )
    rows = uow.session.execute(query.execution_options(yield_per=PAGE))
    return sum(
        due_under(row.period, row.set_at, uow.office) != due_under(row.period, row.set_at, after)
        for row in rows
    )


@dataclass(slots=True)
class _Tally:
    """What was found so far; of the rows only the weightiest are kept."""

    limit: int
    looked_at: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    rows: list[MovedClock] = field(default_factory=list)

    def add(self, one: MovedClock | None) -> None:
        if one is None:
            return
        said = {
            "changed": True,
            "nearer": one.nearer,
            "later": one.later,
            "becomes_final": one.becomes_final,
            "becomes_provisional": one.provisional_after and not one.provisional_before,
            "now_overdue": one.overdue_after and not one.overdue_before,
            "overdue_no_longer": one.overdue_before and not one.overdue_after,
        }
        for name, holds in said.items():
            self.counts[name] = self.counts.get(name, 0) + holds
        self.rows.append(one)
        if len(self.rows) > 2 * self.limit:
            self.trim()

    def trim(self) -> None:
        """Keep the weightiest."""
        self.rows.sort(key=lambda one: (tuple(not said for said in one.weight), one.new_end, one.clock_id))
        del self.rows[self.limit :]

    def preview(self, uow: UnitOfWork, row: CalendarOverlay, changed: Difference, timers: int) -> Preview:
        self.trim()
        days = changed.days
        return Preview(
            overlay_id=row.id,
            fingerprint=fingerprint([row.value]),
            action="publish" if row.state == OverlayState.DRAFT else "withdraw",
            open=_count(uow),
            looked_at=self.looked_at,
            timers=timers,
            days=len(days),
            first_day=date.fromordinal(days[0]) if days else None,
            last_day=date.fromordinal(days[-1]) if days else None,
            rows=tuple(self.rows),
            **self.counts,
        )
