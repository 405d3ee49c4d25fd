import pytest

from engine import cases, tasks
from engine.errors import NotAllowed, NotFound, Recused
from engine.queries import casefile, dashboard, worklist
from engine.queries.rows import Urgency
from engine.text import Text
from tests.drawing import bundle, clock, form, node, process, rung, simple
from tests.office import Now, Office
from tests.statements import counted

CLOCK = clock("promise", 10, "calendar-days", rung("50%", "assignee"), rung("end", "supervisor"))
HANDLER = '<kb:assignment role="case-handler"/>'
SEPARATE = '<kb:assignment role="case-handler" separate-from="first"/>'


@pytest.fixture
def two(office: Office) -> Office:
    office.deploy(simple(process=CLOCK, first=HANDLER, second=SEPARATE))
    return office


def test_the_pool_holds_what_a_group_may_take_by_how_pressing_it_is(two: Office, now: Now):
    late = two.file("simple", title="旧案")
    now.to("2026-10-12 09:00")
    fresh = two.file("simple", title="新案")
    with two.reading("handler") as uow:
        pool = worklist.pool(uow)
        mine = worklist.mine(uow)
    assert mine.total == 0
    assert pool.total == 2
    assert [row.case_id for row in pool.groups[Urgency.OVERDUE]] == [late]
    assert [row.case_id for row in pool.groups[Urgency.RUNNING]] == [fresh]
    assert list(pool.groups) == list(Urgency)
    row = pool.rows[0]
    assert (row.title, row.role, row.definition) == ("旧案", "case-handler", Text("测试流程", "Test"))
    assert row.clock is not None
    assert (row.clock.breached, row.clock.last_day.isoformat()) == (True, "2026-10-08")


def test_a_case_is_due_today_on_its_last_day_and_warned_after_its_first_rung(two: Office, now: Now):
    two.file("simple")
    for day, urgency in (
        ("2026-09-29 16:59", Urgency.RUNNING),
        ("2026-09-29 17:00", Urgency.WARNED),
        ("2026-10-08 09:00", Urgency.TODAY),
        ("2026-10-08 17:00", Urgency.OVERDUE),
    ):
        now.to(day)
        with two.reading("handler") as uow:
            assert [row.urgency for row in worklist.pool(uow).rows] == [urgency]


def test_a_claimed_task_is_mine_and_no_longer_in_the_pool(two: Office):
    case = two.file("simple")
    with two.as_("handler") as uow:
        tasks.claim(uow, two.task(case, "first"))
    with two.reading("handler") as uow:
        assert [row.case_id for row in worklist.mine(uow).rows] == [case]
        assert worklist.pool(uow).total == 0
        assert worklist.counts(uow).mine == 1
    with two.reading("second") as uow:
        assert worklist.pool(uow).total == 0


def test_four_eyes_hide_the_second_task_from_who_did_the_first(two: Office):
    case = two.file("simple")
    two.complete(case, "first", by="handler")
    with two.reading("handler") as uow:
        assert worklist.pool(uow).total == worklist.counts(uow).pool == 0
    with two.reading("second") as uow:
        assert worklist.pool(uow).total == worklist.counts(uow).pool == 1


def test_the_recused_see_nothing_of_a_case(two: Office):
    case = two.file("simple")
    with two.as_("supervisor") as uow:
        cases.recuse(uow, case, two.ids["handler"], note="亲属")
    with two.reading("handler") as uow:
        assert worklist.pool(uow).total == 0
        assert dashboard.search(uow).total == 0
        with pytest.raises(Recused):
            casefile.read(uow, case)
        with pytest.raises(Recused):
            worklist.form(uow, two.task(case, "first"))
    with two.reading("supervisor") as uow:
        assert [person.name for person in casefile.read(uow, case).recused] == ["孙办案"]


@pytest.mark.parametrize("login", ["admin", "modeler"])
def test_who_works_on_no_case_sees_none(two: Office, login: str):
    case = two.file("simple")
    with two.reading(login) as uow:
        assert worklist.pool(uow).total == 0
        with pytest.raises(NotAllowed):
            casefile.read(uow, case)
        with pytest.raises(NotAllowed):
            worklist.form(uow, two.task(case, "first"))


def test_the_worklist_takes_two_statements_however_long_it_is(two: Office):
    for _ in range(3):
        two.file("simple")
    with counted(two.engine.database) as some, two.reading("handler") as uow:
        worklist.pool(uow)
    before = len(some)
    for _ in range(5):
        two.file("simple")
    with counted(two.engine.database) as more, two.reading("handler") as uow:
        worklist.pool(uow)
    assert len(more) == before
    with two.reading("handler") as uow, counted(two.engine.database) as one:
        worklist.counts(uow)
    assert len(one) == 1


def test_the_case_file_tells_everything(two: Office, now: Now):
    case = two.file("simple", title="某某专利案", right="design")
    two.complete(case, "first")
    now.to("2026-10-09 10:00")
    two.tick()
    with two.reading("supervisor") as uow:
        file = casefile.read(uow, case)
    assert file.facts.title == "某某专利案"
    assert file.facts.variables["right"] == "design"
    assert file.facts.initiator == "钱受理"
    assert [(row.node_id, row.state) for row in file.tasks] == [("second", "open"), ("first", "completed")]
    assert file.tasks[1].completed_by == "孙办案"
    assert file.tasks[0].may == {"complete", "draft", "claim", "assign"}
    assert [(row.node_id, row.kind) for row in file.tokens] == [("second", "user")]
    (one,) = file.clocks
    assert one.chip.breached
    assert one.chip.urgency is Urgency.OVERDUE
    assert [(row.level, row.late) for row in one.rungs] == [(1, True), (2, True)]
    assert one.ledger.last_day.isoformat() == "2026-10-08"
    assert file.timeline[0].kind == "rung-fired"
    assert file.timeline[-1].kind == "case-started"
    assert {row.person for row in file.notifications} == {"王科长", "冯科长"}
    assert file.may == {"suspend", "cancel", "prioritise", "recuse", "instruct"}


def test_a_clock_that_stands_still_shows_its_end_as_if_it_went_on_today(office: Office, now: Now):
    may_stand = clock("promise", 10, "calendar-days", rung("end", "supervisor"), suspend_for="appraisal")
    office.deploy(simple(process=may_stand, first=HANDLER, second=SEPARATE))
    case = office.file("simple")
    with office.as_("supervisor") as uow:
        day = uow.office.today(uow.now)
        cases.suspend(
            uow, case, reason="appraisal", effective=day, note="委托鉴定", requested_by=office.ids["handler"]
        )
    now.to("2026-10-09 10:00")
    with office.reading("supervisor") as uow:
        (one,) = casefile.read(uow, case).clocks
    assert one.chip.last_day.isoformat() == one.ledger.last_day.isoformat() == "2026-10-19"
    assert one.chip.ends_at == one.ledger.ends_at
    assert one.ledger.suspended


def test_the_case_file_takes_the_same_number_of_statements_for_any_case(two: Office):
    case = two.file("simple")
    with two.reading("supervisor") as uow:
        casefile.read(uow, case)
    with counted(two.engine.database) as small, two.reading("supervisor") as uow:
        casefile.read(uow, case)
    two.complete(case, "first")
    two.complete(case, "second", by="second")
    with counted(two.engine.database) as large, two.reading("supervisor") as uow:
        casefile.read(uow, case)
    assert len(small) == len(large) <= 17


def test_the_diagram_of_a_case_is_the_file_that_was_deployed(two: Office):
    case = two.file("simple")
    with two.reading("handler") as uow:
        assert b'id="simple"' in casefile.diagram(uow, case)
        with pytest.raises(NotFound):
            casefile.diagram(uow, case, "no-such-process")
        with pytest.raises(NotFound):
            casefile.read(uow, 4711)


def test_a_form_comes_with_the_values_of_the_case_and_who_may_be_named(office: Office):
    nodes = [
        node("start", "begin"),
        node("user", "name", kb=f'{HANDLER}<kb:form key="name"/>'),
        node("end", "done"),
    ]
    schema = form(
        "name",
        subject="string",
        handlers={
            "type": "array",
            "items": {"type": "integer"},
            "x-widget": "people",
            "x-role": "case-handler",
        },
    )
    office.deploy(bundle("named", process("named", nodes, "begin -> name -> done"), forms={"name": schema}))
    case = office.file("named", subject="甲诉乙")
    with office.reading("handler") as uow:
        shown = worklist.form(uow, office.task(case, "name"))
    assert shown.values["subject"] == "甲诉乙"
    assert [one.name for one in shown.people["handlers"]] == ["周办案", "孙办案", "李办案", "王科长"]
    assert [one.id for one in shown.candidates] == [one.id for one in shown.people["handlers"]]
    assert shown.task.may == {"claim", "complete", "draft"}
    assert shown.form is not None
    assert shown.draft is None


def test_a_supervisor_sees_what_is_overdue_and_what_ends_soon(two: Office, now: Now):
    overdue = two.file("simple")
    now.to("2026-10-01 09:00")
    soon = two.file("simple")
    now.to("2026-10-09 09:00")
    two.file("simple")
    with two.reading("supervisor") as uow:
        found = dashboard.attention(uow, days=4)
    assert [row.id for row in found.overdue] == [overdue]
    assert [row.id for row in found.soon] == [soon]
    (load,) = found.units
    assert (load.unit, load.open, load.overdue, load.today, load.warned) == ("desk 科", 3, 1, 0, 1)


def test_search_finds_by_every_word_in_number_or_title(two: Office):
    two.file("simple", title="某某电子 外观设计")
    two.file("simple", title="某某电子 实用新型 100%")
    with two.reading("clerk") as uow:
        assert dashboard.search(uow).total == 2
        assert [row.title for row in dashboard.search(uow, text="电子 外观").rows] == ["某某电子 外观设计"]
        assert dashboard.search(uow, text="0001 外观").total == 1
        assert dashboard.search(uow, text="%").total == 1
        assert dashboard.search(uow, text="_").total == 0
        assert dashboard.search(uow, state="completed").total == 0
        assert dashboard.search(uow, state="running", definition_key="simple").by_state == {"running": 2}
        assert len(dashboard.search(uow, offset=1, limit=1).rows) == 1
