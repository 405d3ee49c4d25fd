"""Structured processes are never blamed; a join of the wrong kind always is."""

from dataclasses import dataclass
from itertools import pairwise

import pytest
from bpmn_xml import chain, doc, end, flow, node, start, user
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.blueprint import Bundle, Vocabulary
from engine.findings import Finding
from engine.graph import Kind
from engine.spiff import read
from engine.spiff.net import Net
from engine.spiff.reading import processes_of
from engine.spiff.sheet import open_sheet

XOR, AND, OR = "exclusiveGateway", "parallelGateway", "inclusiveGateway"
NOISE = {"no-drawing"}


def findings(text: str) -> list[Finding]:
    return [
        each
        for each in read(Bundle("p", {"p.bpmn": text.encode()}), Vocabulary()).findings
        if each.rule not in NOISE
    ]


def codes(text: str) -> set[str]:
    return {each.rule for each in findings(text)}


@dataclass
class Drawing:
    """A process drawn block by block."""

    body: str = ""
    count: int = 0

    def name(self) -> str:
        self.count += 1
        return f"n{self.count}"

    def add(self, kind: str, default: str = "") -> str:
        name = self.name()
        self.body += (
            user(name)
            if kind == "userTask"
            else node(kind, name, "", f'default="{default}"' if default else "")
        )
        return name


def draw(drawing: Drawing, block: tuple, joins: dict[str, str]) -> tuple[str, str]:
    """Draws a block and gives its first and last node."""
    kind, parts = block
    if kind == "task":
        name = drawing.add("userTask")
        return name, name
    drawn = [draw(drawing, part, joins) for part in parts]
    if kind == "row":
        drawing.body += "".join(flow(last, first) for (_, last), (first, _) in pairwise(drawn))
        return drawn[0][0], drawn[-1][1]
    if kind == "loop":
        again, out = drawing.add(XOR), f"d{drawing.count}"
        back = drawing.add(XOR, out)
        drawing.body += flow(again, drawn[0][0]) + flow(drawn[0][1], back) + flow(back, again, "more == 1")
        after = drawing.add("userTask")
        drawing.body += flow(back, after, identifier=out)
        return again, after
    default = f"d{drawing.name()}" if kind != AND else ""
    split = drawing.add(kind, default)
    join = drawing.add(joins.get(kind, kind))
    for number, (first, last) in enumerate(drawn):
        is_default = number == 0 and kind != AND
        drawing.body += flow(
            split,
            first,
            None if kind == AND or is_default else f"x == {number}",
            default if is_default else "",
        )
        drawing.body += flow(last, join)
    return split, join


def drawn(block: tuple, joins: dict[str, str] | None = None) -> str:
    drawing = Drawing()
    first, last = draw(drawing, block, joins or {})
    return doc(start() + drawing.body + end() + flow("s", first) + flow(last, "e"))


BLOCKS = st.recursive(
    st.just(("task", ())),
    lambda inner: (
        st.tuples(st.sampled_from((XOR, AND, OR)), st.lists(inner, min_size=2, max_size=3).map(tuple))
        | st.tuples(st.just("row"), st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.tuples(st.just("loop"), st.lists(inner, min_size=1, max_size=1).map(tuple))
    ),
    max_leaves=9,
)


@settings(max_examples=150, deadline=None)
@given(BLOCKS)
def test_a_structured_process_is_sound(block: tuple):
    assert findings(drawn(block)) == []


def contains(block: tuple, kind: str) -> bool:
    return block[0] == kind or any(contains(part, kind) for part in block[1])


@settings(max_examples=100, deadline=None)
@given(BLOCKS)
def test_choices_joined_as_if_all_came_are_found(block: tuple):
    blamed = codes(drawn(block, {XOR: AND}))
    assert bool(blamed & {"deadlock", "deadlock-possible"}) == contains(block, XOR)


@settings(max_examples=100, deadline=None)
@given(BLOCKS)
def test_branches_merged_without_waiting_are_found(block: tuple):
    assert ("merge-twice" in codes(drawn(block, {AND: XOR}))) == contains(block, AND)


TASK = ("task", ())


@pytest.mark.parametrize("kind", [AND, OR, XOR])
def test_forty_diamonds_in_a_row_are_checked_at_once(kind: str):
    assert findings(drawn(("row", ((kind, (TASK, TASK)),) * 40))) == []


def test_many_choices_side_by_side_are_checked():
    assert findings(drawn((AND, ((XOR, (TASK, TASK)),) * 20))) == []


def test_a_wide_fork_is_checked():
    assert findings(drawn((AND, (TASK,) * 60))) == []


def test_where_the_ways_are_too_many_it_is_said():
    """Twenty pairs of branches that cross each other in every possible way."""
    body = start() + node(AND, "fork") + node(AND, "join") + end() + flow("s", "fork") + flow("join", "e")
    for number in range(20):
        body += node(XOR, f"g{number}", "", f'default="d{number}"') + user(f"a{number}") + user(f"b{number}")
        body += node(OR, f"o{number}") + flow("fork", f"g{number}") + flow(f"o{number}", "join")
        body += flow(f"g{number}", f"a{number}", identifier=f"d{number}") + flow(
            f"g{number}", f"b{number}", "x == 1"
        )
        body += chain(f"a{number}", f"o{number}") + chain(f"b{number}", f"o{number}")
    assert "structure-unproven" in codes(doc(body))


def test_only_joins_are_stuck_in_the_game():
    sheet = open_sheet("p.bpmn", drawn((XOR, (TASK, TASK)), {XOR: AND}).encode())
    assert sheet.diagram is not None
    (process,) = processes_of(sheet.diagram)
    outcome = Net(process).play()
    assert [process.nodes[each].kind for each in outcome.stuck] == [Kind.PARALLEL]
    assert outcome.complete


# --- what looks wrong and is right -------------------------------------------------------------------------------


def test_a_loop_with_a_way_out_is_no_endless_loop():
    body = (
        start()
        + node("scriptTask", "a", "<bpmn:script>n = n + 1</bpmn:script>")
        + node(XOR, "g", "", 'default="f"')
        + end()
    )
    body += chain("s", "a", "g") + flow("g", "a", "n &lt; 5") + flow("g", "e", identifier="f")
    assert findings(doc(body)) == []


def test_a_conditional_flow_back_is_a_way_out():
    body = (
        start()
        + node("task", "a", "", 'default="f"')
        + end()
        + chain("s", "a")
        + flow("a", "a", "n &lt; 5")
        + flow("a", "e", identifier="f")
    )
    assert findings(doc(body)) == []


def test_a_loop_that_waits_for_people_may_be_left_by_a_boundary_event():
    timer = (
        "<bpmn:timerEventDefinition><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>"
    )
    body = start() + user("a") + user("b") + end() + chain("s", "a", "b", "a")
    body += f'<bpmn:boundaryEvent id="t" attachedToRef="a">{timer}</bpmn:boundaryEvent>' + chain("t", "e")
    assert findings(doc(body)) == []


def test_a_loop_under_an_interrupting_event_subprocess_may_end():
    inside = start("s2", '<bpmn:signalEventDefinition signalRef="S"/>') + end("e2") + chain("s2", "e2")
    body = start() + user("a") + end() + node("task", "x") + chain("s", "x", "a", "x")
    body += node("subProcess", "w", inside, 'triggeredByEvent="true"')
    assert codes(doc(body, pre='<bpmn:signal id="S" name="stop"/>')) == {"unreachable"}


def test_a_terminate_end_takes_waiting_branches_with_it():
    body = (
        start()
        + node(AND, "g")
        + user("a")
        + user("b")
        + node(AND, "j")
        + end()
        + end("x", "<bpmn:terminateEventDefinition/>")
    )
    body += (
        node(XOR, "c", "", 'default="f"')
        + chain("s", "g", "a", "c")
        + flow("c", "j", identifier="f")
        + flow("c", "x", "withdrawn")
    )
    body += chain("g", "b", "j", "e")
    assert findings(doc(body)) == []


def test_an_unstructured_rework_loop_is_sound():
    body = (
        start() + node(XOR, "m") + user("draft") + user("review") + node(XOR, "g", "", 'default="ok"') + end()
    )
    body += (
        chain("s", "m", "draft", "review", "g")
        + flow("g", "m", 'result == "again"')
        + flow("g", "e", identifier="ok")
    )
    assert findings(doc(body)) == []


def test_branches_that_each_end_for_themselves_are_sound():
    body = (
        start()
        + node(AND, "g")
        + user("a")
        + user("b")
        + end()
        + end("e2")
        + chain("s", "g", "a", "e")
        + chain("g", "b", "e2")
    )
    assert findings(doc(body)) == []


def test_branches_that_end_in_the_same_end_are_sound():
    body = (
        start()
        + node(AND, "g")
        + user("a")
        + user("b")
        + end()
        + chain("s", "g", "a", "e")
        + chain("g", "b", "e")
    )
    assert findings(doc(body)) == []


def test_both_halves_of_a_condition_need_no_default():
    for one, other in (
        ("x == 1", "not x == 1"),
        ("approved", "not approved"),
        ("not (x == 1)", "x == 1"),
        ("(a)", "not(a)"),
    ):
        body = (
            start()
            + node(XOR, "g")
            + user("a")
            + end()
            + chain("s", "g")
            + flow("g", "a", one)
            + flow("g", "e", other)
            + chain("a", "e")
        )
        assert findings(doc(body)) == []
