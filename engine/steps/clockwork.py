"""Clocks of one case at work: they start, stop, stand still and breach as its tokens move."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from engine.errors import NotFound
from engine.model import AlarmKind, Case, Clock, ClockState, Suspension
from engine.policies import PARTY, ClockPolicy, Unit
from engine.steps import breaches, grants, lasting, moved_ends, past_ledgers, renewing
from engine.steps.alarm_rows import AlarmRows
from engine.steps.counting import Counted, counted, told
from engine.steps.plan import ClockPlan, Drawn
from engine.steps.spots import Spot, clock_row, is_at
from engine.steps.touching import Given, allows, spans_from, touching
from engine.text import Text
from engine.uow import UnitOfWork


class Clockwork:
    """A case's clocks in one unit of work. Rows are read when one is needed, each table in one statement.

    `stopped` are those that it has stopped. Without `records` nothing is written: to think of what would be.
    """

    def __init__(
        self,
        uow: UnitOfWork,
        case: Case,
        alarms: AlarmRows,
        plan_of: Callable[[str], ClockPlan],
        *,
        records: bool = True,
    ) -> None:
        self._uow = uow
        self._case = case
        self._alarms = alarms
        self._plan_of = plan_of
        self._records = records
        self._clocks: list[Clock] | None = None
        self._suspensions: list[Suspension] | None = None
        self.stopped: list[int] = []

    # --- rows --------------------------------------------------------------------------------------------------

    @property
    def clocks(self) -> list[Clock]:
        """The case's open clocks; reading them records the breaches that have come about."""
        if self._clocks is None:
            query = select(Clock).where(Clock.case_id == self._case.id, Clock.state != ClockState.STOPPED)
            self._clocks = list(self._uow.session.scalars(query.order_by(Clock.id)))
            if self._records:
                moved_ends.tell(self._uow, self._case, self._take_up())
        return self._clocks

    def have(
        self, clocks: list[Clock], suspensions: list[Suspension], why: renewing.Why
    ) -> list[renewing.Renewed]:
        """Go by rows that were read already; gives the clocks that came to something else under the calendar of now."""
        self._clocks, self._suspensions = clocks, suspensions
        return self._take_up(why)

    def _take_up(self, why: renewing.Why | None = None) -> list[renewing.Renewed]:
        renewed = renewing.renew(self._uow, self._case, self, why)
        for clock in self.clocks:
            self.look(clock)
        return renewed

    @property
    def suspensions(self) -> list[Suspension]:
        """Everything that stood clocks of the case still, or does."""
        if self._suspensions is None:
            query = select(Suspension).where(Suspension.case_id == self._case.id).order_by(Suspension.id)
            self._suspensions = list(self._uow.session.scalars(query))
        return self._suspensions

    def clock(self, clock_id: int) -> Clock:
        """An open clock of the case; NotFound."""
        found = next((clock for clock in self.clocks if clock.id == clock_id), None)
        if found is None:
            raise NotFound("clock", clock_id)
        return found

    def policy(self, clock: Clock) -> ClockPolicy:
        """What the diagram says of a clock."""
        return self.drawn(clock).policy

    def drawn(self, clock: Clock) -> Drawn:
        """A clock's policy and where it is drawn."""
        return self._plan_of(clock.process_id).drawn[clock.element, clock.policy_id]

    # --- start and stop ----------------------------------------------------------------------------------------

    def start(self, drawn: Drawn, spot: Spot) -> None:
        """Start a clock; one that is open already in the same place is left alone."""
        if drawn.policy.starts_after and any(is_at(clock, drawn, spot) for clock in self.clocks):
            return
        found = counted(drawn.policy, spot.at, self._uow.office)
        row = {**clock_row(drawn, spot, found), "case_id": self._case.id}
        clock = self._uow.session.scalars(insert(Clock).returning(Clock), [row]).one()
        clock.started(self._uow.book(self._case))
        self._opened(clock, found)

    def _opened(self, clock: Clock, found: Counted) -> None:
        if self._clocks is not None:
            self._clocks.append(clock)
        if self._case.standing and self.standing(clock):
            self.recount(clock, why="suspended")
        else:
            self.set_alarm(clock, found)
            self.look(clock)
        if self._clocks is None and clock.kind != PARTY and clock.state == ClockState.RUNNING:
            self._case.ends_at = _earliest([self._case.ends_at, clock.ends_at])
            self._case.warns_at = _earliest([self._case.warns_at, clock.warns_at])

    def stop(self, clock: Clock) -> None:
        """Stop an open clock; one that stands still is counted up to now."""
        if clock.state == ClockState.SUSPENDED:
            clock.recount(self._uow.book(self._case), self.count(clock).count, why="stopped")
        clock.stop(self._uow.book(self._case))
        self._alarms.clear(AlarmKind.CLOCK, str(clock.id))
        self.clocks.remove(clock)
        self.stopped.append(clock.id)

    def look(self, clock: Clock) -> None:
        """Record a breach, once, whoever looks."""
        breaches.look(self._uow, self._case, clock)

    # --- stand still and go on -----------------------------------------------------------------------------------

    def stand_still(self, suspension: Suspension) -> int:
        """Put a suspension in force; how many clocks it stands still."""
        self._uow.session.add(suspension)
        self.suspensions.append(suspension)
        touched = [clock for clock in self.clocks if suspension in self.standing(clock)]
        for clock in touched:
            self._stand(clock, suspension, note=suspension.note)
            self.recount(clock, why="suspended", note=suspension.note)
        if suspension.clock_id is None:
            self._case.standing += 1
        lasting.watch(self._uow, self._alarms, suspension)
        return len(touched)

    def go_on(self, suspension: Suspension, *, note: str = "") -> None:
        """End a suspension whose `resumed` has just been set."""
        for clock in self.clocks:
            if clock.state != ClockState.SUSPENDED or not allows(self.drawn(clock), clock.id, suspension):
                continue
            self._resume(clock, suspension, note=note, still=bool(self.standing(clock)))
            self.recount(clock, why="resumed", note=note)
        if suspension.clock_id is None:
            self._case.standing -= 1
        lasting.forget(self._uow.office, self._alarms, suspension)

    def _stand(self, clock: Clock, suspension: Suspension, *, note: str = "") -> None:
        book = self._uow.book(self._case)
        clock.suspend(book, reason=suspension.reason, effective=suspension.effective, note=note)

    def _resume(self, clock: Clock, suspension: Suspension, *, note: str, still: bool) -> None:
        book, day = self._uow.book(self._case), suspension.resumed or suspension.effective
        clock.resume(book, reason=suspension.reason, effective=day, note=note, still=still)

    # --- count ---------------------------------------------------------------------------------------------------

    def given(self, clock: Clock) -> Given:
        """What a clock's end depends on, as it is on record."""
        mine = [one for one in self.suspensions if allows(self.drawn(clock), clock.id, one)]
        return Given(clock.id, clock.started_at, mine, grants.of(self._uow, clock))

    def standing(self, clock: Clock) -> list[Suspension]:
        """The suspensions in force that stand a clock still."""
        found = touching(self.drawn(clock), self.given(clock), self._uow.office)
        return [one for one in found if one.resumed is None]

    def count(self, clock: Clock, given: Given | None = None) -> Counted:
        """Count a clock anew, from all that is on record, or from what somebody thinks of."""
        policy, office, given = self.policy(clock), self._uow.office, given or self.given(clock)
        met = touching(self.drawn(clock), given, office)
        spans = spans_from(met, given.started_at, office, hours=policy.unit is Unit.HOURS)
        until = self._uow.now if any(span.resumed is None for span in spans) else None
        return counted(policy, given.started_at, office, spans=spans, extensions=given.grants, until=until)

    def over(self, clock: Clock) -> bool:
        """Has a clock's end gone by? One that stands still has not ended, whatever end it had last."""
        return clock.state == ClockState.RUNNING and self._uow.now >= clock.ends_at

    def correct(self, clock: Clock, started_at: datetime, *, requested_by: int, note: str) -> None:
        """Count a clock anew from another start."""
        was = past_ledgers.as_it_was(clock)
        clock.correct(self._uow.book(self._case), started_at, note=note, requested_by=requested_by)
        self.recount(clock, why="corrected", note=note, was=was)

    def recount(
        self,
        clock: Clock,
        *,
        why: str,
        note: str = "",
        was: dict[str, Any] | None = None,
        source: Text | None = None,
        found: Counted | None = None,
    ) -> Counted:
        """Count anew and keep it, with the ledger that counts no more; a breach that was none is lifted.

        `source`: what the calendar goes by now, if that is why; `found`: what it comes to, if that is known.
        """
        was = was or past_ledgers.as_it_was(clock)
        if found is None:
            self._settle(clock, why=why)
            found = self.count(clock) if source is None else told(self.count(clock), was["ledger"], source)
        past_ledgers.keep(self._uow, was, found.count, why=why, note=note)
        clock.recount(self._uow.book(self._case), found.count, why=why, source=source)
        breaches.settle(self._uow, self._case, clock, found, why=why, note=note)
        self.look(clock)
        self.set_alarm(clock, found)
        return found

    def _settle(self, clock: Clock, *, why: str) -> None:
        """Let a clock stand or run as its suspensions say, which another end may have put in time, or out of it."""
        standing = self.standing(clock)
        if standing and clock.state == ClockState.RUNNING:
            for one in standing:
                self._stand(clock, one)
        elif clock.state == ClockState.SUSPENDED and not standing:
            clock.run_on(self._uow.book(self._case), why=why)

    def set_alarm(self, clock: Clock, found: Counted) -> None:
        """Set the alarm of a clock to its next rung or its end."""
        wakes = [at for at, rung in found.rungs if rung.level not in clock.fired]
        if clock.breached_at is None and clock.kind != PARTY:
            wakes.append(clock.ends_at)
        if clock.state == ClockState.RUNNING and wakes:
            self._alarms.set(AlarmKind.CLOCK, str(clock.id), min(wakes), case_id=self._case.id)
        else:
            self._alarms.clear(AlarmKind.CLOCK, str(clock.id))

    def summarise(self) -> None:
        """Keep the earliest ends on the case's row, for lists; a party's own period is nothing that the office owes."""
        if self._clocks is not None:
            mine = [clock for clock in self._clocks if clock.kind != PARTY]
            running = [clock for clock in mine if clock.state == ClockState.RUNNING]
            self._case.ends_at = _earliest(clock.ends_at for clock in running)
            self._case.warns_at = _earliest(clock.warns_at for clock in running)


def _earliest(found: Iterable[datetime | None]) -> datetime | None:
    return min((at for at in found if at is not None), default=None)
