"""Gateways and flows: exclusive, parallel, inclusive, several flows out of a task, joins in loops."""

from itertools import permutations

import pytest
from token_diagrams import after, boundary, catch, diagram, link, node, script, sub, task, throw

from engine.graph import Kind

# --- sequence and exclusive choice -------------------------------------------------------------------------------


def test_a_sequence_passes_from_task_to_task(make):
    case = make(diagram("start > a > b > end")).start()
    assert case.waits() == ["a"]
    assert case.do("a").waits() == ["b"]
    assert case.do("b").ended() == [("completed", "end")]
    assert case.passed() == ["start", "a", "b", "end"]


def test_plain_tasks_pass_at_once(make):
    case = make(diagram("start > t > u > end", task("t"), task("u"))).start()
    assert case.passed() == ["start", "t", "u", "end"]
    assert case.status == "completed"


def test_a_process_without_start_event_begins_wherever_nothing_leads_to(make):
    case = make(diagram("a > c > end\nb > c")).start()
    assert case.waits() == ["a", "b"]


@pytest.mark.parametrize(("x", "taken"), [(1, "a"), (2, "b"), (3, "c"), (9, "d")])
def test_an_exclusive_gateway_takes_the_first_flow_that_holds_in_document_order(make, x, taken):
    flows = "start > xor\nxor > a : x == 1\nxor > b : x <= 2\nxor > c : x <= 3\nxor > d : default\na > end\nb > end\nc > end\nd > end"
    assert make(diagram(flows)).start(x=x).waits() == [taken]


def test_the_default_flow_is_last_wherever_it_is_drawn(make):
    assert make(diagram("start > xor\nxor > d : default\nxor > a : x > 0\nd > end\na > end")).start(
        x=1
    ).waits() == ["a"]


def test_a_flow_without_condition_holds(make):
    assert make(diagram("start > xor\nxor > a : x > 5\nxor > b\nxor > c\na > end\nb > end\nc > end")).start(
        x=1
    ).waits() == ["b"]


def test_an_exclusive_gateway_without_a_way_out_is_an_incident(make):
    case = make(diagram("start > xor\nxor > a : x > 5\nxor > b : x > 6\na > end\nb > end")).start(x=1)
    assert case.failures() == {"xor": "no-flow"}
    case.update(x=7)
    assert case.retry("xor").waits() == ["a"]


def test_an_exclusive_merge_lets_every_token_pass(make):
    case = make(diagram("start > and > a > xor > c > end\nand > b > xor")).start()
    assert case.do("b").do("a").waits() == ["c", "c"]


def test_a_single_flow_with_a_condition_that_fails_is_an_incident(make):
    case = make(diagram("start > xor\nxor > a : x > 5\na > end")).start(x=1)
    assert case.failures() == {"xor": "no-flow"}


# --- parallel ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", list(permutations("abc")), ids="".join)
def test_a_parallel_join_waits_for_all_in_any_order(make, order):
    case = make(diagram("start > and1 > a > and2 > z > end\nand1 > b > and2\nand1 > c > and2")).start()
    for name in order:
        assert "z" not in case.waits()
        case.do(name)
    assert case.waits() == ["z"]
    assert case.do("z").status == "completed"


def test_a_parallel_gateway_may_join_and_split(make):
    case = make(diagram("start > and1 > a > and2 > c > end\nand1 > b > and2 > d > end")).start()
    assert case.do("a").waits() == ["b"]
    assert case.do("b").waits() == ["c", "d"]


def test_a_parallel_split_ignores_conditions(make):
    case = make(diagram("start > and\nand > a : x > 5\nand > b : x > 6\na > end\nb > end")).start(x=1)
    assert case.waits() == ["a", "b"]


def test_two_flows_between_the_same_gateways_are_two(make):
    case = make(diagram("start > and1 > and2 > z > end\nand1 > and2")).start()
    assert case.waits() == ["z"]


def test_an_excess_token_stays_at_the_join_for_its_next_round(make):
    """Two tokens come by the same flow: the join takes one of them, the other waits for a partner."""
    flows = "start > and1 > a > xor > and2 > z > end\nand1 > b > xor\nand1 > c > and2"
    case = make(diagram(flows)).start()
    case.do("a").do("b")
    assert case.waits() == ["c"]
    assert case.do("c").waits() == ["z"]
    assert case.do("z").failures() == {"and2": "deadlock"}
    assert case.status == "running"


def test_excess_tokens_meet_later_partners(make):
    flows = (
        "start > and1 > a > xor1 > and2 > z > end\nand1 > b > xor1\nand1 > c > xor2 > and2\nand1 > d > xor2"
    )
    case = make(diagram(flows)).start()
    assert case.do("a").do("b").do("d").waits() == ["c", "z"]
    assert case.do("c").waits() == ["z", "z"]


@pytest.mark.parametrize(
    "orders", [("ab", "ba", "ab"), ("ba", "ab", "ba"), ("ab", "ab", "ab"), ("ba", "ba", "ba")]
)
def test_a_parallel_join_in_a_rework_loop_waits_in_every_round(make, orders):
    flows = "start > xor1 > and1 > a > and2 > r > xor2\nand1 > b > and2\nxor2 > xor1 : again\nxor2 > end : default"
    case = make(diagram(flows)).start()
    for number, order in enumerate(orders):
        assert case.waits() == ["a", "b"]
        assert case.do(order[0]).waits() == [order[1]]
        assert case.do(order[1]).waits() == ["r"]
        case.do("r", again=number < len(orders) - 1)
    assert case.status == "completed"


@pytest.mark.parametrize("order", list(permutations("abc")), ids="".join)
def test_three_branches_join_in_every_order_in_every_round(make, order):
    flows = "start > xor1 > and1 > a > and2 > r > xor2\nand1 > b > and2\nand1 > c > and2\nxor2 > xor1 : again\nxor2 > end : default"
    case = make(diagram(flows)).start()
    for again in (True, True, False):
        for name in order:
            case.do(name)
        assert case.waits() == ["r"]
        case.do("r", again=again)
    assert case.status == "completed"


def test_a_loop_that_leaves_one_branch_behind_joins_with_the_tokens_it_has(make):
    """One branch goes round while the other waits at the join: its second token pairs with the waiting one."""
    flows = "start > and1 > a > and2 > z > end\nand1 > xor1 > b > xor2\nxor2 > xor1 : again\nxor2 > and2 : default"
    case = make(diagram(flows)).start()
    case.do("a").do("b", again=True).do("b", again=True)
    assert case.waits() == ["b"]
    assert case.do("b", again=False).waits() == ["z"]


def test_forty_diamonds_in_a_row_simply_run(make):
    rows = "\n".join(f"s{i} > t{i} > j{i} > s{i + 1}\ns{i} > u{i} > j{i}" for i in range(40))
    gateways = [node(f"{prefix}{i}", Kind.PARALLEL) for i in range(41) for prefix in "sj"]
    tasks = [task(f"{prefix}{i}") for i in range(40) for prefix in "tu"]
    case = make(diagram(f"start > s0\n{rows}\ns40 > end", *gateways, *tasks)).start()
    assert case.status == "completed"
    assert len(case.passed()) == 2 + 41 + 40 * 3


def test_nested_parallel_blocks_share_a_join(make):
    case = make(diagram("start > and1 > a > and3 > d > end\nand1 > and2 > b > and3\nand2 > c > and3")).start()
    assert case.do("c").do("a").waits() == ["b"]
    assert case.do("b").waits() == ["d"]


# --- several flows out of a task -----------------------------------------------------------------------------------


def test_several_flows_out_of_a_task_are_all_taken(make):
    assert make(diagram("start > a > b > end\na > c > end")).start().do("a").waits() == ["b", "c"]


def test_conditions_on_flows_out_of_a_task_choose(make):
    flows = "start > a\na > b : x > 1\na > c : x > 2\na > d : default\nb > end\nc > end\nd > end"
    assert make(diagram(flows)).start().do("a", x=3).waits() == ["b", "c"]
    assert make(diagram(flows)).start().do("a", x=2).waits() == ["b"]
    assert make(diagram(flows)).start().do("a", x=0).waits() == ["d"]


def test_an_unconditional_flow_out_of_a_task_is_taken_beside_the_default(make):
    flows = "start > a\na > b\na > c : x > 2\na > d : default\nb > end\nc > end\nd > end"
    assert make(diagram(flows)).start().do("a", x=3).waits() == ["b", "c"]
    assert make(diagram(flows)).start().do("a", x=0).waits() == ["b", "d"]


def test_no_way_out_of_a_task_is_an_incident_and_what_was_typed_stays(make):
    case = make(diagram("start > a\na > b : x > 1\na > c : x > 2\nb > end\nc > end")).start()
    case.do("a", x=0)
    assert case.failures() == {"a": "no-flow"}
    assert case.data["x"] == 0
    case.update(x=2)
    assert case.retry("a").waits() == ["b"]


def test_a_task_without_outgoing_flow_ends_its_branch(make):
    case = make(diagram("start > a > b\na > c > end")).start()
    case.do("a").do("c")
    assert case.status == "running"
    assert case.do("b").status == "completed"


def test_several_flows_into_a_task_are_not_joined(make):
    case = make(diagram("start > and > a > c > end\nand > b > c")).start()
    assert case.do("a").do("b").waits() == ["c", "c"]


# --- inclusive -----------------------------------------------------------------------------------------------------

INCLUSIVE = "start > or1\nor1 > a : x % 2 == 1\nor1 > b : x // 2 % 2 == 1\nor1 > c : x // 4 % 2 == 1\nor1 > d : default\na > or2\nb > or2\nc > or2\nd > or2\nor2 > z > end"


@pytest.mark.parametrize(
    ("x", "taken"), [(0, "d"), (1, "a"), (2, "b"), (3, "ab"), (4, "c"), (5, "ac"), (6, "bc"), (7, "abc")]
)
def test_an_inclusive_gateway_takes_what_holds_and_waits_for_just_that(make, x, taken):
    for order in permutations(taken):
        case = make(diagram(INCLUSIVE)).start(x=x)
        assert case.waits() == list(taken)
        for name in order:
            assert "z" not in case.waits()
            case.do(name)
        assert case.waits() == ["z"]


def test_an_inclusive_split_without_a_way_out_is_an_incident(make):
    case = make(diagram("start > or\nor > a : x > 1\nor > b : x > 2\na > end\nb > end")).start(x=0)
    assert case.failures() == {"or": "no-flow"}


def test_an_inclusive_join_waits_for_a_detour(make):
    flows = "start > or1\nor1 > a : True\nor1 > b : x > 1\na > xor1\nxor1 > or2 : default\nxor1 > n : detour\nn > or2\nb > or2\nor2 > z > end"
    case = make(diagram(flows)).start(x=2, detour=True)
    assert case.do("b").do("a").waits() == ["n"]
    assert case.do("n").waits() == ["z"]


def test_an_inclusive_join_sees_that_a_token_went_elsewhere(make):
    flows = "start > or1\nor1 > a : True\nor1 > b : True\na > xor1\nxor1 > or2 : default\nxor1 > out : leave\nout > end\nb > or2\nor2 > z > end"
    case = make(diagram(flows)).start(leave=True)
    assert case.do("b").waits() == ["a"]
    assert case.do("a").waits() == ["out", "z"]


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_an_inclusive_join_in_a_rework_loop_waits_in_every_round(make, order):
    flows = "start > xor1 > or1\nor1 > a : True\nor1 > b : both\na > or2\nb > or2\nor2 > r > xor2\nxor2 > xor1 : again\nxor2 > end : default"
    case = make(diagram(flows)).start(both=True)
    for again, both in ((True, False), (True, True), (False, True)):
        for name in (name for name in order if name in case.waits()):
            case.do(name)
        assert case.waits() == ["r"]
        case.do("r", again=again, both=both)
    assert case.status == "completed"


def test_nested_inclusive_gateways_in_a_loop_do_not_block_each_other(make):
    flows = """start > xor1 > or1
        or1 > a : True
        or1 > or2 : inner
        or2 > b : True
        or2 > c : inner
        b > or3
        c > or3
        or3 > or4
        a > or4
        or4 > r > xor2
        xor2 > xor1 : again
        xor2 > end : default"""
    case = make(diagram(flows)).start(inner=True)
    case.do("c").do("a")
    assert case.waits() == ["b"]
    assert case.do("b").waits() == ["r"]
    case.do("r", again=True, inner=False)
    assert case.do("a").waits() == ["r"]
    assert case.do("r", again=False).status == "completed"


def test_two_inclusive_joins_that_can_reach_each_other_fire_by_the_marked_flow(make):
    """A token that reaches an empty flow only through a marked one is not waited for (BPMN 2.0.2, 13.4.3)."""
    flows = "start > and1 > a > or1 > b > xor\nand1 > c > or1\nxor > or1 : again\nxor > end : default"
    case = make(diagram(flows)).start()
    assert case.do("a").do("c").waits() == ["b"]
    case.do("b", again=True)
    assert case.waits() == ["b"]
    assert case.do("b", again=False).status == "completed"


def test_an_inclusive_join_looks_through_links_and_boundaries(make):
    flows = "start > and1 > a > or2 > z > end\nand1 > b > gone\nlanded > or2\nlate > h > or2"
    case = make(
        diagram(flows, throw("gone", link("L")), catch("landed", link("L")), boundary("late", "b", after(1)))
    ).start()
    assert case.do("a").waits() == ["b"]
    assert case.do("b").waits() == ["z"]
    case = make(
        diagram(flows, throw("gone", link("L")), catch("landed", link("L")), boundary("late", "b", after(1)))
    ).start()
    assert case.do("a").wait(2).waits() == ["h"]
    assert case.do("h").waits() == ["z"]


def test_an_inclusive_join_does_not_wait_for_a_timer_that_has_fired_already(make):
    flows = "start > and1 > a > or2 > z > end\nand1 > b > x1 > end\nlate > or2"
    case = make(diagram(flows, boundary("late", "b", after(1), interrupting=False))).start()
    assert case.do("a").waits() == ["b"]
    assert case.wait(2).waits() == ["b", "z"]


def test_an_inclusive_join_takes_one_token_for_each_flow(make):
    flows = "start > and1 > a > xor > or2 > z > end\nand1 > b > xor\nand1 > c > or2"
    case = make(diagram(flows)).start()
    case.do("a").do("b")
    assert case.do("c").waits() == ["z", "z"]


def test_a_deadlock_is_reported_once(make):
    flows = (
        "start > and1 > a > xor1 > and2 > z > end\nand1 > b > xor1\nand1 > c > xor2 > and2\nand1 > s > end"
    )
    case = make(diagram(flows, sub("s", "start > xor > and3 > end\nxor > d > and3"))).start()
    assert case.failures() == {"and3": "deadlock"}
    case.do("a")
    assert [type(one).__name__ for one in case.happened].count("Failed") == 1


def test_a_join_that_nothing_can_complete_is_an_incident_though_others_are_at_work(make):
    flows = (
        "start > and1 > a > and2 > z > end\nand1 > b > xor\nxor > and2 : x\nxor > c : default\nc > d > end"
    )
    case = make(diagram(flows)).start(x=False).do("a")
    assert case.failures() == {}
    assert case.do("b").failures() == {"and2": "deadlock"}
    assert case.waits() == ["c"]
    assert case.retry("and2").failures() == {"and2": "deadlock"}
    assert case.move("c", "and2").failures() == {}
    assert case.waits() == ["z"]


def test_a_join_that_a_boundary_event_can_still_complete_waits(make):
    flows = "start > and1 > a > and2 > z > end\nand1 > b > end\nt > and2"
    case = make(diagram(flows, boundary("t", "b", after(1)))).start().do("a")
    assert (case.failures(), case.wait(1).waits()) == ({}, ["z"])
    case = make(diagram(flows, boundary("t", "b", after(1)))).start().do("a")
    assert case.do("b").failures() == {"and2": "deadlock"}


def test_joins_that_wait_for_each_other_are_an_incident_and_can_be_moved(make):
    flows = "start > xor\nxor > and1 : x > 0\nxor > a : default\na > and1 > z > end"
    case = make(diagram(flows)).start(x=1)
    assert case.failures() == {"and1": "deadlock"}
    assert case.move("and1", "z", kind="failed").waits() == ["z"]


def test_a_join_that_was_stuck_goes_on_when_its_partner_is_moved_there(make):
    flows = "start > and1 > a > and2 > z > end\nand1 > b > xor\nxor > and2 : x\nxor > c : default\nc > end"
    case = make(diagram(flows)).start(x=False)
    assert case.do("a").do("b").waits() == ["c"]
    assert case.move("c", "and2").waits() == ["z"]


def test_a_script_between_gateways_changes_the_choice(make):
    flows = "start > s > xor\nxor > a : x == 2\nxor > b : default\na > end\nb > end"
    assert make(diagram(flows, script("s", "x = x + 1"))).start(x=1).waits() == ["a"]
