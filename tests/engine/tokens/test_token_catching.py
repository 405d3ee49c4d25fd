"""Errors, escalations and event sub-processes: who catches what, the innermost first."""

import pytest
from token_diagrams import (
    TERMINATE,
    after,
    boundary,
    call,
    condition,
    diagram,
    end,
    error,
    escalation,
    event_sub,
    every,
    message,
    script,
    service,
    signal,
    start,
    sub,
    throw,
)

from engine.tokens import BusinessError


def fails(name="s", code="E1", **more):
    return sub(name, "start > a > stop", end("stop", error(code)), **more)


# --- errors --------------------------------------------------------------------------------------------------------


def test_an_error_end_is_caught_by_the_boundary_of_its_sub_process(make):
    case = make(
        diagram("start > s > z > end\nb > h > end", fails(), boundary("b", "s", error("E1", what="code")))
    ).start()
    case.do("a")
    assert (case.waits(), case.data, case.thrown()) == (["h"], {"what": "E1"}, [("error", "E1", True)])
    assert case.cancelled() == ["stop", "s"]


def test_another_code_is_not_caught(make):
    case = (
        make(diagram("start > s > z > end\nb > h > end", fails(), boundary("b", "s", error("E2"))))
        .start()
        .do("a")
    )
    assert (case.status, case.ended()) == ("failed", [("failed", "stop")])
    assert case.run.state.problem.code == "uncaught-error"
    assert case.run.waits() == []
    assert case.thrown() == [("error", "E1", False)]


def test_an_uncaught_error_ends_the_instance_as_an_incident(make):
    case = make(diagram("start > and > a > stop\nand > b > end", end("stop", error("E1")))).start().do("a")
    assert (case.status, case.cancelled()) == ("failed", ["b", "stop"])
    assert [type(one).__name__ for one in case.happened[-5:]] == ["Failed", "Left", "Left", "Closed", "Ended"]
    assert case.run.state.problem.text.zh == "错误结束事件没有被任何事件捕获：E1"


def test_a_catcher_for_all_catches(make):
    case = (
        make(diagram("start > s > z > end\nb > h > end", fails(), boundary("b", "s", error())))
        .start()
        .do("a")
    )
    assert case.waits() == ["h"]


@pytest.mark.parametrize("names", ["xy", "yx"])
def test_the_code_itself_is_before_a_catcher_for_all(make, names):
    specific, general = names
    nodes = {
        specific: boundary(specific, "s", error("E1")),
        general: boundary(general, "s", error()),
    }
    process = diagram(
        f"start > s > z > end\n{specific} > h > end\n{general} > g > end", fails(), *(nodes[n] for n in "xy")
    )
    assert make(process).start().do("a").waits() == ["h"]


def test_the_innermost_catcher_is_before_the_code_further_out(make):
    inner = sub("o", "start > s > z > end\ni > h > end", fails(), boundary("i", "s", error()))
    case = (
        make(diagram("start > o > y > end\nb > g > end", inner, boundary("b", "o", error("E1"))))
        .start()
        .do("a")
    )
    assert case.waits() == ["h"]


def test_an_error_goes_outwards_until_it_is_caught(make):
    inner = sub("o", "start > s > z > end\ni > h > end", fails(), boundary("i", "s", error("E2")))
    case = (
        make(diagram("start > o > y > end\nb > g > end", inner, boundary("b", "o", error("E1"))))
        .start()
        .do("a")
    )
    assert case.waits() == ["g"]
    assert case.cancelled() == ["stop", "s", "o"]


def test_an_error_of_a_called_process_is_caught_by_the_caller(make):
    called = diagram("start > a > stop", end("stop", error("E1")), key="child")
    case = make(
        diagram("start > c > z > end\nb > h > end", call("c", "child"), boundary("b", "c", error("E1"))),
        called,
    )
    assert case.start().do("a").waits() == ["h"]


def test_an_error_cancels_the_other_branches_of_its_sub_process_alone(make):
    inside = sub("s", "start > and > a > stop\nand > b > end", end("stop", error("E1")))
    process = diagram(
        "start > and > s > z > end\nand > c > end\nb1 > h > end", inside, boundary("b1", "s", error("E1"))
    )
    assert make(process).start().do("a").waits() == ["c", "h"]


def test_an_error_is_not_caught_by_a_sibling(make):
    process = diagram(
        "start > and > s > z > end\nand > t > y > end\nb > h > end",
        fails(),
        sub("t", "start > c > end"),
        boundary("b", "t", error("E1")),
    )
    assert make(process).start().do("a").status == "failed"


def test_an_error_boundary_interrupts_whatever_the_diagram_says(make):
    process = diagram(
        "start > s > z > end\nb > h > end", fails(), boundary("b", "s", error("E1"), interrupting=False)
    )
    assert make(process).start().do("a").waits() == ["h"]


# --- escalations ---------------------------------------------------------------------------------------------------


def escalates(code="E1"):
    return sub("s", "start > t > a > end", throw("t", escalation(code, level="2")))


def test_an_escalation_that_does_not_interrupt_starts_something_beside(make):
    process = diagram(
        "start > s > z > end\nb > h > end",
        escalates(),
        boundary("b", "s", escalation("E1", l="level"), interrupting=False),
    )
    case = make(process).start()
    assert (case.waits(), case.data, case.thrown()) == (["a", "h"], {"l": 2}, [("escalation", "E1", True)])


def test_an_escalation_that_interrupts(make):
    case = make(
        diagram("start > s > z > end\nb > h > end", escalates(), boundary("b", "s", escalation("E1")))
    ).start()
    assert (case.waits(), case.cancelled()) == (["h"], ["t", "s"])


def test_an_escalation_is_caught_by_code_or_for_all(make):
    process = "start > s > z > end\nb > h > end"
    for code, taken in (("E1", True), ("E2", False), (None, True)):
        case = make(
            diagram(process, escalates(), boundary("b", "s", escalation(code), interrupting=False))
        ).start()
        assert ("h" in case.waits()) is taken


def test_an_escalation_end_goes_on_after_it_is_caught_beside(make):
    inside = sub("s", "start > a > stop", end("stop", escalation("E1")))
    process = diagram(
        "start > s > z > end\nb > h > end", inside, boundary("b", "s", escalation("E1"), interrupting=False)
    )
    assert make(process).start().do("a").waits() == ["h", "z"]


def test_an_escalation_is_caught_once_by_the_innermost(make):
    inner = sub(
        "o",
        "start > s > y > end\ni > h > end",
        escalates(),
        boundary("i", "s", escalation(), interrupting=False),
    )
    process = diagram(
        "start > o > z > end\nb > g > end", inner, boundary("b", "o", escalation("E1"), interrupting=False)
    )
    assert sorted(make(process).start().waits()) == ["a", "h"]


# --- event sub-processes: what starts them -------------------------------------------------------------------------

TRIGGERS = {
    "message": (message("M"), lambda case: case.tell("M")),
    "signal": (signal("S"), lambda case: case.shout("S")),
    "timer": (after(5), lambda case: case.wait(5)),
    "condition": (condition("x > 1"), lambda case: case.update(x=2)),
    "escalation": (escalation("E1"), lambda case: case.do("e")),
    "error": (error("E1"), lambda case: case.do("f")),
}
BODY = """start > and > a > end
    and > e > up > end
    and > f > xor
    xor > down : True"""


def with_event_sub(make, trigger, *, interrupting):
    handler = event_sub("es", "begin > h > end", start("begin", trigger, interrupting=interrupting))
    nodes = (throw("up", escalation("E1")), end("down", error("E1")), handler)
    return make(diagram(BODY, *nodes)).start(x=0)


@pytest.mark.parametrize("kind", TRIGGERS)
def test_an_interrupting_event_sub_process_takes_the_scope_over(make, kind):
    trigger, happen = TRIGGERS[kind]
    case = with_event_sub(make, trigger, interrupting=True)
    happen(case)
    assert case.all_waits() == [("user", "h")]
    assert case.do("h").status == "completed"


@pytest.mark.parametrize("kind", [kind for kind in TRIGGERS if kind != "error"])
def test_an_event_sub_process_beside_lets_the_rest_go_on(make, kind):
    trigger, happen = TRIGGERS[kind]
    case = with_event_sub(make, trigger, interrupting=False)
    before = set(case.waits())
    happen(case)
    assert set(case.waits()) == (before - {"e"} if kind == "escalation" else before) | {"h"}
    assert case.do("a").status == "running"
    assert case.do("h").status == "running"


@pytest.mark.parametrize("kind", TRIGGERS)
@pytest.mark.parametrize("interrupting", [True, False])
def test_an_event_sub_process_that_never_starts_does_not_keep_the_instance_open(make, kind, interrupting):
    handler = event_sub("es", "begin > h > end", start("begin", TRIGGERS[kind][0], interrupting=interrupting))
    case = make(diagram("start > a > end", handler)).start(x=0).do("a")
    assert (case.status, case.run.waits()) == ("completed", [])


@pytest.mark.parametrize("kind", ["message", "signal", "condition"])
def test_an_event_sub_process_beside_starts_again_and_again(make, kind):
    trigger, happen = TRIGGERS[kind]
    case = with_event_sub(make, trigger, interrupting=False)
    for count in (1, 2, 3):
        happen(case)
        case.update(x=0)
        assert case.waits().count("h") == count


def test_a_cycle_starts_an_event_sub_process_as_often_as_it_says(make):
    case = with_event_sub(make, every(24, 2), interrupting=False)
    for count in (1, 2, 2):
        assert case.wait(24).waits().count("h") == count


def test_an_event_sub_process_with_a_timer_date_starts_once(make):
    case = with_event_sub(make, after(5), interrupting=False)
    assert case.wait(5).wait(5).waits().count("h") == 1


def test_an_event_sub_process_keeps_the_instance_open_while_it_runs(make):
    handler = event_sub("es", "begin > h > end", start("begin", message("M"), interrupting=False))
    case = make(diagram("start > a > end", handler)).start()
    case.tell("M")
    assert case.do("a").status == "running"
    assert case.do("h").status == "completed"


def test_a_message_of_an_event_sub_process_is_written(make):
    handler = event_sub("es", "begin > h > end", start("begin", message("M", {"why": "reason"}, n="no")))
    case = make(diagram("start > a > end", handler)).start(no=1)
    assert case.tell("M", {"reason": "withdrawn"}, n=1)
    assert (case.waits(), case.data["why"]) == (["h"], "withdrawn")
    assert case.passed() == ["start", "a", "es", "begin", "h"]


def test_an_error_that_an_event_sub_process_catches_is_written(make):
    handler = event_sub("es", "begin > h > end", start("begin", error("E1", why="code")))
    case = make(diagram("start > a > stop", end("stop", error("E1")), handler)).start().do("a")
    assert (case.waits(), case.data) == (["h"], {"why": "E1"})


def test_an_operations_error_starts_an_event_sub_process(make):
    def refuse(_):
        raise BusinessError("E1", "no")

    handler = event_sub("es", "begin > h > end", start("begin", error("E1", why="message")))
    case = make(diagram("start > s > end", service("s", "op"), handler), op=refuse).start()
    assert (case.waits(), case.data) == (["h"], {"why": "no"})


# --- event sub-processes: nesting ----------------------------------------------------------------------------------


def test_an_event_sub_process_inside_a_sub_process(make):
    handler = event_sub("es", "begin > h > end", start("begin", message("M")))
    case = make(diagram("start > s > z > end", sub("s", "start > a > end", handler))).start()
    assert case.tell("M")
    assert case.waits() == ["h"]
    assert case.do("h").waits() == ["z"]


def test_an_event_sub_process_is_armed_only_while_its_scope_runs(make):
    handler = event_sub("es", "begin > h > end", start("begin", message("M")))
    case = make(diagram("start > b > s > z > end", sub("s", "start > a > end", handler))).start()
    assert not case.tell("M")
    case.do("b").do("a")
    assert not case.tell("M")
    assert case.waits() == ["z"]


def test_event_sub_processes_nest(make):
    inner = event_sub("inner", "begin > h2 > end", start("begin", message("Inner")))
    outer = event_sub(
        "outer", "begin > h1 > end", start("begin", message("Outer"), interrupting=False), inner
    )
    case = make(diagram("start > a > end", outer)).start()
    assert not case.tell("Inner")
    assert case.tell("Outer")
    assert case.tell("Inner")
    assert case.waits() == ["a", "h2"]
    assert case.do("h2").do("a").status == "completed"


def test_the_event_sub_process_inside_is_before_the_boundary_outside(make):
    handler = event_sub("es", "begin > h > end", start("begin", error()))
    inside = sub("s", "start > a > stop", end("stop", error("E1")), handler)
    case = (
        make(diagram("start > s > z > end\nb > g > end", inside, boundary("b", "s", error("E1"))))
        .start()
        .do("a")
    )
    assert case.waits() == ["h"]
    assert case.do("h").waits() == ["z"]


def test_an_error_inside_the_handler_goes_further_out(make):
    handler = event_sub("es", "begin > h > again", start("begin", error()), end("again", error("E1")))
    inside = sub("s", "start > a > stop", end("stop", error("E1")), handler)
    case = (
        make(diagram("start > s > z > end\nb > g > end", inside, boundary("b", "s", error("E1"))))
        .start()
        .do("a")
    )
    assert case.do("h").waits() == ["g"]


def test_a_handler_beside_does_not_catch_what_it_throws_itself(make):
    handler = event_sub(
        "es",
        "begin > t > h > end",
        start("begin", escalation("E1"), interrupting=False),
        throw("t", escalation("E1")),
    )
    case = make(diagram("start > up > a > end", throw("up", escalation("E1")), handler)).start()
    assert sorted(case.waits()) == ["a", "h"]
    assert case.thrown() == [("escalation", "E1", True), ("escalation", "E1", False)]


def test_a_handler_beside_that_fails_is_caught_by_another(make):
    beside = event_sub(
        "es", "begin > h > stop", start("begin", message("M"), interrupting=False), end("stop", error("E1"))
    )
    rescue = event_sub("rs", "begin > r > end", start("begin", error("E1")))
    case = make(diagram("start > a > end", beside, rescue)).start()
    case.tell("M")
    assert case.do("h").waits() == ["r"]


def test_an_interrupting_handler_disarms_its_siblings(make):
    first = event_sub("e1", "begin > h > end", start("begin", message("M")))
    second = event_sub("e2", "begin > g > end", start("begin", message("N")))
    third = event_sub("e3", "begin > r > end", start("begin", error()))
    case = make(diagram("start > a > end", first, second, third)).start()
    assert case.tell("M")
    assert not case.tell("N")
    assert not case.tell("M")
    assert case.waits() == ["h"]


def test_an_interrupting_handler_takes_over_from_one_beside(make):
    beside = event_sub("e1", "begin > h > end", start("begin", message("M"), interrupting=False))
    takes = event_sub("e2", "begin > g > end", start("begin", message("N")))
    case = make(diagram("start > a > end", beside, takes)).start()
    assert case.tell("M")
    assert case.tell("N")
    assert (case.waits(), case.cancelled()) == (["g"], ["a", "h", "e1"])


def test_a_terminate_end_in_a_handler_ends_the_handler(make):
    beside = event_sub(
        "e1",
        "begin > and > h > stop\nand > g > end",
        start("begin", message("M"), interrupting=False),
        end("stop", TERMINATE),
    )
    case = make(diagram("start > a > end", beside)).start()
    case.tell("M")
    assert case.do("h").waits() == ["a"]


def test_an_event_sub_process_of_a_called_process(make):
    handler = event_sub("es", "begin > h > end", start("begin", message("M", {"x": "body"})))
    called = diagram("start > a > end", handler, key="child")
    case = make(diagram("start > c > z > end", call("c", "child", outputs={"y": "x"})), called).start()
    assert case.tell("M", {"body": 4})
    case.do("h")
    assert (case.waits(), case.data) == (["z"], {"y": 4})


def test_an_event_sub_process_whose_key_is_not_there_yet_is_an_incident_of_its_own(make):
    handler = event_sub("es", "begin > h > end", start("begin", message("M", n="number")))
    case = make(diagram("start > a > b > end", handler)).start()
    assert (case.waits(), case.failures()) == (["a"], {"es": "operation"})
    case.do("a", number=5).retry("es")
    assert case.tell("M", n=5)
    assert case.waits() == ["h"]


def test_a_failed_event_sub_process_does_not_keep_the_instance_open(make):
    handler = event_sub("es", "begin > h > end", start("begin", message("M", n="number")))
    assert make(diagram("start > a > end", handler)).start().do("a").status == "completed"


def test_a_script_in_a_handler_writes_to_the_case(make):
    handler = event_sub(
        "es", "begin > t > end", start("begin", message("M"), interrupting=False), script("t", "n = n + 1")
    )
    case = make(diagram("start > a > end", handler)).start(n=0)
    for _ in range(3):
        case.tell("M")
    assert case.data == {"n": 3}
    assert case.waits() == ["a"]
