"""What we do not run is named, never misread."""

from collections.abc import Iterator

from lxml.etree import _Element

from engine.findings import Finding
from engine.spiff.diagram import Diagram, Known
from engine.spiff.drawn import DRAWN
from engine.spiff.features import Feature
from engine.spiff.names import is_bpmn, local
from engine.spiff.refused import REFUSED

_BY_ELEMENT: dict[str, list[Feature]] = {}
for _feature in (*REFUSED, *DRAWN):
    for _name in _feature.elements:
        _BY_ELEMENT.setdefault(_name, []).append(_feature)


def check(diagram: Diagram, known: Known) -> Iterator[Finding]:
    """Find elements and attributes that do not run here."""
    del known
    for node in _considered(diagram):
        for feature in _BY_ELEMENT.get(local(node), ()):
            if feature.shows(node):
                yield feature.rule.at(diagram.place(node))


def _considered(diagram: Diagram) -> Iterator[_Element]:
    """Give everything except what lies in a process that is only an illustration."""
    shown_only = set(diagram.processes) - set(diagram.executable)
    for top in diagram.root.iterchildren():
        if top not in shown_only:
            yield from (node for node in top.iter("*") if is_bpmn(node))
