"""Conditions that contradict what a clock takes for granted make a way impossible; others do not."""

import pytest
from feasibility_cases import FINE, IMPOSSIBLE, TIGHT, after, days, late, limited, part, promise, verdict

from engine.decisions import DecisionTable
from engine.decisions.parts import Output
from engine.feasibility import verdicts
from engine.feasibility.conditions import allowed, facts_of, truth
from engine.feasibility.lengths import NOTHING
from engine.spiff import load
from tests.drawing import bundle, form, message_event, node, process


@pytest.mark.parametrize(
    ("given", "asked", "answer"),
    [
        ("right == 'design'", "right == 'design'", True),
        ("right == 'design'", "right == 'invention'", False),
        ("right == 'design'", "'design' == right", True),
        ("right == 'design'", "right != 'invention'", True),
        ("right == 'design'", "right != 'design'", False),
        ("right == 'design'", "right in ['design', 'invention']", True),
        ("right == 'design'", "right in ['invention']", False),
        ("right == 'design'", "right not in ['invention']", True),
        ("right == 'design'", "not right == 'design'", False),
        ("right == 'design'", "default(right, 'invention') == 'design'", True),
        ("right == 'design'", "kind == 'x'", None),
        ("right == 'design'", "right == kind", None),
        ("right == 'design'", "right > 'a'", None),
        ("right == 'design'", "right in [kind]", None),
        ("right == 'design'", "right in kinds", None),
        ("right == 'design'", "lower(right) == 'design'", None),
        ("right == 'design'", "right == 'design' and x > 1", None),
        ("right == 'design'", "right == 'invention' and x > 1", False),
        ("right == 'design'", "right == 'design' or x > 1", True),
        ("right == 'design'", "right == 'invention' or x > 1", None),
        ("right == 'design'", "right == 'invention' or right == 'x'", False),
        ("right == 'design'", "not (x > 1)", None),
        ("right == 'design'", "no expression at all", None),
        ("right in ['invention', 'model']", "right == 'invention'", None),
        ("right in ['invention', 'model']", "right == 'design'", False),
        ("right in ['invention', 'model']", "right in ['model', 'invention', 'design']", True),
        ("right in ['invention', 'model'] and right != 'model'", "right == 'invention'", True),
        ("right != 'model' and right in ['invention', 'model']", "right == 'invention'", True),
        ("right != 'design'", "right == 'design'", False),
        ("right != 'design'", "right == 'invention'", None),
        ("right != 'design' and right != 'model'", "right in ['design', 'model']", False),
        ("right not in ['design', 'model']", "right != 'model'", True),
        ("right is not null", "right is null", False),
        ("urgent", "urgent", True),
        ("urgent", "not urgent", False),
        ("urgent", "urgent == true", True),
        ("urgent", "urgent == 1", False),
        ("level == 1", "level == 1.0", True),
        ("right == 'design' or x > 1", "right == 'invention'", None),
        ("not urgent", "urgent", None),
        ("x > 1", "x > 1", None),
        ("no expression at all", "right == 'design'", None),
    ],
)
def test_what_holds_of_a_condition_where_another_does(given, asked, answer):
    assert truth(asked, facts_of(given)) is answer


def test_without_a_condition_nothing_is_ruled_out():
    assert facts_of(None) == {}
    assert truth(None, facts_of("urgent")) is None
    assert allowed(facts_of("right == 'design'"), "right", "design")
    assert not allowed(facts_of("right == 'design'"), "right", "model")
    assert allowed({}, "right", "model")


TWO_TRACKS = [node("xor", "track"), after("short", "3 calendar-days"), after("long", "12 calendar-days")]
BY_RIGHT = (
    "begin -> track -[right == 'design']-> short -> done",
    "track -[right == 'invention']-> long -> done",
)


def test_the_track_of_another_right_is_no_reason_to_warn():
    found = verdict(TWO_TRACKS, *BY_RIGHT, kb=promise(when="right == 'design'"))
    assert (found.severity, found.most.length) == (FINE, days(3))
    found = verdict(TWO_TRACKS, *BY_RIGHT, kb=promise(when="right == 'invention'"))
    assert (found.severity, found.least.length) == (IMPOSSIBLE, days(12))
    assert verdict(TWO_TRACKS, *BY_RIGHT).severity is TIGHT


def test_a_flow_that_is_sure_to_be_taken_leaves_nothing_to_the_default():
    paths = ("begin -> track -[right == 'design']-> short -> done", "track -[*]-> long -> done")
    assert verdict(TWO_TRACKS, *paths, kb=promise(when="right == 'design'")).most.length == days(3)
    assert verdict(TWO_TRACKS, *paths, kb=promise(when="right == 'model'")).least.length == days(12)
    later = [*TWO_TRACKS, after("longer", "20 calendar-days")]
    more = (*BY_RIGHT, "track -[x > 1]-> longer -> done")
    assert verdict(later, *more, kb=promise(when="right == 'design'")).most.length == days(3)


def test_an_inclusive_gateway_takes_others_besides_the_one_that_is_sure():
    nodes = [node("or", "fork"), after("a", "3 calendar-days"), after("b", "12 calendar-days"),
             after("c", "30 calendar-days"), node("or", "join")]  # fmt: skip
    found = verdict(nodes, "begin -> fork -[right == 'design']-> a -> join -> done", "fork -[x > 1]-> b -> join",
                    "fork -[*]-> c -> join", kb=promise(when="right == 'design'"))  # fmt: skip
    assert (found.severity, found.least.length, found.most.length) == (TIGHT, days(3), days(12))


WRITERS = {
    "form": node("user", "change", kb='<kb:form key="change"/>'),
    "script": node("script", "change", "<bpmn:script>right = other</bpmn:script>"),
    "message": node(
        "catch",
        "change",
        message_event("answer"),
        kb='<kb:message><kb:field name="right" from="right"/></kb:message>',
    ),
    "call": node(
        "call", "change", calledElement="q", kb='<kb:call><kb:out name="right" expression="right"/></kb:call>'
    ),
}


@pytest.mark.parametrize("writer", WRITERS)
def test_what_is_written_on_the_way_is_not_taken_for_granted(writer):
    nodes = [WRITERS[writer], *TWO_TRACKS]
    paths = (
        "begin -> change -> track -[right == 'design']-> short -> done",
        "track -[right == 'x']-> long -> done",
    )
    files = {"change": form("change", (), right="string")}
    found = verdict(nodes, *paths, kb=promise(when="right == 'design'"), forms=files)
    assert found.most.length == days(12)
    found = verdict(nodes, *paths, kb=promise(when="right == 'design'", starts_after="change"), forms=files)
    assert found.most.length == days(3)


def test_what_is_written_inside_a_sub_process_counts_as_well():
    inner = [node("start", "in"), node("script", "change", "<bpmn:script>right = other</bpmn:script>"),
             node("end", "out")]  # fmt: skip
    nodes = [part("inside", inner, "in -> change -> out"), *TWO_TRACKS]
    paths = (
        "begin -> inside -> track -[right == 'design']-> short -> done",
        "track -[right == 'x']-> long -> done",
    )
    assert verdict(nodes, *paths, kb=promise(when="right == 'design'")).most.length == days(12)


def test_a_script_that_cannot_be_read_writes_nothing_that_is_known():
    nodes = [node("script", "change", "<bpmn:script>right is 3</bpmn:script>"), node("user", "work")]
    assert verdict(nodes, "begin -> change -> work -> done").severity is FINE


def test_where_nobody_can_go_a_clock_has_no_waits():
    nodes = [node("xor", "track"), limited("work", 3), late("late", "work", "9 calendar-days")]
    paths = (
        "begin -> track -[right == 'invention']-> work -> done",
        "late -> done",
        "track -[right == 'x']-> done",
    )
    found = verdict(nodes, *paths, kb=promise(when="right == 'x'"))
    assert (found.severity, found.most.length) == (FINE, NOTHING)


def test_the_outputs_of_a_table_and_of_a_loop_are_not_taken_for_granted():
    table = DecisionTable("route", "路由", outputs=(Output("right"),))
    decided = node("rule", "change", kb='<kb:decision key="route"/>')
    inner = [node("start", "in"), node("user", "look"), node("end", "out")]
    collected = (
        '<bpmn:multiInstanceLoopCharacteristics isSequential="true"><bpmn:loopCardinality>2</bpmn:loopCardinality>'
        "<bpmn:loopDataOutputRef>right</bpmn:loopDataOutputRef></bpmn:multiInstanceLoopCharacteristics>"
        '<bpmn:dataObject id="right"/>'
    )
    looped = part("change", inner, "in -> look -> out").replace(
        "</bpmn:subProcess>", f"{collected}</bpmn:subProcess>"
    )
    for change in (decided, looped):
        ends = [node("start", "begin"), node("end", "done")]
        drawn = process("p", [*ends, change, *TWO_TRACKS],
                        "begin -> change -> track -[right == 'design']-> short -> done",
                        "track -[right == 'x']-> long -> done", kb=promise(when="right == 'design'"))  # fmt: skip
        blueprint = load(bundle("p", drawn))
        (found,) = verdicts(blueprint.processes, {}, {"route": table})
        assert found.most.length == days(12)
