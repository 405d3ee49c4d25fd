"""Events: of a kind that BPMN allows at their place, with a name where one is needed."""

from collections.abc import Iterator

from lxml.etree import _Element

from engine.findings import Finding
from engine.spiff.diagram import EVENTS, Diagram, Known, is_event_subprocess
from engine.spiff.elements import title
from engine.spiff.names import is_true, local
from engine.spiff.nodes import event_definitions
from engine.spiff.rules import error, warning
from engine.text import Text

NOT_HERE = error(
    "event-not-here",
    (
        "{what}是{kind}，BPMN 不允许它出现在这里；这里可以是：{allowed}",
        "The {what} has a {kind}, which BPMN does not allow here; allowed are: {allowed}",
    ),
    ("换一种事件，或把它移到允许的位置。", "Choose another kind of event, or move it where it is allowed."),
)
NO_DEFINITION = error(
    "event-without-definition",
    ("{what}没有说明等待什么", "The {what} does not say what it waits for"),
    ("选定一种：消息、定时、信号、条件等。", "Choose one: message, timer, signal, conditional …"),
)
NO_NAME = error(
    "event-without-name",
    (
        "{what}没有指明{wanted}，无法匹配",
        "The {what} names no {wanted}, so nothing can match it",
    ),
    (
        "在定义中引用一个有名称（错误和升级为代码）的{wanted}。",
        "Refer to a {wanted} that has a name (errors and escalations: a code).",
    ),
)
NOT_INTERRUPTING = error(
    "error-not-interrupting",
    (
        "{what}捕获错误，却设为不中断；错误总是中断活动",
        "The {what} catches an error but is non-interrupting; errors always interrupt",
    ),
    ("设为中断，或改用升级事件。", "Make it interrupting, or use an escalation."),
)
NO_WAY_ON = warning(
    "boundary-without-flow",
    (
        "{what}没有流出的顺序流，触发后该分支就此结束",
        "Nothing flows out of the {what}: when it fires, that branch simply ends",
    ),
    (
        "连到后续任务，或连到结束事件以表明意图。",
        "Connect it to what comes next, or to an end event to say so.",
    ),
)

POSITIONS = {
    "start": Text("流程的开始事件", "start of a process"),
    "subprocess-start": Text("子流程的开始事件", "start of a sub-process"),
    "event-subprocess-start": Text("事件子流程的开始事件", "start of an event sub-process"),
    "intermediateCatchEvent": Text("中间捕获", "intermediate catch"),
    "boundaryEvent": Text("边界", "boundary"),
    "intermediateThrowEvent": Text("中间抛出", "intermediate throw"),
    "endEvent": Text("结束", "end"),
}
ALLOWED = {
    "start": ("none", "message", "timer", "signal", "conditional"),
    "subprocess-start": ("none",),
    "event-subprocess-start": ("message", "timer", "signal", "error", "escalation", "conditional"),
    "intermediateCatchEvent": ("message", "timer", "signal", "conditional", "link"),
    "boundaryEvent": ("message", "timer", "signal", "error", "escalation", "conditional"),
    "intermediateThrowEvent": ("none", "message", "signal", "escalation", "link"),
    "endEvent": ("none", "message", "signal", "error", "escalation", "terminate"),
}
_REFUSED = ("compensate", "cancel")
_NAMED = {"message": "messageRef", "signal": "signalRef", "error": "errorRef", "escalation": "escalationRef"}
_ATTRIBUTE = {"message": "name", "signal": "name", "error": "errorCode", "escalation": "escalationCode"}
_CATCH_ALL = ("error", "escalation")
_THROWING = ("intermediateThrowEvent", "endEvent")


def check(diagram: Diagram, known: Known) -> Iterator[Finding]:
    """Find events that cannot be where they are, or name nothing."""
    del known
    for event in diagram.each(*EVENTS):
        definitions = list(event_definitions(event))
        if not definitions and local(event) in ("intermediateCatchEvent", "boundaryEvent"):
            yield NO_DEFINITION.at(diagram.place(event))
        for definition in definitions:
            yield from _kind(diagram, event, definition)
            yield from _name(diagram, event, definition)
        if local(event) == "boundaryEvent" and not diagram.outgoing.get(event.get("id", "")):
            yield NO_WAY_ON.at(diagram.place(event))


def kind_of(definition: _Element) -> str:
    """Give the kind of an event definition: `message`, `timer` …"""
    return local(definition).removesuffix("EventDefinition")


def position_of(event: _Element) -> str:
    """Give the place of an event in the table of what is allowed."""
    if local(event) != "startEvent":
        return local(event)
    scope = event.getparent()
    if scope is None or local(scope) == "process":
        return "start"
    return "event-subprocess-start" if is_event_subprocess(scope) else "subprocess-start"


def _kind(diagram: Diagram, event: _Element, definition: _Element) -> Iterator[Finding]:
    kind, position = kind_of(definition), position_of(event)
    if kind in _REFUSED or position == "subprocess-start":
        return  # said by refusals, and by the frame of the sub-process
    if kind not in ALLOWED[position]:
        yield NOT_HERE.at(
            diagram.place(event), kind=title(local(definition)), allowed=_kinds(ALLOWED[position])
        )
    elif kind == "error" and not _interrupts(event):
        yield NOT_INTERRUPTING.at(diagram.place(event))


def _interrupts(event: _Element) -> bool:
    name = "cancelActivity" if local(event) == "boundaryEvent" else "isInterrupting"
    return is_true(event.get(name), missing=True)


def _kinds(kinds: tuple[str, ...]) -> Text:
    titles = [Text("无", "none") if kind == "none" else title(f"{kind}EventDefinition") for kind in kinds]
    return Text(
        "、".join(each.zh.removesuffix("事件定义") for each in titles),
        ", ".join(each.en.removesuffix(" event definition") for each in titles),
    )


def _name(diagram: Diagram, event: _Element, definition: _Element) -> Iterator[Finding]:
    kind = kind_of(definition)
    if kind not in _NAMED:
        return
    reference = definition.get(_NAMED[kind])
    if not reference:
        if kind not in _CATCH_ALL or local(event) in _THROWING:
            yield NO_NAME.at(diagram.place(event), wanted=title(kind))
        return
    referred = diagram.by_id.get(reference)
    if referred is not None and not (referred.get(_ATTRIBUTE[kind]) or "").strip():
        yield NO_NAME.at(diagram.place(event), wanted=title(kind))
