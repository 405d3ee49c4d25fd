"""Whatever is asked of a case's clocks, in whatever order: each end is what its recorded facts come to, and its alarm waits.

Cases are worked on as people do it: requests are asked for and granted, days pass, the office's calendar changes, and
what is due rings sooner or later. After each of it every open clock is held against the arithmetic of periods.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from engine import cases, requests
from engine.calendars import Scope
from engine.database import Database
from engine.errors import EngineError
from engine.model import (
    Alarm,
    AlarmKind,
    Breach,
    Clock,
    ClockRequest,
    ClockState,
    Extension,
    FiredRung,
    LiftedBreach,
    Suspension,
)
from engine.office import Office as OfficeValue
from engine.periods import Extension as Granted
from engine.periods import Ledger, Period, Span, due, schedule
from engine.policies import PARTY, Unit, parse_rung
from engine.text import Text
from tests.drawing import clock, rung, simple
from tests.engine.calendar_cases import overlay, publish, withdraw
from tests.office import Now, Office

RUNGS = ("50%", "-2 working-days", "end", "+1 working-day")
SHAPES = {
    "promise": (10, "calendar-days", ("appraisal", "stay")),
    "ordinary": (1, "months", ("appraisal", "hearing")),
    "filing": (7, "working-days", ("stay",)),
    "window": (30, "hours", ("appraisal",)),
    "answer": (9, "calendar-days", ("stay", "hearing")),
}
"""Amount, unit, and the reasons that stand each clock still."""

KINDS = {"ordinary": "ordinary", "answer": PARTY}
LONGER = {
    "promise": (6, "calendar-days"),
    "ordinary": (15, "calendar-days"),
    "filing": (4, "working-days"),
    "window": (16, "hours"),
}
"""By how much each may be extended in all, in two parts."""

WHICH = st.sampled_from([None, *SHAPES])
REASONS = st.sampled_from(["appraisal", "stay", "hearing"])
BACK = st.integers(0, 12)
DAYS = st.dictionaries(st.dates(date(2026, 9, 20), date(2026, 12, 20)), st.booleans(), min_size=1, max_size=6)
SOURCE = Text("《本局调休通知》", "the office's own notice")


def drawn(name: str) -> str:
    amount, unit, reasons = SHAPES[name]
    ladder = [rung(at, "supervisor") for at in RUNGS]
    more = {"suspend_for": ",".join(reasons), "kind": KINDS.get(name, "promise")}
    if name in LONGER:
        most, of = LONGER[name]
        more |= {"max_extension": most, "max_extensions": 2, "extension_unit": of, "extension_by": "director"}
    return clock(name, amount, unit, *ladder, **more)


class Model:
    """What a clock's recorded facts come to, worked out from nothing else."""

    def __init__(
        self, office: OfficeValue, row: Clock, stood: list[Suspension], more: list[Extension]
    ) -> None:
        self.office, self.row = office, row
        amount, unit, self.reasons = SHAPES[row.policy_id]
        self.period = Period(amount, Unit(unit))
        self.hours = self.period.unit is Unit.HOURS
        self.grants = tuple(Granted(Period(one.amount, Unit(one.unit))) for one in more)
        self.met = self._met(stood)

    def _met(self, stood: list[Suspension]) -> list[Suspension]:
        """Those that took effect before the end as the earlier ones leave it; behind an open one, all."""
        found: list[Suspension] = []
        for one in sorted(stood, key=lambda one: (one.effective_at, one.id)):
            mine = one.clock_id == self.row.id if one.clock_id else one.reason in self.reasons
            if not mine or self._span(one) is None:
                continue
            if (
                any(earlier.resumed is None for earlier in found)
                or one.effective_at < self._due(found).ends_at
            ):
                found.append(one)
        return found

    def _span(self, one: Suspension) -> Span | None:
        local = self.office.local
        if self.hours:
            first, until, start = local(one.effective_at), one.resumed_at, local(self.row.started_at)
            until = local(until) if until else None
        else:
            first, until, start = one.effective, one.resumed, self.office.today(self.row.started_at)
        return None if until is not None and until <= start else Span(max(first, start), until)

    def _due(self, met: list[Suspension]) -> Ledger:
        local = self.office.local(self.row.started_at)
        return due(
            self.period,
            local if self.hours else local.date(),
            spans=tuple(span for one in met if (span := self._span(one))),
            extensions=self.grants,
            calendar=self.office.calendar,
            hours=self.office.hours,
            closing=self.office.closing,
        )

    @property
    def stands(self) -> bool:
        return any(one.resumed is None for one in self.met)

    def ledger(self) -> Ledger:
        """Of a clock that stands still it is what it came to when it was last counted: it has no end yet."""
        return Ledger.from_json(self.row.ledger) if self.stands else self._due(self.met)

    def waits_for(self) -> datetime | None:
        """When the clock's alarm rings: at the next rung that has not fired, or at an end that is no breach yet."""
        placed = schedule(
            self.ledger(), [parse_rung(at) for at in RUNGS], self.office.calendar, self.office.hours
        )
        by_text = {one.at: at for at, one in placed}
        wakes = [by_text[at] for level, at in enumerate(RUNGS, 1) if level not in self.row.fired]
        if self.row.breached_at is None and self.row.kind != PARTY:
            wakes.append(self.row.ends_at)
        return min(wakes, default=None)


class Storm(RuleBasedStateMachine):
    """One case of an office, and everything that may come over its clocks."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.office.now.to("2026-09-24 09:00")
        self.case = office.file("simple")
        self.published: int | None = None
        self.rung = True

    # --- what happens ------------------------------------------------------------------------------------------

    @rule(hours=st.integers(1, 400), rings=st.booleans())
    def time_goes_by(self, hours: int, rings: bool) -> None:
        self.office.now.later(hours=hours)
        self.rung = False
        if rings:
            self.everything_rings()

    @rule()
    def everything_rings(self) -> None:
        self.office.tick()
        self.rung = True

    @rule(which=WHICH, reason=REASONS, back=BACK, wait=st.integers(0, 50))
    def suspended(self, which: str | None, reason: str, back: int, wait: int) -> None:
        words = {"reason": reason, "effective": self._day(back), "note": "中止"}
        self._decided(lambda uow: requests.ask_suspension(uow, self.case, self._number(which), **words), wait)

    @rule(which=WHICH, reason=REASONS, back=BACK, wait=st.integers(0, 50))
    def resumed(self, which: str | None, reason: str, back: int, wait: int) -> None:
        words = {"reason": reason, "effective": self._day(back)}
        self._decided(lambda uow: requests.ask_resumption(uow, self.case, self._number(which), **words), wait)

    @rule(which=st.sampled_from(list(SHAPES)), amount=st.integers(1, 6))
    def extended(self, which: str, amount: int) -> None:
        number = self._number(which)
        self._decided(
            lambda uow: requests.ask_extension(uow, self.case, number or 0, amount=amount, note="案情复杂"), 0
        )

    @rule(which=st.sampled_from(list(SHAPES)), back=st.integers(0, 40))
    def corrected(self, which: str, back: int) -> None:
        number, starts = self._number(which), self._day(back)
        self._decided(
            lambda uow: requests.ask_correction(uow, self.case, number or 0, starts=starts, note="登记有误"),
            0,
        )

    @precondition(lambda self: self.published is None)
    @rule(given=DAYS)
    def the_calendar_changes(self, given: dict[date, bool]) -> None:
        days = {day.isoformat(): works for day, works in given.items()}
        try:
            self.published = publish(self.office, overlay(days, scope=Scope.OFFICE, source=SOURCE))
            self.rung = False
        except EngineError:  # days that say nothing new
            return

    @precondition(lambda self: self.published is not None)
    @rule()
    def the_calendar_changes_back(self) -> None:
        withdraw(self.office, self.published or 0)
        self.published, self.rung = None, False

    # --- what must hold ----------------------------------------------------------------------------------------

    @invariant()
    def each_clock_is_what_its_facts_come_to(self) -> None:
        with self.office.reading() as uow:
            newest = uow.office
            for row in self._rows(uow, Clock, Clock.case_id == self.case):
                if row.calendar == newest.revision:
                    self._holds(uow, row, newest)
                else:
                    assert not self.rung, "counted under an older calendar"

    def _holds(self, uow: Any, row: Clock, office: OfficeValue) -> None:
        stood = self._rows(uow, Suspension, Suspension.case_id == self.case)
        model = Model(office, row, stood, self._rows(uow, Extension, Extension.clock_id == row.id))
        ledger = model.ledger()
        assert row.state == (ClockState.SUSPENDED if model.stands else ClockState.RUNNING), row.policy_id
        assert (row.ends_at, row.last_day) == (ledger.ends_at, ledger.last_day), row.policy_id
        self._breached(uow, row)
        self._alarmed(uow, row, model)

    def _breached(self, uow: Any, row: Clock) -> None:
        over = row.state == ClockState.RUNNING and row.ends_at <= uow.now and row.kind != PARTY
        breach, lifted = uow.session.get(Breach, row.id), LiftedBreach.clock_id == row.id
        if row.breached_at is not None:
            assert over, row.policy_id
            assert (breach.ended_at, breach.lifted_at) == (row.ends_at, None), row.policy_id
        else:
            assert not (over and self.rung), row.policy_id
            assert breach is None or breach.lifted_at is not None, row.policy_id
        told = [one.facts["clock"] for one in self.office.journal(self.case) if one.kind == "clock-breached"]
        kept = len(self._rows(uow, LiftedBreach, lifted)) + (row.breached_at is not None)
        assert told.count(row.id) == kept, row.policy_id

    def _alarmed(self, uow: Any, row: Clock, model: Model) -> None:
        mine = Alarm.kind == AlarmKind.CLOCK, Alarm.subject == str(row.id)
        alarm = uow.session.scalar(select(Alarm.wake_at).where(*mine))
        assert alarm == (None if model.stands else model.waits_for()), row.policy_id
        assert not (self.rung and alarm is not None and alarm <= uow.now), row.policy_id
        levels = uow.session.scalars(select(FiredRung.level).where(FiredRung.clock_id == row.id))
        assert sorted(levels) == sorted(row.fired), row.policy_id

    @invariant()
    def the_case_shows_the_earliest_end(self) -> None:
        rows = [one for one in self.office.clocks(self.case).values() if one.state == ClockState.RUNNING]
        earliest = min((one.ends_at for one in rows if one.kind != PARTY), default=None)
        assert self.office.case(self.case).ends_at == earliest

    def teardown(self) -> None:
        """Nothing of a closed case waits any more; its journal is whole."""
        if self.published is not None:
            withdraw(self.office, self.published)
        with self.office.as_("director") as uow:
            cases.cancel(uow, self.case, reason="撤回")
        with self.office.reading() as uow:
            assert self._rows(uow, Alarm, Alarm.case_id == self.case) == []
            asked = ClockRequest.case_id == self.case, ClockRequest.state == "asked"
            assert self._rows(uow, ClockRequest, *asked) == []
        self.office.tick()
        assert self.office.verify() == []

    # --- how -----------------------------------------------------------------------------------------------------

    def _rows(self, uow: Any, entity: Any, *where: Any) -> list[Any]:
        return list(uow.session.scalars(select(entity).where(*where).order_by(*entity.__table__.primary_key)))

    def _number(self, which: str | None) -> int | None:
        return self.office.clocks(self.case)[which].id if which else None

    def _day(self, back: int) -> date:
        return self.office.value.today(self.office.now()) - timedelta(days=back)

    def _decided(self, ask: Callable[[Any], int], wait: int) -> None:
        """Ask, and let the director decide after some hours; what the rules refuse changes nothing."""
        try:
            with self.office.as_("supervisor") as uow:
                request = ask(uow)
        except EngineError:
            return
        self.office.now.later(hours=wait)
        self.rung = False
        try:
            with self.office.as_("director") as uow:
                requests.grant(uow, request)
        except EngineError:
            with self.office.as_("supervisor") as uow:
                requests.withdraw(uow, request)


def test_clocks_in_a_storm(sqlite_database: Database, now: Now):
    office = Office(sqlite_database, now)
    office.deploy(simple(process="".join(drawn(name) for name in SHAPES)))
    run_state_machine_as_test(
        lambda: Storm(office),
        settings=settings(max_examples=15, stateful_step_count=12, suppress_health_check=list(HealthCheck)),
    )
