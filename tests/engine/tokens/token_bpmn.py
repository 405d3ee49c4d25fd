"""A diagram of the tests as a BPMN file, for readers that want one."""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from engine.graph import Kind, LoopKind, Node, Process, TimerKind, Trigger, TriggerKind

_TAGS = {
    Kind.START: "startEvent",
    Kind.END: "endEvent",
    Kind.TASK: "task",
    Kind.USER: "userTask",
    Kind.MANUAL: "manualTask",
    Kind.SCRIPT: "scriptTask",
    Kind.EXCLUSIVE: "exclusiveGateway",
    Kind.PARALLEL: "parallelGateway",
    Kind.INCLUSIVE: "inclusiveGateway",
    Kind.EVENT_GATEWAY: "eventBasedGateway",
    Kind.SUBPROCESS: "subProcess",
    Kind.EVENT_SUBPROCESS: "subProcess",
    Kind.CATCH: "intermediateCatchEvent",
    Kind.BOUNDARY: "boundaryEvent",
}
_TIMERS = {TimerKind.DATE: "timeDate", TimerKind.DURATION: "timeDuration", TimerKind.CYCLE: "timeCycle"}
_HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="urn:test">'
)


def bpmn(process: Process) -> bytes:
    """The whole file. Names of messages are declared; conditions, scripts and timers are written as they are."""
    names = sorted(set(_messages(process)))
    declared = "".join(f'<message id="message_{name}" name={quoteattr(name)}/>' for name in names)
    body = "".join(_elements(process))
    return f'{_HEAD}{declared}<process id="{process.id}" isExecutable="true">{body}</process></definitions>'.encode()


def _messages(process: Process) -> Iterator[str]:
    for node in process.nodes.values():
        if node.trigger is not None and node.trigger.kind is TriggerKind.MESSAGE and node.trigger.name:
            yield node.trigger.name
        if node.body is not None:
            yield from _messages(node.body)


def _elements(process: Process) -> Iterator[str]:
    """Nodes and flows; identifiers are made unique in the file by the id of the process they are in."""
    for node in process.nodes.values():
        tag = _TAGS[node.kind]
        yield f"<{tag} {_attributes(process, node)}>{''.join(_inside(process, node))}</{tag}>"
    for flow in (flow for node in process.nodes.values() for flow in node.outgoing):
        condition = "" if flow.condition is None else _condition(flow.condition)
        source, target = _id(process, flow.source), _id(process, flow.target)
        yield f'<sequenceFlow id="{_id(process, flow.id)}" sourceRef="{source}" targetRef="{target}">{condition}</sequenceFlow>'


def _id(process: Process, name: str) -> str:
    return f"{process.id}_{name}" if name.startswith(("start", "end", "begin", "f")) else name


def _condition(source: str) -> str:
    return f'<conditionExpression xsi:type="tFormalExpression">{escape(source)}</conditionExpression>'


def _attributes(process: Process, node: Node) -> str:
    given = {
        "id": _id(process, node.id),
        "default": node.default and _id(process, node.default),
        "attachedToRef": node.attached_to,
        "cancelActivity": None if node.kind is not Kind.BOUNDARY else str(node.interrupting).lower(),
        "isInterrupting": "false" if node.kind is Kind.START and not node.interrupting else None,
        "triggeredByEvent": "true" if node.kind is Kind.EVENT_SUBPROCESS else None,
    }
    return " ".join(f"{name}={quoteattr(value)}" for name, value in given.items() if value)


def _inside(process: Process, node: Node) -> Iterator[str]:
    """The children of an element, in the order that the schema asks for."""
    yield from (f"<incoming>{_id(process, flow.id)}</incoming>" for flow in node.incoming)
    yield from (f"<outgoing>{_id(process, flow.id)}</outgoing>" for flow in node.outgoing)
    yield _loop(node)
    if node.body is not None:
        yield from _elements(node.body)
    if node.script is not None:
        yield f"<script>{escape(node.script)}</script>"
    if node.trigger is not None:
        yield _event(node.trigger)


def _loop(node: Node) -> str:
    loop = node.loop
    if loop is None:
        return ""
    if loop.kind is LoopKind.STANDARD:
        return (
            f'<standardLoopCharacteristics testBefore="{str(loop.test_before).lower()}" loopMaximum="{loop.maximum or 99}">'
            f"<loopCondition>{escape(loop.condition or '')}</loopCondition></standardLoopCharacteristics>"
        )
    order = str(loop.kind is LoopKind.SEQUENTIAL).lower()
    return (
        f'<multiInstanceLoopCharacteristics isSequential="{order}"><loopCardinality>{loop.cardinality}</loopCardinality>'
        "</multiInstanceLoopCharacteristics>"
    )


def _event(trigger: Trigger) -> str:
    if trigger.kind is TriggerKind.MESSAGE:
        return f'<messageEventDefinition messageRef="message_{trigger.name}"/>'
    if trigger.kind is TriggerKind.TERMINATE:
        return "<terminateEventDefinition/>"
    assert trigger.timer is not None
    tag = _TIMERS[trigger.timer]
    return f"<timerEventDefinition><{tag}>{escape(trigger.expression or '')}</{tag}></timerEventDefinition>"
