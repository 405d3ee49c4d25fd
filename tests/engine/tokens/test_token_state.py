"""The written state: lossless, compact, without history; identifiers that stay."""

import json

import pytest
from token_case import Case, Office
from token_diagrams import (
    after,
    boundary,
    catch,
    condition,
    diagram,
    each,
    end,
    error,
    event_sub,
    events,
    every,
    message,
    node,
    script,
    service,
    signal,
    start,
    sub,
)

from engine.errors import NotFound
from engine.graph import Kind
from engine.tokens import Entered, Run, State, plan

ROUND = (
    "start > xor1 > a > and1 > b > and2 > xor2\nand1 > c > and2\nxor2 > xor1 : again\nxor2 > end : default"
)


def size(case):
    return len(json.dumps(case.run.state.dump(), separators=(",", ":")))


def test_a_rework_loop_leaves_nothing_behind_in_the_state(make):
    case = make(diagram(ROUND)).start()
    sizes = []
    for _ in range(50):
        case.do("a").do("c").do("b", again=True)
        sizes.append(size(case))
    assert max(sizes) - min(sizes) <= 8  # the digits of identifiers


def test_identifiers_are_never_used_twice(make):
    case = make(diagram(ROUND, boundary("t", "a", every(1), interrupting=False))).start()
    for _ in range(10):
        case.do("a").do("b").do("c", again=True)
    seen = [one.place.token for one in case.happened if isinstance(one, Entered)]
    assert len(seen) == len(set(seen))
    assert max(seen) <= case.run.state.last_id


def test_waits_keep_their_identifiers_over_save_and_load():
    kept, saved = (Case(diagram(ROUND), saving=saving).start().do("a") for saving in (False, True))
    assert [wait.token for wait in kept.run.waits()] == [wait.token for wait in saved.run.waits()]


def test_everything_that_can_wait_is_written_and_read_again():
    handlers = (
        event_sub("es1", "begin > h1 > end", start("begin", message("M", number="no"), interrupting=False)),
        event_sub("es2", "begin > h2 > end", start("begin", every(24, 3), interrupting=False)),
    )
    process = diagram(
        "start > and > a > end\nand > m > end\nand > g\ng > g1 > end\ng > g2 > end\nand > c > end\nand > s > end\nand > x > end"
        "\nt > t1 > end\nand > join > end\nand > fails > end",
        node("m", Kind.USER, loop=each("xs", "x", output="ys", output_item="y")),
        events("g"),
        catch("g1", after(5)),
        catch("g2", message("N", key="no")),
        catch("c", condition("no == 5")),
        sub("s", "start > b > end\nu > h > end", boundary("u", "b", signal("S"))),
        catch("x", signal("S")),
        boundary("t", "a", after(1)),
        service("fails", "nothing"),
        *handlers,
    )
    case = Case(process).start(no=7, xs=[1, 2])
    case.do("m", y={"deep": [1]})
    before = case.run.waits(), case.run.standing(), case.run.state.dump()
    case.saving = True
    case._after()
    assert (case.run.waits(), case.run.standing(), case.run.state.dump()) == before
    assert {wait.kind for wait in before[0]} == {"user", "timer", "message", "condition", "signal", "failed"}


def test_a_case_of_25_nodes_takes_about_a_kilobyte():
    tasks = [f"step_{number:02}_of_the_case" for number in range(18)]
    path = " > ".join(["start", *tasks[:9], "and1", tasks[9], tasks[10], "and2", *tasks[11:16], "end"])
    flows = f"{path}\nand1 > {tasks[16]} > {tasks[17]} > and2\nlate > remind > remind_again > end"
    case = Case(diagram(flows, boundary("late", tasks[9], after(72), interrupting=False)))
    assert len(case.process.nodes) == 25
    case.start(
        case_number="京知保专裁〔2026〕0042号", right="design", title="某公司诉某商行外观设计专利侵权纠纷", opened_on="2026-03-02",
        handlers=[3, 8], claimant={"name": "某科技有限公司", "contact": "李某", "phone": "13800000000"},
        respondent={"name": "某商行", "address": "某区某路 1 号"},
    )  # fmt: skip
    for name in tasks[:9]:
        case.do(name, **{f"{name}_done": True})
    assert size(case) < 2_000


def test_what_was_written_does_not_change_when_the_run_goes_on():
    case = Case(
        diagram("start > m > end", node("m", Kind.USER, loop=each("xs", output="ys", output_item="y")))
    )
    case.start(xs=[1, 2, 3])
    case.do("m", y=1)
    written = case.run.state.dump()
    text = json.dumps(written)
    case.do("m", y=2, other=5)
    assert json.dumps(written) == text


def test_what_was_read_is_not_changed_by_the_run():
    written = Case(diagram("start > a > b > end")).start(x=1).run.state.dump()
    text = json.dumps(written)
    process = diagram("start > a > b > end")
    run = Run(process, Office(process), State.load(written))
    run.complete(run.waits()[0].token, {"x": 2})
    assert json.dumps(written) == text


def test_another_format_is_refused():
    with pytest.raises(ValueError, match="99"):
        State.load({"format": 99, "status": "running", "last": 0, "scopes": [], "tokens": []})


def test_a_state_of_another_diagram_is_refused():
    written = Case(diagram("start > a > end")).start().run.state.dump()
    for other in (diagram("start > b > end"),):
        with pytest.raises(NotFound):
            Run(other, Office(other), State.load(written))


def test_a_state_whose_sub_process_became_a_task_is_refused():
    written = Case(diagram("start > s > end", sub("s", "start > a > end"))).start().run.state.dump()
    other = diagram("start > s > end")
    with pytest.raises(NotFound):
        Run(other, Office(other), State.load(written))


def test_the_end_keeps_the_variables_alone(make):
    case = (
        make(diagram("start > a > end", event_sub("es", "b > end", start("b", message("M")))))
        .start(x=1)
        .do("a", y=2)
    )
    assert case.run.state.dump()["tokens"] == []
    assert case.data == {"x": 1, "y": 2}


def test_the_end_by_an_error_keeps_its_reason(make):
    case = make(diagram("start > stop", end("stop", error("E1")))).start(x=1)
    assert case.run.state.dump()["problem"] == ["uncaught-error", "E1", ""]
    assert case.data == {"x": 1}


def test_a_diagram_may_be_shared_by_any_number_of_instances():
    process = diagram(ROUND, script("b", "n = n + 1"))
    cases = [Case(process).start(n=number) for number in range(5)]
    for case in cases:
        case.do("a").do("c", again=False)
    assert [case.data["n"] for case in cases] == [1, 2, 3, 4, 5]


def test_plans_of_diagrams_do_not_pile_up():
    for _ in range(plan._MAX_PLANS + 10):
        plan.plan_of(diagram("start > end"))
    assert len(plan._plans) <= plan._MAX_PLANS
