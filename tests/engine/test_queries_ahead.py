"""What falls due next, and what happened meanwhile."""

import pytest
from sqlalchemy import select

from engine import cases, tasks
from engine.model import Alarm, AlarmKind
from engine.queries.ahead import ahead
from engine.queries.happened import NOTICE, happened
from engine.steps.notices import Notice, notify
from engine.text import Text
from tests.drawing import bundle, clock, message, message_event, node, process, rung, simple, timer
from tests.office import Now, Office

RUNGS = (rung("50%", "assignee"), rung("+1 working-day", "director"))
KEYS = '<kb:message><kb:key name="case_number" expression="case_number"/></kb:message>'
HANDLER = '<kb:assignment role="case-handler"/>'


@pytest.fixture
def watched(office: Office) -> Office:
    office.deploy(
        simple(first=HANDLER, process=clock("promise", 10, "calendar-days", *RUNGS, suspend_for="appraisal"))
    )
    return office


def coming(office: Office, login: str = "handler") -> list[tuple[str, str, str | None, str | None]]:
    with office.reading(login) as uow:
        return [
            (f"{uow.office.local(row.at):%m-%d %H:%M}", row.kind, row.name and row.name.zh, row.rung)
            for row in ahead(uow)
        ]


def waiting(office: Office) -> int:
    nodes = [
        node("start", "begin"),
        node("event", "either"),
        node("catch", "answer", message_event("answer"), kb=KEYS),
        node("catch", "late", timer("Duration", "3 working-days")),
        node("end", "done"),
    ]
    drawn = process("p", nodes, "begin -> either -> answer -> done", "either -> late -> done")
    office.deploy(bundle("p", message("answer"), drawn))
    return office.file("p")


def test_the_next_rung_of_a_clock_then_its_end_then_what_comes_after_it(watched: Office, now: Now):
    watched.file("simple")
    assert coming(watched) == [("09-29 17:00", "clock", "promise 时限", "50%")]
    now.to("2026-09-29 17:00")
    watched.tick()
    assert coming(watched) == [("10-08 17:00", "clock", "promise 时限", "end")]
    now.to("2026-10-08 17:00")
    watched.tick()
    assert coming(watched) == [("10-09 17:00", "clock", "promise 时限", "+1 working-day")]
    now.to("2026-10-09 17:00")
    watched.tick()
    assert coming(watched) == []


def test_a_timer_has_the_name_of_its_node_and_things_come_in_order(watched: Office, now: Now):
    waiting(watched)
    now.later(hours=1)
    watched.file("simple")
    assert coming(watched) == [
        ("09-29 17:00", "clock", "promise 时限", "50%"),
        ("09-30 17:00", "timer", "late 的名称", None),
    ]


def test_who_is_recused_does_not_see_it_and_who_works_on_no_cases_sees_the_number_alone(watched: Office):
    case = watched.file("simple")
    with watched.as_("supervisor") as uow:
        cases.recuse(uow, case, watched.ids["third"], note="亲属")
    assert coming(watched, "third") == []
    with watched.reading("admin") as uow:
        (row,) = ahead(uow)
        assert (row.number, row.case_id) == (watched.case(case).number, None)
    with watched.reading("handler") as uow:
        assert ahead(uow)[0].case_id == case


def test_what_stands_still_is_not_ahead(watched: Office):
    case = watched.file("simple")
    with watched.as_("supervisor") as uow:
        cases.suspend(
            uow,
            case,
            reason="appraisal",
            effective=uow.office.today(uow.now),
            note="鉴定",
            requested_by=watched.ids["handler"],
        )
    assert coming(watched) == []


# --- what happened -----------------------------------------------------------------------------------------------


def told(office: Office, since, login: str = "handler", **more) -> list[tuple[str, int]]:
    with office.reading(login) as uow:
        rows = happened(uow, since, uow.now, **more).rows
        return [
            (row.entry.kind if row.entry else str(row.notice and row.notice.zh), row.told) for row in rows
        ]


def test_rungs_and_breaches_are_told_in_order_and_counted(watched: Office, now: Now):
    since = now()
    case = watched.file("simple")
    for moment in ("2026-09-29 17:00", "2026-10-08 17:00", "2026-10-09 17:00"):
        now.to(moment)
        watched.tick()
    assert [kind for kind, _ in told(watched, since)] == ["rung-fired", "clock-breached", "rung-fired"]
    with watched.reading("handler") as uow:
        found = happened(uow, since, uow.now)
        assert found.counts == {"rung-fired": 2, "clock-breached": 1, NOTICE: 0}
        assert {(row.case_id, row.number) for row in found.rows} == {(case, watched.case(case).number)}
    assert told(watched, since, kind="clock-breached") == [("clock-breached", 0)]
    assert len(told(watched, since, limit=2)) == 2
    assert told(watched, now()) == []


def test_a_timer_says_whose_it_was(office: Office, now: Now):
    since = now()
    case = waiting(office)
    now.to("2026-09-30 17:00")
    office.tick()
    assert [kind for kind, _ in told(office, since)] == ["timer-fired", "case-completed"]
    (entry,) = [row for row in office.journal(case) if row.kind == "timer-fired"]
    assert entry.facts["name"] == ["late 的名称", ""]


def test_what_persons_do_is_not_told_but_what_they_were_told_is_once_for_all_of_them(
    watched: Office, now: Now
):
    since = now()
    case = watched.file("simple")
    now.later(hours=1)
    with watched.as_("supervisor") as uow:
        tasks.assign(uow, watched.task(case, "first"), watched.ids["handler"])
    found = told(watched, since)
    assert len(found) == 1
    assert found[0][1] == 1
    assert told(watched, since, "admin") == [("None", 1)]


def test_a_digest_is_left_out_for_it_says_what_is_told_already(office: Office, now: Now):
    since = now()
    now.later(hours=1)
    with office.as_("") as uow:
        people = [office.ids["handler"], office.ids["second"]]
        notify(uow, people, Notice("digest", Text("今日督办", "This morning")))
        notify(uow, people, Notice("note", Text("通知", "A note")))
    assert told(office, since) == [("通知", 2)]


def test_what_is_about_a_case_of_a_recused_person_is_left_out(watched: Office, now: Now):
    since = now()
    case = watched.file("simple")
    with watched.as_("supervisor") as uow:
        cases.recuse(uow, case, watched.ids["third"], note="亲属")
    now.to("2026-10-08 17:00")
    watched.tick()
    assert told(watched, since, "third") == []
    assert told(watched, since) != []


def test_what_belongs_to_no_case_is_ahead_too(office: Office, now: Now):
    with office.as_("") as uow:
        uow.session.add(Alarm(kind=AlarmKind.DIGEST, subject="office", wake_at=uow.now, set_at=uow.now))
    assert coming(office, "admin") == [("09-24 09:00", "digest", None, None)]


def test_a_timer_that_nobody_waits_for_any_more_has_no_name(office: Office):
    case = waiting(office)
    with office.as_("") as uow:
        alarm = uow.session.scalar(select(Alarm))
        assert alarm is not None
        alarm.subject = f"{case}:999:"
    assert [row[2] for row in coming(office)] == [None]
