"""Instructions (督办): who may issue, answer and close them, what is refused, and who is told when nobody answers."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select

from engine import alarms, cases, instructions, people, tasks
from engine.errors import (
    AlreadyDone,
    InstructionRefused,
    MoveRefused,
    NotAllowed,
    NotFound,
    Recused,
)
from engine.model import Alarm, AlarmKind, Case, Instruction, Notification, Task
from engine.people import absences
from engine.queries import casefile, worklist
from engine.queries import instructions as queries
from engine.queries.digests import digest
from tests.drawing import clock, rung, simple
from tests.office import Now, Office

HANDLER = '<kb:assignment role="case-handler"/>'
PROMISE = clock(
    "promise",
    10,
    "calendar-days",
    rung("end", "supervisor", task="supervisor"),
    suspend_for="appraisal",
)
SOON = date(2026, 9, 28)  # a Monday, two working days on


@pytest.fixture
def case(office: Office) -> int:
    """A case that the handler works on; its promise ends on 10-08."""
    office.deploy(simple(first=HANDLER, second=HANDLER, process=PROMISE))
    number = office.file("simple")
    with office.as_("handler") as uow:
        tasks.claim(uow, office.task(number, "first"))
    return number


def issue(office: Office, case: int, by: str = "supervisor", to: str = "handler", **more: Any) -> int:
    words = {"text": "说明进度", "answer_by": SOON, **more}
    with office.as_(by) as uow:
        return instructions.issue(uow, case, to=office.ids[to], **words)


def act(office: Office, by: str, deed: Callable[..., None], number: int, *args: Any, **more: Any) -> None:
    with office.as_(by) as uow:
        deed(uow, number, *args, **more)


def row(office: Office, number: int) -> Instruction:
    with office.reading() as uow:
        return uow.session.get_one(Instruction, number)


def wakes(office: Office, number: int) -> str | None:
    """When an instruction's alarm rings, on the office's own clock."""
    query = select(Alarm.wake_at).where(Alarm.kind == AlarmKind.INSTRUCTION, Alarm.subject == str(number))
    with office.reading() as uow:
        at = uow.session.scalar(query)
    return f"{office.value.local(at):%m-%d %H:%M}" if at is not None else None


def told(office: Office, login: str) -> list[str]:
    """What a person was told of instructions."""
    query = select(Notification.text).where(
        Notification.kind == "instruction", Notification.person_id == office.ids[login]
    )
    with office.reading() as uow:
        return [text.zh for text in uow.session.scalars(query.order_by(Notification.id))]


def kinds(office: Office, case: int) -> list[str]:
    return [kind for kind in office.done(case) if kind.startswith("instruction")]


def watch_task(office: Office, case: int, now: Now) -> Task:
    """The task to watch that the end of the promise opens."""
    now.to("2026-10-09 09:00")
    office.tick()
    return next(task for task in office.open_tasks(case) if task.kind == "watch")


# --- the way of an instruction -----------------------------------------------------------------------------------


def test_an_instruction_is_issued_acknowledged_answered_and_closed_and_each_side_is_told(
    office: Office, case: int, now: Now
):
    number = issue(office, case, clock_id=office.clocks(case)["promise"].id)
    assert wakes(office, number) == "09-28 17:00"  # the close of business
    assert told(office, "handler") == [
        "案件 simple-2026-0001：王科长督办，请于 2026年9月28日 17:00 前答复：说明进度"
    ]
    now.later(hours=1)
    act(office, "handler", instructions.acknowledge, number)
    act(office, "handler", instructions.reply, number, "已约谈双方")
    assert wakes(office, number) is None
    assert [each.partition("：")[2] for each in told(office, "supervisor")] == [
        "孙办案已签收督办",
        "孙办案已答复督办：已约谈双方",
    ]
    act(office, "supervisor", instructions.close, number, note="很好")
    assert told(office, "handler")[-1].endswith("督办已办结：很好")
    found = row(office, number)
    assert (found.state, found.answer, found.closing) == ("closed", "已约谈双方", "很好")
    assert found.acknowledged_at == found.answered_at == now()
    steps = ("issued", "acknowledged", "answered", "closed")
    assert kinds(office, case) == [f"instruction-{step}" for step in steps]
    assert office.verify() == []


def test_who_answers_at_once_has_acknowledged(office: Office, case: int):
    number = issue(office, case)
    act(office, "handler", instructions.reply, number, "在办")
    assert row(office, number).acknowledged_at is not None
    act(office, "supervisor", instructions.close, number)
    assert told(office, "handler")[-1].endswith("督办已办结")


def test_an_answer_that_is_not_enough_is_asked_for_again(office: Office, case: int):
    number = issue(office, case)
    act(office, "handler", instructions.reply, number, "在办")
    act(office, "supervisor", instructions.reopen, number, answer_by=date(2026, 9, 29), note="请写明日期")
    assert (row(office, number).state, wakes(office, number)) == ("acknowledged", "09-29 17:00")
    assert told(office, "handler")[-1].endswith("请于 2026年9月29日 17:00 前答复：请写明日期")
    act(office, "handler", instructions.reply, number, "10月9日前办结")
    assert row(office, number).answer == "10月9日前办结"


def test_an_instruction_is_withdrawn_with_a_note(office: Office, case: int):
    number = issue(office, case)
    act(office, "supervisor", instructions.withdraw, number, note="已当面说明")
    assert (row(office, number).state, wakes(office, number)) == ("withdrawn", None)
    assert told(office, "handler")[-1].endswith("督办已撤回：已当面说明")


# --- what is refused ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("login", ["handler", "clerk", "admin"])
def test_only_who_supervises_issues(office: Office, case: int, login: str):
    with pytest.raises(NotAllowed):
        issue(office, case, by=login, to="second")


def test_the_system_issues_nothing(office: Office, case: int):
    with pytest.raises(NotAllowed) as refused:
        issue(office, case, by="")
    assert refused.value.reason == "person"


def test_nobody_issues_who_is_recused(office: Office, case: int):
    act(office, "supervisor", cases.recuse, case, office.ids["supervisor"], note="亲属")
    with pytest.raises(Recused):
        issue(office, case)


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"text": "  "}, "text"),
        ({"text": "长" * 2001}, "long"),
        ({"to": "supervisor"}, "self"),
        ({"to": "admin"}, "staff"),
        ({"to": "second"}, "recused"),
        ({"to": "third"}, "inactive"),
        ({"answer_by": date(2026, 9, 23)}, "past"),
        ({"answer_by": datetime(2026, 9, 24, 1, tzinfo=UTC)}, "past"),
        ({"answer_by": date(2027, 9, 26)}, "far"),
        ({"answer_by": date.max}, "far"),
    ],
)
def test_an_instruction_is_held_against_the_rules(office: Office, case: int, more: dict[str, Any], rule: str):
    with office.as_("supervisor") as uow:
        cases.recuse(uow, case, office.ids["second"], note="亲属")
    with office.as_("admin") as uow:
        people.deactivate(uow, office.ids["third"])
    with pytest.raises(InstructionRefused) as refused:
        issue(office, case, **more)
    assert refused.value.rule == rule
    assert kinds(office, case) == []


@pytest.mark.parametrize("about", [{"clock_id": 999}, {"task_id": 999}])
def test_it_is_about_something_of_the_case(office: Office, case: int, about: dict[str, int]):
    with pytest.raises(NotFound):
        issue(office, case, **about)


def test_a_task_that_is_none_to_watch_is_not_settled(office: Office, case: int):
    number = office.task(case, "first")
    with pytest.raises(NotFound):
        issue(office, case, task_id=number)
    with office.as_("supervisor") as uow, pytest.raises(NotFound):
        instructions.settle(uow, number, to=office.ids["handler"], text="说明进度", answer_by=SOON)


def test_nobody_is_instructed_who_does_not_exist(office: Office, case: int):
    with office.as_("supervisor") as uow, pytest.raises(NotFound):
        instructions.issue(uow, case, to=999, text="说明进度", answer_by=SOON)


def test_a_closed_case_needs_no_instructions(office: Office, case: int):
    act(office, "supervisor", cases.cancel, case, reason="撤回")
    with pytest.raises(MoveRefused):
        issue(office, case)


@pytest.mark.parametrize("deed", [instructions.acknowledge, instructions.reply])
def test_only_the_person_answers(office: Office, case: int, deed: Callable[..., None]):
    number = issue(office, case)
    answer = ("在办",) if deed is instructions.reply else ()
    for login in ("second", "supervisor", ""):
        with pytest.raises(NotAllowed):
            act(office, login, deed, number, *answer)
    act(office, "handler", deed, number, *answer)


def test_an_answer_has_words(office: Office, case: int):
    number = issue(office, case)
    for answer, rule in ((" ", "answer"), ("长" * 2001, "long")):
        with pytest.raises(InstructionRefused) as refused:
            act(office, "handler", instructions.reply, number, answer)
        assert refused.value.rule == rule


def test_who_issued_it_or_a_director_closes_it_and_nobody_else(office: Office, case: int):
    number = issue(office, case)
    act(office, "handler", instructions.reply, number, "在办")
    for login in ("handler", "chief", ""):
        with pytest.raises(NotAllowed):
            act(office, login, instructions.close, number)
    act(office, "director", instructions.close, number)


def test_a_director_does_not_close_what_is_for_the_director(office: Office, case: int):
    number = issue(office, case, to="director")
    with pytest.raises(NotAllowed):
        act(office, "director", instructions.withdraw, number, note="不必")
    act(office, "director", instructions.reply, number, "知悉")
    with pytest.raises(NotAllowed):
        act(office, "director", instructions.close, number)


def test_reopening_and_withdrawing_need_a_note_and_a_time_ahead(office: Office, case: int):
    number = issue(office, case)
    with pytest.raises(InstructionRefused) as refused:
        act(office, "supervisor", instructions.withdraw, number, note="")
    assert refused.value.rule == "note"
    act(office, "handler", instructions.reply, number, "在办")
    for more, rule in (
        ({"note": " ", "answer_by": SOON}, "note"),
        ({"note": "请补充", "answer_by": date(2026, 9, 1)}, "past"),
    ):
        with pytest.raises(InstructionRefused) as refused:
            act(office, "supervisor", instructions.reopen, number, **more)
        assert refused.value.rule == rule
    with pytest.raises(InstructionRefused) as refused:
        act(office, "supervisor", instructions.close, number, note="长" * 1001)
    assert refused.value.rule == "long"


def test_what_is_over_stays_over(office: Office, case: int):
    number = issue(office, case)
    act(office, "supervisor", instructions.withdraw, number, note="不必")
    for deed in (
        lambda uow: instructions.acknowledge(uow, number),
        lambda uow: instructions.reply(uow, number, "在办"),
        lambda uow: instructions.withdraw(uow, number, note="不必"),
        lambda uow: instructions.close(uow, number),
        lambda uow: instructions.reopen(uow, number, answer_by=SOON, note="请补充"),
    ):
        with office.as_("director") as uow, pytest.raises(MoveRefused):
            deed(uow)
    with office.as_("handler") as uow, pytest.raises(NotFound):
        instructions.acknowledge(uow, 999)


# --- when it has to be answered ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer_by", "at"),
    [
        (date(2026, 9, 24), "09-24 17:00"),
        (date(2026, 9, 25), "09-28 17:00"),  # Mid-Autumn: rolled over the rest
        (date(2026, 10, 10), "10-10 17:00"),  # a Saturday that is worked on
        (datetime(2026, 9, 24, 8, 30, tzinfo=UTC), "09-24 16:30"),
    ],
)
def test_a_day_means_its_close_of_business(office: Office, case: int, answer_by: date, at: str):
    assert wakes(office, issue(office, case, answer_by=answer_by)) == at


# --- who is told when nobody answers -----------------------------------------------------------------------------


def test_it_is_told_to_the_unit_first_then_to_the_directors_each_working_day_and_then_each_week(
    office: Office, case: int, now: Now
):
    number = issue(office, case, by="director", answer_by=date(2026, 9, 28))
    seen = []
    for _ in range(12):
        at = wakes(office, number)
        now.to(f"2026-{at}")
        seen.append(at)
        assert office.tick() >= 1
    assert seen[:3] == ["09-28 17:00", "09-29 17:00", "09-30 17:00"]
    assert seen[3] == "10-08 17:00"  # after the rest of the National Day
    assert seen[9] == "10-15 17:00"
    assert seen[10:] == ["10-22 17:00", "10-29 17:00"]
    assert row(office, number).escalated == 12
    assert len(told(office, "supervisor")) == 1  # of the unit: the first time
    assert len(told(office, "director")) == 12  # who issued it
    assert (
        told(office, "supervisor")[0]
        == "案件 simple-2026-0001：孙办案应于 2026年9月28日 17:00 前答复的督办至今未答复"
    )
    assert told(office, "handler")[2].endswith("请立即答复（第 2 次）")
    assert kinds(office, case).count("instruction-escalated") == 12
    act(office, "handler", instructions.reply, number, "迟复为歉")
    assert wakes(office, number) is None


def test_the_directors_are_told_the_second_time(office: Office, case: int, now: Now):
    issue(office, case)
    now.to("2026-09-28 17:00")
    office.tick()
    assert (len(told(office, "supervisor")), told(office, "director")) == (1, [])
    now.to("2026-09-29 17:00")
    office.tick()
    assert (len(told(office, "supervisor")), len(told(office, "director"))) == (2, 1)


def test_what_was_answered_in_time_is_never_escalated(office: Office, case: int, now: Now):
    number = issue(office, case)
    act(office, "handler", instructions.reply, number, "在办")
    now.to("2026-10-08 09:00")
    office.tick()
    assert "instruction-escalated" not in office.done(case)


def test_after_an_outage_it_is_told_once_and_marked_late(office: Office, case: int, now: Now):
    number = issue(office, case)
    now.to("2026-10-09 10:00")
    office.tick()
    assert row(office, number).escalated == 1
    assert wakes(office, number) == "10-10 17:00"
    query = select(Notification.late).where(
        Notification.kind == "instruction", Notification.person_id == office.ids["supervisor"]
    )
    with office.reading() as uow:
        assert uow.session.scalars(query).all() == [True]
    entry = next(one for one in office.journal(case) if one.kind == "instruction-escalated")
    assert entry.facts["late"] is True


def test_two_schedulers_tell_it_once(office: Office, case: int, now: Now):
    number = issue(office, case)
    now.to("2026-09-28 17:00")
    start = Barrier(2)

    def ring() -> int:
        start.wait()
        return alarms.ring_due(office.engine)

    with ThreadPoolExecutor(2) as pool:
        rung = [each.result() for each in [pool.submit(ring), pool.submit(ring)]]
    assert sum(rung) == 1
    assert row(office, number).escalated == 1
    assert len(told(office, "supervisor")) == 1


def test_an_alarm_of_what_has_been_answered_meanwhile_is_forgotten(office: Office, case: int, now: Now):
    number = issue(office, case)
    with office.as_("") as uow:
        uow.session.get_one(Instruction, number).reply(uow.book(uow.session.get_one(Case, case)), "在办")
    now.to("2026-09-28 17:00")
    office.tick()
    assert (wakes(office, number), row(office, number).escalated) == (None, 0)


def test_supervisors_stand_in_for_an_issuer_who_has_left(office: Office, case: int, now: Now):
    number = issue(office, case, by="chief")
    with office.as_("admin") as uow:
        people.deactivate(uow, office.ids["chief"])
    act(office, "handler", instructions.reply, number, "在办")
    assert (told(office, "chief"), len(told(office, "supervisor"))) == ([], 1)


def test_directors_are_told_of_the_only_supervisor(office: Office, case: int, now: Now):
    issue(office, case, by="director", to="supervisor")
    now.to("2026-09-28 17:00")
    office.tick()
    assert len(told(office, "director")) == 1
    assert len(told(office, "supervisor")) == 2  # the instruction, and the reminder


# --- people away, recused, cases that stand still or close -------------------------------------------------------


def test_a_deputy_is_told_and_may_answer_while_the_person_is_away(office: Office, case: int, now: Now):
    with office.as_("handler") as uow:
        absences.record(
            uow, uow.actor.person_id, first=now().date(), last=SOON, deputy_id=office.ids["second"]
        )
    number = issue(office, case)
    assert told(office, "handler") == []
    assert told(office, "second")[0].startswith("【代孙办案】")
    with office.reading("second") as uow:
        assert [each.id for each in queries.waiting(uow)] == [number]
        assert worklist.counts(uow).instructions == 1
        assert queries.one(uow, number).may == {"acknowledge", "reply"}
    act(office, "second", instructions.reply, number, "代为答复")
    assert told(office, "supervisor")[-1].endswith("李办案已答复督办：代为答复")


def test_instructions_to_a_recused_person_are_withdrawn(office: Office, case: int):
    number, other = issue(office, case), issue(office, case, to="second")
    act(office, "handler", cases.recuse, case, office.ids["handler"], note="亲属")
    assert (row(office, number).state, wakes(office, number)) == ("withdrawn", None)
    assert row(office, other).state == "issued"
    assert told(office, "supervisor")[-1].endswith("督办已撤回：承办人已回避")
    with office.reading("handler") as uow, pytest.raises(Recused):
        queries.one(uow, number)


def test_nobody_answers_who_is_recused_since(office: Office, case: int):
    act(office, "supervisor", cases.recuse, case, office.ids["second"], note="亲属")
    number = issue(office, case)
    with pytest.raises(Recused):
        act(office, "second", instructions.acknowledge, number)
    with office.reading("second") as uow:
        assert queries.of_case(uow, case) == ()


def test_a_case_that_stands_still_is_answered_all_the_same(office: Office, case: int, now: Now):
    number = issue(office, case)
    with office.as_("director") as uow:
        cases.suspend(
            uow,
            case,
            reason="appraisal",
            effective=date(2026, 9, 24),
            note="委托鉴定",
            requested_by=office.ids["handler"],
        )
    now.to("2026-09-28 17:00")
    office.tick()
    assert row(office, number).escalated == 1
    act(office, "handler", instructions.reply, number, "待鉴定")
    act(office, "supervisor", instructions.close, number)
    assert row(office, number).state == "closed"


def test_the_end_of_a_case_ends_its_instructions(office: Office, case: int):
    asked, answered = issue(office, case), issue(office, case)
    act(office, "handler", instructions.reply, answered, "在办")
    office.complete(case, "first")
    office.complete(case, "second")
    assert office.case(case).state == "completed"
    assert (row(office, asked).state, row(office, answered).state) == ("withdrawn", "closed")
    assert wakes(office, asked) is None
    assert told(office, "handler")[-1].endswith("督办已撤回：案件已办结或终止")
    assert office.verify() == []


# --- tasks to watch ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("values", [{}, {"note": "  "}, {"note": "长" * 2001}])
def test_a_task_to_watch_is_not_completed_without_a_word(
    office: Office, case: int, now: Now, values: dict[str, str]
):
    watch = watch_task(office, case, now)
    with office.as_("supervisor") as uow, pytest.raises(InstructionRefused) as refused:
        tasks.complete(uow, watch.id, values)
    assert refused.value.rule == ("long" if values.get("note", "").strip() else "note")
    assert "task-completed" not in office.done(case)


def test_a_task_to_watch_is_completed_with_a_note(office: Office, case: int, now: Now):
    watch = watch_task(office, case, now)
    with office.as_("supervisor") as uow:
        tasks.complete(uow, watch.id, {"note": "已与承办人面谈"})
    entry = next(one for one in office.journal(case) if one.kind == "task-completed")
    assert entry.facts["note"] == "已与承办人面谈"


def test_a_task_to_watch_is_completed_with_an_instruction_in_one_step(office: Office, case: int, now: Now):
    watch = watch_task(office, case, now)
    with office.reading("supervisor") as uow:
        blank = queries.blank(uow, case, watch.id)
    promise = office.clocks(case)["promise"]
    assert (blank.clock_id, blank.clock, blank.suggested) == (promise.id, promise.name, office.ids["handler"])
    assert (blank.people[0].id, blank.answer_by) == (office.ids["handler"], date(2026, 10, 10))
    assert office.ids["supervisor"] not in {each.id for each in blank.people}
    with office.as_("supervisor") as uow:
        done = instructions.settle(
            uow, watch.id, to=office.ids["handler"], text="说明超期原因", answer_by=date(2026, 10, 10)
        )
    assert done.case_state == "running"
    found = row(office, 1)
    assert (found.task_id, found.clock_id) == (watch.id, promise.id)
    entry = next(one for one in office.journal(case) if one.kind == "task-completed")
    assert entry.facts["instruction"] == 1
    with office.as_("supervisor") as uow, pytest.raises(AlreadyDone):
        instructions.settle(
            uow, watch.id, to=office.ids["handler"], text="说明超期原因", answer_by=date(2026, 10, 10)
        )


def test_a_task_to_watch_is_completed_with_an_instruction_that_was_issued_for_it(
    office: Office, case: int, now: Now
):
    watch = watch_task(office, case, now)
    issue(office, case, task_id=watch.id, answer_by=date(2026, 10, 12))
    with office.as_("supervisor") as uow:
        tasks.complete(uow, watch.id, {})
    assert office.waiting(case) == ["first"]


def test_a_refused_instruction_leaves_the_task_to_watch_open(office: Office, case: int, now: Now):
    watch = watch_task(office, case, now)
    with office.as_("supervisor") as uow, pytest.raises(InstructionRefused):
        instructions.settle(uow, watch.id, to=office.ids["handler"], text="", answer_by=date(2026, 10, 10))
    assert any(task.id == watch.id for task in office.open_tasks(case))


# --- what there is to see ----------------------------------------------------------------------------------------


def test_each_side_finds_its_own(office: Office, case: int, now: Now):
    first, second = issue(office, case), issue(office, case, by="director", answer_by=date(2026, 9, 24))
    with office.reading("handler") as uow:
        assert [each.id for each in queries.waiting(uow)] == [second, first]  # the most pressing first
        assert (queries.issued(uow), queries.done(uow)) == ((), ())
        counts = worklist.counts(uow)
        assert (counts.instructions, counts.instructions_late) == (2, 0)
    act(office, "handler", instructions.reply, first, "在办")
    now.to("2026-09-24 17:00")
    with office.reading("handler") as uow:
        assert [each.id for each in queries.done(uow)] == [first]
        counts = worklist.counts(uow)
        assert (counts.instructions, counts.instructions_late) == (1, 1)
        assert queries.one(uow, second).late
        assert queries.one(uow, second).percent == 100
    with office.reading("supervisor") as uow:
        assert [each.id for each in queries.issued(uow)] == [first]
        assert worklist.counts(uow).instructions == 1  # to close
        assert queries.one(uow, first).may == {"close", "reopen"}
        assert "instruct" in casefile.read(uow, case).may
        assert [each.id for each in casefile.read(uow, case).instructions] == [second, first]
    with office.reading("director") as uow:
        assert queries.one(uow, second).may == {"withdraw"}
    act(office, "supervisor", instructions.close, first)
    with office.reading("supervisor") as uow:
        assert (queries.issued(uow), [each.id for each in queries.done(uow)]) == ((), [first])


def test_the_digest_counts_what_the_lists_show(office: Office, case: int, now: Now):
    issue(office, case, by="director", to="supervisor")
    issue(office, case, by="supervisor", answer_by=date(2026, 9, 24))
    with office.reading("supervisor") as uow:
        assert digest(uow).instructions == len(queries.waiting(uow)) == 1
    now.to("2026-09-24 17:00")
    with office.reading("supervisor") as uow:
        late = [each for each in queries.issued(uow) if each.late]
        assert digest(uow).instructions == len(queries.waiting(uow)) + len(late) == 2


def test_a_stranger_reads_none(office: Office, case: int):
    number = issue(office, case)
    with office.reading("admin") as uow, pytest.raises(NotAllowed):
        queries.one(uow, number)
    with office.reading("handler") as uow, pytest.raises(NotFound):
        queries.one(uow, 999)
