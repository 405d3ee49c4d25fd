"""A party's own period: it ends, its rungs tell, and the office has not breached anything."""

import pytest
from sqlalchemy import select

from engine.model import Breach, FiredRung
from engine.queries import casefile, dashboard, worklist
from engine.queries.rows import Urgency
from tests.drawing import bundle, clock, node, process, rung, timer
from tests.office import Now, Office

ANSWER = clock(
    "answer",
    5,
    "working-days",
    rung("-1 working-days", "supervisor"),
    rung("end", "supervisor"),
    rung("+1 working-days", "supervisor", priority="high"),
    kind="party",
)
PROMISE = clock("promise", 2, "months", rung("end", "supervisor"))


def waiting(office: Office, *, timed: bool, promise: str = PROMISE) -> int:
    """A case that waits for a party's answer, until 10-09 or for ever."""
    boundary = node("boundary", "overdue", timer("Duration", "5 working-days"), attachedToRef="await_answer")
    nodes = [
        node("start", "begin"),
        node("user", "await_answer", kb=ANSWER),
        *([boundary, node("user", "silent"), node("end", "done_too")] if timed else []),
        node("end", "done"),
    ]
    paths = ["begin -> await_answer -> done", *(["overdue -> silent -> done_too"] if timed else [])]
    office.deploy(bundle("p", process("p", nodes, *paths, kb=promise)))
    return office.file("p")


def breaches(office: Office) -> list[int]:
    with office.reading() as uow:
        return list(uow.session.scalars(select(Breach.clock_id)))


def test_the_timer_that_ends_a_silent_partys_period_leaves_no_breach(office: Office, now: Now):
    case = waiting(office, timed=True)
    end = office.clocks(case)["answer"].ends_at
    now.at = end
    office.tick()
    answer = office.clocks(case)["answer"]
    assert (answer.state, answer.breached_at) == ("stopped", None)
    assert office.waiting(case) == ["silent"]
    assert breaches(office) == []
    assert "clock-breached" not in office.done(case)


def test_a_partys_period_without_a_timer_just_ends(office: Office, now: Now):
    case = waiting(office, timed=False)
    now.to("2026-10-20 09:00")
    office.tick()
    answer = office.clocks(case)["answer"]
    assert (answer.state, answer.breached_at, breaches(office)) == ("running", None, [])
    assert office.case(case).ends_at == office.clocks(case)["promise"].ends_at  # not the party's
    office.complete(case, "await_answer")
    assert office.clocks(case)["answer"].breached_at is None
    assert office.verify() == []


def test_its_rungs_tell_and_do_not_speak_of_a_breach(office: Office, now: Now):
    waiting(office, timed=False)
    now.to("2026-10-20 09:00")
    office.tick()
    with office.reading() as uow:
        assert sorted(uow.session.scalars(select(FiredRung.level))) == [1, 2, 3]
    (told,) = office.inbox("supervisor")
    assert "届满" in told.zh
    assert "超期" not in told.zh
    assert "overdue" not in told.en
    assert office.tick() == 0


def test_it_presses_nobody_in_any_list(office: Office, now: Now):
    case = waiting(office, timed=False)
    now.to("2026-10-20 09:00")
    office.tick()
    with office.reading("supervisor") as uow:
        (chip,) = [row.chip for row in casefile.read(uow, case).clocks if row.policy_id == "answer"]
        assert dashboard.attention(uow).overdue == ()
        (row,) = worklist.pool(uow).rows
    assert (chip.ended, chip.breached, chip.urgency) == (True, False, Urgency.RUNNING)
    assert row.clock is not None
    assert row.clock.kind == "promise"  # what is over comes last


def test_a_case_whose_own_clocks_stand_still_stands_still_while_a_partys_period_runs(office: Office):
    boundary = node("boundary", "overdue", timer("Duration", "5 working-days"), attachedToRef="await_answer")
    nodes = [
        node("start", "begin"),
        node("user", "await_answer", kb=ANSWER + '<kb:suspends reason="correction"/>'),
        boundary,
        node("user", "silent"),
        node("end", "done"),
        node("end", "done_too"),
    ]
    paths = ("begin -> await_answer -> done", "overdue -> silent -> done_too")
    kb = clock("promise", 10, "calendar-days", suspend_for="correction")
    office.deploy(bundle("p", process("p", nodes, *paths, kb=kb)))
    case = office.file("p")
    assert {key: one.state for key, one in office.clocks(case).items()} == {
        "promise": "suspended",
        "answer": "running",
    }
    with office.reading("supervisor") as uow:
        found = dashboard.attention(uow)
    assert [row.id for row in found.suspended] == [case]
    assert [load.suspended for load in found.units] == [1]


def test_before_its_end_it_is_the_clock_of_its_task(office: Office):
    waiting(office, timed=False)
    with office.reading("supervisor") as uow:
        (row,) = worklist.pool(uow).rows
    assert row.clock is not None
    assert (row.clock.kind, row.clock.ended) == ("party", False)


@pytest.mark.parametrize("promise", ["", PROMISE])
def test_a_case_with_a_partys_period_alone_has_no_end_that_the_office_owes(office: Office, promise: str):
    case = waiting(office, timed=False, promise=promise)
    assert (office.case(case).ends_at is None) is (promise == "")
    office.complete(case, "await_answer")
    assert office.case(case).state == "completed"
