"""Open clocks under another calendar: what moves, what stays, and who is told."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from engine import cases, clocks, tasks
from engine.calendar_years import horizon, publishing
from engine.calendars import Scope
from engine.model import Alarm, AlarmKind, Breach, Clock, FiredRung, LiftedBreach, RevisionAction
from engine.periods import Ledger
from engine.text import Text
from tests.drawing import bundle, clock, node, process, rung, simple, timer
from tests.engine.calendar_cases import (
    LONGER,
    NEW_YEAR,
    RESTS,
    WORKS,
    alarms_of,
    filed,
    last_days,
    overlay,
    past,
    publish,
    revision,
    withdraw,
)
from tests.office import Now, Office

CLOSED = Text("办公楼检修停工", "the building is closed for repairs")


@pytest.fixture
def now() -> Now:
    return Now("2026-12-24 09:00")


def test_a_year_published_moves_open_clocks_and_nothing_else(office: Office, now: Now):
    case = filed(office)
    assert last_days(office, case) == {"promise": "2027-01-04?", "ordinary": "2027-03-24?"}
    office.deploy(simple(key="short", process=clock("near", 3, "calendar-days")))
    near, over = office.file("short"), office.file("simple")
    with office.as_("supervisor") as uow:
        cases.cancel(uow, over, reason="重复登记")
    before = {one: office.clocks(one) for one in (near, over)}
    publish(office, overlay(NEW_YEAR, 2027))
    office.tick()
    assert last_days(office, case) == {"promise": "2027-01-03", "ordinary": "2027-03-24"}
    assert office.case(case).ends_at == office.clocks(case)["promise"].ends_at
    assert office.done(case).count("clock-recounted") == 2
    for one, rows in before.items():
        assert office.clocks(one)[next(iter(rows))].ledger == next(iter(rows.values())).ledger
        assert "clock-recounted" not in office.done(one)
    row = revision(office)
    assert (row.total, row.done, row.moved, row.finished_at) == (3, 3, 2, now())
    assert office.verify() == []


def test_provisional_becomes_final_though_the_end_stays(office: Office):
    case = filed(office)
    publish(office, overlay({"2027-01-01": RESTS}, 2027))
    office.tick()
    assert last_days(office, case) == {"promise": "2027-01-04", "ordinary": "2027-03-24"}
    ledger = Ledger.from_json(office.clocks(case)["promise"].ledger)
    assert not ledger.provisional
    assert "届满时间不变" in ledger.steps[-1].text.zh
    assert office.inbox("supervisor") == []


def test_a_calendar_edit_recomputes_and_keeps_the_old_ledger_readable(office: Office, now: Now):
    case = filed(office)
    old = office.clocks(case)["promise"]
    publish(office, overlay(LONGER, 2027))
    office.tick()
    moved = office.clocks(case)["promise"]
    assert (moved.last_day.isoformat(), moved.calendar) == ("2027-01-05", 1)
    kept = next(row for row in past(office) if row.clock_id == moved.id)
    assert (kept.why, kept.ends_at, kept.new_end) == ("calendar", old.ends_at, moved.ends_at)
    assert "国务院办公厅关于2027年" in kept.note
    assert Ledger.from_json(kept.ledger) == Ledger.from_json(old.ledger)
    said = Ledger.from_json(moved.ledger).steps[-1].text
    assert "由2027年1月4日17:00变更为2027年1月5日17:00" in said.zh
    assert "notice on the holidays of 2027" in said.en
    entry = next(one for one in office.journal(case) if one.kind == "clock-recounted")
    assert entry.facts["why"] == "calendar"
    assert entry.facts["source"][1] == "The calendar follows notice on the holidays of 2027"
    assert entry.facts["from"] == old.ends_at.isoformat()


def test_owners_are_told_once_a_case_where_an_end_moves_nearer_and_not_where_it_moves_on(
    office: Office, now: Now
):
    case = filed(office)
    with office.as_("handler") as uow:
        tasks.claim(uow, office.task(case, "first"))
    publish(office, overlay(NEW_YEAR, 2027))
    office.tick()
    (told,) = office.inbox("handler")
    number = office.case(case).number
    assert told.zh == (
        f"案件 {number}：工作日历采用《国务院办公厅关于2027年部分节假日安排的通知》，"
        "“promise 时限”届满时间由 2027年1月4日 17:00 变更为 2027年1月3日 17:00"
    )
    assert "moved from 2027-01-04 17:00 to 2027-01-03 17:00" in told.en
    assert office.inbox("supervisor") == [told]
    publish(office, overlay({"2027-01-03": RESTS}, scope=Scope.OFFICE, source=CLOSED))
    office.tick()
    assert last_days(office, case)["promise"] == "2027-01-04"
    assert len(office.inbox("handler")) == 1


def test_an_office_day_moves_what_ends_on_it_and_withdrawing_it_moves_it_back(office: Office):
    case = filed(office)
    day = publish(office, overlay({"2027-01-04": RESTS}, scope=Scope.OFFICE, source=CLOSED))
    office.tick()
    assert last_days(office, case) == {"promise": "2027-01-05?", "ordinary": "2027-03-24?"}
    withdraw(office, day)
    office.tick()
    assert last_days(office, case) == {"promise": "2027-01-04?", "ordinary": "2027-03-24?"}
    entries = [one for one in office.journal(case) if one.kind == "clock-recounted"]
    assert [one.facts["source"][0][:6] for one in entries] == ["工作日历采用", "工作日历撤回"]
    assert len(past(office)) == 2


def test_a_breach_that_the_calendar_undoes_is_lifted_and_its_rungs_fire_again(office: Office, now: Now):
    case = filed(office)
    now.to("2027-01-04 17:00")
    office.tick()
    assert office.clocks(case)["promise"].breached_at == now()
    now.to("2027-01-05 09:00")
    publish(office, overlay(LONGER, 2027))
    office.tick()
    promise = office.clocks(case)["promise"]
    assert promise.breached_at is None
    assert office.done(case).count("clock-breach-lifted") == 1
    with office.reading() as uow:
        assert uow.session.scalars(select(LiftedBreach)).one().why == "calendar"
        assert uow.session.scalars(select(Breach)).one().lifted_at == now()
        assert [row.level for row in uow.session.scalars(select(FiredRung))] == [1]
    now.to("2027-01-05 17:00")
    office.tick()
    assert office.clocks(case)["promise"].breached_at == now()
    assert office.clocks(case)["promise"].fired == [1, 2]


def test_a_breach_that_the_calendar_causes_is_recorded_at_its_real_end_and_rungs_fire_late(
    office: Office, now: Now
):
    case = filed(office)
    now.to("2027-01-04 10:00")
    office.tick()
    publish(office, overlay(NEW_YEAR, 2027))
    office.tick()
    promise = office.clocks(case)["promise"]
    assert promise.breached_at is not None
    assert office.engine.office.local(promise.breached_at).isoformat() == "2027-01-03T17:00:00+08:00"
    with office.reading() as uow:
        rungs = uow.session.scalars(select(FiredRung).order_by(FiredRung.level)).all()
    assert [(row.level, row.late) for row in rungs] == [(1, True), (2, True)]
    assert any(one.zh.endswith("2027年1月3日 17:00，已超期") for one in office.inbox("supervisor"))


def test_a_breach_stays_one_and_moves_with_the_end(office: Office, now: Now):
    case = filed(office)
    now.to("2027-01-08 09:00")
    office.tick()
    publish(office, overlay(LONGER, 2027))
    office.tick()
    promise = office.clocks(case)["promise"]
    assert promise.breached_at == promise.ends_at
    with office.reading() as uow:
        assert uow.session.scalars(select(Breach)).one().ended_at == promise.ends_at


def test_rungs_move_though_the_end_stays(office: Office, now: Now):
    office.deploy(simple(process=clock("promise", 10, "calendar-days", rung("-2 working-days", "assignee"))))
    now.to("2027-01-11 09:00")
    case = office.file("simple")  # to Thursday the 21st; the rung on Tuesday the 19th
    before = office.clocks(case)["promise"]
    assert alarms_of(office, AlarmKind.CLOCK) == {str(before.id): "01-19 17:00"}
    publish(office, overlay({"2027-01-20": RESTS}, scope=Scope.OFFICE, source=CLOSED))
    office.tick()
    after = office.clocks(case)["promise"]
    assert (after.ends_at, after.ledger, after.calendar) == (before.ends_at, before.ledger, 1)
    assert alarms_of(office, AlarmKind.CLOCK) == {str(before.id): "01-18 17:00"}
    assert after.warns_at is not None
    assert office.case(case).warns_at == after.warns_at == before.warns_at - timedelta(days=1)  # type: ignore[operator]
    assert "clock-recounted" not in office.done(case)


def test_a_clock_that_stands_still_is_counted_again_as_if_it_went_on_now(office: Office, now: Now):
    office.deploy(simple(process=clock("promise", 5, "working-days", suspend_for="appraisal")))
    case = office.file("simple")  # to Thursday the 31st
    promise = office.clocks(case)["promise"].id
    now.to("2026-12-28 09:00")
    with office.as_("supervisor") as uow:
        clocks.suspend(
            uow,
            promise,
            reason="appraisal",
            effective=now().date(),
            note="委托鉴定",
            requested_by=office.ids["handler"],
        )
    now.to("2026-12-31 09:00")
    closed = publish(office, overlay({"2027-01-04": RESTS}, scope=Scope.OFFICE, source=CLOSED))
    office.tick()
    standing = office.clocks(case)["promise"]
    assert (standing.state, standing.last_day.isoformat()) == ("suspended", "2027-01-07")
    whys = [one.facts["why"] for one in office.journal(case) if one.kind == "clock-recounted"]
    assert whys == ["suspended", "calendar"]
    withdraw(office, closed)
    office.tick()
    with office.as_("supervisor") as uow:
        clocks.resume(
            uow,
            promise,
            reason="appraisal",
            effective=uow.office.today(uow.now),
            note="鉴定完毕",
            requested_by=office.ids["handler"],
        )
    assert last_days(office, case) == {"promise": "2027-01-06?"}


def test_a_clock_that_stands_still_and_does_not_move_is_left_alone(office: Office, now: Now):
    office.deploy(simple(process=clock("promise", 5, "working-days", suspend_for="appraisal")))
    case = office.file("simple")
    promise = office.clocks(case)["promise"].id
    with office.as_("supervisor") as uow:
        clocks.suspend(
            uow,
            promise,
            reason="appraisal",
            effective=uow.office.today(uow.now),
            note="委托鉴定",
            requested_by=office.ids["handler"],
        )
    done = office.done(case)
    publish(office, overlay({"2027-05-08": WORKS}, scope=Scope.OFFICE, source=CLOSED))
    office.tick()
    assert office.done(case) == done
    assert office.clocks(case)["promise"].calendar == 1


def paused(office: Office) -> int:
    """A case that waits for five working days."""
    wait = node("catch", "pause", timer("Duration", "5 working-days"))
    nodes = [node("start", "begin"), wait, node("user", "after"), node("end", "done")]
    office.deploy(bundle("p", process("p", nodes, "begin -> pause -> after -> done")))
    return office.file("p")


def test_timers_of_the_diagram_move_with_their_periods(office: Office, now: Now):
    paused(office)
    ((subject, at),) = alarms_of(office, AlarmKind.TIMER).items()
    assert at == "12-31 17:00"
    closed = publish(office, overlay({"2026-12-28": RESTS}, scope=Scope.OFFICE, source=CLOSED))
    office.tick()
    assert alarms_of(office, AlarmKind.TIMER) == {subject: "01-04 17:00"}
    withdraw(office, closed)
    office.tick()
    assert alarms_of(office, AlarmKind.TIMER) == {subject: "12-31 17:00"}


def test_a_timer_that_no_batch_has_moved_yet_does_not_fire_too_early(office: Office, now: Now):
    case = paused(office)
    now.to("2026-12-31 17:00")
    ((subject, _),) = alarms_of(office, AlarmKind.TIMER).items()
    publish(office, overlay({"2026-12-28": RESTS}, scope=Scope.OFFICE, source=CLOSED))
    with office.as_("") as uow:  # the batches come later
        uow.session.execute(delete(Alarm).where(Alarm.kind == AlarmKind.RECOUNT))
    office.tick()
    assert office.waiting(case) == []
    assert alarms_of(office, AlarmKind.TIMER) == {subject: "01-04 17:00"}
    now.to("2027-01-04 17:00")
    office.tick()
    assert office.waiting(case) == ["after"]


def test_a_clock_with_an_extension_and_a_suspension_keeps_both(office: Office, now: Now):
    more = {"suspend_for": "appraisal", "max_extension": 10, "extension_by": "director"}
    office.deploy(simple(process=clock("promise", 10, "calendar-days", **more)))
    now.to("2026-12-10 09:00")
    case = office.file("simple")
    promise = office.clocks(case)["promise"].id
    with office.as_("supervisor") as uow:
        clocks.suspend(
            uow,
            promise,
            reason="appraisal",
            effective=uow.office.today(uow.now),
            note="委托鉴定",
            requested_by=office.ids["handler"],
        )
    now.to("2026-12-14 09:00")
    with office.as_("supervisor") as uow:
        clocks.resume(
            uow,
            promise,
            reason="appraisal",
            effective=uow.office.today(uow.now),
            note="鉴定完毕",
            requested_by=office.ids["handler"],
        )
    with office.as_("director") as uow:
        clocks.extend(uow, promise, amount=10, requested_by=office.ids["handler"], note="案情复杂")
    assert last_days(office, case) == {"promise": "2027-01-04?"}
    publish(office, overlay(NEW_YEAR, 2027))
    office.tick()
    ledger = Ledger.from_json(office.clocks(case)["promise"].ledger)
    assert (ledger.last_day.isoformat(), len(ledger.terms.spans)) == ("2027-01-03", 1)
    assert ledger.terms.extensions[0].approver == "陈局长"


def test_the_program_comes_with_a_new_notice_and_provisional_clocks_become_final(office: Office, now: Now):
    office.deploy(simple(process=clock("near", 3, "calendar-days")))
    case = office.file("simple")
    ledger = {**office.clocks(case)["near"].ledger, "provisional": True}
    with office.as_("") as uow:  # as an older library counted it: the year is on record now
        uow.session.execute(update(Clock).values(provisional=True, ledger=ledger))
    assert last_days(office, case) == {"near": "2026-12-28?"}
    with office.as_("") as uow:
        horizon.look(uow)
    office.tick()
    assert revision(office).action == "library"
    assert last_days(office, case) == {"near": "2026-12-28"}
    assert Ledger.from_json(office.clocks(case)["near"].ledger).steps[-1].text.zh.startswith("工作日历收录了")
    with office.as_("") as uow:
        horizon.look(uow)
    assert revision(office).id == 1


def test_a_timer_counted_by_an_older_library_is_counted_again(office: Office):
    paused(office)
    with office.as_("") as uow:
        uow.session.execute(update(Alarm).values(wake_at=Alarm.set_at))
        publishing.count_again(uow, publishing.revise(uow, None, RevisionAction.LIBRARY, ""))
    office.tick()
    assert list(alarms_of(office, AlarmKind.TIMER).values()) == ["12-31 17:00"]
