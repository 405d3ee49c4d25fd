from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest

from engine import cases, people, tasks
from engine.errors import (
    AlreadyDone,
    Conflict,
    EngineError,
    FormInvalid,
    FourEyes,
    MoveRefused,
    NotAllowed,
    NotFound,
    Recused,
    StaleForm,
    TooFewHandlers,
)
from engine.queries import worklist
from tests.drawing import body, bundle, form, node, process, simple
from tests.office import Now, Office

HANDLER = '<kb:assignment role="case-handler"/>'
SEPARATE = '<kb:assignment role="case-handler" separate-from="first"/>'
PEOPLE = {
    "type": "array",
    "items": {"type": "integer"},
    "x-widget": "people",
    "x-role": "case-handler",
    "minItems": 1,
}


def one_form(
    office: Office, required: tuple[str, ...] = (), assignment: str = HANDLER, **fields: object
) -> None:
    """A process of one task with a form, and one after it."""
    kb = f'{assignment}<kb:form key="answer"/>'
    nodes = [
        node("start", "begin"),
        node("user", "answer", kb=kb),
        node("user", "after"),
        node("end", "done"),
    ]
    files = {"answer": form("answer", required, **fields)}
    office.deploy(bundle("p", process("p", nodes, "begin -> answer -> after -> done"), forms=files))


@pytest.fixture
def two(office: Office) -> Office:
    office.deploy(simple(first=HANDLER, second=SEPARATE))
    return office


def act(office: Office, by: str, name: str, *arguments: object, **more: object) -> None:
    with office.as_(by) as uow:
        getattr(tasks, name)(uow, *arguments, **more)


# --- who has it --------------------------------------------------------------------------------------------------


def test_a_task_is_claimed_put_back_and_claimed_by_another(two: Office):
    case = two.file("simple")
    task = two.task(case, "first")
    act(two, "handler", "claim", task)
    act(two, "handler", "claim", task)  # twice does no harm
    with pytest.raises(Conflict):
        act(two, "second", "claim", task)
    with pytest.raises(Conflict):
        two.complete(case, "first", by="second")
    with pytest.raises(NotAllowed):
        act(two, "second", "unclaim", task)
    act(two, "handler", "unclaim", task)
    act(two, "second", "claim", task)
    assert [kind for kind in two.done(case) if kind.startswith("task")] == [
        "task-opened",
        "task-claimed",
        "task-unclaimed",
        "task-claimed",
    ]


def test_a_task_is_only_for_its_group(two: Office):
    task = two.task(two.file("simple"), "first")
    for login in ("reviewer", "modeler", "admin"):
        with pytest.raises(NotAllowed) as refused:
            act(two, login, "claim", task)
        assert refused.value.reason == "role"
    with pytest.raises(NotAllowed):
        act(two, "", "claim", task)  # the system holds no tasks
    with pytest.raises(NotFound):
        act(two, "handler", "claim", 4711)


def test_a_supervisor_gives_a_task_to_a_person_who_is_told(two: Office):
    case = two.file("simple")
    task = two.task(case, "first")
    act(two, "chief", "assign", task, two.ids["second"], note="轮到您了")
    assert two.open_tasks(case)[0].assignee_id == two.ids["second"]
    assert "交给您办理" in two.inbox("second")[0].zh
    entry = two.journal(case)[-1]
    assert (entry.facts["to"], entry.facts["person"], entry.actor) == (two.ids["second"], "李办案", "冯科长")


def test_an_assignee_delegates_and_nobody_else_does(two: Office):
    case = two.file("simple")
    task = two.task(case, "first")
    with pytest.raises(NotAllowed):
        act(two, "handler", "assign", task, two.ids["second"])
    act(two, "handler", "claim", task)
    act(two, "handler", "assign", task, two.ids["second"])
    with pytest.raises(NotAllowed):
        act(two, "handler", "assign", task, two.ids["handler"])


@pytest.mark.parametrize(("login", "reason"), [("reviewer", "role"), ("gone", "inactive")])
def test_a_task_is_not_given_to_who_may_not_do_it(two: Office, login: str, reason: str):
    with two.as_("admin") as uow:
        two.ids["gone"] = people.add(uow, login="gone", name="离职", roles=["case-handler"])
        people.deactivate(uow, two.ids["gone"])
    task = two.task(two.file("simple"), "first")
    with pytest.raises(NotAllowed) as refused:
        act(two, "chief", "assign", task, two.ids[login])
    assert refused.value.reason == reason
    with pytest.raises(NotFound):
        act(two, "chief", "assign", task, 4711)


def test_a_task_is_returned_to_the_pool_by_its_assignee_or_a_supervisor(two: Office):
    case = two.file("simple")
    task = two.task(case, "first")
    act(two, "handler", "claim", task)
    with pytest.raises(NotAllowed):
        act(two, "second", "return_to_pool", task, note="")
    act(two, "chief", "return_to_pool", task, note="休假")
    assert two.open_tasks(case)[0].assignee_id is None
    act(two, "chief", "return_to_pool", task, note="再次")  # does no harm
    assert two.done(case).count("task-returned") == 1


# --- four eyes, recusal, named persons -----------------------------------------------------------------------------


def test_who_did_the_first_may_not_do_the_second(two: Office):
    case = two.file("simple")
    two.complete(case, "first", by="handler")
    task = two.task(case, "second")
    for attempt in (
        lambda: act(two, "handler", "claim", task),
        lambda: two.complete(case, "second", by="handler"),
    ):
        with pytest.raises(FourEyes) as refused:
            attempt()
        assert refused.value.activity == "first"
    with pytest.raises(FourEyes):
        act(two, "chief", "assign", task, two.ids["handler"])
    two.complete(case, "second", by="second")
    assert two.case(case).state == "completed"


def test_the_recused_lose_their_tasks_and_get_none(two: Office):
    case = two.file("simple")
    task = two.task(case, "first")
    act(two, "handler", "claim", task)
    with pytest.raises(NotAllowed), two.as_("second") as uow:
        cases.recuse(uow, case, two.ids["handler"], note="亲属")
    with two.as_("handler") as uow:
        cases.recuse(uow, case, two.ids["handler"], note="亲属")  # everybody's own right
    assert two.open_tasks(case)[0].assignee_id is None
    with pytest.raises(Recused):
        act(two, "handler", "claim", task)
    with pytest.raises(Recused):
        act(two, "chief", "assign", task, two.ids["handler"])
    with pytest.raises(Conflict), two.as_("supervisor") as uow:
        cases.recuse(uow, case, two.ids["handler"], note="再次")
    with pytest.raises(NotFound), two.as_("supervisor") as uow:
        cases.recuse(uow, case, 4711, note="谁")


def handlers_case(office: Office, **more: object) -> int:
    kb = '<kb:assignment role="case-handler" among="handlers" count="2"/>'
    nodes = [
        node("start", "begin"),
        node("user", "name", kb='<kb:assignment role="supervisor"/><kb:form key="name"/>'),
        node("user", "inspect", kb=kb),
        node("end", "done"),
    ]
    files = {"name": form("name", ("handlers",), handlers=PEOPLE)}
    office.deploy(bundle("p", process("p", nodes, "begin -> name -> inspect -> done"), forms=files))
    return office.file("p", **more)


def test_a_task_kept_for_named_persons_is_only_theirs(office: Office):
    case = handlers_case(office)
    office.complete(case, "name", by="supervisor", handlers=[office.ids["handler"], office.ids["second"]])
    with office.reading("third") as uow:
        assert worklist.pool(uow).total == 0
    with pytest.raises(NotAllowed) as refused:
        office.complete(case, "inspect", by="third")
    assert refused.value.reason == "among"
    with office.reading("second") as uow:
        assert worklist.pool(uow).total == 1
    office.complete(case, "inspect", by="second")


def test_an_activity_that_needs_two_is_not_done_where_one_is_named(office: Office):
    case = handlers_case(office)
    office.complete(case, "name", by="supervisor", handlers=[office.ids["handler"]])
    assert office.open_tasks(case)[0].assignee_id == office.ids["handler"]  # the only one
    with pytest.raises(TooFewHandlers) as refused:
        office.complete(case, "inspect", by="handler")
    assert (refused.value.needed, refused.value.named) == (2, 1)


@pytest.mark.parametrize(
    ("names", "rule"),
    [
        (["handler", "handler"], "person-twice"),
        (["reviewer"], "person-role"),
        ([4711], "person-unknown"),
        (["gone"], "person-inactive"),
        (["third"], "person-recused"),
    ],
)
def test_persons_named_in_a_form_must_be_able_to_do_it(office: Office, names: list[str | int], rule: str):
    case = handlers_case(office)
    with office.as_("admin") as uow:
        office.ids["gone"] = people.add(uow, login="gone", name="离职", roles=["case-handler"])
        people.deactivate(uow, office.ids["gone"])
    with office.as_("supervisor") as uow:
        cases.recuse(uow, case, office.ids["third"], note="亲属")
    with pytest.raises(FormInvalid) as refused:
        office.complete(
            case, "name", by="supervisor", handlers=[office.ids.get(name, name) for name in names]
        )
    assert [(problem.element, problem.rule) for problem in refused.value.problems] == [("/handlers", rule)]
    assert office.waiting(case) == ["name"]


def test_a_task_is_given_at_once_to_whom_an_expression_names(office: Office):
    kb = '<kb:assignment role="case-handler" assignee="chosen"/>'
    nodes = [node("start", "begin"), node("user", "work", kb=kb), node("end", "done")]
    office.deploy(bundle("p", process("p", nodes, "begin -> work -> done")))
    case = office.file("p", chosen=office.ids["second"])
    assert office.open_tasks(case)[0].assignee_id == office.ids["second"]
    assert "已分派给您" in office.inbox("second")[0].zh
    with office.reading("second") as uow:
        assert worklist.mine(uow).total == 1


@pytest.mark.parametrize("chosen", ["reviewer", 4711, "text", None])
def test_a_task_whose_person_may_not_do_it_waits_in_the_pool(office: Office, chosen: object):
    kb = '<kb:assignment role="case-handler" assignee="chosen"/>'
    nodes = [node("start", "begin"), node("user", "work", kb=kb), node("end", "done")]
    office.deploy(bundle("p", process("p", nodes, "begin -> work -> done")))
    case = office.file("p", chosen=office.ids.get(str(chosen), chosen))
    assert office.open_tasks(case)[0].assignee_id is None


# --- completing --------------------------------------------------------------------------------------------------


def test_a_task_of_the_pool_is_taken_and_done_in_one(two: Office):
    case = two.file("simple")
    done = two.complete(case, "first")
    assert (done.case_id, done.case_state, done.mine) == (case, "running", ())
    assert list(done.opened) == [two.task(case, "second")]


def test_a_task_is_done_once(two: Office):
    case = two.file("simple")
    task = two.task(case, "first")
    two.complete(case, "first")
    before = two.done(case)
    for name, more in (("complete", {"values": {}}), ("claim", {}), ("save_draft", {"values": {}})):
        with pytest.raises(AlreadyDone) as refused:
            act(two, "handler", name, task, **more)
        assert refused.value.state == "completed"
    assert two.done(case) == before


def test_what_the_form_asks_is_written_and_the_journal_says_from_what_to_what(office: Office):
    one_form(office, right="string", amount="integer")
    case = office.file("p", right="design")
    office.complete(case, "answer", right="invention", amount=3)
    assert office.variables(case)["right"] == "invention"
    entry = next(entry for entry in office.journal(case) if entry.kind == "task-completed")
    assert entry.facts["fields"] == {
        "right": {"from": "design", "to": "invention"},
        "amount": {"from": None, "to": 3},
    }
    assert entry.actor == "孙办案"


def test_a_form_that_breaks_its_schema_changes_nothing(office: Office):
    one_form(office, required=("amount",), amount="integer")
    case = office.file("p")
    before = office.done(case)
    for values in ({}, {"amount": "many"}):
        with pytest.raises(FormInvalid) as refused:
            office.complete(case, "answer", **values)
        assert [problem.element for problem in refused.value.problems] == ["/amount"]
    assert office.done(case) == before
    assert office.waiting(case) == ["answer"]


def test_nobody_writes_what_no_form_asks_for(two: Office):
    case = two.file("simple", right="design")
    two.complete(case, "first", right="invention", case_number="X")
    assert two.variables(case)["right"] == "design"
    assert two.variables(case)["case_number"] == two.case(case).number


def test_a_case_that_stands_still_lets_no_task_be_done(two: Office):
    case = two.file("simple")
    with two.as_("supervisor") as uow:
        cases.suspend(
            uow,
            case,
            reason="stay",
            effective=date(2026, 9, 24),
            note="无效宣告",
            requested_by=two.ids["handler"],
        )
    with pytest.raises(MoveRefused) as refused:
        two.complete(case, "first")
    assert refused.value.state == "suspended"


# --- drafts and stale forms ----------------------------------------------------------------------------------------


def test_a_draft_survives_and_comes_back_with_the_form(office: Office, now: Now):
    one_form(office, required=("amount",), amount="integer", remark="string")
    case = office.file("p")
    task = office.task(case, "answer")
    act(office, "handler", "save_draft", task, {"remark": "未完", "amount": "不是数字"})
    now.later(days=2)
    with office.reading("handler") as uow:
        shown = worklist.form(uow, task)
        assert worklist.pool(uow).rows[0].has_draft
    assert shown.draft == {"remark": "未完", "amount": "不是数字"}
    act(office, "handler", "discard_draft", task)
    with office.reading("handler") as uow:
        assert worklist.form(uow, task).draft is None


def test_a_draft_has_its_bounds_and_its_owner(office: Office):
    one_form(office, remark="string")
    task = office.task(office.file("p"), "answer")
    with pytest.raises(FormInvalid):
        act(office, "handler", "save_draft", task, {"remark": "长" * 400_000})
    act(office, "handler", "claim", task)
    with pytest.raises(Conflict):
        act(office, "second", "save_draft", task, {"remark": "别人"})
    with pytest.raises(NotAllowed):
        act(office, "reviewer", "save_draft", task, {"remark": "外人"})


def parallel_forms(office: Office) -> int:
    """Two people with a form each, which share one field."""
    kb = '<kb:assignment role="case-handler"/>'
    nodes = [
        node("start", "begin"),
        node("and", "fork"),
        node("user", "left", kb=f'{kb}<kb:form key="left"/>'),
        node("user", "right", kb=f'{kb}<kb:form key="right"/>'),
        node("and", "join"),
        node("user", "after"),
        node("end", "done"),
    ]
    files = {
        "left": form("left", (), shared="string", mine="string"),
        "right": form("right", (), shared="string", yours="string"),
    }
    drawn = process("p", nodes, "begin -> fork -> left -> join -> after -> done", "fork -> right -> join")
    office.deploy(bundle("p", drawn, forms=files))
    return office.file("p", shared="甲")


def seen(office: Office, case: int, node: str) -> str:
    with office.reading("handler") as uow:
        return worklist.form(uow, office.task(case, node)).seen


def test_two_people_in_parallel_never_undo_each_other(office: Office):
    case = parallel_forms(office)
    left, right = seen(office, case, "left"), seen(office, case, "right")
    office.complete(case, "left", seen=left, mine="左")
    office.complete(case, "right", by="second", seen=right, yours="右")
    assert {name: office.variables(case)[name] for name in ("shared", "mine", "yours")} == {
        "shared": "甲",
        "mine": "左",
        "yours": "右",
    }


def test_a_stale_form_is_recognised_and_names_its_fields(office: Office):
    case = parallel_forms(office)
    left, right = seen(office, case, "left"), seen(office, case, "right")
    office.complete(case, "left", seen=left, shared="乙")
    with pytest.raises(StaleForm) as refused:
        office.complete(case, "right", by="second", seen=right, shared="丙")
    assert refused.value.fields == ("shared",)
    assert office.variables(case)["shared"] == "乙"
    office.complete(case, "right", by="second", seen=seen(office, case, "right"), shared="丙")
    assert office.variables(case)["shared"] == "丙"


def test_a_form_that_says_the_same_is_not_stale(office: Office):
    case = parallel_forms(office)
    right = seen(office, case, "right")
    office.complete(case, "left", seen=seen(office, case, "left"), shared="乙")
    office.complete(case, "right", by="second", seen=right, shared="乙")
    assert office.waiting(case) == ["after"]


def test_a_draft_keeps_what_its_form_saw(office: Office):
    case = parallel_forms(office)
    right = seen(office, case, "right")
    with office.as_("second") as uow:
        tasks.save_draft(uow, office.task(case, "right"), {"shared": "丙"}, seen=right)
    office.complete(case, "left", seen=seen(office, case, "left"), shared="乙")
    assert seen(office, case, "right") == right
    with pytest.raises(StaleForm):
        office.complete(case, "right", by="second", seen=right, shared="丙")


@pytest.mark.parametrize("rubbish", ["", "%%%", "bm9wZQ==", "WzFd", None])
def test_a_fingerprint_that_makes_no_sense_is_none(office: Office, rubbish: str | None):
    case = parallel_forms(office)
    office.complete(case, "left", shared="乙")
    office.complete(case, "right", by="second", seen=rubbish, shared="丙")
    assert office.variables(case)["shared"] == "丙"


# --- many at once ------------------------------------------------------------------------------------------------


def test_of_two_who_complete_the_same_task_one_wins_and_the_other_is_told(two: Office):
    case = two.file("simple")
    task = two.task(case, "first")
    ready = Barrier(2)

    def complete(login: str) -> str:
        actor = two.actor(login)
        ready.wait()
        try:
            with two.engine.unit_of_work(actor) as uow:
                tasks.complete(uow, task, {})
        except EngineError as refused:
            return type(refused).__name__
        return "done"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(complete, ("handler", "second")))
    assert outcomes == ["AlreadyDone", "done"]
    assert two.done(case).count("task-completed") == 1
    assert two.waiting(case) == ["second"]
    assert two.verify() == []


def test_two_branches_completed_at_the_same_time_both_count(office: Office):
    case = parallel_forms(office)
    ready = Barrier(2)

    def complete(login: str, task: int, values: dict[str, str]) -> None:
        actor = office.actor(login)
        ready.wait()
        with office.engine.unit_of_work(actor) as uow:
            tasks.complete(uow, task, values)

    left, right = office.task(case, "left"), office.task(case, "right")
    with ThreadPoolExecutor(2) as pool:
        for done in (
            pool.submit(complete, "handler", left, {"mine": "左"}),
            pool.submit(complete, "second", right, {"yours": "右"}),
        ):
            done.result()
    assert office.waiting(case) == ["after"]
    assert (office.variables(case)["mine"], office.variables(case)["yours"]) == ("左", "右")
    assert office.verify() == []


def test_a_crash_before_the_commit_loses_nothing_and_keeps_nothing(two: Office):
    case = two.file("simple")
    task, before = two.task(case, "first"), two.done(case)

    def crash() -> None:
        with two.as_("handler") as uow:
            tasks.complete(uow, task, {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        crash()
    assert two.done(case) == before
    assert two.waiting(case) == ["first"]
    two.complete(case, "first")
    assert two.waiting(case) == ["second"]


def test_a_task_inside_a_sub_process_knows_its_rules(office: Office):
    inner = [
        node("start", "in"),
        node("user", "first", kb=HANDLER),
        node("user", "second", kb=SEPARATE),
        node("end", "out"),
    ]
    sub = node("sub", "field", body(inner, "in -> first -> second -> out", prefix="inner"))
    office.deploy(
        bundle(
            "p", process("p", [node("start", "begin"), sub, node("end", "done")], "begin -> field -> done")
        )
    )
    case = office.file("p")
    office.complete(case, "first")
    with pytest.raises(FourEyes):
        office.complete(case, "second")
    office.complete(case, "second", by="second")
    assert office.case(case).state == "completed"
