"""Link events: each throw has one catch of its name in the same process."""

from collections.abc import Iterator

from lxml.etree import _Element

from engine.findings import Finding
from engine.spiff.diagram import Diagram, Known
from engine.spiff.names import children, local
from engine.spiff.nodes import event_definitions
from engine.spiff.rules import error
from engine.text import Text

NO_CATCH = error(
    "link-without-catch",
    (
        "{what}跳转到“{name}”，但同一流程中没有这个名称的链接捕获事件",
        "The {what} goes to “{name}”, but this process has no link catch of that name",
    ),
    ("补上同名的链接捕获事件。", "Add a link catch event of the same name."),
)
NO_THROW = error(
    "link-without-throw",
    (
        "{what}等待链接“{name}”，但没有同名的链接抛出事件",
        "Nothing goes to the {what}: there is no link throw named “{name}”",
    ),
    ("补上同名的链接抛出事件，或删除它。", "Add a link throw event of the same name, or remove it."),
)
TWICE = error(
    "link-twice",
    ("链接“{name}”有几个捕获事件：{what}", "The link “{name}” has more than one catch event: {what}"),
    ("每个名称只留一个捕获事件。", "Keep one catch event for each name."),
)
NO_NAME = error(
    "link-without-name",
    ("{what}的链接没有名称", "The link of the {what} has no name"),
    ("给成对的链接事件同一个名称。", "Give the events of a pair the same name."),
)
CONNECTED = error(
    "link-connected",
    ("{what}是链接，不应有{way}的顺序流", "The {what} is a link and may have no flow {way} it"),
    (
        "链接抛出事件没有流出，链接捕获事件没有流入。",
        "Nothing flows out of a link throw, and nothing into a link catch.",
    ),
)


def check(diagram: Diagram, known: Known) -> Iterator[Finding]:
    """Find links that lead nowhere, or to two places."""
    del known
    for scope in diagram.scopes:
        throws = _links(scope, "intermediateThrowEvent")
        catches = _links(scope, "intermediateCatchEvent")
        yield from _pairs(diagram, throws, catches)
        yield from _connected(diagram, throws, catches)


def _links(scope: _Element, kind: str) -> list[tuple[_Element, str]]:
    return [
        (event, (definition.get("name") or "").strip())
        for event in children(scope, kind)
        for definition in event_definitions(event)
        if local(definition) == "linkEventDefinition"
    ]


def _pairs(
    diagram: Diagram, throws: list[tuple[_Element, str]], catches: list[tuple[_Element, str]]
) -> Iterator[Finding]:
    thrown, caught = {name for _, name in throws}, {name for _, name in catches}
    seen: set[str] = set()
    for event, name in (*throws, *catches):
        if not name:
            yield NO_NAME.at(diagram.place(event))
    for event, name in throws:
        if name and name not in caught:
            yield NO_CATCH.at(diagram.place(event), name=name)
    for event, name in catches:
        if name and name not in thrown:
            yield NO_THROW.at(diagram.place(event), name=name)
        if name in seen:
            yield TWICE.at(diagram.place(event), name=name)
        seen.add(name)


def _connected(
    diagram: Diagram, throws: list[tuple[_Element, str]], catches: list[tuple[_Element, str]]
) -> Iterator[Finding]:
    for event, _ in throws:
        if diagram.outgoing.get(event.get("id", "")):
            yield CONNECTED.at(diagram.place(event), way=Text("流出", "out of"))
    for event, _ in catches:
        if diagram.incoming.get(event.get("id", "")):
            yield CONNECTED.at(diagram.place(event), way=Text("流入", "into"))
