"""What may come after what: through sub-processes, out of them, and into what watches over them."""

import pytest
from bpmn_xml import (
    ALL,
    DEFINITIONS,
    between,
    chain,
    clock,
    doc,
    end,
    event,
    ext,
    flow,
    node,
    script,
    start,
    timer,
    user,
)

from engine.blueprint import Bundle, Vocabulary
from engine.spiff import read
from engine.spiff.reading import Desk, processes_of
from engine.spiff.routes import routes_of
from engine.spiff.sheet import open_sheet

INSIDE = node(
    "subProcess", "sub", start("s2") + user("a") + user("b") + end("e2") + chain("s2", "a", "b", "e2")
)
BORDER = (
    event("boundaryEvent", "t", timer("P1D"), 'attachedToRef="sub"') + user("late") + chain("t", "late", "e")
)
WATCH = node(
    "subProcess",
    "watch",
    start("s3", DEFINITIONS["signal"]) + user("asked") + end("e3") + chain("s3", "asked", "e3"),
    'triggeredByEvent="true"',
)
BODY = between(user("before") + INSIDE + user("after"), "before", "sub", "after") + BORDER + WATCH


@pytest.mark.parametrize(
    ("earlier", "later", "follows"),
    [
        ("before", "after", True),
        ("after", "before", False),
        ("before", "a", True),
        ("a", "after", True),
        ("a", "b", True),
        ("b", "a", False),
        ("a", "sub", True),
        ("sub", "a", False),
        ("before", "sub", True),
        ("b", "late", True),
        ("late", "b", False),
        ("after", "late", False),
        ("before", "asked", True),
        ("a", "asked", True),
        ("asked", "asked", True),
        ("asked", "after", False),
        ("s", "e", True),
        ("e", "s", False),
        ("before", "before", False),
    ],
)
def test_a_node_follows_another_if_a_token_may_go_there(earlier: str, later: str, follows: bool):
    sheet = open_sheet("p.bpmn", doc(BODY, pre=ALL).encode())
    assert sheet.diagram is not None
    (process,) = processes_of(sheet.diagram)
    assert routes_of(process).follows(later, [earlier]) is follows


def rules(text: str) -> set[str]:
    return {each.rule for each in read(Bundle("p", {"p.bpmn": text.encode()}), Vocabulary()).findings}


@pytest.mark.parametrize(
    ("starts", "stops"), [("a", "after"), ("before", "asked"), ("b", "late"), ("before", "sub,late")]
)
def test_a_clock_may_stop_wherever_its_case_may_go(starts: str, stops: str):
    timing = clock(
        f'id="c" name="x" basis="y" amount="10" unit="months" starts-after="{starts}" stops-after="{stops}"',
        'at="end" notify="assignee"',
    )
    assert rules(doc(ext(timing) + BODY, pre=ALL)) == {"no-drawing"}


def test_a_clock_may_not_stop_before_it_starts_also_across_a_border():
    timing = clock(
        'id="c" name="x" basis="y" amount="10" unit="months" starts-after="late" stops-after="a"',
        'at="end" notify="assignee"',
    )
    assert "clock-never-stops" in rules(doc(ext(timing) + BODY, pre=ALL))


def test_in_a_rework_loop_everything_follows_everything():
    draft = node("userTask", "draft", ext('<kb:assignment role="x" separate-from="review"/>'), 'name="起草"')
    body = start() + draft + user("review") + node("exclusiveGateway", "g", "", 'default="f"') + end()
    ways = flow("g", "e", identifier="f") + flow("g", "draft", "again")
    assert rules(doc(body + chain("s", "draft", "review", "g") + ways)) == {"no-drawing"}


def test_a_cycle_may_repeat_where_an_event_may():
    start_cycle = start("s", timer("R/P1D", "timeCycle")) + user() + end() + chain("s", "u", "e")
    assert rules(doc(start_cycle)) == {"no-drawing", "start-not-automatic"}
    watching = node(
        "subProcess",
        "x",
        start("s2", timer("R/P1D", "timeCycle"), 'isInterrupting="false"')
        + script("k")
        + end("e2")
        + chain("s2", "k", "e2"),
        'triggeredByEvent="true"',
    )
    assert rules(doc(between(user(), "u") + watching)) == {"no-drawing"}
    assert rules(doc(between(user(), "u") + watching.replace('isInterrupting="false"', ""))) == {
        "no-drawing",
        "cycle-fires-once",
    }


def test_whatever_goes_wrong_inside_becomes_a_finding():
    desk = Desk("p", Vocabulary())
    with desk.safely("p.bpmn"):
        raise LookupError("inside")
    (finding,) = desk.findings
    assert (finding.file, finding.rule) == ("p.bpmn", "unreadable")
    assert "LookupError" in finding.message.zh
