"""Clocks of one case at work: they start, stop, stand still and breach as its tokens move."""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from engine.errors import NotFound
from engine.model import (
    AlarmKind,
    Breach,
    Case,
    Clock,
    ClockState,
    Extension,
    FiredRung,
    Person,
    Suspension,
)
from engine.orm import upsert
from engine.periods import Extension as Granted
from engine.policies import ClockPolicy, RungBase
from engine.steps.alarm_rows import AlarmRows
from engine.steps.counting import Counted, counted, grants_of, spans_of, touches
from engine.steps.plan import ClockPlan, Drawn
from engine.steps.spots import Spot, clock_row
from engine.uow import UnitOfWork

_FROM_THE_END = (RungBase.END, RungBase.AFTER_END)


class Clockwork:
    """A case's clocks in one unit of work. Rows are read when one is needed, each table in one statement."""

    def __init__(
        self, uow: UnitOfWork, case: Case, alarms: AlarmRows, plan_of: Callable[[str], ClockPlan]
    ) -> None:
        self._uow = uow
        self._case = case
        self._alarms = alarms
        self._plan_of = plan_of
        self._clocks: list[Clock] | None = None
        self._suspensions: list[Suspension] | None = None

    # --- rows --------------------------------------------------------------------------------------------------

    @property
    def clocks(self) -> list[Clock]:
        """The case's open clocks; reading them records the breaches that have come about."""
        if self._clocks is None:
            query = select(Clock).where(Clock.case_id == self._case.id, Clock.state != ClockState.STOPPED)
            self._clocks = list(self._uow.session.scalars(query.order_by(Clock.id)))
            for clock in self._clocks:
                self.look(clock)
        return self._clocks

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
        return self._plan_of(clock.process_id).drawn[clock.element, clock.policy_id].policy

    # --- start and stop ----------------------------------------------------------------------------------------

    def start(self, drawn: Drawn, spot: Spot) -> None:
        """Start a clock; one that is open already in the same place is left alone."""
        if drawn.policy.starts_after and any(_same(clock, drawn, spot) for clock in self.clocks):
            return
        found = counted(drawn.policy, spot.at, self._uow.office)
        row = {**clock_row(drawn, spot, found), "case_id": self._case.id}
        clock = self._uow.session.scalars(insert(Clock).returning(Clock), [row]).one()
        clock.started(self._uow.book(self._case))
        self._opened(clock, drawn.policy, found)

    def _opened(self, clock: Clock, policy: ClockPolicy, found: Counted) -> None:
        if self._clocks is not None:
            self._clocks.append(clock)
        else:
            self._case.ends_at = _earlier(self._case.ends_at, clock.ends_at)
            self._case.warns_at = _earlier(self._case.warns_at, clock.warns_at)
        reasons = (
            [one for one in self.suspensions if _stands(one, clock, policy)] if self._case.standing else []
        )
        self.set_alarm(clock, found)
        for one in reasons:
            clock.suspend(self._uow.book(self._case), reason=one.reason, effective=one.effective, note="")
        if reasons:
            self.recount(clock, why="suspended")
        else:
            self.look(clock)

    def stop(self, clock: Clock) -> None:
        """Stop an open clock; one that stands still is counted up to now."""
        if clock.state == ClockState.SUSPENDED:
            clock.recount(self._uow.book(self._case), self.count(clock).count, why="stopped")
        clock.stop(self._uow.book(self._case))
        self._alarms.clear(AlarmKind.CLOCK, str(clock.id))
        self.clocks.remove(clock)

    def look(self, clock: Clock) -> None:
        """Record a breach, once, whoever looks."""
        if (
            clock.state != ClockState.RUNNING
            or clock.breached_at is not None
            or self._uow.now < clock.ends_at
        ):
            return
        row = {
            "clock_id": clock.id,
            "ended_at": clock.ends_at,
            "recorded_at": self._uow.now,
            "lifted_at": None,
        }
        upsert(self._uow.session, Breach, [row], ["clock_id"])
        clock.breach(self._uow.book(self._case))

    # --- stand still and go on -----------------------------------------------------------------------------------

    def stand_still(self, suspension: Suspension) -> int:
        """Put a suspension in force; how many clocks it stands still."""
        self._uow.session.add(suspension)
        self.suspensions.append(suspension)
        touched = list(self._touched(suspension))
        book = self._uow.book(self._case)
        for clock in touched:
            clock.suspend(
                book, reason=suspension.reason, effective=suspension.effective, note=suspension.note
            )
            self.recount(clock, why="suspended")
        if suspension.clock_id is None:
            self._case.standing += 1
        return len(touched)

    def go_on(self, suspension: Suspension, *, note: str = "") -> None:
        """End a suspension whose `resumed` has just been set."""
        book = self._uow.book(self._case)
        for clock in list(self._touched(suspension)):
            if clock.state != ClockState.SUSPENDED or suspension.resumed is None:
                continue
            policy = self.policy(clock)
            still = any(_stands(one, clock, policy) for one in self.suspensions)
            clock.resume(book, reason=suspension.reason, effective=suspension.resumed, note=note, still=still)
            self.recount(clock, why="resumed")
        if suspension.clock_id is None:
            self._case.standing -= 1

    def _touched(self, suspension: Suspension) -> Iterator[Clock]:
        for clock in self.clocks:
            if touches(suspension, clock, self.policy(clock)):
                yield clock

    # --- count ---------------------------------------------------------------------------------------------------

    def count(self, clock: Clock) -> Counted:
        """Count a clock anew, from all that is on record."""
        policy, office = self.policy(clock), self._uow.office
        spans = spans_of(policy, clock, self.suspensions, office)
        grants = self._grants(clock) if clock.extended else []
        until = self._uow.now if any(span.resumed is None for span in spans) else None
        return counted(policy, clock.started_at, office, spans=spans, extensions=grants, until=until)

    def _grants(self, clock: Clock) -> list[Granted]:
        extensions = self.extensions(clock)
        granters = select(Person.id, Person.name).where(Person.id.in_({one.granted_by for one in extensions}))
        names = {row.id: row.name for row in self._uow.session.execute(granters)}
        return grants_of(extensions, names, self._uow.office)

    def recount(self, clock: Clock, *, why: str) -> Counted:
        """Count anew and keep it; a breach that a suspension dated back has undone is lifted."""
        found = self.count(clock)
        book = self._uow.book(self._case)
        clock.recount(book, found.count, why=why)
        if clock.breached_at is not None and self._uow.now < clock.ends_at:
            self._lift(clock, found)
        self.look(clock)
        self.set_alarm(clock, found)
        return found

    def _lift(self, clock: Clock, found: Counted) -> None:
        """Take a breach back that was none; the rungs at the end and after it fire again when they are reached."""
        session, now = self._uow.session, self._uow.now
        clock.lift(self._uow.book(self._case))
        session.execute(update(Breach).where(Breach.clock_id == clock.id).values(lifted_at=now))
        again = {rung.level for at, rung in found.rungs if rung.base in _FROM_THE_END and at > now}
        fired = FiredRung.clock_id == clock.id, FiredRung.level.in_(again.intersection(clock.fired))
        session.execute(delete(FiredRung).where(*fired))
        clock.fired = [level for level in clock.fired if level not in again]

    def extensions(self, clock: Clock) -> list[Extension]:
        """The extensions granted of a clock, in order."""
        query = select(Extension).where(Extension.clock_id == clock.id).order_by(Extension.id)
        return list(self._uow.session.scalars(query))

    def set_alarm(self, clock: Clock, found: Counted) -> None:
        """Set the alarm of a clock to its next rung or its end."""
        wakes = [at for at, rung in found.rungs if rung.level not in clock.fired]
        if clock.breached_at is None:
            wakes.append(clock.ends_at)
        if clock.state == ClockState.RUNNING and wakes:
            self._alarms.set(AlarmKind.CLOCK, str(clock.id), min(wakes), case_id=self._case.id)
        else:
            self._alarms.clear(AlarmKind.CLOCK, str(clock.id))

    def summarise(self) -> None:
        """Keep the earliest ends on the case's row, for lists."""
        if self._clocks is not None:
            running = [clock for clock in self._clocks if clock.state == ClockState.RUNNING]
            self._case.ends_at = min((clock.ends_at for clock in running), default=None)
            warned = [clock.warns_at for clock in running if clock.warns_at is not None]
            self._case.warns_at = min(warned, default=None)


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((at for at in (one, other) if at is not None), default=None)


def _same(clock: Clock, drawn: Drawn, spot: Spot) -> bool:
    return (clock.element, clock.policy_id, clock.scope) == (drawn.element, drawn.policy.id, spot.scope)


def _stands(suspension: Suspension, clock: Clock, policy: ClockPolicy) -> bool:
    return suspension.resumed is None and touches(suspension, clock, policy)
