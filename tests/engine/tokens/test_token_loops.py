"""Standard loops and multi-instance activities."""

from itertools import permutations

import pytest
from token_case import Case
from token_diagrams import (
    after,
    boundary,
    call,
    diagram,
    each,
    event_sub,
    message,
    node,
    receive,
    rounds,
    script,
    start,
    sub,
    times,
)

from engine.graph import Kind
from engine.tokens import Entered, Left


def many(loop, name="m"):
    return node(name, Kind.USER, loop=loop)


# --- standard loops ------------------------------------------------------------------------------------------------


def test_a_loop_goes_round_while_its_condition_holds(make):
    case = make(diagram("start > m > b > end", many(rounds("again")))).start()
    case.do("m", again=True).do("m", again=True)
    assert case.waits() == ["m"]
    assert case.do("m", again=False).waits() == ["b"]


def test_a_loop_tested_before_may_not_run_at_all(make):
    process = diagram("start > m > b > end", many(rounds("again", test_before=True)))
    assert make(process).start(again=False).waits() == ["b"]
    assert make(process).start(again=True).do("m", again=False).waits() == ["b"]


def test_a_loop_stops_at_its_maximum(make):
    case = make(diagram("start > m > b > end", many(rounds("True", maximum=3)))).start()
    assert case.do("m").do("m").do("m").waits() == ["b"]


def test_a_loop_with_a_maximum_alone_runs_that_often(make):
    case = make(diagram("start > m > b > end", many(rounds(maximum=2)))).start()
    assert case.do("m").do("m").waits() == ["b"]


def test_a_loop_without_condition_and_maximum_runs_once(make):
    assert make(diagram("start > m > b > end", many(rounds()))).start().do("m").waits() == ["b"]


@pytest.mark.parametrize("test_before", [True, False])
def test_a_loop_counts_its_rounds(make, test_before):
    looped = script(
        "m", "seen = seen + [loop_counter]", loop=rounds("loop_counter < 3", test_before=test_before)
    )
    assert make(diagram("start > m > end", looped)).start(seen=[]).data == {"seen": [1, 2, 3]}


def test_a_looped_sub_process(make):
    case = make(diagram("start > s > b > end", sub("s", "start > a > end", loop=rounds("again")))).start()
    assert case.do("a", again=True).do("a", again=False).waits() == ["b"]


def test_a_loop_condition_that_fails_can_be_retried(make):
    case = make(diagram("start > m > b > end", many(rounds("again")))).start()
    assert case.do("m").failures() == {"m": "operation"}
    case.update(again=False)
    assert case.retry("m").waits() == ["b"]


def test_a_boundary_of_a_loop_ends_all_its_rounds(make):
    case = make(
        diagram("start > m > b > end\nt > h > end", many(rounds("True")), boundary("t", "m", after(5)))
    ).start()
    case.do("m").wait(6)
    assert case.waits() == ["h"]


# --- multi-instance: how many --------------------------------------------------------------------------------------


def test_parallel_instances_all_wait_at_once(make):
    case = make(diagram("start > m > b > end", many(each("people", "person")))).start(people=["Li", "Wu"])
    assert case.waits() == ["m", "m"]
    tokens = [wait.token for wait in case.run.waits()]
    assert [case.run.variables(token)["person"] for token in tokens] == ["Li", "Wu"]
    assert [wait.place.loop for wait in case.run.waits()] == [1, 2]
    assert case.do("m").do("m").waits() == ["b"]


def test_sequential_instances_come_one_after_the_other(make):
    case = make(diagram("start > m > b > end", many(each("people", "person", sequential=True)))).start(
        people=["Li", "Wu"]
    )
    for person in ("Li", "Wu"):
        assert case.waits() == ["m"]
        assert case.run.variables(case.token("m"))["person"] == person
        case.do("m")
    assert case.waits() == ["b"]


@pytest.mark.parametrize("sequential", [True, False])
def test_a_cardinality_says_how_many(make, sequential):
    looped = script("m", "n = n + loop_counter", loop=times("count", sequential=sequential))
    assert make(diagram("start > m > end", looped)).start(n=0, count=4).data["n"] == 10


@pytest.mark.parametrize("sequential", [True, False])
@pytest.mark.parametrize("loop", [{"collection": "xs", "item": "x"}, {"cardinality": "len(xs)"}])
def test_no_item_means_no_instance(make, sequential, loop):
    how = (
        each(sequential=sequential, output="ys", output_item="y", **loop)
        if "collection" in loop
        else times(sequential=sequential, **loop)
    )
    assert make(diagram("start > m > b > end", many(how))).start(xs=[]).waits() == ["b"]


def test_no_item_collects_an_empty_list(make):
    case = make(diagram("start > m > b > end", many(each("xs", output="ys", output_item="y")))).start(xs=[])
    assert case.data["ys"] == []


def test_the_collection_is_taken_as_it_is_at_the_beginning(make):
    case = make(diagram("start > m > b > end", many(each("xs", "x", sequential=True)))).start(xs=[1, 2])
    case.do("m", xs=[1, 2, 3])
    assert case.do("m").waits() == ["b"]


@pytest.mark.parametrize("value", [-1, 1.5, "3", None, True])
def test_a_cardinality_that_is_no_count_is_an_incident(make, value):
    assert make(diagram("start > m > b > end", many(times("n")))).start(n=value).failures() == {
        "m": "cardinality"
    }


@pytest.mark.parametrize("value", [None, 3, "Li", {"a": 1}])
def test_a_collection_that_is_no_list_is_an_incident(make, value):
    case = make(diagram("start > m > b > end", many(each("xs")))).start(xs=value)
    assert case.failures() == {"m": "collection"}
    case.update(xs=[1])
    assert case.retry("m").waits() == ["m"]


def test_too_many_instances_are_an_incident(make):
    assert make(diagram("start > m > b > end", many(times("10 ** 6")))).start().failures() == {
        "m": "instances"
    }
    assert make(diagram("start > m > b > end", many(each("xs")))).start(xs=[0] * 10_001).failures() == {
        "m": "instances"
    }


def test_too_many_instances_within_instances_are_an_incident():
    process = diagram("start > s > end", sub("s", "start > m > end", many(times("9000")), loop=times("5")))
    case = Case(process).start()
    assert case.failures() == {"m": "tokens"}
    assert len(case.waits()) == 27_000


# --- multi-instance: variables -------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_results_are_collected_in_the_order_of_the_items(make, order):
    case = make(diagram("start > m > end", many(each("xs", "x", output="ys", output_item="y")))).start(
        xs=[1, 2, 3]
    )
    tokens = [wait.token for wait in case.run.waits()]
    for place in order:
        case.run.complete(tokens[place], {"y": case.run.variables(tokens[place])["x"] * 10})
        case._after()
    assert case.data == {"xs": [1, 2, 3], "ys": [10, 20, 30]}


def test_an_output_item_may_be_the_input_item(make):
    looped = script("m", "x = x * x", loop=each("xs", "x", output="xs", output_item="x"))
    assert make(diagram("start > m > end", looped)).start(xs=[1, 2, 3]).data == {"xs": [1, 4, 9]}


def test_an_output_that_was_not_given_is_collected_as_nothing(make):
    case = make(diagram("start > m > end", many(each("xs", output="ys", output_item="y")))).start(xs=[1, 2])
    assert case.do("m", y=5).do("m").data["ys"] == [5, None]


def test_an_instance_keeps_its_names_to_itself_and_shares_the_rest(make):
    case = make(diagram("start > m > end", many(each("xs", "x", output="ys", output_item="y")))).start(
        xs=[1, 2]
    )
    case.do("m", x="changed", y="mine", note="for all")
    assert case.run.variables(case.token("m"))["x"] == 2
    assert case.run.variables(case.token("m"))["y"] is None
    assert case.data == {"xs": [1, 2], "note": "for all"}


def test_a_multi_instance_sub_process_gives_each_body_its_item(make):
    looped = sub(
        "s",
        "start > a > t > end",
        script("t", "y = x + extra"),
        loop=each("xs", "x", output="ys", output_item="y"),
    )
    case = make(diagram("start > s > end", looped)).start(xs=[1, 2], extra=0)
    assert case.waits() == ["a", "a"]
    case.do("a", nth=1, extra=5)
    assert case.do("a").data == {"xs": [1, 2], "extra": 5, "ys": [6, 7]}


def test_multi_instances_nest(make):
    inner = script("t", "z = x * 10 + y", loop=each("ys", "y", output="zs", output_item="z"))
    outer = sub("s", "start > t > end", inner, loop=each("xs", "x", output="all", output_item="zs"))
    assert make(diagram("start > s > end", outer)).start(xs=[1, 2], ys=[3, 4]).data["all"] == [
        [13, 14],
        [23, 24],
    ]


def test_a_multi_instance_call_activity(make):
    called = diagram("start > a > end", key="child")
    looped = call(
        "c",
        "child",
        inputs={"n": "x"},
        outputs={"y": "n"},
        loop=each("xs", "x", output="ys", output_item="y"),
    )
    case = make(diagram("start > c > end", looped), called).start(xs=[1, 2])
    case.do("a", nth=1, n=20)
    assert case.do("a", n=10).data == {"xs": [1, 2], "ys": [10, 20]}


def test_a_multi_instance_receive_task_takes_one_message_each(make):
    looped = receive(
        "r", message("M", {"y": "body"}, who="x"), loop=each("xs", "x", output="ys", output_item="y")
    )
    case = make(diagram("start > r > end", looped)).start(xs=["Li", "Wu"])
    assert case.tell("M", {"body": 2}, who="Wu")
    assert not case.tell("M", {"body": 2}, who="Wu")
    assert case.tell("M", {"body": 1}, who="Li")
    assert case.data["ys"] == [1, 2]


# --- multi-instance: completion ------------------------------------------------------------------------------------


def test_a_completion_condition_ends_the_others(make):
    looped = many(each("xs", output="ys", output_item="y", condition="completed >= 2"))
    case = make(diagram("start > m > b > end", looped)).start(xs=[1, 2, 3, 4])
    case.do("m", nth=3, y="d").do("m", nth=1, y="b")
    assert case.waits() == ["b"]
    assert case.data["ys"] == ["b", "d"]
    assert case.cancelled() == ["m", "m"]


def test_a_completion_condition_ends_a_sequence(make):
    looped = many(each("xs", "x", sequential=True, condition="y == 'stop'"))
    case = make(diagram("start > m > b > end", looped)).start(xs=[1, 2, 3], y="")
    assert case.do("m").do("m", y="stop").waits() == ["b"]


@pytest.mark.parametrize("sequential", [True, False])
def test_a_completion_condition_sees_the_counts_and_the_output(make, sequential):
    seen = []
    looped = many(
        each(
            "xs",
            sequential=sequential,
            output="ys",
            output_item="y",
            condition="note(completed, active, instances, ys)",
        )
    )
    case = make(diagram("start > m > b > end", looped))
    plain = case.office.evaluate

    def evaluate(expression, variables):
        if not expression.startswith("note"):
            return plain(expression, variables)
        seen.append([variables[name] for name in ("completed", "active", "instances", "ys")])
        return False

    case.office.evaluate = evaluate
    case.start(xs=[1, 2, 3])
    case.do("m", y="a").do("m", y="b").do("m", y="c")
    assert seen == [
        [1, 0 if sequential else 2, 3, ["a"]],
        [2, 0 if sequential else 1, 3, ["a", "b"]],
        [3, 0, 3, ["a", "b", "c"]],
    ]


def test_a_completion_condition_sees_the_instance_that_was_completed(make):
    looped = many(each("xs", output_item="opinion", condition="opinion == 'reject'"))
    case = make(diagram("start > m > b > end", looped)).start(xs=[1, 2, 3])
    assert case.do("m", opinion="agree").waits() == ["m", "m"]
    assert case.do("m", nth=1, opinion="reject").waits() == ["b"]


def test_a_completion_condition_that_fails_can_be_retried(make):
    case = make(
        diagram("start > m > b > end", many(each("xs", output="ys", output_item="y", condition="enough")))
    ).start(xs=[1, 2])
    assert case.do("m", y=1).failures() == {"m": "operation"}
    case.update(enough=True)
    assert case.retry("m").data["ys"] == [1]
    assert case.waits() == ["b"]


# --- multi-instance: as a whole ------------------------------------------------------------------------------------


def test_a_boundary_stands_on_the_activity_as_a_whole(make):
    process = diagram("start > m > b > end\nt > h > end", many(each("xs")), boundary("t", "m", after(5)))
    case = make(process).start(xs=[1, 2, 3])
    assert case.all_waits().count(("timer", "t")) == 1
    case.do("m").wait(6)
    assert case.waits() == ["h"]
    assert case.cancelled() == ["m", "m", "m"]  # two instances, and the whole


def test_a_boundary_that_does_not_interrupt_leaves_every_instance(make):
    process = diagram(
        "start > m > b > end\nt > h > end", many(each("xs")), boundary("t", "m", after(5), interrupting=False)
    )
    case = make(process).start(xs=[1, 2]).wait(6)
    assert case.waits() == ["m", "m", "h"]
    assert case.do("m").do("m").do("h").waits() == ["b"]


def test_the_whole_and_its_instances_are_told_apart(make):
    case = make(diagram("start > m > end", many(each("xs")))).start(xs=[1, 2])
    case.do("m", nth=1).do("m")
    seen = [
        (type(one).__name__, one.place.loop)
        for one in case.happened
        if isinstance(one, Entered | Left) and one.place.node.id == "m"
    ]
    assert seen == [
        ("Entered", None),
        ("Entered", 1),
        ("Entered", 2),
        ("Left", 2),
        ("Left", 1),
        ("Left", None),
    ]


def test_an_event_sub_process_in_each_instance(make):
    inner = event_sub("es", "start > h > end", start("start", message("M", number="x")))
    looped = sub("s", "start > a > end", inner, loop=each("xs", "x"))
    case = make(diagram("start > s > z > end", looped)).start(xs=[1, 2])
    assert case.tell("M", number=2)
    assert case.waits() == ["a", "h"]
    assert case.do("h").do("a").waits() == ["z"]


def test_moving_one_instance_moves_the_whole(make):
    case = make(diagram("start > m > b > end", many(each("xs")))).start(xs=[1, 2, 3])
    assert case.move("m", "b").waits() == ["b"]


def test_a_rework_loop_runs_every_instance_anew(make):
    flows = "start > xor1 > m > r > xor2\nxor2 > xor1 : again\nxor2 > end : default"
    case = make(diagram(flows, many(each("xs", output="ys", output_item="y")))).start(xs=[1, 2])
    for again in (True, False):
        case.do("m", nth=1, y=again).do("m", y=again).do("r", again=again)
    assert case.data["ys"] == [False, False]
    assert case.status == "completed"
