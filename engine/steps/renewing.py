"""Clocks that were counted under an older calendar are counted again, by whoever takes them up first.

The batches of a revision take up every open clock. A clock that one of them misses, because its case was being worked on
with the calendar of before, is counted again by the next who works on the case.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import select

from engine.journal import Book
from engine.model import CalendarOverlay, CalendarRevision, Case, Clock, ClockState, RevisionAction
from engine.office import Office
from engine.periods import Ledger, Terms, count, moved
from engine.periods.rules import Rule
from engine.policies import Unit
from engine.steps.counting import counted_again
from engine.steps.differing import change
from engine.text import Text
from engine.uow import UnitOfWork

if TYPE_CHECKING:
    from engine.steps.clockwork import Clockwork

Why = Callable[[int], Text]
"""What has changed since a revision of the calendar, in words."""

_WITHOUT_A_DAY = frozenset({Rule.CALENDAR, Rule.RECOUNTED})


@dataclass(frozen=True, slots=True)
class Renewed:
    """A clock that was counted again and changed; what it was before, and why. `overdue`: it has ended by now."""

    clock: Clock
    old_end: datetime
    was_overdue: bool
    overdue: bool
    why: Text

    @property
    def matters(self) -> bool:
        """Is it something that whoever works on the case has to know?"""
        return self.clock.ends_at < self.old_end or (self.overdue and not self.was_overdue)


def renew(uow: UnitOfWork, case: Case, work: "Clockwork", why: Why | None = None) -> list[Renewed]:
    """Count a case's clocks again that were counted under an older calendar; gives those that changed."""
    if not work.clocks:
        return []
    uow.know_revision(max(clock.calendar for clock in work.clocks))
    old = [clock for clock in work.clocks if clock.calendar < uow.office.revision]
    if not old:
        return []
    reasons, book = why or reasons_of(uow), uow.book(case)
    found = [_renew(uow, book, work, clock, reasons) for clock in old]
    return [one for one in found if one is not None]


def _renew(uow: UnitOfWork, book: Book, work: "Clockwork", clock: Clock, why: Why) -> Renewed | None:
    before = uow.office_at(clock.calendar)
    if not _touched(uow, clock, before):
        clock.counted_under(uow.office.revision)
        return None
    ledger = Ledger.from_json(clock.ledger)
    terms = as_of(ledger.terms, uow.now, before)
    then = ledger if terms is ledger.terms else count(terms, before.calendar)
    again = count(terms, uow.office.calendar)
    if same(then, again):
        _keep(uow, work, clock, ledger)
        return None
    if then is not ledger:  # it has stood still since: up to now that is none of the calendar's doing
        clock.recount(book, counted_again(work.policy(clock), then, before).count, why="suspended")
    return _recount(uow, work, clock, why(before.revision), moved(then, again, why(before.revision)))


def _keep(uow: UnitOfWork, work: "Clockwork", clock: Clock, ledger: Ledger) -> None:
    """The ledger stays as it is; its target and its rungs may have moved."""
    found = counted_again(work.policy(clock), ledger, uow.office)
    clock.aim(found.count)
    work.set_alarm(clock, found)


def _recount(uow: UnitOfWork, work: "Clockwork", clock: Clock, why: Text, ledger: Ledger) -> Renewed:
    """Take the new end; which suspensions count depends on it, so where there are any everything is looked at anew."""
    old_end, was_overdue = clock.ends_at, work.over(clock)
    found = None if work.suspensions else counted_again(work.policy(clock), ledger, uow.office)
    work.recount(clock, why="calendar", note=why.to(uow.office.language), source=why, found=found)
    return Renewed(clock, old_end, was_overdue, work.over(clock), why)


def _touched(uow: UnitOfWork, clock: Clock, before: Office) -> bool:
    changed = change(before, uow.office)
    endless = clock.state == ClockState.SUSPENDED or clock.breached_at is not None or clock.ends_at <= uow.now
    last = uow.office.today(uow.now) if endless else clock.last_day
    far = changed.spans[-1][1] if changed.spans and endless else last
    return changed.touches(uow.office.today(clock.started_at), max(last, far))


def as_of(terms: Terms, now: datetime, office: Office) -> Terms:
    """The terms of a period that stands still as if it went on now; of any other, as they are."""
    if terms.until is None:
        return terms
    return replace(terms, until=office.local(now) if terms.period.unit is Unit.HOURS else office.today(now))


def same(one: Ledger, other: Ledger) -> bool:
    """Do two ledgers come to the same end in the same steps?"""
    ends = (one.ends_at, one.last_day, one.provisional) == (other.ends_at, other.last_day, other.provisional)
    return ends and _story(one) == _story(other)


def _story(ledger: Ledger) -> list[list[object]]:
    return [step.record() for step in ledger.steps if step.rule not in _WITHOUT_A_DAY]


# --- why -----------------------------------------------------------------------------------------------------------


def reasons_of(uow: UnitOfWork) -> Why:
    """What has changed in the calendar since a revision; each is asked for once."""
    return cache(lambda since: _reason(uow, since))


def _reason(uow: UnitOfWork, since: int) -> Text:
    query = (
        select(CalendarRevision.action, CalendarOverlay.source)
        .outerjoin(CalendarOverlay, CalendarOverlay.id == CalendarRevision.overlay_id)
        .where(CalendarRevision.id > since, CalendarRevision.id <= uow.office.revision)
        .order_by(CalendarRevision.id)
    )
    parts = [_SAID[row.action](row.source) for row in uow.session.execute(query)]
    return Text("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


_SAID: Mapping[str, Callable[[Text], Text]] = {
    RevisionAction.PUBLISH: lambda source: Text(
        f"工作日历采用{source.zh}", f"The calendar follows {source.to('en')}"
    ),
    RevisionAction.LIBRARY: lambda _: Text(
        "工作日历收录了新公布的放假通知", "The calendar follows notices that were not on record before"
    ),
    RevisionAction.WITHDRAW: lambda source: Text(
        f"工作日历撤回{source.zh}", f"{source.to('en')} was withdrawn from the calendar"
    ),
}
