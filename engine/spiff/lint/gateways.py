"""Event-based gateways: a choice between events, and nothing else."""

from collections.abc import Iterator

from lxml.etree import _Element

from engine.findings import Finding
from engine.spiff.diagram import Diagram, Known
from engine.spiff.lint.events import kind_of
from engine.spiff.names import local
from engine.spiff.nodes import event_definitions
from engine.spiff.rules import error, warning

TARGET = error(
    "event-gateway-target",
    (
        "{what}之后只能是消息、定时、信号、条件捕获事件或接收任务，“{id}”（{found}）不行",
        "Only message, timer, signal and conditional catch events and receive tasks may follow the {what}; “{id}” ({found}) may not",
    ),
    (
        "在网关后先接一个捕获事件，再接任务。",
        "Put a catch event behind the gateway, and the task behind that.",
    ),
)
SHARED = error(
    "event-gateway-shared",
    (
        "{what}之后的“{id}”还有其他流入，事件无法只归这个网关",
        "“{id}” behind the {what} has other flows into it, so its event is not the gateway's alone",
    ),
    ("让其他分支接到这个事件之后。", "Lead the other branches to behind that event."),
)
GUARDED = error(
    "event-gateway-boundary",
    (
        "{what}之后的接收任务“{id}”带有边界事件，这里不允许",
        "The receive task “{id}” behind the {what} has a boundary event, which is not allowed there",
    ),
    ("把边界事件换成网关后的另一条分支。", "Make the boundary event another branch of the gateway."),
)
ALONE = warning(
    "event-gateway-single",
    (
        "{what}只有 {count} 条流出，没有可选择的事件",
        "The {what} has {count} flows out of it; there is nothing to choose",
    ),
    (
        "至少画两条分支，例如“收到答复”和“到期”。",
        "Draw two branches at least, such as “answer” and “time is up”.",
    ),
)

_EVENTS = ("message", "timer", "signal", "conditional")


def check(diagram: Diagram, known: Known) -> Iterator[Finding]:
    """Find what may not follow an event-based gateway."""
    del known
    guarded = {node.get("attachedToRef") for node in diagram.each("boundaryEvent")}
    for gateway in diagram.each("eventBasedGateway"):
        flows = diagram.outgoing.get(gateway.get("id", ""), ())
        if len(flows) < 2:  # noqa: PLR2004 - a choice has two sides
            yield ALONE.at(diagram.place(gateway), count=len(flows))
        for flow in flows:
            target = diagram.by_id.get(flow.get("targetRef", ""))
            if target is not None:
                yield from _target(diagram, gateway, target, guarded)


def _target(
    diagram: Diagram, gateway: _Element, target: _Element, guarded: set[str | None]
) -> Iterator[Finding]:
    place, identifier = diagram.place(gateway), target.get("id", "")
    if not _may_follow(target):
        yield TARGET.at(place, id=identifier, found=diagram.place(target).what)
        return
    if len(diagram.incoming.get(identifier, ())) > 1:
        yield SHARED.at(place, id=identifier)
    if identifier in guarded:
        yield GUARDED.at(place, id=identifier)


def _may_follow(node: _Element) -> bool:
    if local(node) == "receiveTask":
        return True
    kinds = [kind_of(definition) for definition in event_definitions(node)]
    return local(node) == "intermediateCatchEvent" and all(kind in _EVENTS for kind in kinds)
