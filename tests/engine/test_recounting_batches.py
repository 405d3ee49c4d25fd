"""Batches: shared by schedulers, lost with none, and nothing is missed that was written beside them."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from engine import alarms, calendar_years, clocks, tasks
from engine.calendar_years import batches
from engine.calendars import Scope
from engine.database import Database
from engine.model import Alarm, AlarmKind, Case, Clock
from engine.periods import Ledger
from engine.policies import ClockPolicy, Unit
from engine.steps.counting import counted_again
from engine.steps.starting import step_of
from engine.uow import SCHEDULER, Engine
from tests.drawing import clock, simple
from tests.engine.calendar_cases import (
    LONGER,
    NEW_YEAR,
    RESTS,
    SOURCE,
    alarms_of,
    draft,
    filed,
    last_days,
    overlay,
    publish,
    revision,
)
from tests.office import Now, Office
from tests.statements import counted

SOME = 5
NEAR = ClockPolicy("promise", "promise", "promise", 10, Unit.CALENDAR_DAYS)


@pytest.fixture
def now() -> Now:
    return Now("2026-12-24 09:00")


def several(office: Office, count: int = SOME) -> list[int]:
    return [filed(office), *(office.file("simple") for _ in range(count - 1))]


def recounted(office: Office, numbers: list[int]) -> list[int]:
    """How often each case's clocks were counted again."""
    return [office.done(one).count("clock-recounted") for one in numbers]


def stale(office: Office) -> int:
    with office.reading() as uow:
        newest = uow.office.revision
        return len(uow.session.scalars(select(Clock.id).where(Clock.calendar < newest)).all())


def test_two_schedulers_share_the_batches(office: Office, database: Database, now: Now):
    cases = several(office, 90)
    publish(office, overlay(NEW_YEAR, 2027))
    barrier = Barrier(2)

    def ring(engine: Engine) -> int:
        barrier.wait()
        rung = 0
        while found := alarms.ring_due(engine):
            rung += found
        return rung

    engines = [Engine(database, office.value, {}, now) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(ring, engines))
    office.tick()
    assert recounted(office, cases) == [2] * 90
    row = revision(office)
    assert (row.total, row.done, row.moved, row.finished_at) == (180, 180, 180, now())
    assert stale(office) == 0
    assert office.verify() == []


def test_a_scheduler_takes_the_cases_that_another_one_has_not(
    office: Office, postgres_database: Database, now: Now
):
    if office.engine.database.sqlite:
        pytest.skip("one writer at a time")
    cases = several(office)
    publish(office, overlay(NEW_YEAR, 2027))
    other = Engine(postgres_database, office.value, {}, now)
    with office.engine.unit_of_work(SCHEDULER) as mine, other.unit_of_work(SCHEDULER) as theirs:
        one = batches.batch(mine, clocks=4)
        two = batches.batch(theirs, clocks=100)
        assert (one.done + two.done, one.moved + two.moved) == (10, 10)
    assert recounted(office, cases) == [2] * SOME


def _killed(office: Office) -> None:
    """A process that ends in the middle of a batch."""
    with office.engine.unit_of_work(SCHEDULER) as uow:
        assert calendar_years.do_batch(uow, clocks=2).moved
        raise SystemExit


def test_a_crash_between_batches_loses_nothing(office: Office, database: Database, now: Now):
    cases = several(office)
    publish(office, overlay(NEW_YEAR, 2027))
    with office.engine.unit_of_work(SCHEDULER) as uow:
        assert calendar_years.do_batch(uow, clocks=2).left
    with pytest.raises(SystemExit):
        _killed(office)
    row = revision(office)
    assert (row.done, row.moved, row.finished_at) == (2, 2, None)
    assert "1" in alarms_of(office, AlarmKind.RECOUNT)
    fresh = Engine(database, office.value, {}, now)
    while alarms.ring_due(fresh):
        pass
    assert recounted(office, cases) == [2] * SOME
    assert (revision(office).done, revision(office).finished_at) == (10, now())


def test_a_case_that_is_being_worked_on_is_left_for_later(
    office: Office, postgres_database: Database, now: Now
):
    if office.engine.database.sqlite:
        pytest.skip("one writer at a time")
    cases = several(office)
    publish(office, overlay(NEW_YEAR, 2027))
    with office.as_("handler") as uow:
        uow.session.execute(select(Case.id).where(Case.id == cases[0]).with_for_update())
        office.tick()
        assert recounted(office, cases) == [0, 2, 2, 2, 2]
        assert revision(office).finished_at is None
    office.tick()
    assert recounted(office, cases) == [2] * SOME
    assert revision(office).finished_at == now()


def test_whoever_takes_up_a_case_first_counts_its_clocks_again(office: Office, now: Now):
    case = filed(office)
    with office.as_("handler") as uow:
        tasks.claim(uow, office.task(case, "first"))
    publish(office, overlay(NEW_YEAR, 2027))  # and no scheduler runs
    office.complete(case, "first")
    office.complete(case, "second")
    done = office.done(case)
    assert done.index("clock-recounted") < done.index("clock-stopped")
    assert last_days(office, case)["promise"] == "2027-01-03"
    assert "变更为 2027年1月3日" in office.inbox("supervisor")[0].zh
    office.tick()
    assert revision(office).moved == 0


def test_a_stale_clock_is_counted_again_before_its_breach_is_looked_for(office: Office, now: Now):
    case = filed(office)
    publish(office, overlay(LONGER, 2027))
    now.to("2027-01-04 17:30")  # over by the calendar of before
    with office.as_("supervisor") as uow:
        clocks.recount(uow, office.clocks(case)["promise"].id, why="asked")
    promise = office.clocks(case)["promise"]
    assert (promise.last_day.isoformat(), promise.breached_at) == ("2027-01-05", None)
    assert "clock-breached" not in office.done(case)


def test_what_was_begun_under_the_older_calendar_is_found_by_the_closing_look(office: Office, now: Now):
    case = filed(office)
    before = office.clocks(case)["promise"]
    publish(office, overlay(NEW_YEAR, 2027))
    office.tick()
    assert alarms_of(office, AlarmKind.RECOUNT) == {"1:again": "12-24 09:05"}
    with office.as_("") as uow:  # somebody who began before commits after the batches
        row = uow.session.scalars(select(Clock).where(Clock.policy_id == "promise")).one()
        found = counted_again(NEAR, Ledger.from_json(before.ledger), uow.office_at(0))
        row.recount(uow.book(uow.session.get_one(Case, case)), found.count, why="suspended")
    now.later(minutes=5)
    office.tick()
    assert stale(office) == 0
    assert last_days(office, case)["promise"] == "2027-01-03"
    assert alarms_of(office, AlarmKind.RECOUNT) == {}


def test_a_unit_of_work_that_meets_a_newer_clock_goes_on_under_its_calendar(office: Office):
    case = filed(office)
    with office.as_("") as uow:
        assert uow.office.revision == 0
        publish_beside = overlay(NEW_YEAR, 2027)
        number = calendar_years.draft(uow, publish_beside)
        calendar_years.publish(uow, number)
        uow.know_revision(0)
        assert uow.office.revision == 1
    office.tick()
    assert office.clocks(case)["promise"].calendar == 1


def test_a_later_revision_takes_over_what_is_left_of_an_earlier_one(office: Office, now: Now):
    case = filed(office)
    publish(office, overlay(NEW_YEAR, 2027))
    publish(office, overlay({"2027-01-03": RESTS}, scope=Scope.OFFICE, source=SOURCE))
    first = revision(office, 1)
    assert (first.done, first.finished_at) == (0, now())
    office.tick()
    assert revision(office).done == 2
    assert last_days(office, case) == {"promise": "2027-01-04", "ordinary": "2027-03-24"}
    entry = next(one for one in office.journal(case) if one.kind == "clock-recounted")
    assert entry.facts["source"][0].count("工作日历采用") == 2


def test_finishing_at_once_tells_how_far_it_is(office: Office):
    several(office)
    publish(office, overlay(NEW_YEAR, 2027))
    heard: list[tuple[int, int]] = []
    row = calendar_years.finish(office.engine, 1, lambda done, total: heard.append((done, total)))
    assert (row.done, row.total, row.moved) == (10, 10, 10)
    assert heard[-1] == (10, 10)


def test_clocks_whose_days_are_as_they_were_cost_no_statement_each(office: Office):
    office.deploy(simple(process=clock("near", 3, "calendar-days")))
    for _ in range(SOME):
        office.file("simple")
    publish(office, overlay(NEW_YEAR, 2027))
    with counted(office.engine.database) as statements, office.engine.unit_of_work(SCHEDULER) as uow:
        assert calendar_years.do_batch(uow).done == SOME
    assert len([one for one in statements.sql if one.startswith("UPDATE clock")]) == 1
    assert not any(one.startswith("INSERT INTO journal") for one in statements.sql)


def test_the_number_of_statements_of_a_batch_does_not_grow_with_its_clocks(office: Office):
    several(office, 20)
    publish(office, overlay(LONGER, 2027))  # later: nobody is told
    asked = []
    for size in (4, 30):
        with counted(office.engine.database) as statements, office.engine.unit_of_work(SCHEDULER) as uow:
            assert calendar_years.do_batch(uow, clocks=size).moved
        asked.append(len(statements))
    assert asked[1] <= asked[0] + 3


def test_a_recount_that_is_not_due_or_gone_rings_nothing(office: Office, now: Now):
    filed(office)
    draft(office, overlay(NEW_YEAR, 2027))
    publish(office, overlay(NEW_YEAR, 2027))
    with office.reading() as uow:
        number = uow.session.scalars(select(Alarm.id).where(Alarm.kind == AlarmKind.RECOUNT)).one()
    office.tick()
    with office.as_("") as uow:
        assert alarms.recounting.ring(uow, number) == 0


def test_whoever_takes_up_a_clock_whose_days_are_as_they_were_counts_nothing(office: Office):
    office.deploy(simple(process=clock("near", 3, "calendar-days")))
    case = office.file("simple")
    ledger = office.clocks(case)["near"].ledger
    publish(office, overlay(NEW_YEAR, 2027))
    with office.as_("supervisor") as uow:
        step = step_of(uow, case)
        assert step.clockwork.clock(office.clocks(case)["near"].id).calendar == 1
        step.finish()
    assert office.clocks(case)["near"].ledger == ledger
    assert "clock-recounted" not in office.done(case)
