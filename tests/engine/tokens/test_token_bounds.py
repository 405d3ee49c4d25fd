"""Nothing hangs and nothing stops silently: what goes on without a wait becomes an incident of its token."""

from dataclasses import replace

import pytest
from token_case import Case
from token_diagrams import (
    boundary,
    catch,
    condition,
    diagram,
    escalation,
    event_sub,
    message,
    rounds,
    script,
    signal,
    start,
    sub,
    task,
    throw,
    times,
)

from engine.tokens import drive, machine, plan
from engine.tokens.machine import MAX_BRANCHES


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """So that the tests are quick."""
    monkeypatch.setattr(drive, "MAX_STEPS", 10_000)


def test_an_endless_loop_is_cut_and_the_others_go_on():
    flows = "start > and1 > xor > s > xor\nand1 > a > b > end"
    case = Case(diagram(flows, script("s", "n = n + 1"))).start(n=0)
    assert set(case.failures().values()) == {"steps"}
    assert case.waits() == ["a"]
    assert case.data["n"] > 1_000
    assert case.do("a").waits() == ["b"]


def test_an_endless_loop_of_gateways_alone_is_cut():
    case = Case(diagram("start > xor1 > xor2\nxor2 > xor1 : True\nxor2 > end : default")).start()
    assert list(case.failures().values()) == ["steps"]


def test_a_loop_that_was_cut_goes_on_when_it_is_retried():
    flows = "start > xor1 > s > xor2\nxor2 > xor1 : n < limit\nxor2 > end : default"
    case = Case(diagram(flows, script("s", "n = n + 1"))).start(n=0, limit=6_000)
    (node,) = case.failures()
    assert case.status == "running"
    case.retry(node)
    assert (case.status, case.data["n"]) == ("completed", 6_000)


def test_an_endless_standard_loop_is_cut():
    case = Case(diagram("start > s > end", script("s", "x = 1", loop=rounds("True")))).start()
    assert case.failures() == {"s": "steps"}


def test_an_endless_loop_of_sub_processes_is_cut():
    case = Case(diagram("start > xor > s > xor", sub("s", "start > t > end", task("t")))).start()
    assert list(case.failures().values()) == ["steps"]


def test_a_fork_in_a_loop_is_cut():
    case = Case(diagram("start > xor > and > t > xor\nand > u > xor", task("t"), task("u"))).start()
    assert set(case.failures().values()) == {"tokens"}
    assert len(case.run.state.tokens) <= MAX_BRANCHES


def test_a_fork_in_a_loop_that_leaves_one_to_wait_is_cut():
    case = Case(diagram("start > xor > and > t > xor\nand > a > end", task("t"))).start()
    assert case.failures() == {"and": "tokens"}
    assert len(case.waits()) < MAX_BRANCHES
    assert case.do("a").retry("and").failures() == {"and": "tokens"}


def test_a_fork_in_a_loop_whose_other_branch_ends_is_cut():
    case = Case(diagram("start > xor > and > t > xor\nand > u > end", task("t"), task("u"))).start()
    assert set(case.failures().values()) == {"steps"}


def test_conditions_that_set_off_each_other_are_cut():
    flows = "start > and > xor1 > c > s > xor1\nand > xor2 > d > t > xor2\nand > a > end"
    nodes = (
        catch("c", condition("x == 1")),
        script("s", "x = 2"),
        catch("d", condition("x == 2")),
        script("t", "x = 1"),
    )
    case = Case(diagram(flows, *nodes)).start(x=1)
    assert "steps" in case.failures().values()
    assert case.waits() == ["a"]


def test_signals_that_set_off_each_other_are_cut():
    flows = (
        "start > and > xor1 > c > c1 > c2 > s > xor1\nand > xor2 > d > d1 > d2 > t > xor2\nand > a > t2 > end"
    )
    nodes = (
        *map(task, ("c1", "c2", "d1", "d2")),
        catch("c", signal("S")),
        throw("s", signal("T")),
        catch("d", signal("T")),
        throw("t", signal("S")),
        throw("t2", signal("S")),
    )
    case = Case(diagram(flows, *nodes)).start().do("a")
    assert "steps" in case.failures().values()


def test_a_boundary_that_sets_itself_off_is_cut():
    inside = sub("s", "start > a > t > end", throw("t", message("M")))
    process = diagram(
        "start > s > end\nb > u > end",
        inside,
        boundary("b", "s", message("M"), interrupting=False),
        throw("u", message("M")),
    )
    case = Case(process).start().do("a")
    assert case.status == "completed"
    loop = event_sub(
        "es", "begin > u > end", start("begin", signal("S"), interrupting=False), throw("u", signal("S"))
    )
    case = Case(diagram("start > a > t > b > end", throw("t", signal("S")), loop)).start().do("a")
    assert set(case.failures().values()) == {"steps"}
    assert case.waits() == ["b"]


def test_escalations_that_set_off_each_other_end_outside():
    one = event_sub(
        "e1",
        "begin > u > end",
        start("begin", escalation("A"), interrupting=False),
        throw("u", escalation("B")),
    )
    two = event_sub(
        "e2",
        "begin > v > end",
        start("begin", escalation("B"), interrupting=False),
        throw("v", escalation("A")),
    )
    case = Case(diagram("start > t > a > end", throw("t", escalation("A")), one, two)).start()
    assert "steps" in case.failures().values() or "depth" in case.failures().values()
    assert case.waits() == ["a"]


def test_two_thousand_scripts_in_a_row_simply_run():
    names = [f"s{number}" for number in range(2_000)]
    path = " > ".join(["start", *names, "end"])
    case = Case(diagram(path, *(script(name, "n = n + 1") for name in names))).start(n=0)
    assert (case.status, case.data["n"]) == ("completed", 2_000)


def test_ten_thousand_instances_simply_run():
    case = Case(diagram("start > s > end", script("s", "n = n + 1", loop=times("10000")))).start(n=0)
    assert (case.status, case.data["n"]) == ("completed", 10_000)


def test_the_bound_is_above_what_a_diagram_needs(monkeypatch):
    monkeypatch.undo()
    assert drive.MAX_STEPS == 100_000


def test_too_many_tokens_in_all_scopes_together_are_an_incident(monkeypatch):
    monkeypatch.setattr(machine, "MAX_TOKENS", 50)
    inside = sub("s", "start > and > t > end\nand > u > end", task("t"), task("u"), loop=times("40"))
    case = Case(diagram("start > s > end", inside)).start()
    assert "tokens" in case.failures().values()


def test_what_was_worked_out_for_joins_does_not_pile_up(monkeypatch):
    monkeypatch.setattr(plan, "_MAX_BLOCKING", 0)
    flows = "start > or1\nor1 > a : True\nor1 > b : True\na > or2\nb > or2\nor2 > z > end"
    case = Case(diagram(flows)).start().do("a")
    assert case.waits() == ["b"]
    assert case.do("b").waits() == ["z"]


def test_a_flow_to_nowhere_is_raised_and_not_swallowed():
    process = diagram("start > a > b > end")
    broken = replace(process, nodes={name: one for name, one in process.nodes.items() if name != "b"})
    case = Case(broken).start()
    with pytest.raises(KeyError):
        case.do("a")
