"""Ids: there, unique, and none that SpiffWorkflow keeps for itself."""

from collections import Counter
from collections.abc import Iterator

from lxml.etree import _Element

from engine.findings import Finding
from engine.spiff.diagram import NODES, Diagram, Known
from engine.spiff.names import bpmn, is_bpmn
from engine.spiff.rules import Place, error

DUPLICATE = error(
    "duplicate-id",
    (
        "id “{id}”在文件中出现 {count} 次：{what}（第 {line} 行）",
        "The id “{id}” occurs {count} times in the file: {what} (line {line})",
    ),
    (
        "给每个元素不同的 id，并相应修改对它的引用。",
        "Give each element an id of its own, and adapt the references to it.",
    ),
)
MISSING = error(
    "missing-id",
    ("{what}（第 {line} 行）没有 id", "{what} (line {line}) has no id"),
    ("给它一个文件内唯一的 id。", "Give it an id that is unique in the file."),
)
RESERVED = error(
    "reserved-id",
    (
        "{what}的 id “{id}”是引擎内部保留的名称",
        "The id “{id}” of the {what} is reserved inside the engine",
    ),
    (
        "换一个 id，例如加上业务含义：start_filing。",
        "Choose another id, for example one with a meaning: start_filing.",
    ),
)

NAMES = frozenset({"Start", "End", "Root", "EndJoin", "StartEventSplit", "StartEventJoin"})
ENDINGS = (".EndJoin", ".BoundaryEventSplit", ".BoundaryEventJoin", " [child]")
_NEED_ONE = ("process", "sequenceFlow", *NODES)


def check(diagram: Diagram, known: Known) -> Iterator[Finding]:
    """Find missing, repeated and reserved ids."""
    del known
    yield from _missing(diagram)
    yield from _duplicates(diagram)
    yield from _reserved(diagram)


def _missing(diagram: Diagram) -> Iterator[Finding]:
    for node in diagram.root.iter(*(bpmn(name) for name in _NEED_ONE)):
        if not (node.get("id") or "").strip():
            yield MISSING.at(diagram.place(node), line=node.sourceline)


def _duplicates(diagram: Diagram) -> Iterator[Finding]:
    counts = Counter(node.get("id") for node in _with_id(diagram))
    seen: set[str] = set()
    for node in _with_id(diagram):
        identifier = node.get("id", "")
        if counts[identifier] > 1 and identifier in seen:
            yield DUPLICATE.at(
                diagram.place(node), id=identifier, count=counts[identifier], line=node.sourceline
            )
        seen.add(identifier)


def _with_id(diagram: Diagram) -> Iterator[_Element]:
    return (node for node in diagram.root.iter("*") if node.get("id") and (is_bpmn(node) or _is_drawn(node)))


def _is_drawn(node: _Element) -> bool:
    """Shapes and edges share the file's ids with the elements."""
    return "/BPMN/" in node.tag and "/DI" in node.tag


def _reserved(diagram: Diagram) -> Iterator[Finding]:
    for node in (*diagram.executable, *diagram.nodes()):
        identifier = node.get("id", "")
        if identifier in NAMES or identifier.endswith(ENDINGS):
            yield RESERVED.at(Place(diagram.file, identifier, diagram.place(node).what), id=identifier)
