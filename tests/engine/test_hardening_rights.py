"""Who may not see or do something, by whatever way round."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event

import pytest
from sqlalchemy import select, text

from engine import cases, clocks, incidents, people, tasks
from engine.database import Database
from engine.errors import AlreadyDone, NotAllowed, Recused
from engine.model import Incident, Notification
from engine.procedure import Notify, Outcome
from engine.queries import casefile, dashboard, worklist
from engine.text import Text
from tests.drawing import bundle, clock, node, process, rung, simple
from tests.office import Now, Office

HANDLER = '<kb:assignment role="case-handler"/>'
KB = clock(
    "promise",
    10,
    "calendar-days",
    rung("50%", "assignee"),
    suspend_for="stay",
    max_extension=5,
    max_extensions=2,
    extension_by="director",
)


@pytest.fixture
def held(office: Office) -> int:
    """A case whose first task the handler was given."""
    office.deploy(simple(first=HANDLER, second=HANDLER, process=KB))
    case = office.file("simple")
    with office.as_("supervisor") as uow:
        tasks.assign(uow, office.task(case, "first"), office.ids["handler"])
    return case


def recuse(office: Office, case: int, login: str) -> None:
    with office.as_("supervisor" if login != "supervisor" else "chief") as uow:
        cases.recuse(uow, case, office.ids[login], note="利害关系")


def test_the_recused_see_nothing_of_the_case_in_their_notices(office: Office, held: int):
    with office.reading("handler") as uow:
        assert len(dashboard.inbox(uow)) == 1
        assert worklist.counts(uow).unread == 1
    recuse(office, held, "handler")
    with office.reading("handler") as uow:
        assert dashboard.inbox(uow) == ()
        assert worklist.counts(uow).unread == 0
        assert dashboard.search(uow).total == 0


def test_the_recused_do_not_see_the_case_through_one_that_is_linked_with_it(office: Office, held: int):
    with office.as_("clerk") as uow:
        other = cases.start(uow, "simple", facts={}, linked_to=held).id
    recuse(office, held, "handler")
    with office.reading("handler") as uow:
        assert casefile.read(uow, other).links == ()
    with office.reading("second") as uow:
        assert [link.case.id for link in casefile.read(uow, other).links] == [held]


def test_the_recused_open_no_case_from_it(office: Office, held: int):
    recuse(office, held, "clerk")
    with pytest.raises(Recused), office.as_("clerk") as uow:
        cases.start(uow, "simple", facts={}, linked_to=held)


def test_a_recused_director_extends_nothing(office: Office, held: int):
    recuse(office, held, "director")
    with pytest.raises(Recused), office.as_("director") as uow:
        clocks.extend(
            uow,
            office.clocks(held)["promise"].id,
            amount=1,
            requested_by=office.ids["supervisor"],
            note="案情复杂",
        )


def test_a_recused_supervisor_mends_no_incident(office: Office):
    nodes = [
        node("start", "begin"),
        node("service", "work", kb='<kb:operation name="work"/>'),
        node("end", "done"),
    ]
    drawn = bundle("op", process("op", nodes, "begin -> work -> done"))
    office.deploy(drawn, operations={"work": lambda _: {"bad": object()}})
    case = office.file("op")
    recuse(office, case, "supervisor")
    with office.reading() as uow:
        incident = uow.session.scalars(select(Incident.id)).one()
    with pytest.raises(Recused), office.as_("supervisor") as uow:
        incidents.retry(uow, incident)
    with pytest.raises(Recused), office.as_("supervisor") as uow:
        incidents.move(uow, incident, "done", note="跳过")


def test_the_tasks_of_a_person_who_leaves_go_back_to_the_pool(office: Office, held: int):
    with office.as_("admin") as uow:
        people.deactivate(uow, office.ids["handler"])
    (task,) = office.open_tasks(held)
    assert task.assignee_id is None
    assert "task-returned" in office.done(held)
    with office.reading("second") as uow:
        assert worklist.counts(uow).pool == 1
    assert office.verify() == []


def test_the_tasks_of_a_role_that_is_taken_away_go_back_to_the_pool(office: Office, held: int):
    with office.as_("admin") as uow:
        people.grant(uow, office.ids["handler"], "reviewer")
        people.revoke(uow, office.ids["handler"], "reviewer")
    assert office.open_tasks(held)[0].assignee_id == office.ids["handler"]
    with office.as_("admin") as uow:
        people.revoke(uow, office.ids["handler"], "case-handler")
    assert office.open_tasks(held)[0].assignee_id is None


def test_a_role_that_was_lost_after_the_claim_does_nothing_any_more(office: Office, held: int):
    before = office.actor("handler")
    with office.as_("admin") as uow:
        people.revoke(uow, office.ids["handler"], "case-handler")
    assert before.roles == {"case-handler"}
    with pytest.raises(NotAllowed):
        office.complete(held, "first")


def test_a_clock_that_stands_still_may_be_extended_after_its_old_end(office: Office, held: int, now: Now):
    with office.as_("supervisor") as uow:
        cases.suspend(
            uow,
            held,
            reason="stay",
            effective=date(2026, 9, 24),
            note="中止",
            requested_by=office.ids["handler"],
        )
    now.to("2026-10-30 09:00")
    with office.as_("director") as uow:
        clocks.extend(
            uow,
            office.clocks(held)["promise"].id,
            amount=5,
            requested_by=office.ids["supervisor"],
            note="案情复杂",
        )
    with office.as_("supervisor") as uow:
        cases.resume(
            uow, held, reason="stay", effective=date(2026, 10, 30), requested_by=office.ids["handler"]
        )
    assert office.clocks(held)["promise"].last_day == date(2026, 11, 13)  # 15 days, 35 excluded


def test_nothing_is_opened_or_told_twice_by_a_task_that_was_done(office: Office, held: int):
    office.complete(held, "first")
    with office.reading() as uow:
        before = len(uow.session.scalars(select(Notification)).all())
    with pytest.raises((AlreadyDone, AssertionError)):
        office.complete(held, "first")
    with office.reading() as uow:
        assert len(uow.session.scalars(select(Notification)).all()) == before


def test_an_operation_tells_nobody_who_is_recused_inactive_or_not_there(office: Office):
    nodes = [
        node("start", "begin"),
        node("user", "ask"),
        node("service", "work", kb='<kb:operation name="work"/>'),
        node("end", "done"),
    ]
    people_told = [office.ids[login] for login in ("handler", "second", "third")] + [4711]
    told = Outcome({}, (Notify(Text("请知悉", "Please note"), to=people_told, at_once=True),))
    office.deploy(
        bundle("op", process("op", nodes, "begin -> ask -> work -> done")),
        operations={"work": lambda _: told},
    )
    case = office.file("op")
    recuse(office, case, "handler")
    with office.as_("admin") as uow:
        people.deactivate(uow, office.ids["second"])
    office.complete(case, "ask", by="reviewer")
    with office.reading() as uow:
        assert uow.session.scalars(select(Notification.person_id)).all() == [office.ids["third"]]
    assert office.case(case).state == "completed"


def test_supervisors_hear_of_a_task_that_its_person_may_not_do(office: Office):
    office.deploy(simple(first='<kb:assignment role="case-handler" assignee="chosen"/>'))
    with office.as_("admin") as uow:
        people.deactivate(uow, office.ids["second"])
    office.file("simple", chosen=office.ids["second"])
    assert "请另行指派" in office.inbox("supervisor")[0].zh


def test_supervisors_hear_of_a_case_that_an_error_ended(office: Office):
    error = '<bpmn:errorEventDefinition errorRef="bad"/>'
    nodes = [node("start", "begin"), node("user", "ask"), node("end", "broken", error)]
    drawn = process("e", nodes, "begin -> ask -> broken")
    office.deploy(bundle("e", '<bpmn:error id="bad" name="bad" errorCode="BAD"/>', drawn))
    case = office.file("e")
    office.complete(case, "ask")
    assert office.case(case).state == "failed"
    assert "因错误终止" in office.inbox("supervisor")[0].zh


def test_who_is_recused_while_completing_a_task_does_not_complete_it(postgres_database: Database):
    office = Office(postgres_database, Now("2026-09-24 09:00"))
    office.deploy(simple(first=HANDLER))
    case = office.file("simple")
    task, handler = office.task(case, "first"), office.actor("handler")

    def complete() -> None:
        with office.engine.unit_of_work(handler) as uow:
            tasks.complete(uow, task, {})

    with ThreadPoolExecutor(1) as pool:
        with office.as_("supervisor") as uow:
            cases.recuse(uow, case, office.ids["handler"], note="利害关系")
            uow.session.flush()
            other = pool.submit(complete)
            until_somebody_waits(postgres_database)
        with pytest.raises(Recused):
            other.result()
    assert office.waiting(case) == ["first"]


def until_somebody_waits(database: Database) -> None:
    """Until another transaction waits for a lock of ours."""
    with database.engine.connect() as connection:
        for _ in range(500):
            if connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                return
            Event().wait(0.02)
    raise AssertionError
