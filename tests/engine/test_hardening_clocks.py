"""Clocks at their edges: breaches that are not to be lifted, rungs that must reach somebody."""

from datetime import date

import pytest
from sqlalchemy import select

from engine import cases, clocks, tasks
from engine.errors import ExtensionRefused, SuspensionRefused
from engine.model import Breach, Clock, FiredRung, Notification
from tests.drawing import body, bundle, clock, node, process, rung, simple
from tests.office import Now, Office

HANDLER = '<kb:assignment role="case-handler"/>'


def fired(office: Office) -> list[tuple[int, bool, int]]:
    with office.reading() as uow:
        rows = uow.session.scalars(select(FiredRung).order_by(FiredRung.clock_id, FiredRung.level))
        return [(row.level, row.late, row.notified) for row in rows]


# --- whom a rung reaches -----------------------------------------------------------------------------------------


def test_the_clock_of_a_task_that_several_do_tells_each_of_them(office: Office, now: Now):
    each = '<kb:each collection="handlers" item="handler"/>'
    loop = f"<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>{each}</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
    kb = '<kb:assignment role="case-handler" assignee="handler"/>' + clock(
        "answer", 5, "calendar-days", rung("-1 calendar-days", "assignee")
    )
    nodes = [node("start", "begin"), node("user", "work", loop, kb=kb), node("end", "done")]
    office.deploy(bundle("mi", process("mi", nodes, "begin -> work -> done")))
    office.file("mi", handlers=[office.ids["handler"], office.ids["second"]])
    now.to("2026-10-08 09:00")
    office.tick()
    assert fired(office) == [(1, True, 2)]


def test_the_clock_of_a_sub_process_tells_who_works_inside(office: Office, now: Now):
    inner = body(
        [node("start", "in"), node("user", "work", kb=HANDLER), node("end", "out")],
        "in -> work -> out",
        prefix="x",
    )
    nodes = [
        node("start", "begin"),
        node(
            "sub", "part", inner, kb=clock("part", 5, "calendar-days", rung("-1 calendar-days", "assignee"))
        ),
        node("end", "done"),
    ]
    office.deploy(bundle("sp", process("sp", nodes, "begin -> part -> done")))
    case = office.file("sp")
    with office.as_("supervisor") as uow:
        tasks.assign(uow, office.task(case, "work"), office.ids["handler"])
    now.to("2026-10-08 09:00")
    office.tick()
    assert fired(office) == [(1, True, 1)]


def test_a_rung_that_reaches_nobody_is_told_to_the_supervisors(office: Office, now: Now):
    office.deploy(
        simple(first=HANDLER, process=clock("promise", 10, "calendar-days", rung("50%", "assignee")))
    )
    office.file("simple")
    now.to("2026-09-29 17:00")
    office.tick()
    assert fired(office) == [(1, False, 2)]  # nobody has the task: both supervisors


# --- the end -----------------------------------------------------------------------------------------------------

PROMISE = clock(
    "promise",
    10,
    "calendar-days",
    rung("end", "supervisor"),
    suspend_for="stay,appraisal",
    max_extension=5,
    max_extensions=1,
)


@pytest.fixture
def promised(office: Office) -> int:
    office.deploy(simple(process=PROMISE))
    return office.file("simple")


def test_an_extension_at_the_very_end_is_refused_and_one_before_it_is_not(
    office: Office, promised: int, now: Now
):
    number = office.clocks(promised)["promise"].id
    now.to("2026-10-08 17:00")
    with pytest.raises(ExtensionRefused, match="ended"), office.as_("director") as uow:
        clocks.extend(uow, number, amount=5, requested_by=office.ids["supervisor"], note="复杂")
    now.to("2026-10-08 16:59")
    with office.as_("director") as uow:
        clocks.extend(uow, number, amount=5, requested_by=office.ids["supervisor"], note="复杂")


def test_a_suspension_of_the_last_day_after_its_end_does_not_undo_the_breach(
    office: Office, promised: int, now: Now
):
    """The period ended at the close of business; what takes effect an hour later comes too late."""
    now.to("2026-10-08 18:00")
    office.tick()
    number = office.clocks(promised)["promise"].id
    with pytest.raises(SuspensionRefused, match="ended"), office.as_("supervisor") as uow:
        clocks.suspend(
            uow,
            number,
            reason="stay",
            effective=date(2026, 10, 8),
            note="晚",
            requested_by=office.ids["handler"],
        )
    found = office.clocks(promised)["promise"]
    assert (found.breached_at, found.state) == (found.ends_at, "running")


def test_an_activity_that_suspends_after_the_end_does_not_undo_the_breach(office: Office, now: Now):
    nodes = [
        node("start", "begin"),
        node("user", "first"),
        node("user", "appraise", kb='<kb:suspends reason="appraisal"/>'),
        node("user", "after"),
        node("end", "done"),
    ]
    office.deploy(bundle("p", process("p", nodes, "begin -> first -> appraise -> after -> done", kb=PROMISE)))
    case = office.file("p")
    now.to("2026-10-08 18:00")
    office.complete(case, "first")
    found = office.clocks(case)["promise"]
    assert (found.breached_at, found.state) == (found.ends_at, "running")
    now.to("2026-10-20 18:00")
    office.complete(case, "appraise")
    found = office.clocks(case)["promise"]
    assert (found.last_day, found.breached_at) == (date(2026, 10, 8), found.ends_at)
    with office.reading() as uow:
        assert [row.lifted_at for row in uow.session.scalars(select(Breach))] == [None]


def test_a_breach_that_was_lifted_and_comes_again_is_told_again(office: Office, promised: int, now: Now):
    now.to("2026-10-09 09:00")
    office.tick()
    number = office.clocks(promised)["promise"].id
    with office.as_("chief") as uow:
        clocks.suspend(
            uow,
            number,
            reason="stay",
            effective=date(2026, 10, 6),
            note="补录",
            requested_by=office.ids["handler"],
        )
        clocks.resume(
            uow, number, reason="stay", effective=date(2026, 10, 9), requested_by=office.ids["handler"]
        )
    assert office.clocks(promised)["promise"].breached_at is None
    before = len(office.inbox("chief"))
    now.to("2026-11-02 09:00")
    office.tick()
    assert office.clocks(promised)["promise"].breached_at is not None
    assert len(office.inbox("chief")) == before + 1
    assert office.verify() == []


def test_a_clock_that_is_stopped_while_it_stands_still_says_how_long_it_stood(
    office: Office, promised: int, now: Now
):
    with office.as_("supervisor") as uow:
        clocks.suspend(
            uow,
            office.clocks(promised)["promise"].id,
            reason="stay",
            effective=date(2026, 9, 24),
            note="中止",
            requested_by=office.ids["handler"],
        )
    now.to("2026-10-14 09:00")
    with office.as_("supervisor") as uow:
        cases.cancel(uow, promised, reason="撤回")
    found = office.clocks(promised)["promise"]
    assert found.state == "stopped"
    assert found.last_day > date(2026, 10, 14)


def test_a_suspension_and_a_resumption_on_the_same_day_change_nothing(office: Office, promised: int):
    before = office.clocks(promised)["promise"].ends_at
    with office.as_("supervisor") as uow:
        number = office.clocks(promised)["promise"].id
        clocks.suspend(
            uow,
            number,
            reason="stay",
            effective=date(2026, 9, 24),
            note="中止",
            requested_by=office.ids["handler"],
        )
        clocks.resume(
            uow, number, reason="stay", effective=date(2026, 9, 24), requested_by=office.ids["handler"]
        )
        clocks.suspend(
            uow,
            number,
            reason="stay",
            effective=date(2026, 9, 24),
            note="又中止",
            requested_by=office.ids["handler"],
        )
        clocks.resume(
            uow, number, reason="stay", effective=date(2026, 9, 24), requested_by=office.ids["handler"]
        )
    assert office.clocks(promised)["promise"].ends_at == before
    with office.reading() as uow:
        assert len(uow.session.scalars(select(Clock)).all()) == 1
        assert uow.session.scalars(select(Notification)).all() == []
