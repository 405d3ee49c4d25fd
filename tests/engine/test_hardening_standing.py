"""Cases that stand still while other things happen to them."""

from datetime import date

import pytest
from sqlalchemy import select

from engine import cases, tasks
from engine.errors import AlreadyDone, Conflict, MoveRefused
from engine.model import Alarm, CaseState, Incident, Message, MessageWait, Task
from tests.drawing import bundle, clock, message, message_event, node, process, rung, timer
from tests.office import Now, Office

BY_NUMBER = (
    '<kb:message keep="30 calendar-days"><kb:key name="case_number" expression="case_number"/></kb:message>'
)


def stand(office: Office, case: int) -> None:
    with office.as_("supervisor") as uow:
        cases.suspend(
            uow,
            case,
            reason="stay",
            effective=uow.office.today(uow.now),
            note="中止",
            requested_by=office.ids["handler"],
        )


def go_on(office: Office, case: int) -> None:
    with office.as_("supervisor") as uow:
        cases.resume(
            uow, case, reason="stay", effective=uow.office.today(uow.now), requested_by=office.ids["handler"]
        )


@pytest.fixture
def waiting(office: Office) -> int:
    """A case in which a message ends a task that has a timer."""
    nodes = [
        node("start", "begin"),
        node("user", "work"),
        node(
            "boundary",
            "late",
            timer("Duration", "5 calendar-days"),
            attachedToRef="work",
            cancelActivity="false",
        ),
        node("boundary", "withdrawn", message_event("withdrawal"), kb=BY_NUMBER, attachedToRef="work"),
        node("user", "remind"),
        node("user", "file_away"),
        node("end", "done"),
        node("end", "done_too"),
        node("end", "gone"),
    ]
    paths = ("begin -> work -> done", "late -> remind -> done_too", "withdrawn -> file_away -> gone")
    kb = clock("promise", 10, "calendar-days", rung("end", "supervisor"), suspend_for="stay")
    office.deploy(bundle("p", message("withdrawal"), process("p", nodes, *paths, kb=kb)))
    return office.file("p")


def test_a_message_that_came_meanwhile_ends_a_task_with_its_timer_when_the_case_goes_on(
    office: Office, waiting: int, now: Now
):
    stand(office, waiting)
    found = office.deliver("withdrawal", "k", case_number=office.case(waiting).number)
    assert found.status == "kept"
    now.later(days=1)
    office.tick()
    go_on(office, waiting)
    assert office.waiting(waiting) == ["file_away"]
    with office.reading() as uow:
        assert [row.kind for row in uow.session.scalars(select(Alarm))] == ["clock"]
        assert uow.session.scalars(select(Message.state)).all() == ["delivered"]
    assert office.verify() == []


def test_nothing_moves_in_a_case_that_stands_still(office: Office, waiting: int, now: Now):
    task = office.task(waiting, "work")
    stand(office, waiting)
    now.later(days=60)
    office.tick()
    assert office.waiting(waiting) == ["work"]
    for move in (tasks.claim, tasks.unclaim):
        with pytest.raises(MoveRefused), office.as_("handler") as uow:
            move(uow, task)
    with pytest.raises(MoveRefused), office.as_("handler") as uow:
        tasks.complete(uow, task, {})
    go_on(office, waiting)
    office.tick()
    assert office.waiting(waiting) == ["work"]
    assert office.clocks(waiting)["promise"].breached_at is None


def test_a_case_cancelled_while_it_stands_still_leaves_nothing_waiting(
    office: Office, waiting: int, now: Now
):
    task = office.task(waiting, "work")
    stand(office, waiting)
    office.deliver("withdrawal", "k", case_number=office.case(waiting).number)
    with office.as_("director") as uow:
        cases.cancel(uow, waiting, reason="撤销")
    now.later(days=60)
    office.tick()
    with office.reading() as uow:
        left = [row.subject for row in uow.session.scalars(select(Alarm)) if row.kind != "message"]
        assert left == []
        assert uow.session.scalars(select(MessageWait)).all() == []
        assert uow.session.scalars(select(Task.state)).all() == ["cancelled"]
    with pytest.raises(AlreadyDone), office.as_("handler") as uow:
        tasks.complete(uow, task, {})
    assert office.case(waiting).state == CaseState.CANCELLED
    assert office.verify() == []


def test_of_completing_and_cancelling_one_wins_and_the_other_is_told(office: Office, waiting: int):
    task = office.task(waiting, "work")
    office.deliver("withdrawal", "k", case_number=office.case(waiting).number)
    with pytest.raises((AlreadyDone, Conflict)), office.as_("handler") as uow:
        tasks.complete(uow, task, {})
    with office.reading() as uow:
        assert uow.session.scalars(select(Incident)).all() == []


def test_three_months_without_a_scheduler_end_every_timer_and_rung_once(
    office: Office, waiting: int, now: Now
):
    now.to("2026-12-28 09:00")
    rung_once = office.tick()
    assert rung_once <= 4
    assert office.tick() == 0
    assert sorted(office.waiting(waiting)) == ["remind", "work"]
    assert office.done(waiting).count("rung-fired") == 1
    assert office.done(waiting).count("clock-breached") == 1
    assert len([one for one in office.inbox("supervisor") if "超期" in one.zh]) == 1
    assert office.case(waiting).opened_on == date(2026, 9, 24)
