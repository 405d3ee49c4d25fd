from datetime import date

import pytest
from sqlalchemy import select

from engine import cases, clocks, incidents, tasks
from engine.errors import ExtensionRefused, FourEyes, NotAllowed, NotFound, SuspensionRefused
from engine.model import Breach, Extension, Suspension
from engine.periods import Ledger
from engine.queries import casefile
from tests.drawing import body, bundle, clock, node, process, rung, simple
from tests.office import Now, Office

PROMISE = clock(
    "promise", 10, "calendar-days", rung("end", "supervisor"), suspend_for="appraisal,stay", target=7
)
ORDINARY = clock(
    "ordinary",
    1,
    "months",
    kind="ordinary",
    suspend_for="appraisal",
    max_extension=1,
    extension_by="director",
)
EXTENSIBLE = clock("long", 3, "months", max_extension=2, max_extensions=2, extension_by="director,supervisor")


@pytest.fixture
def two(office: Office) -> Office:
    """Two clocks side by side, from the start to the end of the case."""
    office.deploy(simple(process=PROMISE + ORDINARY))
    return office


def days(office: Office, case: int) -> dict[str, str]:
    return {key: clock.last_day.isoformat() for key, clock in office.clocks(case).items()}


def test_two_clocks_run_side_by_side(two: Office):
    case = two.file("simple")
    assert days(two, case) == {"promise": "2026-10-08", "ordinary": "2026-10-26"}
    promise = two.clocks(case)["promise"]
    assert promise.ends_at.isoformat() == "2026-10-08T09:00:00+00:00"
    assert promise.target_at is not None
    assert promise.target_at.isoformat() == "2026-10-08T09:00:00+00:00"
    assert two.case(case).ends_at == promise.ends_at


def test_a_clock_explains_itself(two: Office):
    case = two.file("simple")
    ledger = Ledger.from_json(two.clocks(case)["promise"].ledger)
    assert ledger.last_day == date(2026, 10, 8)
    assert any("国庆" in step.text.zh for step in ledger.steps)


def test_a_breach_is_recorded_once_and_stays(two: Office, now: Now):
    case = two.file("simple")
    now.to("2026-10-08 16:59")
    two.tick()
    assert two.clocks(case)["promise"].breached_at is None
    now.to("2026-10-08 17:00")
    two.tick()
    two.tick()
    two.complete(case, "first")
    two.complete(case, "second")
    promise = two.clocks(case)["promise"]
    assert promise.state == "stopped"
    assert promise.breached_at is not None
    assert two.done(case).count("clock-breached") == 1
    with two.reading() as uow:
        assert [row.clock_id for row in uow.session.scalars(select(Breach))] == [promise.id]


def test_a_breach_that_no_scheduler_saw_is_recorded_by_whoever_completes(two: Office, now: Now):
    case = two.file("simple")
    now.to("2026-10-09 09:00")
    two.complete(case, "first")
    assert two.clocks(case)["promise"].breached_at is None  # nothing touched the clocks
    two.complete(case, "second")
    assert two.clocks(case)["promise"].breached_at is not None
    assert two.clocks(case)["ordinary"].breached_at is None


def test_a_clock_starts_and_stops_where_the_diagram_says(office: Office, now: Now):
    kb = clock("service", 5, "working-days", starts_after="first", stops_after="second", kind="ordinary")
    nodes = [
        node("start", "begin"),
        *(node("user", name) for name in ("first", "second", "third")),
        node("end", "done"),
    ]
    office.deploy(bundle("p", process("p", nodes, "begin -> first -> second -> third -> done", kb=kb)))
    case = office.file("p")
    assert office.clocks(case) == {}
    now.to("2026-09-28 10:00")
    office.complete(case, "first")
    assert office.clocks(case)["service"].started_at == now()
    now.to("2026-09-29 10:00")
    office.complete(case, "second")
    assert office.clocks(case)["service"].stopped_at == now()
    assert office.waiting(case) == ["third"]
    assert office.case(case).ends_at is None


def test_a_clock_with_a_condition_runs_only_where_it_holds(office: Office):
    design = clock("design", 10, "calendar-days", when="right == 'design'")
    invention = clock("invention", 1, "months", when="right == 'invention'")
    office.deploy(simple(process=design + invention))
    assert list(office.clocks(office.file("simple", right="design"))) == ["design"]
    assert list(office.clocks(office.file("simple", right="invention"))) == ["invention"]


def test_a_condition_that_cannot_be_evaluated_is_an_incident_and_is_tried_again(office: Office, now: Now):
    office.deploy(simple(process=clock("design", 10, "calendar-days", when="kind_of_right == 'design'")))
    case = office.file("simple")
    assert office.clocks(case) == {}
    assert "条件无法计算" in office.inbox("supervisor")[0].zh
    now.to("2026-09-28 09:00")
    with office.reading("supervisor") as uow:
        (incident,) = casefile.read(uow, case).incidents
    with office.as_("supervisor") as uow:
        assert incidents.retry(uow, incident.id) is False
    with office.reading("supervisor") as uow:
        again = next(row for row in casefile.read(uow, case).incidents if row.resolved_at is None)
    assert again.id != incident.id


def test_the_clock_of_an_activity_runs_while_it_is_open_each_time_it_is(office: Office, now: Now):
    kb = clock("reply", 3, "working-days", kind="activity")
    nodes = [
        node("start", "begin"),
        node("user", "draft", kb=kb),
        node("user", "review"),
        node("xor", "good"),
        node("end", "done"),
    ]
    office.deploy(
        bundle(
            "p", process("p", nodes, "begin -> draft -> review -> good -[again]-> draft", "good -[*]-> done")
        )
    )
    case = office.file("p", again=True)
    office.complete(case, "draft")
    assert office.clocks(case)["reply"].state == "stopped"
    now.to("2026-09-28 09:00")
    office.complete(case, "review")
    second = office.clocks(case)["reply"]
    assert (second.state, second.started_at) == ("running", now())


def test_the_clock_of_a_sub_process_ends_with_it(office: Office):
    inner = [node("start", "in"), node("user", "inspect"), node("end", "out")]
    sub = node(
        "sub",
        "field",
        body(inner, "in -> inspect -> out", prefix="inner"),
        kb=clock("field_clock", 2, "working-days"),
    )
    nodes = [node("start", "begin"), sub, node("user", "after"), node("end", "done")]
    office.deploy(bundle("p", process("p", nodes, "begin -> field -> after -> done")))
    case = office.file("p")
    assert office.clocks(case)["field_clock"].state == "running"
    office.complete(case, "inspect")
    assert office.clocks(case)["field_clock"].state == "stopped"


# --- suspension --------------------------------------------------------------------------------------------------


def suspend(office: Office, clock: int, effective: str, by: str = "supervisor", **more: object) -> None:
    words = {"reason": "appraisal", "note": "委托鉴定", "requested_by": office.ids["handler"], **more}
    with office.as_(by) as uow:
        clocks.suspend(uow, clock, effective=date.fromisoformat(effective), **words)


def resume(office: Office, clock: int, effective: str, by: str = "supervisor", **more: object) -> None:
    words = {"reason": "appraisal", "requested_by": office.ids["handler"], **more}
    with office.as_(by) as uow:
        clocks.resume(uow, clock, effective=date.fromisoformat(effective), **words)


def test_a_suspended_clock_stands_still_and_ends_later_by_the_days_excluded(two: Office, now: Now):
    case = two.file("simple")
    promise = two.clocks(case)["promise"]
    now.to("2026-09-28 10:00")
    suspend(two, promise.id, "2026-09-28")
    assert two.clocks(case)["promise"].state == "suspended"
    assert two.case(case).state == "running"
    now.to("2026-10-20 10:00")
    two.tick()
    assert two.clocks(case)["promise"].breached_at is None
    resume(two, promise.id, "2026-10-12")
    assert days(two, case) == {
        "promise": "2026-10-19",
        "ordinary": "2026-10-26",
    }  # 14 days on 10-04, and a Sunday
    assert two.clocks(case)["promise"].breached_at is not None  # resumed as of a day that left it over
    kinds = [kind for kind in two.done(case) if kind.startswith("clock")]
    assert kinds == [
        "clock-started",
        "clock-started",
        "clock-suspended",
        "clock-resumed",
        "clock-recounted",
        "clock-breached",
    ]
    assert two.verify() == []


def test_a_suspension_says_who_asked_and_who_approved(two: Office):
    case = two.file("simple")
    suspend(two, two.clocks(case)["promise"].id, "2026-09-24", requested_by=two.ids["handler"])
    with two.reading() as uow:
        row = uow.session.scalars(select(Suspension)).one()
    assert (row.requested_by, row.approved_by) == (two.ids["handler"], two.ids["supervisor"])


@pytest.mark.parametrize(
    ("effective", "more", "rule"),
    [
        ("2026-09-24", {"note": " "}, "note"),
        ("2026-09-24", {"reason": "no-such"}, "reason-unknown"),
        ("2026-09-24", {"reason": "hearing"}, "reason"),
        ("2026-09-25", {}, "future"),
        ("2026-09-23", {}, "before-start"),
    ],
)
def test_a_suspension_against_the_rules_is_refused_by_name(
    two: Office, effective: str, more: dict[str, str], rule: str
):
    promise = two.clocks(two.file("simple"))["promise"]
    with pytest.raises(SuspensionRefused) as refused:
        suspend(two, promise.id, effective, **more)
    assert refused.value.rule == rule


def test_a_suspension_needs_the_right_and_another_person(two: Office):
    promise = two.clocks(two.file("simple"))["promise"]
    with pytest.raises(NotAllowed):
        suspend(two, promise.id, "2026-09-24", by="handler")
    with pytest.raises(FourEyes):
        suspend(two, promise.id, "2026-09-24", requested_by=two.ids["supervisor"])
    with pytest.raises(NotFound):
        suspend(two, 4711, "2026-09-24")


def test_the_same_reason_may_not_overlap_itself_another_may(two: Office, now: Now):
    case = two.file("simple")
    promise = two.clocks(case)["promise"]
    now.to("2026-09-30 10:00")
    suspend(two, promise.id, "2026-09-28")
    with pytest.raises(SuspensionRefused, match="already"):
        suspend(two, promise.id, "2026-09-29")
    suspend(two, promise.id, "2026-09-29", reason="stay")
    resume(two, promise.id, "2026-09-30")
    assert two.clocks(case)["promise"].state == "suspended"  # the stay goes on
    with pytest.raises(SuspensionRefused, match="before-last-resumption"):
        suspend(two, promise.id, "2026-09-29")
    resume(two, promise.id, "2026-09-30", reason="stay")
    assert two.clocks(case)["promise"].state == "running"
    assert days(two, case)["promise"] == "2026-10-08"  # 2 days on 10-04, still within the rest
    with pytest.raises(SuspensionRefused, match="not-suspended"):
        resume(two, promise.id, "2026-09-30")


def test_a_resumption_is_neither_in_the_future_nor_before_the_suspension(two: Office, now: Now):
    promise = two.clocks(two.file("simple"))["promise"]
    now.to("2026-09-29 10:00")
    suspend(two, promise.id, "2026-09-28")
    with pytest.raises(SuspensionRefused, match="future"):
        resume(two, promise.id, "2026-09-30")
    with pytest.raises(SuspensionRefused, match="before-suspension"):
        resume(two, promise.id, "2026-09-27")


def test_a_suspension_dated_back_lifts_a_breach_that_was_none(two: Office, now: Now):
    case = two.file("simple")
    now.to("2026-10-09 09:00")
    two.tick()
    promise = two.clocks(case)["promise"]
    assert promise.breached_at is not None
    suspend(two, promise.id, "2026-09-28")
    assert two.clocks(case)["promise"].breached_at is None
    assert "clock-breach-lifted" in two.done(case)
    with two.reading() as uow:
        assert uow.session.scalars(select(Breach)).one().lifted_at is not None


def test_a_clock_that_is_over_is_not_suspended_afterwards(two: Office, now: Now):
    promise = two.clocks(two.file("simple"))["promise"]
    now.to("2026-10-12 09:00")
    with pytest.raises(SuspensionRefused, match="ended"):
        suspend(two, promise.id, "2026-10-10")


def test_a_case_that_stands_still_stands_its_clocks_that_allow_it_and_its_tasks(two: Office, now: Now):
    case = two.file("simple")
    now.to("2026-09-28 10:00")
    with two.as_("supervisor") as uow:
        cases.suspend(
            uow,
            case,
            reason="stay",
            effective=date(2026, 9, 28),
            note="无效宣告",
            requested_by=two.ids["handler"],
        )
    assert {key: clock.state for key, clock in two.clocks(case).items()} == {
        "promise": "suspended",
        "ordinary": "running",
    }
    assert two.case(case).state == "suspended"
    now.to("2026-10-12 10:00")
    with two.as_("supervisor") as uow:
        cases.resume(uow, case, reason="stay", effective=date(2026, 10, 12), requested_by=two.ids["handler"])
    assert days(two, case) == {"promise": "2026-10-19", "ordinary": "2026-10-26"}
    assert two.case(case).state == "running"
    two.complete(case, "first")


def test_a_clock_that_starts_while_its_case_has_a_suspension_stands_from_the_start(office: Office, now: Now):
    kb = clock("promise", 10, "calendar-days", starts_after="first", suspend_for="hearing")
    suspending = '<kb:suspends reason="hearing"/>'
    nodes = [
        node("start", "begin"),
        node("and", "fork"),
        node("user", "first"),
        node("user", "hear", kb=suspending),
        node("user", "after"),
        node("and", "join"),
        node("end", "done"),
    ]
    office.deploy(
        bundle(
            "p",
            process(
                "p", nodes, "begin -> fork -> first -> after -> join -> done", "fork -> hear -> join", kb=kb
            ),
        )
    )
    case = office.file("p")
    office.complete(case, "first")
    assert office.clocks(case)["promise"].state == "suspended"
    now.to("2026-09-28 09:00")
    office.complete(case, "hear")
    running = office.clocks(case)["promise"]
    assert (running.state, running.last_day.isoformat()) == ("running", "2026-10-08")


def test_an_activity_that_suspends_stands_the_clocks_while_a_token_is_in_it(office: Office, now: Now):
    kb = clock("promise", 10, "calendar-days", suspend_for="appraisal") + clock("ordinary", 1, "months")
    nodes = [
        node("start", "begin"),
        node("user", "appraise", kb='<kb:suspends reason="appraisal"/>'),
        node("user", "decide"),
        node("end", "done"),
    ]
    office.deploy(bundle("p", process("p", nodes, "begin -> appraise -> decide -> done", kb=kb)))
    case = office.file("p")
    assert {key: one.state for key, one in office.clocks(case).items()} == {
        "promise": "suspended",
        "ordinary": "running",
    }
    now.to("2026-10-15 09:00")
    office.complete(case, "appraise")
    promise = office.clocks(case)["promise"]
    assert (promise.state, promise.last_day.isoformat()) == (
        "running",
        "2026-10-26",
    )  # 21 days on 10-04: a Sunday
    assert office.case(case).standing == 0


# --- extension ---------------------------------------------------------------------------------------------------


def extend(
    office: Office,
    clock: int,
    amount: int = 1,
    by: str = "director",
    asks: str = "handler",
    note: str = "案情复杂",
) -> None:
    with office.as_(by) as uow:
        clocks.extend(uow, clock, amount=amount, requested_by=office.ids[asks], note=note)


def test_an_extension_is_counted_from_the_start_never_from_the_end(office: Office, now: Now):
    now.to("2026-01-31 10:00")
    office.deploy(simple(process=ORDINARY))
    case = office.file("simple")
    ordinary = office.clocks(case)["ordinary"]
    assert ordinary.last_day == date(2026, 2, 28)
    extend(office, ordinary.id)
    assert office.clocks(case)["ordinary"].last_day == date(2026, 3, 31)
    with office.reading() as uow:
        row = uow.session.scalars(select(Extension)).one()
    assert (row.amount, row.unit, row.granted_by) == (1, "months", office.ids["director"])
    assert row.new_end > row.old_end
    ledger = Ledger.from_json(office.clocks(case)["ordinary"].ledger)
    assert any("延长" in step.text.zh for step in ledger.steps)


@pytest.mark.parametrize(
    ("amount", "by", "asks", "note", "rule"),
    [
        (1, "handler", "second", "因", "role"),
        (1, "director", "director", "因", "four-eyes"),
        (1, "director", "handler", "", "note"),
        (0, "director", "handler", "因", "amount"),
        (2, "director", "handler", "因", "cap"),
    ],
)
def test_an_extension_against_the_rules_is_refused_by_name(
    two: Office, amount: int, by: str, asks: str, note: str, rule: str
):
    ordinary = two.clocks(two.file("simple"))["ordinary"]
    with pytest.raises(ExtensionRefused) as refused:
        extend(two, ordinary.id, amount, by, asks, note)
    assert refused.value.rule == rule


def test_a_promise_is_not_extended(two: Office):
    with pytest.raises(ExtensionRefused, match="not-extensible"):
        extend(two, two.clocks(two.file("simple"))["promise"].id)


def test_the_number_and_the_sum_of_extensions_are_bounded(office: Office):
    office.deploy(simple(process=EXTENSIBLE))
    case = office.file("simple")
    long = office.clocks(case)["long"].id
    extend(office, long)
    with pytest.raises(ExtensionRefused, match="cap"):
        extend(office, long, 2)
    extend(office, long, 1, by="supervisor")
    with pytest.raises(ExtensionRefused, match="number"):
        extend(office, long)


def test_an_extension_after_the_end_is_refused_and_the_breach_stays(two: Office, now: Now):
    case = two.file("simple")
    now.to("2026-10-27 09:00")
    with pytest.raises(ExtensionRefused) as refused:
        extend(two, two.clocks(case)["ordinary"].id)
    assert refused.value.rule == "ended"
    assert refused.value.ended is not None
    two.tick()
    assert two.clocks(case)["ordinary"].breached_at is not None


def test_a_stopped_clock_is_not_found(two: Office):
    case = two.file("simple")
    promise = two.clocks(case)["promise"].id
    two.complete(case, "first")
    two.complete(case, "second")
    with pytest.raises(NotFound):
        extend(two, promise)


def test_counting_again_keeps_what_is_on_record(two: Office):
    case = two.file("simple")
    before = two.clocks(case)["promise"]
    with two.as_("") as uow:
        clocks.recount(uow, before.id, why="calendar")
    after = two.clocks(case)["promise"]
    assert (after.ends_at, after.ledger) == (before.ends_at, before.ledger)
    assert "clock-recounted" not in two.done(case)


def test_a_watch_task_may_be_done_when_a_clock_has_run_out(office: Office, now: Now):
    office.deploy(
        simple(
            process=clock(
                "promise",
                10,
                "calendar-days",
                rung("end", "supervisor", task="supervisor", priority="urgent"),
            )
        )
    )
    case = office.file("simple")
    now.to("2026-10-09 09:00")
    office.tick()
    watch = next(task for task in office.open_tasks(case) if task.kind == "watch")
    assert (watch.role, watch.name.zh) == ("supervisor", "督办：promise 时限")
    assert office.case(case).priority == 2
    with office.as_("supervisor") as uow:
        done = tasks.complete(uow, watch.id, {"note": "已与承办人面谈"})
    assert done.case_state == "running"
    assert office.waiting(case) == ["first"]
