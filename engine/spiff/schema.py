"""Whether a file follows the BPMN 2.0 schema, by the schema that SpiffWorkflow ships."""

from functools import lru_cache
from threading import Lock

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnValidator

from engine.findings import Finding
from engine.spiff.rules import Place, error, place_of

SCHEMA = error(
    "schema",
    (
        "{what}（第 {line} 行）不符合 BPMN 2.0 规范：{problem}",
        "{what} (line {line}) does not follow the BPMN 2.0 schema: {problem}",
    ),
    (
        "用流程设计器打开并重新保存；手工编辑时请核对该处元素的名称、顺序和属性。",
        "Open and save it again in the modeler; if it was edited by hand, check names, order and attributes there.",
    ),
)
MOST = 20  # findings of one file: after that they repeat each other
_LOCK = Lock()


@lru_cache(maxsize=1)
def _schema() -> etree.XMLSchema:
    schema: etree.XMLSchema = BpmnValidator().validator
    return schema


def against_schema(file: str, root: etree._Element) -> list[Finding]:
    """Find where the tree breaks the schema."""
    with _LOCK:  # one schema object keeps one error log
        schema = _schema()
        if schema.validate(root):
            return []
        broken = [(entry.line, entry.message) for entry in schema.error_log]  # type: ignore[attr-defined]
    by_line = {node.sourceline: node for node in reversed(list(root.iter("*")))}
    return [
        SCHEMA.at(_place(file, by_line.get(line)), line=line, problem=_plain(message))
        for line, message in broken[:MOST]
    ]


def _place(file: str, node: etree._Element | None) -> Place:
    return Place(file, "") if node is None else place_of(file, node)


def _plain(message: str) -> str:
    """Drop the namespaces that libxml2 writes out: nobody can read the sentence with them."""
    for node_namespace in (
        "http://www.omg.org/spec/BPMN/20100524/MODEL",
        "http://www.omg.org/spec/BPMN/20100524/DI",
    ):
        message = message.replace(f"{{{node_namespace}}}", "")
    return message
