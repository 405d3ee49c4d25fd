"""One batch of what a revision of the calendar has to count again: small, and in a transaction of its own.

What is left is what the database says was counted under an older revision: a batch that is lost with its process is done
by the next. Any number of processes work on it at a time; each takes the cases that nobody else has.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, literal, select, update
from sqlalchemy.orm import load_only

from engine.calendar_years.writing import write
from engine.model import (
    Alarm,
    CalendarRevision,
    Case,
    Clock,
    ClockState,
    Suspension,
)
from engine.orm import table_of
from engine.steps.alarm_rows import AlarmRows
from engine.steps.clockwork import Clockwork
from engine.steps.differing import Difference, change
from engine.steps.host import CaseHost
from engine.steps.moved_ends import tell_all
from engine.steps.plan import clock_plan
from engine.steps.renewing import Renewed, Why, reasons_of
from engine.steps.timer_periods import renew_timer
from engine.uow import UnitOfWork

CLOCKS: Final = 100
"""So many clocks at a time, with the others of their cases, are counted again: so long who works on one of them waits."""

ROWS: Final = 2_000
"""So many rows at a time are told that none of their days have changed."""

_OPEN = Clock.state != literal(ClockState.STOPPED.value, literal_execute=True)
"""Written out, so that the index of open clocks is found."""

_TIMED = Alarm.calendar.is_not(None)
_CASE_COLUMNS = (
    Case.number,
    Case.definition_id,
    Case.calls,
    Case.unit_id,
    Case.initiator_id,
    Case.state,
    Case.priority,
    Case.ends_at,
    Case.warns_at,
    Case.standing,
    Case.journal_length,
    Case.journal_head,
    Case.version,
)


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch did: clocks looked at, those of them that changed, timers. `left`: is there more, even if locked?"""

    done: int
    moved: int
    timers: int
    left: bool


def batch(uow: UnitOfWork, *, clocks: int = CLOCKS) -> Batch:
    """Bring clocks and timers that were counted under the oldest revision up to the newest."""
    old = _oldest(uow, Clock.calendar, _OPEN)
    older = _oldest(uow, Alarm.calendar, _TIMED)
    kept, done, moved, timers = 0, 0, 0, 0
    if old is not None:
        kept = _pass_over(uow, Clock, _OPEN, ~_change(uow, old).clocks(uow.office), old)
        done, moved = _count_again(uow, old, clocks)
    if older is not None:
        _pass_over(uow, Alarm, _TIMED, ~_change(uow, older).timers(uow.office), older)
        timers = _renew_timers(uow, older, clocks)
    return Batch(kept + done, moved, timers, left=old is not None or older is not None)


def _change(uow: UnitOfWork, revision: int) -> Difference:
    return change(uow.office_at(revision), uow.office)


def _oldest(uow: UnitOfWork, column: Any, where: ColumnElement[bool]) -> int | None:
    """The oldest revision that something is still counted under; None where all is up to date."""
    found = uow.session.scalar(select(func.min(column)).where(where))
    return found if found is not None and found < uow.office.revision else None


def _first(query: Select[Any], model: Any, revision: int) -> Select[Any]:
    """Those of the oldest revision, in the order of the index that has them all beside each other, and nothing else."""
    return query.where(model.calendar < revision + 1).order_by(model.calendar, model.id)


def _pass_over(
    uow: UnitOfWork, model: Any, where: ColumnElement[bool], untouched: ColumnElement[bool], revision: int
) -> int:
    """Tell rows whose days are as they were so; one statement, which reads what it tells by as it writes."""
    first = _first(select(model.id).where(where), model, revision).limit(ROWS).subquery()
    mine = select(model.id).where(
        where, model.calendar == revision, untouched, model.id.in_(select(first.c.id))
    )
    wanted = mine.with_for_update(skip_locked=True)
    told = update(table_of(model)).where(table_of(model).c.id.in_(wanted))
    found = uow.session.execute(told.values(calendar=uow.office.revision))
    return int(getattr(found, "rowcount", 0))


# --- clocks ----------------------------------------------------------------------------------------------------------


def _count_again(uow: UnitOfWork, revision: int, limit: int) -> tuple[int, int]:
    """Take cases that nobody works on, and count their clocks; how many there were, and how many changed."""
    cases = _cases(uow, _claim(revision, limit))
    clocks = _by_case(
        uow, select(Clock).where(_OPEN, Clock.case_id.in_(cases)).order_by(Clock.case_id, Clock.id)
    )
    stood = _suspensions(uow, cases)
    why, alarms = reasons_of(uow), AlarmRows(uow)
    done, changed = 0, []
    for number, case in cases.items():
        done += sum(clock.calendar < uow.office.revision for clock in clocks[number])
        rows = clocks[number], stood.get(number, [])
        changed.append((case, _count_case(uow, case, rows, alarms, why)))
    tell_all(uow, changed)
    alarms.flush()
    write(uow, cases.values(), [one for found in clocks.values() for one in found])
    return done, sum(len(renewed) for _, renewed in changed)


def _claim(revision: int, limit: int) -> Select[Any]:
    query = select(Case.id).join(Clock, Clock.case_id == Case.id)
    query = _first(query.where(_OPEN), Clock, revision).limit(limit)
    return query.with_for_update(of=Case, skip_locked=True)


def _cases(uow: UnitOfWork, claim: Select[Any]) -> dict[int, Case]:
    """Lock and load; the tokens, which are the most of it, stay where they are."""
    ids = list(dict.fromkeys(uow.session.scalars(claim)))
    query = select(Case).where(Case.id.in_(ids)).options(load_only(*_CASE_COLUMNS)).order_by(Case.id)
    return {case.id: case for case in uow.session.scalars(query)}


def _by_case(uow: UnitOfWork, query: Select[Any]) -> dict[int, list[Any]]:
    rows = uow.session.scalars(query)
    return {number: list(group) for number, group in groupby(rows, key=lambda row: row.case_id)}


def _suspensions(uow: UnitOfWork, cases: Iterable[int]) -> dict[int, list[Suspension]]:
    query = select(Suspension).where(Suspension.case_id.in_(cases))
    return _by_case(uow, query.order_by(Suspension.case_id, Suspension.id))


def _count_case(
    uow: UnitOfWork,
    case: Case,
    rows: tuple[list[Clock], list[Suspension]],
    alarms: AlarmRows,
    why: Why,
) -> list[Renewed]:
    host = CaseHost(uow, case, lambda _: {})
    work = Clockwork(uow, case, alarms, lambda name: clock_plan(host.process(name)))
    renewed = work.have(*rows, why)
    work.summarise()
    return renewed


# --- timers ----------------------------------------------------------------------------------------------------------


def _renew_timers(uow: UnitOfWork, revision: int, limit: int) -> int:
    """Take timers whose cases nobody works on; how many ring at another time."""
    query = (
        _first(select(Alarm).join(Case, Case.id == Alarm.case_id).where(_TIMED), Alarm, revision)
        .limit(limit)
        .with_for_update(of=(Case, Alarm), skip_locked=True)
    )
    found: Sequence[Alarm] = uow.session.scalars(query).all()
    stood = _suspensions(uow, {alarm.case_id for alarm in found if alarm.case_id is not None})
    moved = [alarm for alarm in found if renew_timer(alarm, stood.get(alarm.case_id or 0, []), uow.office)]
    if moved:
        uow.set_alarm(min(alarm.wake_at for alarm in moved))
    uow.session.flush()
    return len(moved)


# --- progress --------------------------------------------------------------------------------------------------------


def note_progress(uow: UnitOfWork, found: Batch) -> None:
    """Add what a batch did to the newest revision; the last statement of its transaction, for whoever else waits."""
    revision = table_of(CalendarRevision)
    counted = update(revision).where(revision.c.id == uow.office.revision)
    if found.done or found.moved:
        uow.session.execute(
            counted.values(done=revision.c.done + found.done, moved=revision.c.moved + found.moved)
        )
    if not found.left:
        done = {"done": revision.c.total, "finished_at": uow.now}
        uow.session.execute(counted.where(revision.c.finished_at.is_(None)).values(**done))
