"""A good diagram gives the right graph: every element, in the order of the document, nothing lost."""

from dataclasses import replace

import pytest
from bpmn_xml import (
    ALL,
    DEFINITIONS,
    between,
    chain,
    clock,
    defined,
    doc,
    end,
    event,
    ext,
    flow,
    node,
    plain,
    raw,
    script,
    service,
    start,
    timer,
    user,
)

from engine.blueprint import Blueprint, Bundle, Vocabulary
from engine.graph import (
    Assignment,
    Flow,
    Kind,
    Loop,
    LoopKind,
    Node,
    Process,
    TimerKind,
    Trigger,
    TriggerKind,
)
from engine.policies import ClockPolicy, Rung, RungBase, Unit
from engine.spiff import read

FORM = (
    b'{"x-key": "known", "title": "\xe8\xa1\xa8", "x-title-en": "Form", "type": "object", "properties": {}}'
)
BODY = start("s2") + user("u2") + end("e2") + chain("s2", "u2", "e2")


def blueprint(text: str | bytes, key: str = "p", **files: bytes) -> Blueprint:
    content = text.encode() if isinstance(text, str) else text
    reading = read(Bundle(key, {"p.bpmn": content, **files}), Vocabulary())
    assert reading.blueprint is not None, reading.errors
    return reading.blueprint


def process(text: str | bytes) -> Process:
    found = blueprint(text)
    return found.processes[found.main]


def one(inside: str, identifier: str, pre: str = "") -> Node:
    """The node of a process with nothing else in it."""
    return process(doc(between(inside, identifier), pre=pre)).nodes[identifier]


# --- kinds -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("element", "kind"),
    [
        (plain("k"), Kind.TASK),
        (user("k"), Kind.USER),
        (node("manualTask", "k", ext('<kb:assignment role="x"/>'), 'name="x"'), Kind.MANUAL),
        (service("k"), Kind.SERVICE),
        (script("k"), Kind.SCRIPT),
        (node("sendTask", "k", "", 'messageRef="M"'), Kind.SEND),
        (node("receiveTask", "k", "", 'messageRef="M"'), Kind.RECEIVE),
        (node("exclusiveGateway", "k"), Kind.EXCLUSIVE),
        (node("parallelGateway", "k"), Kind.PARALLEL),
        (node("inclusiveGateway", "k"), Kind.INCLUSIVE),
        (node("subProcess", "k", BODY), Kind.SUBPROCESS),
        (node("callActivity", "k", "", 'calledElement="elsewhere"'), Kind.CALL),
        (node("intermediateCatchEvent", "k", DEFINITIONS["timer"]), Kind.CATCH),
        (node("intermediateThrowEvent", "k", DEFINITIONS["signal"]), Kind.THROW),
    ],
    ids=lambda value: value.value if isinstance(value, Kind) else "",
)
def test_an_element_is_of_its_kind(element: str, kind: Kind):
    assert one(element, "k", ALL).kind is kind


def test_start_end_event_gateway_and_boundary_are_of_their_kinds():
    waits = node("intermediateCatchEvent", "c1", timer("P1D")) + node(
        "intermediateCatchEvent", "c2", timer("P2D")
    )
    body = (
        start()
        + node("eventBasedGateway", "g")
        + waits
        + user()
        + event("boundaryEvent", "b", timer("P1D"), 'attachedToRef="u"')
    )
    nodes = process(
        doc(body + end() + chain("s", "g", "c1", "u", "e") + chain("g", "c2", "e") + chain("b", "e"))
    ).nodes
    assert [nodes[each].kind for each in ("s", "g", "b", "e")] == [
        Kind.START,
        Kind.EVENT_GATEWAY,
        Kind.BOUNDARY,
        Kind.END,
    ]


TRIGGERS = {
    "message": Trigger(TriggerKind.MESSAGE, name="answer"),
    "signal": Trigger(TriggerKind.SIGNAL, name="closing"),
    "error": Trigger(TriggerKind.ERROR, name="NO"),
    "escalation": Trigger(TriggerKind.ESCALATION, name="UP"),
    "timer": Trigger(TriggerKind.TIMER, timer=TimerKind.DURATION, expression="P1D"),
    "conditional": Trigger(TriggerKind.CONDITIONAL, expression="x == 1"),
    "terminate": Trigger(TriggerKind.TERMINATE),
    "link": Trigger(TriggerKind.LINK, name="K"),
}


@pytest.mark.parametrize("kind", ["message", "timer", "signal", "conditional"])
def test_a_process_starts_with_a_trigger(kind: str):
    assert (
        process(doc(start("s", DEFINITIONS[kind]) + end() + chain("s", "e"), pre=ALL)).nodes["s"].trigger
        == TRIGGERS[kind]
    )


@pytest.mark.parametrize("kind", ["message", "timer", "signal", "conditional"])
def test_an_intermediate_event_waits_for_its_trigger(kind: str):
    assert one(node("intermediateCatchEvent", "k", DEFINITIONS[kind]), "k", ALL).trigger == TRIGGERS[kind]


@pytest.mark.parametrize("kind", ["message", "signal", "escalation"])
def test_an_intermediate_event_throws_its_trigger(kind: str):
    assert one(node("intermediateThrowEvent", "k", DEFINITIONS[kind]), "k", ALL).trigger == TRIGGERS[kind]


def test_a_throw_of_nothing_is_a_milestone():
    assert one(node("intermediateThrowEvent", "k"), "k").trigger == Trigger(TriggerKind.NONE)


@pytest.mark.parametrize("kind", ["message", "signal", "error", "escalation", "terminate"])
def test_an_end_throws_its_trigger(kind: str):
    assert (
        process(doc(start() + end("e", DEFINITIONS[kind]) + chain("s", "e"), pre=ALL)).nodes["e"].trigger
        == TRIGGERS[kind]
    )


@pytest.mark.parametrize("kind", ["message", "timer", "signal", "error", "escalation", "conditional"])
@pytest.mark.parametrize(
    "written",
    ["", 'cancelActivity="true"', 'cancelActivity="1"', 'cancelActivity="false"', 'cancelActivity="0"'],
)
def test_a_boundary_event_interrupts_unless_it_says_otherwise(kind: str, written: str):
    interrupting = "0" not in written and "false" not in written
    if kind == "error" and not interrupting:
        return
    boundary = event("boundaryEvent", "b", DEFINITIONS[kind], f'attachedToRef="u" {written}')
    nodes = process(doc(between(user(), "u") + boundary + chain("b", "e"), pre=ALL)).nodes
    assert (nodes["b"].trigger, nodes["b"].interrupting, nodes["b"].attached_to) == (
        TRIGGERS[kind],
        interrupting,
        "u",
    )
    assert nodes["u"].boundaries == ("b",)


@pytest.mark.parametrize("kind", ["message", "timer", "signal", "error", "escalation", "conditional"])
def test_an_event_subprocess_keeps_its_trigger_and_whether_it_interrupts(kind: str):
    written = "" if kind == "error" else 'isInterrupting="0"'
    inside = start("s2", DEFINITIONS[kind], written) + user("u2") + end("e2") + chain("s2", "u2", "e2")
    found = process(
        doc(between(user(), "u") + node("subProcess", "x", inside, 'triggeredByEvent="1"'), pre=ALL)
    )
    (watch,) = found.event_subprocesses()
    assert watch.kind is Kind.EVENT_SUBPROCESS
    assert watch.body is not None
    begins = watch.body.nodes["s2"]
    assert (begins.trigger, begins.interrupting) == (TRIGGERS[kind], kind == "error")


def test_an_error_or_escalation_without_a_code_is_caught_whatever_it_is():
    for kind in ("error", "escalation"):
        boundary = event("boundaryEvent", "b", defined(kind), 'attachedToRef="u"')
        nodes = process(doc(between(user(), "u") + boundary + chain("b", "e"))).nodes
        assert nodes["b"].trigger == replace(TRIGGERS[kind], name=None)


def test_links_join_what_no_flow_does():
    body = start() + node("intermediateThrowEvent", "t", DEFINITIONS["link"]) + chain("s", "t")
    body += node("intermediateCatchEvent", "c", DEFINITIONS["link"]) + end() + chain("c", "e")
    nodes = process(doc(body)).nodes
    assert nodes["t"].trigger == nodes["c"].trigger == TRIGGERS["link"]


def test_an_event_may_refer_to_a_definition_of_the_file():
    shared = '<bpmn:timerEventDefinition id="T"><bpmn:timeDate>2026-10-01T09:00</bpmn:timeDate></bpmn:timerEventDefinition>'
    found = one(
        node("intermediateCatchEvent", "k", "<bpmn:eventDefinitionRef>T</bpmn:eventDefinitionRef>"),
        "k",
        shared,
    )
    assert found.trigger == Trigger(TriggerKind.TIMER, timer=TimerKind.DATE, expression="2026-10-01T09:00")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("PT1H", TimerKind.DURATION),
        ("P1Y2M3DT4H5M6S", TimerKind.DURATION),
        ("15 calendar-days", TimerKind.DURATION),
        ("3 working-days", TimerKind.DURATION),
        ("due_in", TimerKind.DURATION),
        ('"PT1H" if urgent else "PT4H"', TimerKind.DURATION),
        ("2026-10-01", TimerKind.DATE),
        ("2026-10-01T09:00:00+08:00", TimerKind.DATE),
        ("answer_until", TimerKind.DATE),
        ("R3/PT1H", TimerKind.CYCLE),
        ("R/P1D", TimerKind.CYCLE),
        ("R5/2026-10-01T09:00/P1D", TimerKind.CYCLE),
    ],
)
def test_a_timer_keeps_its_text_and_kind(text: str, kind: TimerKind):
    element = {TimerKind.DATE: "timeDate", TimerKind.DURATION: "timeDuration", TimerKind.CYCLE: "timeCycle"}[
        kind
    ]
    boundary = event("boundaryEvent", "b", timer(text, element), 'attachedToRef="u" cancelActivity="false"')
    found = process(doc(between(user(), "u") + boundary + chain("b", "e"))).nodes["b"].trigger
    assert found == Trigger(TriggerKind.TIMER, timer=kind, expression=text)


# --- flows -------------------------------------------------------------------------------------------------------


def test_flows_keep_their_ids_conditions_and_names_in_the_order_of_the_document():
    body = (
        start()
        + node("exclusiveGateway", "g", "", 'default="z"')
        + user("a")
        + user("b")
        + end()
        + flow("s", "g", identifier="in")
    )
    body += flow("g", "b", "x == 1", "first").replace('id="first"', 'id="first" name="甲"') + flow(
        "g", "a", "x == 2", "second"
    )
    body += (
        flow("g", "e", identifier="z")
        + flow("g", "b", "x == 3", "fourth")
        + chain("a", "e")
        + chain("b", "e")
    )
    gateway = process(doc(body)).nodes["g"]
    assert gateway.outgoing == (
        Flow("first", "g", "b", "x == 1", "甲"),
        Flow("second", "g", "a", "x == 2"),
        Flow("z", "g", "e"),
        Flow("fourth", "g", "b", "x == 3"),
    )
    assert gateway.default == "z"
    assert [each.id for each in gateway.incoming] == ["in"]


def test_layout_decides_nothing():
    body = start() + node("exclusiveGateway", "g", "", 'default="f2"') + user("a") + user("b") + end()
    body += (
        flow("s", "g")
        + flow("g", "a", "x == 1", "f1")
        + flow("g", "b", identifier="f2")
        + chain("a", "e")
        + chain("b", "e")
    )
    shape = '<bpmndi:BPMNShape id="d_{0}" bpmnElement="{0}"><dc:Bounds x="0" y="{1}" width="1" height="1"/></bpmndi:BPMNShape>'
    plane = '<bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="dp" bpmnElement="p">{}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'
    drawn = doc(body, post=plane.format(shape.format("a", 900) + shape.format("b", 1)))
    assert process(drawn) == process(doc(body))


def test_a_task_may_have_several_flows_some_with_conditions():
    body = start() + user("u", attributes='name="x" default="f3"') + user("a") + user("b") + end()
    body += (
        flow("s", "u")
        + flow("u", "a", "x == 1", "f1")
        + flow("u", "b", "x == 2", "f2")
        + flow("u", "e", identifier="f3")
    )
    found = process(doc(body + chain("a", "e") + chain("b", "e"))).nodes["u"]
    assert [(each.id, each.condition) for each in found.outgoing] == [
        ("f1", "x == 1"),
        ("f2", "x == 2"),
        ("f3", None),
    ]
    assert found.default == "f3"


def test_a_condition_is_read_whole_across_lines_comments_and_sections():
    for written in (
        "x &gt; 1 and y == 2",
        "\n    x &gt; 1\n    and y == 2\n",
        "x &gt;<!-- more than --> 1 and y == 2",
        "<![CDATA[x > 1 and y == 2]]>",
        "x <![CDATA[>]]> 1 <?pi?>and y == 2",
        "  x &#62; 1 and y == 2  ",
    ):
        body = start() + node("exclusiveGateway", "g", "", 'default="f2"') + end() + flow("s", "g")
        body += flow("g", "e", written, "f1") + flow("g", "e", identifier="f2")
        assert process(doc(body)).nodes["g"].outgoing[0].condition == "x > 1 and y == 2"


def test_a_script_loses_the_indentation_of_the_xml_and_nothing_else():
    text = "\n      total = fine + gains\n      notes = [\n        1,\n        2,\n      ]\n    "
    assert one(script("k", text), "k").script == "total = fine + gains\nnotes = [\n1,\n2,\n]"


# --- activities --------------------------------------------------------------------------------------------------


def test_a_subprocess_has_a_body_of_its_own():
    found = one(node("subProcess", "k", BODY, 'name="办案"'), "k")
    assert found.body is not None
    assert (found.body.id, found.body.name, list(found.body.nodes)) == ("k", "办案", ["s2", "u2", "e2"])


def test_subprocesses_nest():
    inner = node("subProcess", "k3", BODY.replace("2", "3"))
    middle = node("subProcess", "k2", start("s2") + inner + end("e2") + chain("s2", "k3", "e2"))
    found = one(node("subProcess", "k", start("s1") + middle + end("e1") + chain("s1", "k2", "e1")), "k")
    assert found.body is not None
    assert found.body.nodes["k2"].body is not None
    assert list(found.body.nodes["k2"].body.nodes) == ["s2", "k3", "e2"]


def test_a_call_names_its_process_and_what_goes_in_and_out():
    inside = ext(
        '<kb:call><kb:in name="a" expression="b + 1"/><kb:in name="c"/><kb:out name="d" expression="e"/></kb:call>'
    )
    found = one(node("callActivity", "k", inside, 'calledElement="elsewhere"'), "k")
    assert (found.called, found.inputs, found.outputs) == ("elsewhere", {"a": "b + 1", "c": "c"}, {"d": "e"})


def looped(inside: str, attributes: str = "", extension: str = "") -> Loop | None:
    body = ext('<kb:assignment role="x"/>', extension)
    body += f"<bpmn:multiInstanceLoopCharacteristics {attributes}>{inside}</bpmn:multiInstanceLoopCharacteristics>"
    found = one(node("userTask", "k", body, 'name="x"'), "k")
    assert (found.kind, found.assignment) == (Kind.USER, Assignment("x"))
    return found.loop


def test_many_instances_by_number():
    inside = "<bpmn:loopCardinality> 3 </bpmn:loopCardinality><bpmn:completionCondition>x\n == 1</bpmn:completionCondition>"
    assert looped(inside) == Loop(LoopKind.PARALLEL, cardinality="3", condition="x == 1")
    assert looped(inside, 'isSequential="true"') == Loop(
        LoopKind.SEQUENTIAL, cardinality="3", condition="x == 1"
    )
    assert looped(inside, 'isSequential="1"') == Loop(
        LoopKind.SEQUENTIAL, cardinality="3", condition="x == 1"
    )


EACH = Loop(
    LoopKind.PARALLEL, collection="handlers", item="handler", output="opinions", output_item="opinion"
)


def test_many_instances_by_our_extension():
    each = '<kb:each collection="handlers" item="handler" output="opinions" output-item="opinion"/>'
    assert looped("", extension=each) == EACH
    assert looped(ext(each)) == EACH


def test_many_instances_in_bpmns_words():
    inside = "<bpmn:loopDataInputRef>handlers</bpmn:loopDataInputRef><bpmn:loopDataOutputRef>opinions</bpmn:loopDataOutputRef>"
    inside += '<bpmn:inputDataItem id="i" name="handler"/><bpmn:outputDataItem id="o" name="opinion"/>'
    assert looped(inside) == EACH
    assert (
        looped(
            inside.replace('id="i" name="handler"', 'id="handler"').replace(
                'id="o" name="opinion"', 'id="opinion"'
            )
        )
        == EACH
    )


def test_many_instances_over_declared_data():
    spec = '<bpmn:ioSpecification><bpmn:dataInput id="in" name="handlers"/><bpmn:inputSet id="is"/><bpmn:outputSet id="os"/></bpmn:ioSpecification>'
    many = '<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>in</bpmn:loopDataInputRef><bpmn:inputDataItem id="handler"/></bpmn:multiInstanceLoopCharacteristics>'
    assert one(node("task", "k", spec + many), "k").loop == Loop(
        LoopKind.PARALLEL, collection="handlers", item="handler"
    )


def test_a_standard_loop():
    inside = '<bpmn:standardLoopCharacteristics testBefore="{}" loopMaximum="5"><bpmn:loopCondition>n &lt; 3</bpmn:loopCondition></bpmn:standardLoopCharacteristics>'
    for written, before in (("true", True), ("1", True), ("false", False), ("0", False)):
        found = one(node("task", "k", inside.format(written)), "k").loop
        assert found == Loop(LoopKind.STANDARD, condition="n < 3", test_before=before, maximum=5)


# --- extensions --------------------------------------------------------------------------------------------------


def test_everything_that_we_write_on_an_activity_is_read():
    inside = ext(
        '<kb:assignment role="case-handler" separate-from="a, b" among="handlers" assignee="handlers[0]" count="2"/>',
        '<kb:form key="known"/>',
        '<kb:suspends reason="appraisal,stay"/>',
        '<kb:suspends reason="hearing"/>',
    )
    drafts = user("a") + user("b")
    task = node(
        "userTask",
        "k",
        "<bpmn:documentation> 说明 </bpmn:documentation>" + inside,
        'name="审查" kb:en="Review"',
    )
    found = (
        blueprint(doc(between(drafts + task, "a", "b", "k")), **{"known.form.json": FORM})
        .processes["p"]
        .nodes["k"]
    )
    assert found.assignment == Assignment("case-handler", ("a", "b"), "handlers", "handlers[0]", 2)
    assert (found.name, found.name_en, found.form, found.documentation) == ("审查", "Review", "known", "说明")
    assert found.suspends == ("appraisal", "stay", "hearing")


def test_an_operation_and_a_decision_are_named():
    assert one(service("k", "assign_case"), "k").operation == "assign_case"


def test_message_terms():
    inside = '<kb:message keep="30 calendar-days"><kb:key name="case_number" expression="case_number"/><kb:field name="answer" from="text"/><kb:field name="on"/></kb:message>'
    expected = Trigger(
        TriggerKind.MESSAGE,
        "answer",
        keys={"case_number": "case_number"},
        payload={"answer": "text", "on": "on"},
        keep_for="30 calendar-days",
    )
    assert one(node("receiveTask", "k", ext(inside), 'messageRef="M"'), "k", ALL).trigger == expected
    assert (
        one(node("intermediateCatchEvent", "k", ext(inside) + DEFINITIONS["message"]), "k", ALL).trigger
        == expected
    )


def test_correlation_keys_in_bpmns_words():
    prop = '<bpmn:correlationProperty id="number" name="number"><bpmn:correlationPropertyRetrievalExpression messageRef="M"><bpmn:messagePath>case_number</bpmn:messagePath></bpmn:correlationPropertyRetrievalExpression></bpmn:correlationProperty>'
    found = one(node("receiveTask", "k", "", 'messageRef="M"'), "k", ALL + prop)
    assert found.trigger is not None
    assert found.trigger.keys == {"number": "case_number"}


def test_clocks_and_their_rungs_in_order_of_time():
    written = clock(
        'id="promise" name="10日办结" en="Ten days" kind="promise" amount="10" unit="calendar-days" target="7" starts-after="u" stops-after="w" '
        'when="right == \'design\'" basis="四-3" suspend-for="appraisal,stay" max-extension="5" max-extensions="2" extension-by="director" extension-unit="working-days"',
        'at="end" notify="supervisor,director" priority="urgent" task="supervisor"',
        'at="50%" notify="assignee"',
        'at="+1 working-day" notify="director" at-once="true"',
        'at="-2 working-days" notify="assignee"',
    )
    (found,) = process(doc(ext(written) + between(user("u") + user("w"), "u", "w"))).clocks
    assert found == ClockPolicy(
        "promise", "10日办结", "Ten days", 10, Unit.CALENDAR_DAYS, "promise", 7, ("u",), ("w",), "right == 'design'", "四-3",
        ("appraisal", "stay"), 5, 2, ("director",),
        (
            Rung(1, "50%", RungBase.SHARE, 50, None, ("assignee",)),
            Rung(2, "-2 working-days", RungBase.BEFORE_END, 2, Unit.WORKING_DAYS, ("assignee",)),
            Rung(3, "end", RungBase.END, 0, None, ("supervisor", "director"), "urgent", "supervisor"),
            Rung(4, "+1 working-day", RungBase.AFTER_END, 1, Unit.WORKING_DAYS, ("director",), at_once=True),
        ),
        extension_unit=Unit.WORKING_DAYS,
    )  # fmt: skip


def test_a_clock_on_a_subprocess_is_its_nodes_alone():
    inside = (
        ext(clock('id="c" name="x" basis="y" amount="5" unit="working-days"', 'at="end" notify="assignee"'))
        + BODY
    )
    found = one(node("subProcess", "k", inside), "k")
    assert [each.id for each in found.clocks] == ["c"]
    assert found.body is not None
    assert found.body.clocks == ()


def test_lanes_give_names_and_assignments_to_tasks_without_their_own():
    lanes = '<bpmn:laneSet id="ls"><bpmn:lane id="l1" name="受理">{}<bpmn:flowNodeRef> s </bpmn:flowNodeRef>\n<bpmn:flowNodeRef>\n  a\n</bpmn:flowNodeRef><bpmn:flowNodeRef>b</bpmn:flowNodeRef></bpmn:lane><bpmn:lane id="l2"><bpmn:flowNodeRef>e</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>'
    body = lanes.format(ext('<kb:assignment role="intake-clerk"/>')) + between(
        user("a", assigned="director") + node("userTask", "b", "", 'name="x"'), "a", "b"
    )
    nodes = process(doc(body)).nodes
    assert {each: nodes[each].lane for each in "sabe"} == {"s": "受理", "a": "受理", "b": "受理", "e": "l2"}
    assert (nodes["a"].assignment, nodes["b"].assignment, nodes["s"].assignment) == (
        Assignment("director"),
        Assignment("intake-clerk"),
        None,
    )


def test_the_innermost_lane_counts():
    inner = '<bpmn:childLaneSet id="cs"><bpmn:lane id="l2" name="复核"><bpmn:flowNodeRef>u</bpmn:flowNodeRef></bpmn:lane></bpmn:childLaneSet>'
    body = f'<bpmn:laneSet id="ls"><bpmn:lane id="l1" name="办案"><bpmn:flowNodeRef>u</bpmn:flowNodeRef>{inner}</bpmn:lane></bpmn:laneSet>'
    assert process(doc(body + between(user(), "u"))).nodes["u"].lane == "复核"


# --- files -------------------------------------------------------------------------------------------------------


def several(*ids: str, executable: str = "true") -> str:
    return raw("".join(
        f'<bpmn:process id="{each}" isExecutable="{executable}">{start("s" + each) + user("u" + each) + end("e" + each) + chain("s" + each, "u" + each, "e" + each)}</bpmn:process>'
        for each in ids
    ))  # fmt: skip


def test_the_main_process_is_the_one_named_like_the_bundle_else_the_first():
    assert blueprint(several("a", "my_case", "b"), "my-case").main == "my_case"
    assert blueprint(several("a", "b"), "my-case").main == "a"
    assert list(blueprint(several("a", "b"), "x").processes) == ["a", "b"]


def test_a_pool_that_is_only_drawn_is_left_out():
    shown = '<bpmn:process id="other" isExecutable="false"><bpmn:task id="t"/></bpmn:process>'
    pools = '<bpmn:collaboration id="k"><bpmn:participant id="k1" processRef="p"/><bpmn:participant id="k2" processRef="other"/><bpmn:participant id="k3" name="申请人"/></bpmn:collaboration>'
    assert list(blueprint(doc(between(user(), "u"), pre=pools, post=shown)).processes) == ["p"]


def test_several_files_make_one_bundle_and_ids_are_their_own():
    other = several("q").replace('"uq"', '"u"').encode()
    found = blueprint(
        doc(between(node("callActivity", "k", "", 'calledElement="q"') + user(), "k", "u")),
        **{"sub/q.bpmn": other},
    )
    assert found.main == "p"
    assert "u" in found.processes["p"].nodes
    assert "u" in found.processes["q"].nodes


def test_references_may_have_the_prefix_of_the_target_namespace():
    text = doc(
        between(node("receiveTask", "k", "", 'messageRef="own:M"'), "k"),
        pre=ALL,
        head=' xmlns:own="urn:test"',
    )
    found = process(text).nodes["k"].trigger
    assert found is not None
    assert found.name == "answer"


def test_the_default_namespace_is_as_good_as_a_prefix():
    text = (
        doc(between(user(), "u"))
        .replace("xmlns:bpmn=", "xmlns=")
        .replace("<bpmn:", "<")
        .replace("</bpmn:", "</")
    )
    assert list(process(text).nodes) == ["s", "u", "e"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16", "utf-16-le"]
)
def test_declared_encodings_are_read(encoding: str):
    text = doc(between(user(attributes='name="登记立案审批"'), "u")).replace(
        "UTF-8", encoding.removesuffix("-sig")
    )
    assert process(text.encode(encoding)).nodes["u"].name == "登记立案审批"


def test_names_may_be_chinese_and_so_may_ids():
    assert process(doc(between(user("审查"), "审查"))).nodes["审查"].kind is Kind.USER


# --- size --------------------------------------------------------------------------------------------------------


def test_two_thousand_tasks_in_a_row_are_read_without_recursion():
    ids = [f"t{number}" for number in range(2000)]
    found = process(doc(between("".join(map(plain, ids)), *ids)))
    assert len(found.nodes) == 2002


def test_forty_diamonds_in_a_row_are_read():
    body, ids = "", []
    for number in range(40):
        body += (
            node("parallelGateway", f"g{number}")
            + user(f"a{number}")
            + user(f"b{number}")
            + node("parallelGateway", f"j{number}")
        )
        body += chain(f"g{number}", f"a{number}", f"j{number}") + chain(
            f"g{number}", f"b{number}", f"j{number}"
        )
        ids += [f"g{number}", f"j{number}"]
    joined = (
        flow("s", "g0")
        + "".join(flow(f"j{number}", f"g{number + 1}") for number in range(39))
        + flow("j39", "e")
    )
    assert len(process(doc(start() + body + end() + joined)).nodes) == 162
