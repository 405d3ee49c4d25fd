"""What a step does that no use case asks for by name: scripts, tables, calls, races with alarms."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, text, update

from engine import cases, clocks, incidents, tasks
from engine.blueprint import Bundle
from engine.errors import AlreadyDone, MoveRefused, NotAllowed, NotFound
from engine.model import Alarm, Clock, Incident
from engine.queries import casefile, dashboard, worklist
from engine.steps.message_keys import digest, digests, satisfies
from engine.steps.seen import changed, fingerprint, written_fields
from tests.drawing import bundle, clock, message_event, node, process, rung, simple, timer
from tests.office import Now, Office

HANDLER = '<kb:assignment role="case-handler"/>'
TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="路线" namespace="urn:test">
  <decision id="route" name="路线"><decisionTable id="t" hitPolicy="FIRST">
    <input id="i"><inputExpression id="ie" typeRef="string"><text>right</text></inputExpression></input>
    <output id="o" name="route" typeRef="string"/>
    <rule id="r1"><inputEntry id="r1i"><text>"design"</text></inputEntry>
      <outputEntry id="r1o"><text>"fast"</text></outputEntry></rule>
    <rule id="r2"><inputEntry id="r2i"><text>-</text></inputEntry>
      <outputEntry id="r2o"><text>"slow"</text></outputEntry></rule>
  </decisionTable></decision>
</definitions>""".encode()


def facts(office: Office, case: int, kind: str) -> dict[str, object]:
    return next(entry.facts for entry in office.journal(case) if entry.kind == kind)


# --- automatic steps -----------------------------------------------------------------------------------------------


def test_scripts_and_tables_run_and_say_what_they_gave(office: Office):
    nodes = [
        node("start", "begin"),
        node("script", "count", "<bpmn:script>total = amount + 1</bpmn:script>"),
        node("rule", "decide", kb='<kb:decision key="route"/>'),
        node("user", "after"),
        node("end", "done"),
    ]
    drawn = bundle("p", process("p", nodes, "begin -> count -> decide -> after -> done"))
    office.deploy(Bundle("p", {**drawn.files, "route.dmn": TABLE}))
    case = office.file("p", amount=2, right="design")
    assert (office.variables(case)["total"], office.variables(case)["route"]) == (3, "fast")
    assert facts(office, case, "script-run") == {"values": {"total": 3}}
    assert facts(office, case, "decided") == {"table": "route", "values": {"route": "fast"}}
    assert facts(office, case, "moved") == {"path": ["begin", "count", "decide", "after"]}


def test_a_table_of_a_called_process_is_found(office: Office):
    inner = [node("start", "in"), node("rule", "decide", kb='<kb:decision key="route"/>'), node("end", "out")]
    called = bundle("inner", process("inner", inner, "in -> decide -> out"))
    office.deploy(Bundle("inner", {**called.files, "route.dmn": TABLE}))
    kb = (
        '<kb:call><kb:in name="right" expression="right"/><kb:out name="route" expression="route"/></kb:call>'
    )
    nodes = [
        node("start", "begin"),
        node("call", "go", calledElement="inner", kb=kb),
        node("user", "after"),
        node("end", "done"),
    ]
    office.deploy(bundle("p", process("p", nodes, "begin -> go -> after -> done")))
    assert office.variables(office.file("p", right="invention"))["route"] == "slow"


def test_a_clock_that_is_running_is_not_started_again_by_a_loop(office: Office):
    kb = clock("promise", 10, "calendar-days", starts_after="draft")
    nodes = [
        node("start", "begin"),
        node("user", "draft"),
        node("user", "review"),
        node("xor", "good"),
        node("end", "done"),
    ]
    office.deploy(
        bundle(
            "p",
            process(
                "p", nodes, "begin -> draft -> review -> good -[again]-> draft", "good -[*]-> done", kb=kb
            ),
        )
    )
    case = office.file("p", again=True)
    for _ in range(3):
        office.complete(case, "draft")
        office.complete(case, "review")
    with office.reading() as uow:
        assert len(uow.session.scalars(select(Clock.id)).all()) == 1


def test_a_multi_instance_task_opens_one_for_each_and_each_has_its_person(office: Office):
    loop = '<bpmn:multiInstanceLoopCharacteristics isSequential="false"/>'
    kb = (
        '<kb:assignment role="case-handler" assignee="handler"/>'
        '<kb:each collection="handlers" item="handler"/>' + clock("opinion", 3, "working-days")
    )
    nodes = [
        node("start", "begin"),
        node("user", "opine", loop, kb=kb),
        node("user", "after"),
        node("end", "done"),
    ]
    office.deploy(bundle("p", process("p", nodes, "begin -> opine -> after -> done")))
    named = [office.ids["handler"], office.ids["second"]]
    case = office.file("p", handlers=named)
    assert [task.assignee_id for task in office.open_tasks(case)] == named
    assert office.clocks(case)["opinion"].state == "running"
    for login, task in zip(("handler", "second"), office.open_tasks(case), strict=True):
        with office.as_(login) as uow:
            tasks.complete(uow, task.id, {})
    assert office.waiting(case) == ["after"]
    with office.reading() as uow:
        assert [row.state for row in uow.session.scalars(select(Clock))] == ["stopped"]


# --- alarms that come in between -----------------------------------------------------------------------------------


def unhold(office: Office) -> None:
    with office.as_("") as uow:
        uow.session.execute(update(Alarm).values(held=False))


def test_an_alarm_that_was_taken_before_its_case_stood_still_is_put_back(office: Office, now: Now):
    nodes = [
        node("start", "begin"),
        node("catch", "wait", timer("Duration", "PT1H")),
        node("user", "after"),
        node("end", "done"),
    ]
    office.deploy(bundle("p", process("p", nodes, "begin -> wait -> after -> done")))
    case = office.file("p")
    with office.as_("supervisor") as uow:
        cases.suspend(
            uow,
            case,
            reason="stay",
            effective=date(2026, 9, 24),
            note="中止",
            requested_by=office.ids["handler"],
        )
    unhold(office)
    now.later(hours=2)
    office.tick()
    assert office.waiting(case) == []
    with office.reading() as uow:
        assert uow.session.scalars(select(Alarm.held)).all() == [True]


def test_a_signal_for_a_case_that_is_over_is_forgotten(office: Office):
    signal = '<bpmn:signal id="s" name="fair-closed"/>'
    nodes = [
        node("start", "begin"),
        node("user", "work"),
        node("boundary", "closed", '<bpmn:signalEventDefinition signalRef="s"/>', attachedToRef="work"),
        node("end", "done"),
        node("end", "out"),
    ]
    office.deploy(bundle("p", signal, process("p", nodes, "begin -> work -> done", "closed -> out")))
    case = office.file("p")
    office.complete(case, "work")
    with office.as_("") as uow:
        alarm = Alarm(kind="signal", subject=f"1:{case}", case_id=case, wake_at=uow.now, set_at=uow.now)
        uow.session.add(alarm)
    assert office.tick() == 1
    with office.reading() as uow:
        assert uow.session.scalars(select(Alarm)).all() == []


def test_an_alarm_of_a_clock_that_stands_still_fires_no_rung(office: Office, now: Now):
    office.deploy(
        simple(process=clock("promise", 10, "calendar-days", rung("50%", "assignee"), suspend_for="stay"))
    )
    case = office.file("simple")
    promise = office.clocks(case)["promise"].id
    with office.as_("supervisor") as uow:
        clocks.suspend(
            uow,
            promise,
            reason="stay",
            effective=date(2026, 9, 24),
            note="中止",
            requested_by=office.ids["handler"],
        )
        uow.session.add(
            Alarm(kind="clock", subject=str(promise), case_id=case, wake_at=uow.now, set_at=uow.now)
        )
    now.to("2026-10-12 09:00")
    assert office.tick() == 1
    assert "rung-fired" not in office.done(case)


# --- what a reader may do ------------------------------------------------------------------------------------------


@pytest.fixture
def two(office: Office) -> Office:
    kb = clock("promise", 10, "calendar-days", suspend_for="stay", max_extension=5, extension_by="director")
    office.deploy(simple(first=HANDLER, process=kb))
    return office


def may(office: Office, case: int, login: str) -> tuple[frozenset[str], str | None]:
    with office.reading(login) as uow:
        row = casefile.read(uow, case).tasks[0]
    return row.may, row.refusal


def test_a_page_offers_what_the_engine_would_let_one_do(two: Office):
    case = two.file("simple")
    assert may(two, case, "handler") == ({"claim", "complete", "draft"}, None)
    assert may(two, case, "reviewer") == (set(), "role")
    assert may(two, case, "chief") == ({"assign"}, "role")
    with two.as_("handler") as uow:
        tasks.claim(uow, two.task(case, "first"))
    assert may(two, case, "handler") == ({"complete", "draft", "unclaim", "assign", "return"}, None)
    assert may(two, case, "second") == (set(), "assigned")
    assert may(two, case, "chief")[0] == {"assign", "return"}
    assert may(two, case, "")[0] >= {"complete", "assign", "return"}


def test_a_page_of_a_case_that_stands_still_offers_to_resume_it(two: Office):
    case = two.file("simple")
    with two.as_("supervisor") as uow:
        cases.suspend(
            uow,
            case,
            reason="stay",
            effective=date(2026, 9, 24),
            note="中止",
            requested_by=two.ids["handler"],
        )
    assert may(two, case, "handler") == (set(), "suspended")
    with two.reading("supervisor") as uow:
        file = casefile.read(uow, case)
        assert file.may == {"suspend", "resume", "cancel", "prioritise", "recuse", "instruct"}
        assert file.clocks[0].may == {"suspend", "extend", "correct"}
        assert file.clocks[0].chip.urgency == "suspended"
    with two.reading("handler") as uow:
        assert [row.urgency for row in worklist.pool(uow).rows] == ["suspended"]
        assert [row.id for row in dashboard.attention(uow).suspended] == [case]


def test_a_page_offers_to_resume_a_clock_and_to_extend_it_before_its_end(two: Office, now: Now):
    case = two.file("simple")
    promise = two.clocks(case)["promise"].id
    with two.as_("supervisor") as uow:
        clocks.suspend(
            uow,
            promise,
            reason="stay",
            effective=date(2026, 9, 24),
            note="中止",
            requested_by=two.ids["handler"],
        )
    with two.reading("supervisor") as uow:
        assert casefile.read(uow, case).clocks[0].may == {"suspend", "resume", "extend", "correct"}
    with two.as_("supervisor") as uow:
        clocks.resume(
            uow, promise, reason="stay", effective=date(2026, 9, 24), requested_by=two.ids["handler"]
        )
    with two.reading("director") as uow:
        assert casefile.read(uow, case).clocks[0].may == {"suspend", "extend", "correct"}
    with two.as_("director") as uow:
        clocks.extend(uow, promise, amount=5, requested_by=two.ids["handler"], note="案情复杂")
    with two.reading("director") as uow:
        (row,) = casefile.read(uow, case).clocks
    assert [(one.amount, one.granted_by, one.requested_by) for one in row.extensions] == [
        (5, "陈局长", "孙办案")
    ]
    now.to("2026-10-12 09:00")
    with two.reading("director") as uow:
        assert casefile.read(uow, case).clocks[0].may == {"suspend", "correct"}


def test_a_stopped_clock_shows_whether_it_was_kept(two: Office, now: Now):
    kept, late = two.file("simple"), two.file("simple")
    for case, when in ((kept, "2026-09-25 09:00"), (late, "2026-10-12 09:00")):
        now.to(when)
        two.complete(case, "first")
        two.complete(case, "second")
    for case, urgency in ((kept, "running"), (late, "overdue")):
        with two.reading("supervisor") as uow:
            (row,) = casefile.read(uow, case).clocks
        assert (row.chip.urgency, row.chip.breached, row.may) == (urgency, urgency == "overdue", set())


def test_a_form_of_a_task_that_is_closed_or_unknown_is_not_shown(two: Office):
    case = two.file("simple")
    task = two.task(case, "first")
    two.complete(case, "first")
    with two.reading("handler") as uow:
        with pytest.raises(AlreadyDone):
            worklist.form(uow, task)
        with pytest.raises(NotFound):
            worklist.form(uow, 4711)


def test_a_watch_task_has_a_form_of_its_own_without_fields(office: Office, now: Now):
    office.deploy(
        simple(process=clock("promise", 10, "calendar-days", rung("end", "supervisor", task="supervisor")))
    )
    case = office.file("simple", right="design")
    now.to("2026-10-09 09:00")
    office.tick()
    watch = next(task.id for task in office.open_tasks(case) if task.kind == "watch")
    with office.reading("supervisor") as uow:
        shown = worklist.form(uow, watch)
    assert (shown.form, shown.values["right"], shown.task.kind) == (None, "design", "watch")


def test_attention_may_be_for_one_unit_and_only_for_who_works_here(two: Office, now: Now):
    two.file("simple")
    now.to("2026-10-09 09:00")
    with two.reading("supervisor") as uow:
        (load,) = dashboard.attention(uow).units
        assert len(dashboard.attention(uow, unit_id=load.unit_id).overdue) == 1
        assert dashboard.attention(uow, unit_id=4711).overdue == ()
    for login in ("modeler", "admin"):
        with two.reading(login) as uow:
            for attempt in (dashboard.attention, dashboard.search):
                with pytest.raises(NotAllowed):
                    attempt(uow)


def test_a_clock_that_could_not_start_is_not_moved_but_tried_again(office: Office):
    office.deploy(simple(process=clock("design", 10, "calendar-days", when="kind_of_right == 'design'")))
    case = office.file("simple")
    with office.reading() as uow:
        incident = uow.session.scalars(select(Incident.id)).one()
    with pytest.raises(MoveRefused), office.as_("supervisor") as uow:
        incidents.move(uow, incident, "second", note="不可")
    assert office.waiting(case) == ["first"]


# --- values --------------------------------------------------------------------------------------------------------


def test_a_message_satisfies_every_subset_of_its_keys():
    given = {"case_number": "A", "turn": 2}
    assert digest({"turn": 2, "case_number": "A"}) == digests(given)[0]
    assert digest({}) == digests(given)[-1]
    assert len(digests(given)) == 4
    assert satisfies({"turn": 2}, given)
    assert not satisfies({"turn": 3}, given)
    assert not satisfies({"other": None}, given)


def test_a_fingerprint_tells_which_fields_have_changed():
    seen = fingerprint(("a", "b"), {"a": 1, "b": [1, 2]})
    assert changed(seen, {"a": 5, "b": 6}, {"a": 1, "b": [1, 2]}) == ()
    assert changed(seen, {"a": 5, "b": 6}, {"a": 2, "b": [1, 2]}) == ("a",)
    assert changed(seen, {"b": 6}, {"a": 2, "b": [1, 2]}) == ()
    assert written_fields(None) == ()


def test_a_case_whose_message_waits_are_many_keeps_one_row_for_each(office: Office):
    kb = '<kb:message><kb:key name="case_number" expression="case_number"/></kb:message>'
    nodes = [
        node("start", "begin"),
        node("event", "await"),
        node("catch", "yes", message_event("yes"), kb=kb),
        node("catch", "no", message_event("no"), kb=kb),
        node("user", "agreed"),
        node("user", "refused"),
        node("end", "done"),
    ]
    parts = '<bpmn:message id="m_yes" name="yes"/><bpmn:message id="m_no" name="no"/>'
    office.deploy(
        bundle(
            "p",
            parts,
            process("p", nodes, "begin -> await -> yes -> agreed -> done", "await -> no -> refused -> done"),
        )
    )
    case = office.file("p")
    office.deliver("no", "k1", case_number=office.case(case).number)
    assert office.waiting(case) == ["refused"]
    with office.engine.database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM message_wait")).scalar() == 0


def test_the_time_of_the_engine_is_utc(office: Office):
    assert office.engine.now().tzinfo is UTC
    assert isinstance(office.engine.now(), datetime)
