"""Suspensions by people and by the diagram: counted once, moving what follows, and not for ever."""

from datetime import date

import pytest
from sqlalchemy import select

from engine import cases, clocks, tasks
from engine.model import Alarm, AlarmKind, PastLedger, Suspension
from engine.office import SuspensionRule
from engine.periods import Ledger
from engine.policies import parse_period
from engine.queries import casefile
from engine.text import Text
from tests.drawing import body, bundle, clock, node, process, rung, simple, timer
from tests.office import Now, Office, office_value

PROMISE = clock(
    "promise", 10, "calendar-days", rung("50%", "supervisor"), suspend_for="appraisal,stay,hearing"
)


def suspends(reason: str) -> str:
    return f'<kb:suspends reason="{reason}"/>'


def suspend(
    office: Office, case: int, effective: str, reason: str = "stay", clock_id: int | None = None
) -> None:
    words = {
        "reason": reason,
        "effective": date.fromisoformat(effective),
        "note": "中止",
        "requested_by": office.ids["handler"],
    }
    with office.as_("supervisor") as uow:
        if clock_id is None:
            cases.suspend(uow, case, **words)
        else:
            clocks.suspend(uow, clock_id, **words)


def resume(
    office: Office, case: int, effective: str, reason: str = "stay", clock_id: int | None = None
) -> None:
    words = {
        "reason": reason,
        "effective": date.fromisoformat(effective),
        "requested_by": office.ids["handler"],
    }
    with office.as_("supervisor") as uow:
        if clock_id is None:
            cases.resume(uow, case, **words)
        else:
            clocks.resume(uow, clock_id, **words)


def last_day(office: Office, case: int, policy: str = "promise") -> str:
    return office.clocks(case)[policy].last_day.isoformat()


def wakes(office: Office, kind: AlarmKind) -> list[str]:
    with office.reading() as uow:
        rows = uow.session.scalars(select(Alarm).where(Alarm.kind == kind).order_by(Alarm.wake_at))
        return [f"{office.value.local(row.wake_at):%m-%d %H:%M}" for row in rows]


# --- overlaps count once -----------------------------------------------------------------------------------------


@pytest.fixture
def long(office: Office) -> int:
    """A case of 30 calendar days from 09-24: to 10-26, as 10-24 is a Saturday."""
    office.deploy(simple(process=clock("promise", 30, "calendar-days", suspend_for="appraisal,stay")))
    return office.file("simple")


def test_one_clock_and_the_whole_case_suspended_together_count_once(office: Office, long: int, now: Now):
    number = office.clocks(long)["promise"].id
    now.to("2026-09-28 10:00")
    suspend(office, long, "2026-09-28", clock_id=number)
    suspend(office, long, "2026-09-28")
    now.to("2026-10-08 10:00")
    resume(office, long, "2026-10-08")
    assert office.clocks(long)["promise"].state == "suspended"  # its own goes on
    resume(office, long, "2026-10-08", clock_id=number)
    assert office.clocks(long)["promise"].state == "running"
    assert last_day(office, long) == "2026-11-03"  # 10 days on 10-24, not 20


def test_two_reasons_that_overlap_count_once(office: Office, long: int, now: Now):
    now.to("2026-10-12 10:00")
    suspend(office, long, "2026-09-28")
    suspend(office, long, "2026-10-08", reason="appraisal")
    resume(office, long, "2026-10-10")
    resume(office, long, "2026-10-12", reason="appraisal")
    assert last_day(office, long) == "2026-11-09"  # 09-28 to 10-11: 14 days on 10-24 is a Saturday


def test_a_pause_within_a_pause_adds_nothing(office: Office, long: int, now: Now):
    now.to("2026-10-12 10:00")
    suspend(office, long, "2026-09-28")
    suspend(office, long, "2026-09-30", reason="appraisal")
    resume(office, long, "2026-10-08", reason="appraisal")
    resume(office, long, "2026-10-12")
    assert last_day(office, long) == "2026-11-09"


def test_tokens_side_by_side_in_marked_activities_count_once(office: Office, now: Now):
    nodes = [
        node("start", "begin"),
        node("and", "fork"),
        node("user", "appraise", kb=suspends("appraisal")),
        node("user", "hear", kb=suspends("hearing")),
        node("and", "join"),
        node("user", "decide"),
        node("end", "done"),
    ]
    paths = ("begin -> fork -> appraise -> join -> decide -> done", "fork -> hear -> join")
    office.deploy(bundle("p", process("p", nodes, *paths, kb=PROMISE)))
    case = office.file("p")
    assert office.case(case).standing == 2
    now.to("2026-09-28 10:00")
    office.complete(case, "appraise")
    assert office.clocks(case)["promise"].state == "suspended"
    now.to("2026-09-30 10:00")
    office.complete(case, "hear")
    assert (office.clocks(case)["promise"].state, office.case(case).standing) == ("running", 0)
    assert last_day(office, case) == "2026-10-09"  # 09-25 to 09-29: 5 days on 10-04


def test_every_instance_of_a_marked_activity_together_is_one_pause(office: Office, now: Now):
    each = '<kb:each collection="experts" item="expert"/>'
    loop = f"<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>{each}</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
    nodes = [
        node("start", "begin"),
        node("user", "appraise", loop, kb=suspends("appraisal")),
        node("user", "decide"),
        node("end", "done"),
    ]
    office.deploy(bundle("mi", process("mi", nodes, "begin -> appraise -> decide -> done", kb=PROMISE)))
    case = office.file("mi", experts=["a", "b", "c"])
    with office.reading() as uow:
        assert len(uow.session.scalars(select(Suspension)).all()) == 1
    for day in ("2026-09-28", "2026-09-29", "2026-09-30"):
        now.to(f"{day} 10:00")
        task = office.open_tasks(case)[0].id
        with office.as_("handler") as uow:
            tasks.complete(uow, task, {})
    assert office.clocks(case)["promise"].state == "running"
    assert last_day(office, case) == "2026-10-09"


def test_a_marked_sub_process_stands_the_clocks_until_it_is_left(office: Office, now: Now):
    inner = body(
        [node("start", "in"), node("user", "listen"), node("end", "out")], "in -> listen -> out", prefix="x"
    )
    nodes = [
        node("start", "begin"),
        node("sub", "hearing", inner, kb=suspends("hearing")),
        node("user", "decide"),
        node("end", "done"),
    ]
    office.deploy(bundle("sp", process("sp", nodes, "begin -> hearing -> decide -> done", kb=PROMISE)))
    case = office.file("sp")
    now.to("2026-09-30 10:00")
    assert office.clocks(case)["promise"].state == "suspended"
    office.complete(case, "listen")
    assert last_day(office, case) == "2026-10-09"


def test_a_marked_activity_that_is_entered_again_counts_each_time(office: Office, now: Now):
    nodes = [
        node("start", "begin"),
        node("user", "appraise", kb=suspends("appraisal")),
        node("user", "look"),
        node("xor", "good"),
        node("end", "done"),
    ]
    paths = ("begin -> appraise -> look -> good -[again]-> appraise", "good -[*]-> done")
    office.deploy(bundle("p", process("p", nodes, *paths, kb=PROMISE)))
    case = office.file("p", again=True)
    now.to("2026-09-26 10:00")
    office.complete(case, "appraise")  # the 25th
    now.to("2026-09-28 10:00")
    office.complete(case, "look")
    now.to("2026-09-30 10:00")
    office.complete(case, "appraise")  # the 28th and the 29th
    assert last_day(office, case) == "2026-10-08"  # three days on 10-04
    with office.reading() as uow:
        assert len(uow.session.scalars(select(Suspension)).all()) == 2


def test_a_marked_activity_within_a_pause_of_the_case_counts_once(office: Office, now: Now):
    nodes = [
        node("start", "begin"),
        node("user", "appraise", kb=suspends("appraisal")),
        node("user", "decide"),
        node("end", "done"),
    ]
    kb = clock("promise", 30, "calendar-days", suspend_for="appraisal,stay")
    office.deploy(bundle("p", process("p", nodes, "begin -> appraise -> decide -> done", kb=kb)))
    case = office.file("p")
    now.to("2026-09-28 10:00")
    suspend(office, case, "2026-09-28")
    now.to("2026-09-30 10:00")
    resume(office, case, "2026-09-30")
    assert office.clocks(case)["promise"].state == "suspended"
    now.to("2026-10-08 10:00")
    office.complete(case, "appraise")
    assert last_day(office, case) == "2026-11-06"  # 09-25 to 10-07: 13 days on 10-24


def test_a_period_in_hours_stands_still_to_the_minute(office: Office, now: Now):
    """Three working hours from 09:00: to 14:00, with the lunch break."""
    kb = clock("quick", 3, "hours", starts_after="first", suspend_for="stay,appraisal")
    office.deploy(simple(process=kb))
    case = office.file("simple")
    suspend(office, case, "2026-09-24")  # over before the clock starts
    resume(office, case, "2026-09-24")
    office.complete(case, "first")
    number = office.clocks(case)["quick"].id
    now.to("2026-09-24 10:00")
    suspend(office, case, "2026-09-24", clock_id=number)
    now.to("2026-09-24 11:00")
    suspend(office, case, "2026-09-24", reason="appraisal", clock_id=number)
    now.to("2026-09-24 14:00")
    resume(office, case, "2026-09-24", clock_id=number)
    now.to("2026-09-24 15:00")
    resume(office, case, "2026-09-24", reason="appraisal", clock_id=number)
    ends = office.value.local(office.clocks(case)["quick"].ends_at)
    assert f"{ends:%m-%d %H:%M}" == "09-24 17:00"  # an hour is used at 10:00; two are left at 15:00


# --- what moves with the end -------------------------------------------------------------------------------------


def test_running_rungs_move_with_the_end(office: Office, now: Now):
    office.deploy(simple(process=PROMISE))
    case = office.file("simple")
    assert wakes(office, AlarmKind.CLOCK) == ["09-29 17:00"]
    now.to("2026-09-28 10:00")
    suspend(office, case, "2026-09-28")
    assert wakes(office, AlarmKind.CLOCK) == []
    now.to("2026-10-10 10:00")
    resume(office, case, "2026-10-10")
    assert wakes(office, AlarmKind.CLOCK) == ["10-11 17:00"]  # half of it: three days before, two after


def test_the_ledgers_before_and_after_a_pause_are_kept(office: Office, now: Now):
    office.deploy(simple(process=PROMISE))
    case = office.file("simple")
    first = office.clocks(case)["promise"].ends_at
    now.to("2026-10-12 10:00")
    suspend(office, case, "2026-09-28")
    resume(office, case, "2026-10-12")
    with office.reading() as uow:
        rows = uow.session.scalars(select(PastLedger).order_by(PastLedger.id)).all()
    assert [(row.why, row.note) for row in rows] == [("suspended", "中止")]  # resumed today: the same end
    assert (rows[0].ends_at, rows[0].new_end) == (first, office.clocks(case)["promise"].ends_at)
    assert Ledger.from_json(rows[0].ledger).last_day == date(2026, 10, 8)


def test_the_ledger_of_a_pause_that_lasted_is_kept_when_it_ends(office: Office, now: Now):
    office.deploy(simple(process=PROMISE))
    case = office.file("simple")
    now.to("2026-09-28 10:00")
    suspend(office, case, "2026-09-28")
    now.to("2026-10-12 10:00")
    resume(office, case, "2026-10-12")
    with office.reading() as uow:
        rows = uow.session.scalars(select(PastLedger)).all()
    assert [row.why for row in rows] == ["resumed"]


# --- the clock of an activity whose timer is held ----------------------------------------------------------------

ANSWER = clock("answer", 15, "calendar-days", rung("end", "assignee"), kind="activity")


def answered(office: Office, *, interrupting: bool = True) -> int:
    """A case that waits for an answer: 15 days from 09-24, to 10-09; a timer of 15 days ends it."""
    nodes = [
        node("start", "begin"),
        node("user", "await_answer", kb=ANSWER),
        node(
            "boundary",
            "overdue",
            timer("Duration", "15 calendar-days"),
            attachedToRef="await_answer",
            cancelActivity="true" if interrupting else "false",
        ),
        node("user", "heard"),
        node("user", "silent"),
        node("end", "done"),
        node("end", "done_too"),
    ]
    paths = ("begin -> await_answer -> heard -> done", "overdue -> silent -> done_too")
    office.deploy(
        bundle("p", process("p", nodes, *paths, kb=clock("promise", 2, "months", suspend_for="stay")))
    )
    return office.file("p")


def test_the_clock_of_an_activity_stands_still_with_the_timer_that_ends_it(office: Office, now: Now):
    case = answered(office)
    now.to("2026-09-28 10:00")
    suspend(office, case, "2026-09-28")
    assert office.clocks(case)["answer"].state == "suspended"
    now.to("2026-11-10 10:00")
    office.tick()
    assert office.clocks(case)["answer"].breached_at is None
    resume(office, case, "2026-11-09")
    answer = office.clocks(case)["answer"]
    assert (answer.state, answer.last_day) == ("running", date(2026, 11, 20))  # 42 days on 10-09
    assert wakes(office, AlarmKind.TIMER) == [f"{office.value.local(answer.ends_at):%m-%d %H:%M}"]
    with office.reading("handler") as uow:
        row = next(one for one in casefile.read(uow, case).clocks if one.policy_id == "answer")
    assert [one.reason for one in row.suspensions] == ["stay"]


def test_a_timer_that_only_reminds_holds_no_clock(office: Office, now: Now):
    case = answered(office, interrupting=False)
    now.to("2026-09-28 10:00")
    suspend(office, case, "2026-09-28")
    assert office.clocks(case)["answer"].state == "running"


def test_what_the_diagram_suspends_holds_no_timer_and_no_clock_of_one(office: Office, now: Now):
    nodes = [
        node("start", "begin"),
        node("and", "fork"),
        node("user", "await_answer", kb=ANSWER),
        node("boundary", "overdue", timer("Duration", "15 calendar-days"), attachedToRef="await_answer"),
        node("user", "appraise", kb=suspends("appraisal")),
        node("and", "join"),
        node("end", "done"),
        node("end", "silent"),
    ]
    paths = ("begin -> fork -> await_answer -> join -> done", "fork -> appraise -> join", "overdue -> silent")
    promise = clock("promise", 2, "months", suspend_for="appraisal")
    office.deploy(bundle("p", process("p", nodes, *paths, kb=promise)))
    case = office.file("p")
    assert {key: one.state for key, one in office.clocks(case).items()} == {
        "promise": "suspended",
        "answer": "running",
    }


def test_a_case_whose_only_clock_is_a_timed_one_is_suspended_for_any_reason(office: Office, now: Now):
    nodes = [
        node("start", "begin"),
        node("user", "await_answer", kb=ANSWER),
        node("boundary", "overdue", timer("Duration", "15 calendar-days"), attachedToRef="await_answer"),
        node("end", "done"),
        node("end", "silent"),
    ]
    office.deploy(bundle("p", process("p", nodes, "begin -> await_answer -> done", "overdue -> silent")))
    case = office.file("p")
    suspend(office, case, "2026-09-24", reason="hearing")
    assert office.clocks(case)["answer"].state == "suspended"


# --- how long it may last ----------------------------------------------------------------------------------------

RULES = {
    "appraisal": SuspensionRule(Text("收到鉴定意见", "the report is in"), parse_period("20 calendar-days")),
    "stay": SuspensionRule(Text("决定生效", "the decision is in force")),
}


@pytest.fixture
def strict(office: Office) -> Office:
    """An office in which an appraisal lasts twenty days at most."""
    office.engine.office = office.value = office_value(suspension_rules=RULES)
    return office


def overlong(office: Office, login: str = "supervisor") -> list[str]:
    return [one.zh for one in office.inbox(login) if "超过规定时间" in one.zh]


def test_a_suspension_that_lasts_too_long_is_told_again_every_working_week(strict: Office, now: Now):
    strict.deploy(simple(process=PROMISE))
    case = strict.file("simple")
    suspend(strict, case, "2026-09-24", reason="appraisal")
    assert wakes(strict, AlarmKind.SUSPENSION) == ["10-14 17:00"]
    now.to("2026-10-14 17:00")
    strict.tick()
    now.to("2026-10-15 09:00")
    assert len(overlong(strict)) == 1
    assert "收到鉴定意见" in overlong(strict)[0]
    assert wakes(strict, AlarmKind.SUSPENSION) == ["10-21 17:00"]
    now.to("2026-10-22 09:00")
    strict.tick()
    assert len(overlong(strict)) == 2
    with strict.reading("supervisor") as uow:
        file = casefile.read(uow, case)
    (row,) = file.suspensions
    assert (row.too_long, row.resumes) == (True, Text("收到鉴定意见", "the report is in"))
    assert file.clocks[0].suspensions[0].too_long
    resume(strict, case, "2026-10-22", reason="appraisal")
    now.later(days=30)
    strict.tick()
    assert len(overlong(strict)) == 2
    assert strict.done(case).count("suspension-too-long") == 2
    assert strict.verify() == []


def test_one_by_the_diagram_is_told_too(strict: Office, now: Now):
    nodes = [node("start", "begin"), node("user", "appraise", kb=suspends("appraisal")), node("end", "done")]
    strict.deploy(bundle("p", process("p", nodes, "begin -> appraise -> done", kb=PROMISE)))
    case = strict.file("p")
    now.to("2026-10-15 09:00")
    strict.tick()
    now.to("2026-10-15 09:30")
    assert len(overlong(strict)) == 1
    strict.complete(case, "appraise")
    assert wakes(strict, AlarmKind.SUSPENSION) == []


def test_one_dated_back_beyond_its_time_is_told_at_once(strict: Office, now: Now):
    strict.deploy(simple(process=clock("promise", 3, "months", suspend_for="appraisal")))
    case = strict.file("simple")
    now.to("2026-11-10 10:00")
    suspend(strict, case, "2026-09-28", reason="appraisal")
    strict.tick()
    assert len(overlong(strict)) == 1


def test_a_reason_without_a_longest_time_is_told_nothing_of(strict: Office, now: Now):
    strict.deploy(simple(process=PROMISE))
    case = strict.file("simple")
    suspend(strict, case, "2026-09-24")
    assert wakes(strict, AlarmKind.SUSPENSION) == []
    with strict.reading("supervisor") as uow:
        (row,) = casefile.read(uow, case).suspensions
    assert (row.until, row.too_long) == (None, False)
    assert row.resumes == Text("决定生效", "the decision is in force")


@pytest.mark.parametrize("over", ["resumed", "stopped"])
def test_what_has_ended_meanwhile_is_told_nothing_of(strict: Office, now: Now, over: str):
    """The alarm may ring for a clock that has stopped, or a suspension that ended while the rule was another."""
    strict.deploy(
        simple(
            process=clock("short", 5, "working-days", stops_after="first", suspend_for="appraisal") + PROMISE
        )
    )
    case = strict.file("simple")
    number = strict.clocks(case)["short"].id
    suspend(strict, case, "2026-09-24", reason="appraisal", clock_id=number)
    if over == "stopped":
        strict.complete(case, "first")
    else:
        strict.engine.office = office_value()  # no rule, no alarm to clear
        resume(strict, case, "2026-09-24", reason="appraisal", clock_id=number)
    assert wakes(strict, AlarmKind.SUSPENSION) == ["10-14 17:00"]
    now.to("2026-10-15 09:00")
    strict.tick()
    assert overlong(strict) == []
    assert wakes(strict, AlarmKind.SUSPENSION) == []


def test_a_rule_that_has_gone_leaves_the_words_without_it(strict: Office, now: Now):
    strict.deploy(simple(process=PROMISE))
    case = strict.file("simple")
    suspend(strict, case, "2026-09-24", reason="appraisal")
    strict.engine.office = office_value()
    now.to("2026-10-15 09:00")
    strict.tick()
    assert "恢复条件：—" in overlong(strict)[0]


def test_nothing_rings_for_a_case_that_has_closed(strict: Office, now: Now):
    strict.deploy(simple(process=PROMISE))
    case = strict.file("simple")
    suspend(strict, case, "2026-09-24", reason="appraisal")
    with strict.as_("director") as uow:
        cases.cancel(uow, case, reason="撤回")
    assert wakes(strict, AlarmKind.SUSPENSION) == []
