"""References: each leads somewhere, and to a thing of the right kind."""

from collections.abc import Iterator

from lxml.etree import _Element

from engine.findings import Finding
from engine.spiff.diagram import ACTIVITIES, Diagram, Known, is_event_subprocess, is_node
from engine.spiff.elements import title
from engine.spiff.names import bpmn, children, local
from engine.spiff.rules import error, warning
from engine.text import Text

DANGLING = error(
    "dangling-reference",
    (
        "{what}的 {attribute} 指向“{id}”，但文件中没有这个{wanted}",
        "{attribute} of the {what} names “{id}”, but the file has no such {wanted}",
    ),
    (
        "改为已有元素的 id，或补上被引用的元素；也可在设计器中重新连接。",
        "Name an element that is there, or add the missing one; or connect it again in the modeler.",
    ),
)
FLOW_END = error(
    "flow-end",
    (
        "{what}的 {attribute} 是“{id}”（{found}），顺序流不能{way}它",
        "{attribute} of the {what} is “{id}” ({found}); a sequence flow cannot {way} it",
    ),
    (
        "把顺序流连接到任务、网关或相应的事件；开始事件没有流入，结束事件没有流出，边界事件和事件子流程没有流入。",
        "Connect it to a task, a gateway or a fitting event: nothing flows into a start, a boundary event or an event sub-process, and nothing out of an end.",
    ),
)
CROSSES = error(
    "flow-crosses-border",
    (
        "{what}跨越了子流程或泳池的边界（从“{source}”到“{target}”）",
        "The {what} crosses the border of a sub-process or a pool (from “{source}” to “{target}”)",
    ),
    (
        "顺序流必须留在同一个流程或子流程内；跨泳池请用消息，跳出子流程请用边界事件或结束事件。",
        "Keep it within one process or sub-process; use messages between pools, and boundary or end events to leave a sub-process.",
    ),
)
HOST = error(
    "boundary-host",
    (
        "{what}附着在“{id}”（{found}）上，只有同一层的任务、子流程和调用活动可以带边界事件",
        "The {what} is attached to “{id}” ({found}); only tasks, sub-processes and call activities of the same level carry boundary events",
    ),
    ("把它附着到活动上。", "Attach it to an activity."),
)
DEFAULT = error(
    "default-not-outgoing",
    (
        "{what}的默认流“{id}”不是从它流出的顺序流",
        "The default flow “{id}” of the {what} is not one of its outgoing flows",
    ),
    ("把默认流设为从该元素流出的一条顺序流。", "Make one of the flows out of it the default."),
)
MISMATCH = warning(
    "incoming-outgoing",
    (
        "{what}的 <{attribute}> 列出“{id}”，但没有这样一条与它相连的顺序流",
        "<{attribute}> of the {what} lists “{id}”, but no such flow is connected to it",
    ),
    (
        "删除这一行，或补上顺序流；运行时只看顺序流本身。",
        "Remove that line or add the flow; only the sequence flows themselves count when it runs.",
    ),
)
LOOSE = warning(
    "loose-reference",
    (
        "{what}的 {attribute} 指向不存在的“{id}”（不影响运行）",
        "{attribute} of the {what} names “{id}”, which does not exist (it does not affect the run)",
    ),
    ("在设计器中删除或重新连接。", "Remove it or connect it again in the modeler."),
)

_DEFINITIONS = (
    ("messageEventDefinition", "messageRef", "message"),
    ("sendTask", "messageRef", "message"),
    ("receiveTask", "messageRef", "message"),
    ("signalEventDefinition", "signalRef", "signal"),
    ("errorEventDefinition", "errorRef", "error"),
    ("escalationEventDefinition", "escalationRef", "escalation"),
    ("participant", "processRef", "process"),
    ("correlationPropertyRetrievalExpression", "messageRef", "message"),
    ("dataObjectReference", "dataObjectRef", "dataObject"),
    ("correlationSubscription", "correlationKeyRef", "correlationKey"),
    ("correlationPropertyBinding", "correlationPropertyRef", "correlationProperty"),
)
_DRAWN = (
    ("messageFlow", "sourceRef"),
    ("messageFlow", "targetRef"),
    ("association", "sourceRef"),
    ("association", "targetRef"),
)
_NODE = Text("流程元素", "flow node")
_NO_WAY_IN = ("startEvent", "boundaryEvent")
_NO_WAY_OUT = ("endEvent",)


def check(diagram: Diagram, known: Known) -> Iterator[Finding]:
    """Find references that lead nowhere, or to something of a wrong kind."""
    del known
    for flow in diagram.root.iter(bpmn("sequenceFlow")):
        yield from _flow(diagram, flow)
    for event in diagram.root.iter(bpmn("boundaryEvent")):
        yield from _host(diagram, event)
    yield from _defaults(diagram)
    yield from _definitions(diagram)
    yield from _listed(diagram)
    yield from _drawn(diagram)


def _flow(diagram: Diagram, flow: _Element) -> Iterator[Finding]:
    ends = {name: diagram.by_id.get(flow.get(name, "")) for name in ("sourceRef", "targetRef")}
    for name, node in ends.items():
        if node is None:
            yield DANGLING.at(diagram.place(flow), attribute=name, id=flow.get(name, ""), wanted=_NODE)
        elif not is_node(node) or _wrong_way(node, name):
            way = Text("离开", "leave") if name == "sourceRef" else Text("进入", "enter")
            yield FLOW_END.at(
                diagram.place(flow), attribute=name, id=flow.get(name, ""), found=title(local(node)), way=way
            )
    parents = {id(node.getparent()) for node in ends.values() if node is not None}
    if len(parents) > 1 or parents - {id(flow.getparent())}:
        yield CROSSES.at(diagram.place(flow), source=flow.get("sourceRef"), target=flow.get("targetRef"))


def _wrong_way(node: _Element, end: str) -> bool:
    banned = _NO_WAY_OUT if end == "sourceRef" else _NO_WAY_IN
    return local(node) in banned or is_event_subprocess(node)


def _host(diagram: Diagram, event: _Element) -> Iterator[Finding]:
    wanted = event.get("attachedToRef", "")
    host = diagram.by_id.get(wanted)
    if host is None:
        activity = Text("活动", "activity")
        yield DANGLING.at(diagram.place(event), attribute="attachedToRef", id=wanted, wanted=activity)
    elif (
        local(host) not in ACTIVITIES
        or is_event_subprocess(host)
        or host.getparent() is not event.getparent()
    ):
        yield HOST.at(diagram.place(event), id=wanted, found=title(local(host)))


def _defaults(diagram: Diagram) -> Iterator[Finding]:
    for node in diagram.nodes():
        wanted = node.get("default")
        if wanted is not None and wanted not in {
            flow.get("id") for flow in diagram.outgoing.get(node.get("id", ""), ())
        }:
            yield DEFAULT.at(diagram.place(node), id=wanted)


def _definitions(diagram: Diagram) -> Iterator[Finding]:
    for element, attribute, wanted in _DEFINITIONS:
        for node in diagram.root.iter(bpmn(element)):
            if node.get(attribute):
                yield from _must_be(diagram, node, attribute, node.get(attribute, ""), wanted)
    for reference in diagram.root.iter(bpmn("eventDefinitionRef")):
        yield from _event_definition(diagram, reference)
    for reference in diagram.root.iter(bpmn("correlationPropertyRef")):
        yield from _must_be(
            diagram, reference, "correlationPropertyRef", reference.text or "", "correlationProperty"
        )


def _must_be(diagram: Diagram, node: _Element, attribute: str, wanted: str, kind: str) -> Iterator[Finding]:
    found = diagram.by_id.get(wanted.strip())
    if found is None or local(found) != kind:
        yield DANGLING.at(diagram.place(node), attribute=attribute, id=wanted, wanted=title(kind))


def _event_definition(diagram: Diagram, reference: _Element) -> Iterator[Finding]:
    found = diagram.by_id.get((reference.text or "").strip())
    if found is None or not local(found).endswith("EventDefinition") or found.getparent() is not diagram.root:
        wanted = Text("事件定义", "event definition")
        place = diagram.place(reference)
        yield DANGLING.at(
            place, attribute="eventDefinitionRef", id=(reference.text or "").strip(), wanted=wanted
        )


def _listed(diagram: Diagram) -> Iterator[Finding]:
    for lane in diagram.root.iter(bpmn("lane")):
        for reference in children(lane, "flowNodeRef"):
            node = diagram.by_id.get(reference.text or "")
            if node is None or not is_node(node):
                yield DANGLING.at(
                    diagram.place(lane), attribute="flowNodeRef", id=reference.text or "", wanted=_NODE
                )
    for node in diagram.nodes():
        for name, flows in (("incoming", diagram.incoming), ("outgoing", diagram.outgoing)):
            connected = {flow.get("id") for flow in flows.get(node.get("id", ""), ())}
            for reference in children(node, name):
                if reference.text not in connected:
                    yield MISMATCH.at(diagram.place(node), attribute=name, id=reference.text or "")


def _drawn(diagram: Diagram) -> Iterator[Finding]:
    for element, attribute in _DRAWN:
        for node in diagram.root.iter(bpmn(element)):
            if node.get(attribute) not in diagram.by_id:
                yield LOOSE.at(diagram.place(node), attribute=attribute, id=node.get(attribute, ""))
