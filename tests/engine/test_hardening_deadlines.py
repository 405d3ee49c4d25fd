"""What an adversary finds about legal clocks: races, outages, and those who are not to know."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import select

from engine import alarms, calendar_years, cases, clocks, digests, requests, tasks
from engine.alarms.failures import put_off
from engine.database import Database
from engine.model import Alarm, AlarmKind, FiredRung, Notification
from engine.office import SuspensionRule
from engine.policies import parse_period
from engine.queries.digests import digest
from engine.steps import extending
from engine.steps.alarm_rows import AlarmRows
from engine.steps.starting import step_of
from engine.text import Text
from engine.uow import SCHEDULER, Engine
from tests.drawing import bundle, clock, node, process, rung, simple
from tests.engine.calendar_cases import RESTS, overlay, publish
from tests.office import Now, Office, office_value

HANDLER = '<kb:assignment role="case-handler"/>'
PROMISE = clock("promise", 10, "calendar-days", rung("end", "supervisor"), suspend_for="appraisal,stay")
RULES = {
    "appraisal": SuspensionRule(Text("收到鉴定意见", "the report is in"), parse_period("20 calendar-days"))
}


def held_case(office: Office, policies: str = PROMISE) -> int:
    """A case that the handler works on."""
    office.deploy(simple(first=HANDLER, second=HANDLER, process=policies))
    case = office.file("simple")
    with office.as_("handler") as uow:
        tasks.claim(uow, office.task(case, "first"))
    return case


def asked(office: Office, case: int) -> int:
    """The handler asks for a suspension of the promise from today."""
    words = {"reason": "appraisal", "effective": office.value.today(office.now()), "note": "委托鉴定"}
    with office.as_("handler") as uow:
        return requests.ask_suspension(uow, case, office.clocks(case)["promise"].id, **words)


def suspend(office: Office, clock_id: int, effective: date, reason: str = "appraisal") -> None:
    words = {"note": "中止", "requested_by": office.ids["handler"]}
    with office.as_("supervisor") as uow:
        clocks.suspend(uow, clock_id, reason=reason, effective=effective, **words)


def wakes(office: Office, kind: AlarmKind) -> list[str]:
    with office.reading() as uow:
        found = uow.session.scalars(select(Alarm.wake_at).where(Alarm.kind == kind).order_by(Alarm.wake_at))
        return [f"{uow.office.local(at):%m-%d %H:%M}" for at in found]


# --- who is not to know ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("over", ["granted", "refused", "lapsed"])
def test_who_asked_and_is_recused_since_hears_nothing_of_the_decision(office: Office, over: str):
    case = held_case(office)
    number = asked(office, case)
    with office.as_("supervisor") as uow:
        cases.recuse(uow, case, office.ids["handler"], note="回避")
    before = office.inbox("handler")
    with office.as_("director") as uow:
        if over == "granted":
            requests.grant(uow, number, decision="同意")
        elif over == "refused":
            requests.refuse(uow, number, decision="不同意")
        else:
            cases.cancel(uow, case, reason="撤回")
    assert office.inbox("handler") == before


# --- alarms ------------------------------------------------------------------------------------------------------


def test_an_alarm_that_was_set_anew_meanwhile_is_not_put_off(office: Office):
    """Another scheduler has rung it after this one failed: it would ring too early."""
    held_case(office)
    before = wakes(office, AlarmKind.CLOCK)
    with office.reading() as uow:
        number = uow.session.scalars(select(Alarm.id).where(Alarm.kind == AlarmKind.CLOCK)).one()
    put_off(office.engine, number, ValueError())
    assert wakes(office, AlarmKind.CLOCK) == before
    with office.reading() as uow:
        assert uow.session.get_one(Alarm, number).attempts == 0


def test_a_signal_that_came_to_a_suspended_case_does_not_outlive_it(office: Office):
    case = held_case(office)
    words = {"reason": "appraisal", "effective": date(2026, 9, 24), "note": "中止"}
    with office.as_("supervisor") as uow:
        cases.suspend(uow, case, **words, requested_by=office.ids["handler"])
        rows = AlarmRows(uow)
        rows.set(AlarmKind.SIGNAL, f"1:{case}", uow.now, case_id=case)
        rows.flush()
    office.tick()
    assert len(wakes(office, AlarmKind.SIGNAL)) == 1  # it waits for the case to go on
    with office.as_("supervisor") as uow:
        cases.cancel(uow, case, reason="撤回")
    with office.reading() as uow:
        assert uow.session.scalars(select(Alarm).where(Alarm.case_id == case)).all() == []


def test_a_digest_that_was_missed_until_noon_is_told_after_it(office: Office, now: Now):
    held_case(office)
    now.to("2026-10-09 08:00")
    alarms.wind_up(office.engine)
    now.to("2026-10-09 12:10")
    office.tick()
    assert wakes(office, AlarmKind.DIGEST) == ["10-09 13:30"]
    now.to("2026-10-09 13:30")
    office.tick()
    with office.reading() as uow:
        told = uow.session.scalars(
            select(Notification.person_id).where(Notification.kind == digests.telling.KIND)
        )
        assert set(told) >= {office.ids["director"]}
    assert wakes(office, AlarmKind.DIGEST) == ["10-10 08:30"]


def test_two_schedulers_tell_of_everything_once(database: Database, now: Now):
    office = Office(database, now, value=office_value(suspension_rules=RULES))
    case = held_case(office, PROMISE + clock("filing", 30, "working-days", suspend_for="appraisal"))
    suspend(office, office.clocks(case)["filing"].id, date(2026, 9, 24))
    asked(office, case)
    alarms.wind_up(office.engine)
    now.to("2026-10-19 09:00")
    barrier = Barrier(2)

    def ring(engine: Engine) -> None:
        barrier.wait()
        while alarms.ring_due(engine):
            pass

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(ring, [Engine(database, office.value, {}, now) for _ in range(2)]))
    office.tick()
    with office.reading() as uow:
        director = Notification.person_id == office.ids["director"]
        told = list(uow.session.scalars(select(Notification.kind).where(director)))
        mine = Notification.person_id == office.ids["supervisor"]
        again = list(uow.session.scalars(select(Notification.kind).where(mine)))
    assert told.count("digest") == 1
    assert (again.count("suspension"), again.count("rung")) == (1, 1)
    assert [kind for kind in office.done(case) if kind in ("request-waits", "suspension-too-long")] == [
        "request-waits",
        "suspension-too-long",
    ]
    for kind in (AlarmKind.DIGEST, AlarmKind.HORIZON, AlarmKind.SUSPENSION):
        assert len(wakes(office, kind)) == 1
    assert office.verify() == []


def test_a_request_that_waited_through_an_outage_is_told_of_once(office: Office, now: Now):
    case = held_case(office)
    asked(office, case)
    now.to("2026-10-09 09:00")  # both of its steps have gone by
    office.tick()
    assert len([one for one in office.inbox("supervisor") if "仍待审批" in one.zh]) == 1
    assert wakes(office, AlarmKind.REQUEST) == []


def test_suspensions_from_before_there_was_a_rule_are_watched_as_well(office: Office, now: Now):
    case = held_case(office)
    suspend(office, office.clocks(case)["promise"].id, date(2026, 9, 24))
    assert wakes(office, AlarmKind.SUSPENSION) == []
    office.engine.office = office.value = office_value(suspension_rules=RULES)
    alarms.wind_up(office.engine)
    now.to("2026-09-28 09:00")
    office.tick()
    assert wakes(office, AlarmKind.SUSPENSION) == ["10-14 17:00"]
    now.to("2026-10-14 17:00")
    office.tick()
    now.to("2026-10-15 09:00")
    office.tick()  # a daily look is due as well
    assert any("超过规定时间" in one.zh for one in office.inbox("supervisor"))
    assert wakes(office, AlarmKind.SUSPENSION) == ["10-21 17:00"]  # not set back by the daily look


def test_the_suspension_of_a_clock_that_has_stopped_is_not_in_the_digest(database: Database, now: Now):
    office = Office(database, now, value=office_value(suspension_rules=RULES))
    filing = clock("filing", 5, "working-days", suspend_for="appraisal", stops_after="first")
    case = held_case(office, PROMISE + filing)
    suspend(office, office.clocks(case)["filing"].id, date(2026, 9, 24))
    now.to("2026-10-20 09:00")
    with office.reading("director") as uow:
        assert {part.key: part.number for part in digest(uow).parts}["suspended"] == 1
    office.complete(case, "first")
    with office.reading("director") as uow:
        assert {part.key: part.number for part in digest(uow).parts}["suspended"] == 0


# --- ends --------------------------------------------------------------------------------------------------------


def test_a_partys_end_that_moves_on_after_it_was_told_is_told_again(office: Office, now: Now):
    answer = clock("answer", 5, "calendar-days", rung("end", "supervisor"), kind="party", suspend_for="stay")
    case = held_case(office, answer)
    now.to("2026-10-09 09:00")
    office.tick()
    assert len(office.inbox("supervisor")) == 1
    number = office.clocks(case)["answer"].id
    with office.as_("supervisor") as uow:
        words = {"requested_by": office.ids["handler"], "note": "送达日登记有误"}
        clocks.correct(uow, number, starts=date(2026, 10, 8), **words)
    assert wakes(office, AlarmKind.CLOCK) == ["10-13 17:00"]
    now.to("2026-10-14 09:00")
    office.tick()
    assert len(office.inbox("supervisor")) == 2
    with office.reading() as uow:
        assert len(uow.session.scalars(select(FiredRung)).all()) == 1
    assert office.verify() == []


def test_a_clock_that_begins_within_a_suspension_lends_its_case_no_end(office: Office, now: Now):
    """One token waits for an appraisal while another one enters an activity with a clock."""
    inner = clock("inner", 3, "working-days", suspend_for="appraisal")
    nodes = [
        node("start", "begin"),
        node("and", "fork"),
        node("user", "appraise", kb='<kb:suspends reason="appraisal"/>'),
        node("user", "before"),
        node("user", "work", kb=inner),
        node("and", "join"),
        node("end", "done"),
    ]
    paths = ("begin -> fork -> appraise -> join -> done", "fork -> before -> work -> join")
    office.deploy(bundle("p", process("p", nodes, *paths)))
    case = office.file("p")
    office.complete(case, "before")
    assert office.clocks(case)["inner"].state == "suspended"
    assert office.case(case).ends_at is None


def test_a_batch_beside_somebody_at_work_does_not_hide_an_older_calendar(
    office: Office, database: Database, now: Now
):
    """What is written under the calendar of before says so, even if a batch passed the clock over meanwhile."""
    if database.sqlite:
        pytest.skip("one writer at a time")
    longer = clock(
        "promise",
        10,
        "calendar-days",
        max_extension=10,
        extension_unit="calendar-days",
        extension_by="director",
    )
    case = held_case(office, longer)  # 10-04, rolled to 10-08; with 10 days more 10-14
    with office.as_("director") as uow:
        step = step_of(uow, case)
        (row,) = step.clockwork.clocks
        publish(office, overlay({"2026-10-14": RESTS}))
        with office.engine.unit_of_work(SCHEDULER) as other:
            calendar_years.do_batch(other)
        assert office.clocks(case)["promise"].calendar == 1
        extending.extend(step, row, amount=10, requested_by=office.ids["handler"], note="复杂")
        step.finish()
    now.later(minutes=6)
    office.tick()
    assert office.clocks(case)["promise"].last_day == date(2026, 10, 15)
