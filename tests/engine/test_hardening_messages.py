"""Messages that could get lost: taken at the same moment, refused half way, or looked for too late."""

from datetime import timedelta
from threading import Event, Thread

import pytest
from sqlalchemy import select

from engine.database import Database
from engine.model import Alarm, Case, Message
from engine.uow import SYSTEM
from tests.drawing import bundle, message, message_event, node, process
from tests.office import Now, Office

BY_NUMBER = '<kb:key name="case_number" expression="case_number"/>'


def waiter(office: Office, key: str = "w", keep: str = 'keep="30 calendar-days"') -> None:
    kb = f'<kb:message {keep}>{BY_NUMBER}<kb:field name="answer" from="text"/></kb:message>'
    nodes = [
        node("start", "begin"),
        node("user", "ask"),
        node("catch", "wait", message_event("answer"), kb=kb),
        node("user", "after"),
        node("end", "done"),
    ]
    office.deploy(
        bundle(key, message("answer"), process(key, nodes, "begin -> ask -> wait -> after -> done"))
    )


def sender(office: Office, name: str, fields: str) -> None:
    """A process that sends `name` after its first task."""
    kb = f'<kb:message><kb:key name="case_number" expression="target"/>{fields}</kb:message>'
    nodes = [
        node("start", "begin"),
        node("user", "write"),
        node("throw", "send", message_event(name), kb=kb),
        node("user", "after"),
        node("end", "done"),
    ]
    office.deploy(bundle("s", message(name), process("s", nodes, "begin -> write -> send -> after -> done")))


def test_two_cases_that_begin_to_wait_at_the_same_moment_each_get_their_early_message(
    postgres_database: Database,
):
    office = Office(postgres_database, Now("2026-09-24 09:00"))
    waiter(office)
    one, two = office.file("w"), office.file("w")
    for case in (one, two):
        office.deliver("answer", f"k{case}", {"text": str(case)}, case_number=office.case(case).number)
    done, go = Event(), Event()

    def first() -> None:
        from engine import tasks  # noqa: PLC0415 - beside the thread that uses it

        task = office.task(one, "ask")
        with office.as_("handler") as uow:
            tasks.complete(uow, task, {})
            done.set()
            assert go.wait(20)

    thread = Thread(target=first)
    thread.start()
    assert done.wait(20)
    try:
        office.complete(two, "ask")
    finally:
        go.set()
        thread.join()
    assert (office.waiting(one), office.waiting(two)) == (["after"], ["after"])


def test_a_message_sent_that_cannot_be_read_leaves_no_trace_where_it_was_refused(office: Office):
    waiter(office)
    target = office.file("w")
    office.complete(target, "ask")
    sender(office, "answer", "")
    case = office.file("s", target=office.case(target).number)
    office.complete(case, "write")
    office.tick()
    assert "message-lost" in office.done(case)
    assert "message-received" not in office.done(target)
    assert office.verify() == []


def test_a_case_that_a_message_could_not_start_is_not_there(office: Office):
    kb = '<kb:message><kb:field name="answer" from="text"/></kb:message>'
    nodes = [node("start", "begin", message_event("lead"), kb=kb), node("user", "first"), node("end", "done")]
    office.deploy(bundle("led", message("lead"), process("led", nodes, "begin -> first -> done")))
    sender(office, "lead", "")
    case = office.file("s", target="x")
    office.complete(case, "write")
    office.tick()
    with office.reading() as uow:
        assert [row.id for row in uow.session.scalars(select(Case))] == [case]
    assert "message-lost" in office.done(case)
    assert office.verify() == []


def test_a_message_that_came_in_time_is_not_lost_by_a_scheduler_that_was_down(office: Office, now: Now):
    """The case began to wait in the same moment, unseen by the message; nobody looked again for months."""
    waiter(office, keep='keep="1 calendar-days"')
    case = office.file("w")
    office.complete(case, "ask")
    with office.engine.unit_of_work(SYSTEM) as uow:
        row = Message(
            key="k",
            name="answer",
            keys={"case_number": office.case(case).number},
            payload={"text": "来信"},
            sender="system",
            received_at=now(),
            state="kept",
            keep_until=now() + timedelta(days=1),
        )
        uow.session.add(row)
        uow.session.flush()
        uow.session.add(
            Alarm(kind="message", subject=str(row.id), wake_at=now() + timedelta(seconds=5), set_at=now())
        )
    now.later(days=90)
    office.tick()
    assert office.waiting(case) == ["after"]


@pytest.mark.parametrize("payload", [{}, {"text": "\ud800"}])
def test_a_payload_that_is_no_use_changes_nothing(office: Office, payload: dict[str, str]):
    waiter(office)
    case = office.file("w")
    office.complete(case, "ask")
    with pytest.raises(Exception):  # noqa: B017, PT011 - what it is called is not the question
        office.deliver("answer", "k", payload, case_number=office.case(case).number)
    assert office.waiting(case) == []
    assert "message-received" not in office.done(case)
    assert office.verify() == []
