"""Freedoms of the format that SpiffWorkflow does not know: prefixed references, space around them, `1` for `true`."""

from lxml.etree import _Element

from engine.spiff.names import bpmn, is_true

REFERENCES = (
    "sourceRef", "targetRef", "attachedToRef", "default", "messageRef", "signalRef", "errorRef", "escalationRef",
    "processRef", "calledElement", "operationRef", "activityRef", "dataObjectRef", "dataStoreRef", "correlationKeyRef",
    "correlationPropertyRef",
)  # fmt: skip
REFERENCE_ELEMENTS = tuple(
    bpmn(name)
    for name in (
        "flowNodeRef", "eventDefinitionRef", "correlationPropertyRef", "sourceRef", "targetRef", "incoming", "outgoing",
        "loopDataInputRef", "loopDataOutputRef",
    )
)  # fmt: skip

BOOLEANS = (
    "isExecutable", "triggeredByEvent", "isSequential", "testBefore", "cancelActivity", "isInterrupting",
    "parallelMultiple", "instantiate", "isForCompensation",
)  # fmt: skip


def normalise(root: _Element) -> None:
    """Make every reference in the tree the bare id that it means, and every truth `true` or `false`."""
    home = root.get("targetNamespace")
    for node in root.iter(bpmn("*")):
        for name in BOOLEANS:
            if node.get(name) is not None:
                node.set(name, str(is_true(node.get(name), missing=False)).lower())
        for name in REFERENCES:
            value = node.get(name)
            if value is not None:
                node.set(name, _bare(value, node, home))
        if node.tag in REFERENCE_ELEMENTS and node.text:
            node.text = _bare(node.text, node, home)


def _bare(value: str, node: _Element, home: str | None) -> str:
    prefix, colon, name = value.strip().partition(":")
    return name if colon and home and node.nsmap.get(prefix) == home else value.strip()
