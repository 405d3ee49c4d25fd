"""One BPMN file on its way: bytes, a hardened tree, held against the schema, indexed."""

from dataclasses import dataclass

from engine.findings import Finding
from engine.spiff.diagram import Diagram, index
from engine.spiff.lint.files import refused, too_many, wrong_root
from engine.spiff.normalise import normalise
from engine.spiff.schema import against_schema
from engine.spiff.xml import XmlRefused, parse_xml


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file: its diagram, where it is one, and what was found on the way."""

    diagram: Diagram | None
    findings: tuple[Finding, ...]


def open_sheet(file: str, content: bytes) -> Sheet:
    """Open a BPMN file."""
    try:
        root = parse_xml(content)
    except XmlRefused as problem:
        return Sheet(None, (refused(file, problem),))
    other = wrong_root(file, root) or too_many(file, root)
    if other is not None:
        return Sheet(None, (other,))
    findings = against_schema(file, root)
    normalise(root)
    return Sheet(index(file, root), tuple(findings))
