"""Activities and the variables that they read and write."""

from datetime import date
from decimal import Decimal

import pytest
from token_case import Office
from token_diagrams import (
    boundary,
    call,
    diagram,
    each,
    error,
    message,
    node,
    receive,
    script,
    service,
    start,
    sub,
    throw,
)

from engine.errors import NotFound, NotWaiting
from engine.expressions import compile_expression
from engine.graph import Kind
from engine.tokens import BusinessError, Problem, Run, StepFailed
from engine.tokens.problems import SENTENCES

# --- people ------------------------------------------------------------------------------------------------------


def test_a_user_task_waits_and_writes_what_was_typed(make):
    case = make(diagram("start > a > end")).start(x=1)
    assert case.do("a", y=2).data == {"x": 1, "y": 2}


def test_a_manual_task_waits_too(make):
    case = make(diagram("start > m > end", node("m", Kind.MANUAL))).start()
    assert case.all_waits() == [("manual", "m")]
    assert case.do("m").status == "completed"


def test_a_second_completion_is_refused(make):
    case = make(diagram("start > a > b > end")).start()
    token = case.token("a")
    case.do("a")
    with pytest.raises(NotWaiting):
        case.run.complete(token, {"late": True})
    assert case.waits() == ["b"]
    assert "late" not in case.data


def test_a_completion_after_the_end_is_refused(make):
    case = make(diagram("start > a > end")).start()
    token = case.token("a")
    case.do("a")
    with pytest.raises(NotWaiting):
        case.run.complete(token, {})


def test_what_is_no_task_cannot_be_completed(make):
    case = make(diagram("start > r > end", receive("r", message("M")))).start()
    with pytest.raises(NotWaiting):
        case.run.complete(case.token("r", "message"), {})


def test_the_same_task_in_the_next_round_is_another_token(make):
    case = make(diagram("start > xor1 > a > xor2\nxor2 > xor1 : again\nxor2 > end : default")).start()
    first = case.token("a")
    case.do("a", again=True)
    assert case.token("a") != first
    with pytest.raises(NotWaiting):
        case.run.complete(first, {"again": False})


def test_values_that_cannot_be_stored_are_refused_and_nothing_is_written(make):
    case = make(diagram("start > a > end")).start(x=1)
    for value in (object(), float("nan"), 2**70, {1: 2}, Decimal("NaN")):
        with pytest.raises(StepFailed):
            case.run.complete(case.token("a"), {"x": 2, "y": value})
    assert case.data == {"x": 1}
    assert case.waits() == ["a"]


def test_values_are_kept_as_json_keeps_them(make):
    case = make(diagram("start > a > end")).start()
    case.do(
        "a",
        day=date(2026, 3, 2),
        pair=(1, 2),
        money=Decimal("12.50"),
        count=Decimal(3),
        deep={"x": [None, True, 1.5]},
    )
    assert case.data == {
        "day": "2026-03-02",
        "pair": [1, 2],
        "money": 12.5,
        "count": 3,
        "deep": {"x": [None, True, 1.5]},
    }


def test_nobody_outside_holds_a_reference_into_the_case(make):
    typed = {"rows": [1, 2]}
    case = make(diagram("start > a > b > end")).start()
    case.do("a", **typed)
    typed["rows"].append(3)
    assert case.data["rows"] == [1, 2]


def test_bottomless_values_are_refused(make):
    value = []
    for _ in range(100):
        value = [value]
    with pytest.raises(StepFailed):
        make(diagram("start > a > end")).start(x=value)


# --- people in parallel --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_two_people_in_parallel_never_undo_each_other(make, order):
    case = make(diagram("start > and1 > a > and2 > z > end\nand1 > b > and2")).start(
        x="old", y="old", record={"n": 0}
    )
    typed = {"a": {"x": "new", "record": {"n": 1}}, "b": {"y": "new"}}
    for name in order:
        case.do(name, **typed[name])
    assert case.data == {"x": "new", "y": "new", "record": {"n": 1}}


def test_a_variable_of_one_branch_is_seen_by_the_other_at_once(make):
    case = make(
        diagram("start > and1 > a > end\nand1 > b > xor\nxor > c : done\nxor > d : default\nc > end\nd > end")
    )
    case.start(done=False).do("a", done=True)
    assert case.do("b").waits() == ["c"]


# --- machines ------------------------------------------------------------------------------------------------------


def test_a_script_writes_only_what_it_names(make):
    case = make(diagram("start > s > end", script("s", "y = x + 1\nz = y * 2"))).start(x=1)
    assert case.data == {"x": 1, "y": 2, "z": 4}


def test_a_script_that_fails_writes_nothing(make):
    case = make(diagram("start > s > a > end", script("s", "x = 5\ny = missing"))).start(x=1)
    assert case.failures() == {"s": "operation"}
    assert case.data == {"x": 1}
    case.update(missing=2)
    assert case.retry("s").data == {"x": 5, "y": 2, "missing": 2}
    assert case.waits() == ["a"]


def test_a_script_without_lines_does_nothing(make):
    assert make(diagram("start > s > end", script("s", ""))).start().status == "completed"


def test_a_service_writes_what_its_operation_gives(make):
    case = make(diagram("start > s > end", service("s", "double")), double=lambda v: {"y": v["x"] * 2}).start(
        x=4
    )
    assert case.data == {"x": 4, "y": 8}


def test_an_operation_that_fails_after_changing_what_it_was_given_has_changed_nothing(make):
    def spoil(variables):
        variables["rows"].append(4)
        raise RuntimeError("no connection")

    case = make(diagram("start > s > a > end", service("s", "spoil")), spoil=spoil).start(rows=[1])
    assert case.failures() == {"s": "operation"}
    assert case.run.waits()[0].problem.text.en == "A service operation failed: RuntimeError: no connection"
    assert case.run.waits()[0].problem.text.zh.startswith("服务操作失败：")
    assert case.data == {"rows": [1]}
    case.office.operations["spoil"] = lambda variables: {"rows": [*variables["rows"], 2]}
    assert case.retry("s").data == {"rows": [1, 2]}


def test_while_one_branch_failed_the_others_go_on(make):
    def fail(_):
        raise RuntimeError

    case = make(
        diagram("start > and1 > s > and2 > z > end\nand1 > a > and2", service("s", "op")), op=fail
    ).start()
    assert case.do("a").failures() == {"s": "operation"}
    case.office.operations["op"] = lambda _: {}
    assert case.retry("s").waits() == ["z"]


def test_an_operation_that_gives_what_cannot_be_stored_is_an_incident(make):
    case = make(diagram("start > s > end", service("s", "op")), op=lambda _: {"x": object()}).start()
    assert case.failures() == {"s": "value"}


def test_an_unknown_operation_is_an_incident(make):
    assert make(diagram("start > s > end", service("s", "nowhere"))).start().failures() == {"s": "operation"}


@pytest.mark.parametrize("kind", [Kind.SERVICE, Kind.RULE, Kind.SEND, Kind.RECEIVE, Kind.SUBPROCESS])
def test_an_activity_that_says_nothing_of_what_it_does_is_an_incident(make, kind):
    case = make(diagram("start > s > end", node("s", kind))).start()
    assert case.failures()["s"] in ("setup", "operation")


def test_a_business_rule_task_writes_what_its_table_decides(make):
    case = make(diagram("start > r > end", node("r", Kind.RULE, decision="fee")))
    case.office.tables["fee"] = lambda variables: {"fee": variables["pages"] * 10}
    assert case.start(pages=3).data == {"pages": 3, "fee": 30}


def test_a_send_task_sends_with_its_keys_and_payload(make):
    case = make(
        diagram("start > s > end", node("s", Kind.SEND, trigger=message("M", {"body": "text"}, number="no")))
    )
    case.start(no="2026-1", text="hello")
    thrown = case.happened[[type(one).__name__ for one in case.happened].index("Threw")]
    assert (thrown.name, thrown.keys, thrown.payload, thrown.taken) == (
        "M",
        {"number": "2026-1"},
        {"body": "hello"},
        False,
    )
    assert case.status == "completed"


def test_a_send_task_may_run_an_operation_instead(make):
    case = make(
        diagram("start > s > end", node("s", Kind.SEND, operation="mail")), mail=lambda _: {"sent": True}
    ).start()
    assert case.data == {"sent": True}


def test_a_receive_task_takes_its_message(make):
    case = make(diagram("start > r > a > end", receive("r", message("M", {"answer": "body"}, number="no"))))
    case.start(no=7)
    assert not case.tell("M", number=8)
    assert not case.tell("N", number=7)
    assert case.tell("M", {"body": "yes"}, number=7)
    assert case.waits() == ["a"]
    assert case.data["answer"] == "yes"


# --- sub-processes -------------------------------------------------------------------------------------------------


def test_a_sub_process_shares_the_variables(make):
    case = make(diagram("start > s > b > end", sub("s", "start > a > end"))).start(x=1)
    assert case.waits() == ["a"]
    case.do("a", x=2, y=3)
    assert case.waits() == ["b"]
    assert case.data == {"x": 2, "y": 3}


def test_a_sub_process_waits_for_all_its_branches(make):
    case = make(diagram("start > s > z > end", sub("s", "start > and > a > end\nand > b > end2"))).start()
    assert case.do("b").waits() == ["a"]
    assert case.do("a").waits() == ["z"]


def test_sub_processes_nest(make):
    inner = sub("inner", "start > a > end")
    case = make(diagram("start > outer > z > end", sub("outer", "start > inner > b > end", inner))).start()
    assert case.do("a").waits() == ["b"]
    assert case.do("b").waits() == ["z"]
    assert case.do("z").status == "completed"


def test_the_same_sub_process_runs_anew_in_every_round(make):
    flows = "start > xor1 > s > r > xor2\nxor2 > xor1 : again\nxor2 > end : default"
    case = make(diagram(flows, sub("s", "start > and1 > a > and2 > end\nand1 > b > and2"))).start()
    for again in (True, True, False):
        case.do("b").do("a").do("r", again=again)
    assert case.status == "completed"


def test_a_sub_process_of_scripts_passes_at_once(make):
    case = make(diagram("start > s > end", sub("s", "start > t > end", script("t", "x = 1")))).start()
    assert case.data == {"x": 1}
    assert case.passed() == ["start", "s", "start", "t", "end", "end"]


def test_scopes_are_reported_as_they_open_and_close(make):
    case = make(diagram("start > s > end", sub("s", "start > a > end"))).start().do("a")
    seen = [
        (type(one).__name__, one.process.id)
        for one in case.happened
        if type(one).__name__ in ("Opened", "Closed")
    ]
    assert seen == [("Opened", "p"), ("Opened", "s"), ("Closed", "s"), ("Closed", "p")]


def test_a_sub_process_that_begins_nowhere_is_an_incident(make):
    inside = sub("s", "begin > a > end", start("begin", message("M")))
    assert make(diagram("start > s > end", inside)).start().failures() == {"s": "setup"}


# --- call activities -----------------------------------------------------------------------------------------------

CHILD = diagram("start > a > end", key="child")


def test_a_call_activity_has_variables_of_its_own(make):
    calling = diagram(
        "start > c > z > end", call("c", "child", inputs={"n": "x + 1"}, outputs={"y": "answer"})
    )
    case = make(calling, CHILD).start(x=1, n="outer")
    assert dict(case.run.variables(case.token("a"))) == {"n": 2}
    case.do("a", n=9, answer=42)
    assert case.data == {"x": 1, "n": "outer", "y": 42}
    assert case.waits() == ["z"]


def test_a_call_without_inputs_gets_a_copy_of_everything_and_gives_nothing_back(make):
    case = make(diagram("start > c > z > end", call("c", "child")), CHILD).start(x=1)
    assert dict(case.run.variables(case.token("a"))) == {"x": 1}
    assert case.do("a", x=2).data == {"x": 1}


def test_an_input_that_fails_is_an_incident_of_the_call(make):
    case = make(diagram("start > c > z > end", call("c", "child", inputs={"n": "missing"})), CHILD).start()
    assert case.failures() == {"c": "operation"}
    case.update(missing=1)
    assert case.retry("c").waits() == ["a"]


def test_an_output_that_fails_is_an_incident_and_keeps_what_was_done_inside(make):
    case = make(diagram("start > c > z > end", call("c", "child", outputs={"y": "answer"})), CHILD).start()
    case.do("a")
    assert case.failures() == {"c": "operation"}
    assert case.waits() == []
    case.update(unrelated=1)
    assert case.retry("c").failures() == {"c": "operation"}
    assert case.move("c", "z", kind="failed").waits() == ["z"]


def test_an_unknown_called_process_is_an_incident(make):
    case = make(diagram("start > c > end", call("c", "nowhere"))).start()
    assert case.failures() == {"c": "operation"}


def test_a_call_inside_a_call(make):
    middle = diagram(
        "start > inner > end",
        call("inner", "child", inputs={"n": "n"}, outputs={"r": "n * 10"}),
        key="middle",
    )
    calling = diagram("start > c > end", call("c", "middle", inputs={"n": "5"}, outputs={"result": "r"}))
    case = make(calling, middle, CHILD).start()
    assert case.do("a", n=6).data == {"result": 60}


def test_a_recursive_call_is_stopped_as_an_incident(make):
    itself = diagram("start > c > end", call("c", "p"))
    case = make(itself).start()
    assert case.failures() == {"c": "depth"}
    assert len(case.run.state.scopes) == 101


def test_named_variables_are_handed_to_called_instances(make):
    calling = diagram("start > c > end", call("c", "child", inputs={"n": "1"}))
    run = Run(calling, Office(calling, CHILD), inherited=("case_number", "unset"))
    run.start({"case_number": "KB1", "x": 1})
    assert dict(run.variables(run.waits()[0].token)) == {"case_number": "KB1", "n": 1}


def test_places_tell_the_instance_and_its_process(make):
    inside = diagram("start > s > end", sub("s", "start > a > end"), key="child")
    case = make(diagram("start > c > end", call("c", "child")), inside).start()
    place = case.run.waits()[0].place
    assert (place.process, place.node.id) == ("child", "a")
    assert case.run.state.scopes[place.instance].variables == {}
    assert [one.node_id for one in case.run.standing()] == ["c", "s", "a"]


# --- starts --------------------------------------------------------------------------------------------------------


def test_a_message_starts_by_its_own_start_event(make):
    process = diagram("start > a > end\nstart2 > b > end", start("start2", message("M", {"who": "sender"})))
    case = make(process).start(trigger="M", payload={"sender": "Li"}, x=1)
    assert case.waits() == ["b"]
    assert case.data == {"x": 1, "who": "Li"}


def test_a_start_event_can_be_named_by_its_id(make):
    assert make(diagram("start2 > b > end", start("start2", message("M")))).start(
        trigger="start2"
    ).waits() == ["b"]


def test_without_a_plain_start_event_a_plain_start_is_refused(make):
    with pytest.raises(NotFound):
        make(diagram("start2 > b > end", start("start2", message("M")))).start()
    with pytest.raises(NotFound):
        make(diagram("start > b > end")).start(trigger="M")


def test_an_instance_starts_once(make):
    case = make(diagram("start > a > end")).start()
    with pytest.raises(NotWaiting):
        case.start()


def test_nothing_can_be_done_before_the_start(make):
    case = make(diagram("start > a > end"))
    for attempt in (
        case.run.cancel,
        lambda: case.run.deliver("M", {}, {}),
        lambda: case.update(x=1),
    ):
        with pytest.raises(NotWaiting):
            attempt()


# --- business errors of operations ---------------------------------------------------------------------------------


def refuse(_):
    raise BusinessError("E1", "too late")


def test_a_business_error_is_caught_by_the_boundary_of_its_activity(make):
    process = diagram(
        "start > s > a > end\nb > h > end",
        service("s", "op"),
        boundary("b", "s", error("E1", why="message", what="code")),
    )
    case = make(process, op=refuse).start()
    assert case.waits() == ["h"]
    assert case.data == {"why": "too late", "what": "E1"}
    assert case.cancelled() == ["s"]
    assert case.thrown() == [("error", "E1", True)]


def test_a_business_error_that_nothing_catches_is_an_incident(make):
    process = diagram("start > s > a > end\nb > h > end", service("s", "op"), boundary("b", "s", error("E2")))
    case = make(process, op=refuse).start()
    assert case.failures() == {"s": "business-error"}
    assert case.thrown() == [("error", "E1", False)]
    case.office.operations["op"] = lambda _: {}
    assert case.retry("s").waits() == ["a"]


def test_a_caught_error_whose_payload_cannot_be_written_is_an_incident_of_who_threw(make):
    process = diagram(
        "start > s > a > end\nb > h > end", service("s", "op"), boundary("b", "s", error("E1", x="nothing"))
    )
    assert make(process, op=refuse).start().failures() == {"s": "operation"}


def test_a_business_error_inside_is_caught_outside(make):
    inside = sub("s", "start > t > end", service("t", "op"))
    case = make(
        diagram("start > s > a > end\nb > h > end", inside, boundary("b", "s", error())), op=refuse
    ).start()
    assert case.waits() == ["h"]
    assert case.cancelled() == ["t", "s"]


def test_a_business_error_in_a_called_process_is_caught_by_the_caller(make):
    called = diagram("start > t > end", service("t", "op"), key="child")
    process = diagram(
        "start > c > a > end\nb > h > end", call("c", "child"), boundary("b", "c", error("E1", why="message"))
    )
    case = make(process, called, op=refuse).start()
    assert case.waits() == ["h"]
    assert case.data == {"why": "too late"}


def test_a_business_error_of_one_instance_ends_all_of_them(make):
    process = diagram(
        "start > m > a > end\nb > h > end",
        service("m", "op", loop=each("xs")),
        boundary("b", "m", error("E1")),
    )

    def picky(variables):
        if variables["item"] == 2:
            raise BusinessError("E1")
        return {}

    assert make(process, op=picky).start(xs=[1, 2, 3]).waits() == ["h"]


def test_throwing_nothing_passes(make):
    case = make(diagram("start > t > a > end", throw("t", None))).start()
    assert case.waits() == ["a"]


def test_an_expression_of_the_products_language_that_fails_says_which(make):
    case = make(diagram("start > xor\nxor > a : missing == 1\nxor > b : default\na > end\nb > end"))
    case.office.evaluate = lambda source, seen: compile_expression(source).evaluate(seen, now=case.office.now)
    assert case.start().failures() == {"xor": "expression"}
    problem = case.run.waits()[0].problem
    assert problem.text.zh.startswith("表达式无法计算：missing == 1")
    assert problem.text.en.startswith("An expression could not be evaluated: missing == 1")
    assert problem.detail != problem.detail_en
    assert case.update(missing=1).retry("xor").waits() == ["a"]


def test_a_value_of_a_kind_of_text_is_kept_as_text(make):
    case = make(diagram("start > a > end")).start().do("a", kind=Kind.USER)
    assert type(case.data["kind"]) is str


def test_a_host_may_have_reasons_of_its_own(make):
    def refuse(_):
        raise StepFailed("out-of-paper", "tray 2")

    case = make(diagram("start > s > end", service("s", "op")), op=refuse).start()
    assert case.failures() == {"s": "out-of-paper"}
    assert case.run.waits()[0].problem.text.en == "A service operation failed: tray 2"


def test_a_problem_without_detail_is_its_sentence():
    assert Problem("no-flow").text == SENTENCES["no-flow"]
