"""The drawing: without it the diagram runs, and nobody can look at it."""

from collections.abc import Iterator

from engine.findings import Finding
from engine.spiff.diagram import NODES, Diagram, Known
from engine.spiff.names import BPMNDI, bpmn
from engine.spiff.rules import Place, warning

NONE = warning(
    "no-drawing",
    (
        "文件没有图形信息（BPMNDI），可以运行，但不能显示",
        "The file has no drawing (BPMNDI): it runs, but cannot be shown",
    ),
    ("在流程设计器中打开、排版并保存。", "Open it in the modeler, lay it out and save it."),
)
PARTLY = warning(
    "not-drawn",
    ("{count} 个元素没有图形，不能显示：{ids}", "{count} elements are not drawn and cannot be shown: {ids}"),
    ("在流程设计器中补画。", "Draw them in the modeler."),
)
LOOSE = warning(
    "drawn-without-element",
    ("图形指向不存在的元素“{id}”", "A shape stands for an element “{id}” that does not exist"),
    ("在流程设计器中打开并重新保存。", "Open it in the modeler and save it again."),
)
SHOWN = 10  # ids listed in one sentence


def check(diagram: Diagram, known: Known) -> Iterator[Finding]:
    """Find what cannot be shown."""
    del known
    shapes = list(diagram.root.iter(f"{{{BPMNDI}}}BPMNShape", f"{{{BPMNDI}}}BPMNEdge"))
    if not shapes:
        yield NONE.at(diagram.place(diagram.root))
        return
    drawn = {_bare(shape.get("bpmnElement", "")) for shape in shapes}
    missing = [
        node.get("id", "")
        for process in diagram.executable
        for node in process.iter(*(bpmn(name) for name in (*NODES, "sequenceFlow")))
        if node.get("id", "") not in drawn
    ]
    if missing:
        more = "…" if len(missing) > SHOWN else ""
        yield PARTLY.at(
            Place(diagram.file, missing[0]), count=len(missing), ids=", ".join(missing[:SHOWN]) + more
        )
    for identifier in sorted(drawn - diagram.by_id.keys()):
        yield LOOSE.at(Place(diagram.file, identifier), id=identifier)


def _bare(name: str) -> str:
    return name.strip().rpartition(":")[2]
