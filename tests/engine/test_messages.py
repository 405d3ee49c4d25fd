from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import select

from engine import cases, messages
from engine.errors import Conflict, ExpressionRefused, MessageAmbiguous, MessageUnknown, NotFound
from engine.model import Message, MessageWait
from tests.drawing import body, bundle, message, message_event, node, process, timer
from tests.office import Now, Office

BY_NUMBER = '<kb:key name="case_number" expression="case_number"/>'
FIELDS = '<kb:field name="answer" from="text"/>'


def waiter(office: Office, key: str = "w", *, keep: str = "", keys: str = BY_NUMBER) -> None:
    """A process that waits for `answer` and then for a person."""
    kb = f"<kb:message {keep}>{keys}{FIELDS}</kb:message>"
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


def asked(office: Office, **facts: object) -> int:
    case = office.file("w", **facts)
    office.complete(case, "ask")
    return case


def number(office: Office, case: int) -> str:
    return office.case(case).number


def test_a_message_reaches_the_case_that_waits_with_its_keys(office: Office):
    waiter(office)
    first, second = asked(office), asked(office)
    found = office.deliver("answer", "k1", {"text": "不同意"}, case_number=number(office, second))
    assert (found.status, found.case_id, found.number) == ("delivered", second, number(office, second))
    assert office.waiting(second) == ["after"]
    assert office.waiting(first) == []
    assert office.variables(second)["answer"] == "不同意"
    entry = next(entry for entry in office.journal(second) if entry.kind == "message-received")
    assert entry.facts["payload"] == {"text": "不同意"}
    assert office.verify() == []


def test_more_keys_than_are_asked_for_do_no_harm_fewer_reach_nobody(office: Office):
    waiter(office, keys=BY_NUMBER + '<kb:key name="turn" expression="turn"/>')
    case = asked(office, turn=2)
    with pytest.raises(NotFound):
        office.deliver("answer", "k1", case_number=number(office, case))
    office.deliver("answer", "k2", {"text": "甲"}, case_number=number(office, case), turn=2, sender="甲")
    assert office.waiting(case) == ["after"]


def test_a_message_with_the_same_idempotency_key_is_the_same_message(office: Office):
    waiter(office)
    case = asked(office)
    first = office.deliver("answer", "k1", {"text": "一"}, case_number=number(office, case))
    again = office.deliver("answer", "k1", {"text": "二"}, case_number=number(office, case))
    assert (again.id, again.status, again.repeated) == (first.id, "delivered", True)
    assert office.variables(case)["answer"] == "一"
    assert office.done(case).count("message-received") == 1


def test_an_unknown_message_is_refused(office: Office):
    with pytest.raises(MessageUnknown):
        office.deliver("no-such", "k1")
    with office.reading() as uow:
        assert uow.session.scalars(select(Message)).all() == []


def test_a_message_that_could_reach_two_cases_reaches_none(office: Office):
    waiter(office, keys='<kb:key name="respondent" expression="respondent"/>')
    first, second = asked(office, respondent="某商行"), asked(office, respondent="某商行")
    with pytest.raises(MessageAmbiguous) as refused:
        office.deliver("answer", "k1", respondent="某商行")
    assert list(refused.value.cases) == [number(office, first), number(office, second)]
    assert office.waiting(first) == office.waiting(second) == []
    with office.reading() as uow:
        assert uow.session.scalars(select(Message)).all() == []


# --- early and late ----------------------------------------------------------------------------------------------


def test_an_early_message_is_kept_for_as_long_as_the_definition_says(office: Office, now: Now):
    waiter(office, keep='keep="30 calendar-days"')
    case = office.file("w")
    found = office.deliver("answer", "k1", {"text": "早"}, case_number=number(office, case))
    assert found.status == "kept"
    now.later(days=20)
    office.tick()
    office.complete(case, "ask")
    assert office.waiting(case) == ["after"]
    assert office.variables(case)["answer"] == "早"
    assert office.tick() == 0
    again = office.deliver("answer", "k1", case_number=number(office, case))
    assert (again.status, again.case_id, again.repeated) == ("delivered", case, True)


def test_a_kept_message_is_lost_when_its_time_is_over(office: Office, now: Now):
    waiter(office, keep='keep="5 calendar-days"')
    case = office.file("w")
    office.deliver("answer", "k1", {"text": "早"}, case_number=number(office, case))
    now.later(days=20)
    office.complete(case, "ask")
    assert office.waiting(case) == []
    office.tick()
    office.tick()
    with office.reading() as uow:
        assert uow.session.scalars(select(Message)).one().state == "lost"


def test_a_message_that_nobody_keeps_is_refused_and_may_be_sent_again(office: Office):
    waiter(office)
    case = office.file("w")
    with pytest.raises(NotFound):
        office.deliver("answer", "k1", case_number=number(office, case))
    office.complete(case, "ask")
    assert (
        office.deliver("answer", "k1", {"text": "又"}, case_number=number(office, case)).status == "delivered"
    )


def test_a_kept_message_is_looked_at_again_for_a_case_that_began_to_wait_at_the_same_moment(
    office: Office, now: Now
):
    waiter(office, keep='keep="30 calendar-days"')
    case = office.file("w")
    office.deliver("answer", "k1", {"text": "早"}, case_number=number(office, case))
    with office.as_("") as uow:  # as if the case had not seen it
        message_row = uow.session.scalars(select(Message)).one()
        message_row.state = "delivered"
    office.complete(case, "ask")
    with office.as_("") as uow:
        uow.session.scalars(select(Message)).one().state = "kept"
    now.later(seconds=10)
    assert office.tick() == 1
    assert office.waiting(case) == ["after"]


def test_a_message_for_a_case_that_stands_still_is_kept_until_it_goes_on(office: Office, now: Now):
    waiter(office)
    case = asked(office)
    with office.as_("supervisor") as uow:
        cases.suspend(
            uow,
            case,
            reason="stay",
            effective=date(2026, 9, 24),
            note="无效宣告",
            requested_by=office.ids["handler"],
        )
    assert office.deliver("answer", "k1", {"text": "来了"}, case_number=number(office, case)).status == "kept"
    assert office.waiting(case) == []
    now.to("2026-12-24 09:00")
    office.tick()
    with office.as_("supervisor") as uow:
        cases.resume(
            uow, case, reason="stay", effective=date(2026, 12, 24), requested_by=office.ids["handler"]
        )
    assert office.waiting(case) == ["after"]


def test_messages_in_a_row_are_taken_one_by_one(office: Office):
    kb = f'<kb:message keep="30 calendar-days">{BY_NUMBER}{FIELDS}</kb:message>'
    nodes = [
        node("start", "begin"),
        node("user", "ask"),
        node("catch", "one", message_event("answer"), kb=kb),
        node("catch", "two", message_event("answer"), kb=kb),
        node("user", "after"),
        node("end", "done"),
    ]
    office.deploy(
        bundle("w", message("answer"), process("w", nodes, "begin -> ask -> one -> two -> after -> done"))
    )
    case = office.file("w")
    office.deliver("answer", "k1", {"text": "一"}, case_number=number(office, case))
    office.deliver("answer", "k2", {"text": "二"}, case_number=number(office, case))
    office.complete(case, "ask")
    assert office.waiting(case) == ["after"]
    assert office.variables(case)["answer"] == "二"


# --- from case to case -------------------------------------------------------------------------------------------


def test_a_case_sends_to_a_case_that_waits_after_its_own_commit(office: Office):
    waiter(office)
    kb = (
        '<kb:message><kb:key name="case_number" expression="other"/>'
        '<kb:field name="text" from="verdict"/></kb:message>'
    )
    nodes = [node("start", "begin"), node("send", "tell", kb=kb, messageRef="m_answer"), node("end", "done")]
    office.deploy(bundle("s", message("answer"), process("s", nodes, "begin -> tell -> done")))
    case = asked(office)
    sender = office.file("s", other=number(office, case), verdict="成立")
    assert office.case(sender).state == "completed"
    assert office.waiting(case) == []
    office.tick()
    assert office.waiting(case) == ["after"]
    assert office.variables(case)["answer"] == "成立"
    assert "message-posted" in office.done(sender)


def test_a_message_that_a_case_sends_to_nobody_is_lost_and_says_so(office: Office):
    waiter(office)
    kb = '<kb:message><kb:key name="case_number" expression="other"/></kb:message>'
    nodes = [node("start", "begin"), node("send", "tell", kb=kb, messageRef="m_answer"), node("end", "done")]
    office.deploy(bundle("s", message("answer"), process("s", nodes, "begin -> tell -> done")))
    sender = office.file("s", other="nobody")
    office.tick()
    with office.reading() as uow:
        assert uow.session.scalars(select(Message)).one().state == "lost"
    assert "message-lost" in office.done(sender)
    assert "无人接收" in office.inbox("supervisor")[0].zh


def test_a_message_without_a_field_that_is_read_is_refused_and_an_early_one_holds_up_nobody(office: Office):
    waiter(office, keep='keep="30 calendar-days"')
    case = asked(office)
    with pytest.raises(ExpressionRefused):
        office.deliver("answer", "k1", case_number=number(office, case))
    assert office.waiting(case) == []
    early = office.file("w")
    assert office.deliver("answer", "k2", case_number=number(office, early)).status == "kept"
    office.complete(early, "ask")
    assert "message-refused" in office.done(early)
    assert (
        office.deliver("answer", "k3", {"text": "好"}, case_number=number(office, early)).status
        == "delivered"
    )


def test_a_message_starts_a_case_where_a_definition_says_so(office: Office):
    kb = '<kb:message><kb:field name="subject" from="subject"/></kb:message>'
    nodes = [
        node("start", "called", message_event("lead"), kb=kb),
        node("user", "verify"),
        node("end", "done"),
    ]
    office.deploy(bundle("p", message("lead"), process("p", nodes, "called -> verify -> done")))
    found = office.deliver("lead", "k1", {"subject": "假冒专利线索"})
    assert found.status == "started"
    assert found.case_id is not None
    assert office.variables(found.case_id)["subject"] == "假冒专利线索"
    assert office.waiting(found.case_id) == ["verify"]
    assert office.deliver("lead", "k1").repeated
    with pytest.raises(NotFound):
        office.file("p")  # no plain start


def test_a_message_that_would_start_cases_of_two_definitions_starts_none(office: Office):
    for key in ("p", "q"):
        nodes = [node("start", "called", message_event("lead")), node("user", "verify"), node("end", "done")]
        office.deploy(bundle(key, message("lead"), process(key, nodes, "called -> verify -> done")))
    with pytest.raises(MessageAmbiguous):
        office.deliver("lead", "k1")


def test_a_boundary_message_reaches_a_task_without_ending_it(office: Office):
    kb = f"<kb:message>{BY_NUMBER}{FIELDS}</kb:message>"
    nodes = [
        node("start", "begin"),
        node("user", "work"),
        node(
            "boundary", "more", message_event("answer"), attachedToRef="work", cancelActivity="false", kb=kb
        ),
        node("user", "read"),
        node("end", "done"),
        node("end", "heard"),
    ]
    office.deploy(
        bundle("p", message("answer"), process("p", nodes, "begin -> work -> done", "more -> read -> heard"))
    )
    case = office.file("p")
    for key in ("k1", "k2"):
        office.deliver("answer", key, {"text": key}, case_number=number(office, case))
    assert office.waiting(case) == ["work", "read", "read"]
    office.complete(case, "work")
    with office.reading() as uow:
        assert uow.session.scalars(select(MessageWait)).all() == []


def test_a_withdrawal_is_possible_at_any_point_and_withdraws_what_is_open(office: Office):
    kb = f"<kb:message>{BY_NUMBER}</kb:message>"
    withdrawal = node(
        "sub",
        "withdrawal",
        body(
            [
                node("start", "withdrawn", message_event("withdraw"), kb=kb),
                node("user", "record"),
                node("end", "filed"),
            ],
            "withdrawn -> record -> filed",
            prefix="inner",
        ),
        triggeredByEvent="true",
    )
    nodes = [node("start", "begin"), node("user", "work"), withdrawal, node("end", "done")]
    office.deploy(bundle("p", message("withdraw"), process("p", nodes, "begin -> work -> done")))
    case = office.file("p")
    office.deliver("withdraw", "k1", case_number=number(office, case))
    assert office.waiting(case) == ["record"]
    office.complete(case, "record")
    assert office.case(case).state == "completed"


# --- signals -----------------------------------------------------------------------------------------------------


def test_a_signal_reaches_every_other_case_that_waits_each_in_its_own_time(office: Office, now: Now):
    signal = '<bpmn:signal id="s_fair" name="fair-closed"/>'
    event = '<bpmn:signalEventDefinition signalRef="s_fair"/>'
    waiting = [
        node("start", "begin"),
        node("catch", "wait", event),
        node("user", "after"),
        node("end", "done"),
    ]
    office.deploy(bundle("w", signal, process("w", waiting, "begin -> wait -> after -> done")))
    throwing = [node("start", "begin"), node("throw", "close", event), node("end", "done")]
    office.deploy(bundle("t", signal, process("t", throwing, "begin -> close -> done")))
    running, standing = office.file("w"), office.file("w")
    with office.as_("supervisor") as uow:
        cases.suspend(
            uow,
            standing,
            reason="stay",
            effective=date(2026, 9, 24),
            note="中止",
            requested_by=office.ids["handler"],
        )
    office.file("t")
    office.tick()
    assert office.waiting(running) == ["after"]
    assert "signal-received" in office.done(running)
    now.later(days=3)
    office.tick()
    assert office.waiting(standing) == []
    with office.as_("supervisor") as uow:
        cases.resume(
            uow, standing, reason="stay", effective=date(2026, 9, 27), requested_by=office.ids["handler"]
        )
    office.tick()
    assert office.waiting(standing) == ["after"]


# --- at the same time --------------------------------------------------------------------------------------------


def test_the_same_message_sent_twice_at_the_same_time_is_delivered_once(office: Office):
    waiter(office)
    case = asked(office)
    ready, key = Barrier(2), number(office, case)

    def deliver(_: int) -> str:
        ready.wait()
        try:
            with office.as_("") as uow:
                return messages.deliver(
                    uow, "answer", keys={"case_number": key}, payload={"text": "一"}, key="k1"
                ).status
        except Conflict:
            return "conflict"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(deliver, range(2)))
    assert outcomes in (["conflict", "delivered"], ["delivered", "delivered"])
    assert office.done(case).count("message-received") == 1
    assert office.deliver("answer", "k1", case_number=key).repeated


def test_a_message_and_a_timer_at_the_same_time_one_wins(office: Office, now: Now):
    kb = f"<kb:message>{BY_NUMBER}</kb:message>"
    nodes = [
        node("start", "begin"),
        node("event", "await"),
        node("catch", "answer", message_event("answer"), kb=kb),
        node("catch", "late", timer("Duration", "PT1H")),
        node("user", "heard"),
        node("user", "silent"),
        node("end", "done"),
    ]
    drawn = process(
        "p", nodes, "begin -> await -> answer -> heard -> done", "await -> late -> silent -> done"
    )
    office.deploy(bundle("p", message("answer"), drawn))
    case = office.file("p")
    key = number(office, case)
    now.later(hours=1)
    ready = Barrier(2)

    def deliver() -> None:
        ready.wait()
        with suppress(NotFound):
            office.deliver("answer", "k1", case_number=key)

    def ring() -> None:
        ready.wait()
        office.tick()

    with ThreadPoolExecutor(2) as pool:
        for done in (pool.submit(deliver), pool.submit(ring)):
            done.result()
    office.tick()
    assert office.waiting(case) in (["heard"], ["silent"])
    assert office.verify() == []
