from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import select

from engine import cases, incidents, tasks
from engine.database import Database
from engine.errors import (
    AlreadyDone,
    BusinessError,
    Conflict,
    FormInvalid,
    FourEyes,
    MoveRefused,
    NotAllowed,
    NotFound,
    Recused,
    SuspensionRefused,
)
from engine.model import Alarm, Case, CaseLink, Clock, Incident, Recusal, Task
from engine.procedure import Notify, OperationContext, Outcome, Party, Send, StartCase
from engine.queries import casefile, dashboard
from engine.text import Text
from engine.uow import Engine
from tests.drawing import bundle, clock, form, message, message_event, node, process, rung, simple, timer
from tests.office import Now, Office, office_value

PROMISE = clock(
    "promise",
    10,
    "calendar-days",
    rung("50%", "assignee"),
    rung("end", "supervisor"),
    starts_after="first",
    stops_after="second",
)


def test_a_case_goes_from_its_start_to_its_end_with_a_clock(office: Office, now: Now):
    office.deploy(simple(process=PROMISE))
    case = office.file("simple")
    assert office.waiting(case) == ["first"]
    assert office.clocks(case) == {}

    office.complete(case, "first")
    assert office.clocks(case)["promise"].last_day == date(2026, 10, 8)

    now.to("2026-10-08 10:00")
    office.complete(case, "second")
    assert office.case(case).state == "completed"
    assert office.clocks(case)["promise"].state == "stopped"
    assert office.clocks(case)["promise"].breached_at is None
    assert office.done(case) == [
        "case-started",
        "moved",
        "task-opened",
        "task-completed",
        "moved",
        "clock-started",
        "task-opened",
        "task-completed",
        "moved",
        "clock-stopped",
        "case-completed",
    ]
    assert office.verify() == []


def test_a_case_that_is_over_leaves_nothing_open(office: Office):
    office.deploy(simple(process=PROMISE))
    case = office.file("simple")
    office.complete(case, "first")
    office.complete(case, "second")
    assert office.case(case).closed_reason == "done"
    with office.reading() as uow:
        assert uow.session.scalars(select(Alarm)).all() == []
        assert [clock.state for clock in uow.session.scalars(select(Clock))] == ["stopped"]


def test_the_engine_gives_every_case_its_own_variables(office: Office):
    office.deploy(simple())
    case = office.file("simple", title="某某专利", right="design", case_number="mine")
    assert office.variables(case) == {
        "right": "design",
        "case_number": "simple-2026-0001",
        "opened_on": "2026-09-24",
        "title": "某某专利",
        "initiator": office.ids["clerk"],
    }


def test_a_definition_that_is_not_there_opens_nothing(office: Office):
    with pytest.raises(NotFound):
        office.file("no-such")


# --- numbers and titles --------------------------------------------------------------------------------------------


def test_numbers_follow_the_pattern_without_gaps_by_definition_and_year(office: Office, now: Now):
    office.deploy(simple(), number="YS{year}-{sequence:04d}")
    office.deploy(simple("other"))
    numbers = [office.case(office.file(key)).number for key in ("simple", "other", "simple")]
    now.to("2027-01-04 09:00")
    numbers += [office.case(office.file("simple")).number]
    assert numbers == ["YS2026-0001", "other-2026-0001", "YS2026-0002", "YS2027-0001"]


def test_a_start_that_fails_gives_its_number_back(office: Office):
    office.deploy(simple())

    def fail() -> None:
        with office.as_("clerk") as uow:
            cases.start(uow, "simple", facts={})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert office.case(office.file("simple")).number == "simple-2026-0001"


def test_the_office_may_have_a_pattern_of_its_own(database: Database, now: Now):
    office = Office(database, now, value=office_value(numbers={"simple": "长知裁〔{year}〕{sequence}号"}))
    office.deploy(simple(), number="YS{year}-{sequence:04d}")
    assert office.case(office.file("simple")).number == "长知裁〔2026〕1号"


def test_a_case_is_titled_by_who_opens_it_by_its_procedure_or_by_its_definition(office: Office):
    office.deploy(
        simple(), title=lambda facts: f"{facts.get('claimant', '')}案" if "claimant" in facts else ""
    )
    assert office.case(office.file("simple", title="甲诉乙")).title == "甲诉乙"
    assert office.case(office.file("simple", claimant="甲")).title == "甲案"
    assert office.case(office.file("simple")).title == "测试流程"


def test_a_procedure_names_the_parties(office: Office):
    office.deploy(
        simple(), parties=lambda facts: [Party(Text("请求人", "Claimant"), facts["claimant"], "138")]
    )
    case = office.file("simple", claimant="甲公司")
    with office.reading("handler") as uow:
        (party,) = casefile.read(uow, case).parties
    assert (party.role.zh, party.name, party.contact) == ("请求人", "甲公司", "138")


# --- who may open ------------------------------------------------------------------------------------------------


def start_form(office: Office) -> None:
    kb = '<kb:assignment role="intake-clerk"/><kb:form key="intake"/>'
    nodes = [node("start", "begin", kb=kb), node("user", "work"), node("end", "done")]
    people = {"type": "integer", "x-widget": "person", "x-role": "case-handler"}
    files = {"intake": form("intake", ("right",), right="string", handler=people)}
    office.deploy(bundle("p", process("p", nodes, "begin -> work -> done"), forms=files))


def test_the_form_on_the_start_event_is_what_a_case_is_opened_with(office: Office):
    start_form(office)
    case = office.file("p", right="design", handler=office.ids["handler"])
    assert office.variables(case)["right"] == "design"
    with pytest.raises(FormInvalid) as refused:
        office.file("p")
    assert refused.value.problems[0].element == "/right"
    with pytest.raises(FormInvalid) as refused:
        office.file("p", right="design", handler=office.ids["reviewer"])
    assert refused.value.problems[0].rule == "person-role"


def test_the_role_on_the_start_event_is_who_may_open(office: Office):
    start_form(office)
    with pytest.raises(NotAllowed):
        office.file("p", by="handler", right="design")
    office.file("p", by="", right="design")  # the system may
    office.deploy(simple())
    with pytest.raises(NotAllowed):
        office.file("simple", by="modeler")


# --- cancel and suspend ------------------------------------------------------------------------------------------


def test_a_supervisor_cancels_a_case_and_nothing_stays_open(office: Office):
    office.deploy(simple(process=clock("promise", 10, "calendar-days", rung("end", "supervisor"))))
    case = office.file("simple")
    with pytest.raises(NotAllowed), office.as_("handler") as uow:
        cases.cancel(uow, case, reason="撤回")
    with office.as_("supervisor") as uow:
        cases.cancel(uow, case, reason="请求人撤回")
    row = office.case(case)
    assert (row.state, row.closed_reason, row.ends_at) == ("cancelled", "请求人撤回", None)
    assert office.waiting(case) == []
    assert office.clocks(case)["promise"].state == "stopped"
    with pytest.raises(MoveRefused), office.as_("supervisor") as uow:
        cases.cancel(uow, case, reason="再次")
    with pytest.raises(MoveRefused):
        pause(office, case)
    with office.reading() as uow:
        assert uow.session.scalars(select(Alarm)).all() == []
    assert office.verify() == []


def test_a_suspended_case_may_be_cancelled(office: Office):
    office.deploy(simple())
    case = office.file("simple")
    pause(office, case)
    with office.as_("supervisor") as uow:
        cases.cancel(uow, case, reason="撤回")
    assert office.case(case).state == "cancelled"


def pause(
    office: Office, case: int, by: str = "supervisor", effective: str = "2026-09-24", **more: object
) -> None:
    words = {"reason": "stay", "note": "无效宣告", "requested_by": office.ids["handler"], **more}
    with office.as_(by) as uow:
        cases.suspend(uow, case, effective=date.fromisoformat(effective), **words)


def test_a_case_stands_still_and_goes_on_once(office: Office, now: Now):
    office.deploy(simple())
    case = office.file("simple")
    pause(office, case, requested_by=office.ids["handler"])
    with pytest.raises(SuspensionRefused, match="already"):
        pause(office, case)
    with office.reading("handler") as uow:
        file = casefile.read(uow, case)
    assert file.facts.suspended_for == ("stay",)
    assert (file.suspensions[0].requested_by, file.suspensions[0].approved_by) == ("孙办案", "王科长")
    now.to("2026-10-12 09:00")
    with pytest.raises(SuspensionRefused), office.as_("supervisor") as uow:
        cases.resume(
            uow, case, reason="appraisal", effective=date(2026, 10, 12), requested_by=office.ids["handler"]
        )
    with office.as_("supervisor") as uow:
        cases.resume(
            uow, case, reason="stay", effective=date(2026, 10, 12), requested_by=office.ids["handler"]
        )
    with pytest.raises(MoveRefused), office.as_("supervisor") as uow:
        cases.resume(
            uow, case, reason="stay", effective=date(2026, 10, 12), requested_by=office.ids["handler"]
        )
    assert office.case(case).state == "running"


def test_a_case_that_stands_still_for_two_reasons_goes_on_after_the_last(office: Office, now: Now):
    kb = clock("promise", 10, "calendar-days", suspend_for="stay,appraisal")
    office.deploy(simple(process=kb))
    case = office.file("simple")
    pause(office, case)
    with pytest.raises(SuspensionRefused, match="already"):
        pause(office, case)
    now.to("2026-09-28 09:00")
    pause(office, case, reason="appraisal", effective="2026-09-28")
    now.to("2026-10-12 09:00")
    with office.as_("supervisor") as uow:
        cases.resume(
            uow, case, reason="stay", effective=date(2026, 10, 9), requested_by=office.ids["handler"]
        )
    assert (office.case(case).state, office.clocks(case)["promise"].state) == ("suspended", "suspended")
    with office.as_("supervisor") as uow:
        cases.resume(
            uow, case, reason="appraisal", effective=date(2026, 10, 12), requested_by=office.ids["handler"]
        )
    assert (office.case(case).state, office.case(case).standing) == ("running", 0)
    assert office.clocks(case)["promise"].last_day == date(2026, 10, 21)  # 17 days, each excluded once


def test_several_steps_of_one_unit_of_work_see_each_other(office: Office):
    kb = clock("promise", 10, "calendar-days", suspend_for="stay", stops_after="second")
    office.deploy(simple(process=kb))
    with office.as_("supervisor") as uow:
        case = cases.start(uow, "simple", facts={}).id
        cases.suspend(
            uow,
            case,
            reason="stay",
            effective=date(2026, 9, 24),
            note="中止",
            requested_by=office.ids["handler"],
        )
        cases.resume(
            uow, case, reason="stay", effective=date(2026, 9, 24), requested_by=office.ids["handler"]
        )
        first = uow.session.scalars(select(Task.id)).one()
        (second,) = tasks.complete(uow, first, {}).opened
        tasks.complete(uow, second, {})
    assert office.case(case).state == "completed"
    assert office.clocks(case)["promise"].state == "stopped"
    assert office.verify() == []


def test_suspending_a_case_needs_the_right_another_person_and_a_reason_that_a_clock_allows(office: Office):
    office.deploy(simple(process=clock("promise", 10, "calendar-days", suspend_for="appraisal")))
    case = office.file("simple")
    with pytest.raises(NotAllowed):
        pause(office, case, by="handler")
    with pytest.raises(FourEyes):
        pause(office, case, requested_by=office.ids["supervisor"])
    with pytest.raises(SuspensionRefused, match="'reason'"):
        pause(office, case)
    assert office.case(case).state == "running"


def test_a_recused_supervisor_decides_nothing(office: Office):
    office.deploy(simple())
    case = office.file("simple")
    with office.as_("chief") as uow:
        cases.recuse(uow, case, office.ids["supervisor"], note="亲属")
    with pytest.raises(Recused):
        pause(office, case)
    with office.reading() as uow:
        assert uow.session.scalars(select(Recusal.note)).all() == ["亲属"]


def test_a_priority_is_set_within_its_bounds(office: Office):
    office.deploy(simple())
    case = office.file("simple")
    with office.as_("supervisor") as uow:
        cases.prioritise(uow, case, 7, note="领导关注")
    assert office.case(case).priority == 2
    with office.as_("supervisor") as uow:
        cases.prioritise(uow, case, 2, note="再次")
    assert office.done(case).count("case-prioritised") == 1


# --- operations and effects ----------------------------------------------------------------------------------------


def with_operation(office: Office, operation: object, **more: object) -> None:
    kb = '<kb:operation name="work"/>'
    nodes = [
        node("start", "begin"),
        node("service", "serve", kb=kb),
        node("user", "after"),
        node("end", "done"),
    ]
    drawn = process("p", nodes, "begin -> serve -> after -> done")
    office.deploy(bundle("p", drawn), operations={"work": operation}, **more)


def test_an_operation_takes_the_case_and_gives_values(office: Office):
    seen: list[OperationContext] = []

    def work(context: OperationContext) -> dict[str, object]:
        seen.append(context)
        return {"due": context.today.isoformat(), "least": context.facts.candidates("case-handler")[0].name}

    with_operation(office, work)
    case = office.file("p", right="design")
    assert office.variables(case)["due"] == "2026-09-24"
    assert office.variables(case)["least"] == "孙办案"
    assert (seen[0].case_number, seen[0].node_id, seen[0].variables["right"]) == (
        "p-2026-0001",
        "serve",
        "design",
    )
    assert "operation-done" in office.done(case)


def test_candidates_are_the_least_loaded_first_without_the_recused_and_the_inactive(office: Office):
    kb = '<kb:assignment role="case-handler" assignee="chosen"/>'
    nodes = [
        node("start", "begin"),
        node("service", "choose", kb='<kb:operation name="choose"/>'),
        node("user", "work", kb=kb),
        node("end", "done"),
    ]

    def choose(context: OperationContext) -> dict[str, int]:
        return {"chosen": context.facts.candidates("case-handler")[0].id}

    office.deploy(
        bundle("p", process("p", nodes, "begin -> choose -> work -> done")), operations={"choose": choose}
    )
    given = [office.open_tasks(office.file("p"))[0].assignee_id for _ in range(5)]
    order = [office.ids[login] for login in ("handler", "second", "third", "supervisor", "handler")]
    assert given == order


def test_an_operation_that_gives_nothing_is_well(office: Office):
    with_operation(office, lambda _: None)
    assert office.waiting(office.file("p")) == ["after"]


def test_intake_starts_the_right_procedure_as_a_linked_case(office: Office, now: Now):
    kb = '<kb:message><kb:key name="case_number" expression="case_number"/><kb:field name="outcome" from="linked_outcome"/></kb:message>'
    nodes = [
        node("start", "begin"),
        node("service", "hand_over", kb='<kb:operation name="hand-over"/>'),
        node("catch", "wait", message_event("case-closed"), kb=kb),
        node("user", "reply"),
        node("end", "done"),
    ]

    def hand_over(context: OperationContext) -> Outcome:
        effect = StartCase(
            "simple",
            {"right": context.variables["right"]},
            title="转办",
            returns="case-closed",
            into="handed_to",
        )
        return Outcome({"handed_on": context.today.isoformat()}, [effect])

    office.deploy(simple())
    drawn = process("intake", nodes, "begin -> hand_over -> wait -> reply -> done")
    office.deploy(bundle("intake", message("case-closed"), drawn), operations={"hand-over": hand_over})
    parent = office.file("intake", right="design")
    with office.reading("handler") as uow:
        (link,) = casefile.read(uow, parent).links
        child = link.case.id
        (back,) = casefile.read(uow, child).links
    assert (link.outgoing, link.kind, back.outgoing, back.case.id) == (True, "started-from", False, parent)
    assert office.variables(parent)["handed_to"] == office.case(child).number
    assert office.variables(child)["right"] == "design"
    assert office.case(child).title == "转办"
    assert "case-linked" in office.done(parent)
    assert "case-linked" in office.done(child)

    office.complete(child, "first")
    office.complete(child, "second")
    office.tick()
    assert office.waiting(parent) == ["reply"]
    assert office.variables(parent)["outcome"] is None
    assert office.verify() == []


def test_a_case_may_be_opened_from_another_by_a_person(office: Office):
    office.deploy(simple())
    first = office.file("simple")
    with office.as_("clerk") as uow:
        second = cases.start(uow, "simple", facts={}, linked_to=first, link="follow-up")
    with office.reading() as uow:
        link = uow.session.scalars(select(CaseLink)).one()
    assert (link.from_id, link.to_id, link.kind, link.returns) == (first, second.id, "follow-up", None)
    with pytest.raises(NotFound), office.as_("clerk") as uow:
        cases.start(uow, "simple", facts={}, linked_to=4711)


def test_an_effect_that_fails_is_an_incident_and_leaves_nothing_behind(office: Office):
    def work(context: OperationContext) -> Outcome:
        return Outcome({}, [StartCase("simple", {}), StartCase("no-such", {})])

    office.deploy(simple())
    with_operation(office, work)
    case = office.file("p")
    with office.reading() as uow:
        assert [row.id for row in uow.session.scalars(select(Case))] == [case]
    assert "incident-raised" in office.done(case)
    assert office.verify() == []
    assert office.case(office.file("simple")).number == "simple-2026-0001"


def test_cases_that_open_cases_for_ever_are_stopped(office: Office):
    with_operation(office, lambda _: Outcome({}, [StartCase("p", {})]))
    case = office.file("p")
    with office.reading() as uow:
        assert len(uow.session.scalars(select(Case)).all()) < 10
        assert uow.session.scalars(select(Incident)).all()
    assert office.case(case).state == "running"
    assert office.verify() == []


def test_an_operation_may_tell_people_and_send_messages(office: Office):
    note = Notify(Text("请注意", "Please note"), to=[office.ids["reviewer"]], role="director", at_once=True)
    with_operation(office, lambda _: Outcome({}, [note, Send("answer", {"case_number": "none"})]))
    case = office.file("p")
    assert office.inbox("reviewer") == office.inbox("director") == [Text("请注意", "Please note")]
    assert "message-posted" in office.done(case)


# --- incidents ---------------------------------------------------------------------------------------------------


def test_an_operation_that_fails_is_an_incident_that_supervisors_hear_of_and_retry(office: Office):
    broken = [True]

    def work(_: OperationContext) -> dict[str, int]:
        if broken[0]:
            raise ConnectionError("接口不通")
        return {"answer": 42}

    with_operation(office, work)
    case = office.file("p")
    assert office.waiting(case) == []
    assert "接口不通" in office.inbox("supervisor")[0].zh
    with office.reading("supervisor") as uow:
        (incident,) = dashboard.attention(uow).incidents
        (token,) = casefile.read(uow, case).tokens
    assert (incident.node_id, token.kind) == ("serve", "failed")

    with pytest.raises(NotAllowed), office.as_("handler") as uow:
        incidents.retry(uow, incident.id)
    with office.as_("supervisor") as uow:
        assert incidents.retry(uow, incident.id) is False
    broken[0] = False
    with office.as_("supervisor") as uow:
        assert incidents.retry(uow, open_incident(office)) is True
    assert office.waiting(case) == ["after"]
    assert office.variables(case)["answer"] == 42
    with pytest.raises(AlreadyDone), office.as_("supervisor") as uow:
        incidents.retry(uow, incident.id)
    with pytest.raises(NotFound), office.as_("supervisor") as uow:
        incidents.retry(uow, 4711)
    assert office.verify() == []


def open_incident(office: Office) -> int:
    with office.reading() as uow:
        return uow.session.scalars(select(Incident.id).where(Incident.resolved_at.is_(None))).one()


def test_a_failed_token_may_be_moved_past_what_failed(office: Office):
    def work(_: OperationContext) -> None:
        raise BusinessError("no-answer", "对方系统没有回答")

    with_operation(office, work)
    case = office.file("p")
    with office.as_("supervisor") as uow:
        incidents.move(uow, open_incident(office), "after", note="改为人工办理")
    assert office.waiting(case) == ["after"]
    assert "token-moved" in office.done(case)
    with office.reading() as uow:
        assert uow.session.scalars(select(Incident)).one().resolved_at is not None


def test_an_incident_of_a_case_that_stands_still_waits(office: Office):
    with_operation(office, lambda _: {}["missing"])
    case = office.file("p")
    pause(office, case)
    with pytest.raises(MoveRefused), office.as_("supervisor") as uow:
        incidents.retry(uow, open_incident(office))
    with office.as_("supervisor") as uow:
        cases.cancel(uow, case, reason="撤回")
    with office.reading() as uow:
        assert uow.session.scalars(select(Incident)).one().resolved_at is not None


def test_an_error_that_nothing_catches_ends_the_case_as_failed(office: Office):
    nodes = [
        node("start", "begin"),
        node("user", "work"),
        node("end", "broken", '<bpmn:errorEventDefinition errorRef="e"/>'),
    ]
    error = '<bpmn:error id="e" errorCode="unheard"/>'
    office.deploy(bundle("p", error, process("p", nodes, "begin -> work -> broken")))
    case = office.file("p")
    office.complete(case, "work")
    assert office.case(case).state == "failed"
    assert "case-failed" in office.done(case)


# --- definitions that change, and calls --------------------------------------------------------------------------


def test_an_instance_stays_on_its_version(office: Office):
    office.deploy(simple())
    old = office.file("simple")
    nodes = [node("start", "begin"), node("user", "first"), node("end", "done")]
    office.deploy(bundle("simple", process("simple", nodes, "begin -> first -> done")))
    new = office.file("simple")
    office.complete(old, "first")
    office.complete(new, "first")
    assert (office.waiting(old), office.case(new).state) == (["second"], "completed")
    with office.reading("handler") as uow:
        assert [casefile.read(uow, case).facts.definition_version for case in (old, new)] == [1, 2]


def test_a_call_activity_runs_another_definition_in_the_same_case_and_stays_on_its_version(office: Office):
    kb = clock("inner_clock", 3, "working-days", rung("end", "supervisor"))
    inner = [node("start", "in"), node("user", "inspect", kb='<kb:form key="inspect"/>'), node("end", "out")]
    files = {"inspect": form("inspect", (), finding="string")}
    office.deploy(
        bundle("inspection", process("inspection", inner, "in -> inspect -> out", kb=kb), forms=files)
    )
    call = node(
        "call",
        "go",
        calledElement="inspection",
        kb='<kb:call><kb:in name="place" expression="place"/><kb:out name="finding" expression="finding"/></kb:call>',
    )
    nodes = [node("start", "begin"), call, node("user", "after"), node("end", "done")]
    office.deploy(bundle("p", process("p", nodes, "begin -> go -> after -> done")))
    case = office.file("p", place="展馆")
    renamed = [node("start", "in"), node("user", "renamed"), node("end", "out")]
    office.deploy(bundle("inspection", process("inspection", renamed, "in -> renamed -> out")))

    assert office.waiting(case) == ["inspect"]
    assert office.clocks(case)["inner_clock"].state == "running"
    with office.reading("handler") as uow:
        assert b'id="inspect"' in casefile.diagram(uow, case, "inspection")
        assert casefile.read(uow, case).tokens[-1].process_id == "inspection"
    office.complete(case, "inspect", finding="侵权产品三件")
    assert office.waiting(case) == ["after"]
    assert office.variables(case)["finding"] == "侵权产品三件"
    assert office.clocks(case)["inner_clock"].state == "stopped"


def test_a_case_survives_a_new_process_that_has_nothing_in_memory(office: Office, now: Now):
    nodes = [
        node("start", "begin"),
        node("catch", "wait", timer("Duration", "PT1H")),
        node("user", "after"),
        node("end", "done"),
    ]
    office.deploy(bundle("p", process("p", nodes, "begin -> wait -> after -> done")))
    case = office.file("p")
    other = Database(office.engine.database.url)
    office.engine = Engine(other, office.value, {}, now)
    now.later(hours=1)
    office.tick()
    assert office.waiting(case) == ["after"]
    other.dispose()


def test_two_cases_opened_at_the_same_time_get_two_numbers(office: Office):
    office.deploy(simple())

    def start(_: int) -> str:
        try:
            with office.as_("clerk") as uow:
                return cases.start(uow, "simple", facts={}).number
        except Conflict:
            return "conflict"

    with ThreadPoolExecutor(4) as pool:
        numbers = sorted(pool.map(start, range(8)))
    assert numbers == [f"simple-2026-{number:04d}" for number in range(1, 9)]
    assert office.verify() == []
