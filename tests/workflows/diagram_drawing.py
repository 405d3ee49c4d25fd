"""A drawn diagram as plain geometry: boxes, lines and labels, read from the BPMN interchange part of a file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from lxml import etree

NS = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
}
ENGLISH = "{urn:kuaibao:bpmn:1}en"
CONTAINERS = ("participant", "lane", "subProcess")


class Point(NamedTuple):
    """A place on the page."""

    x: float
    y: float


class Box(NamedTuple):
    """A rectangle; a piece of a line is a flat one."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box", margin: float = 0) -> bool:
        """Do the insides meet, once the other is grown by the margin?"""
        return (
            self.left < other.right + margin
            and other.left - margin < self.right
            and self.top < other.bottom + margin
            and other.top - margin < self.bottom
        )

    def touches(self, other: "Box") -> bool:
        """Do they meet, borders included?"""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.top <= other.bottom
            and other.top <= self.bottom
        )

    def holds(self, other: "Box", margin: float = 0) -> bool:
        """Is the other inside, at least the margin away from every side?"""
        return (
            self.left + margin <= other.left
            and other.right <= self.right - margin
            and self.top + margin <= other.top
            and other.bottom <= self.bottom - margin
        )

    def has_on_border(self, point: Point) -> bool:
        """Does the point lie on the border?"""
        inside = self.left <= point.x <= self.right and self.top <= point.y <= self.bottom
        return inside and (point.x in (self.left, self.right) or point.y in (self.top, self.bottom))


class Segment(NamedTuple):
    """One straight piece of a line."""

    flow: "Line"
    box: Box


@dataclass(frozen=True, slots=True)
class Shape:
    """A drawn node, lane or pool. `home` is the sub-process or process around it."""

    id: str
    tag: str
    name: str
    box: Box
    home: str | None
    host: str | None = None  # of a boundary event
    label: Box | None = None

    @property
    def is_container(self) -> bool:
        """Does it hold others?"""
        return self.tag in CONTAINERS


@dataclass(frozen=True, slots=True)
class Line:
    """A drawn sequence flow."""

    id: str
    name: str
    source: str
    target: str
    points: tuple[Point, ...]
    label: Box | None = None

    def segments(self) -> Iterator[Segment]:
        """Its straight pieces."""
        for start, end in pairwise(self.points):
            yield Segment(self, _box_of(start, end))


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that is drawn in a file."""

    file: Path
    root: etree._Element
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    lines: Sequence[Line] = ()

    def nodes(self) -> list[Shape]:
        """The shapes that are no pool, lane or sub-process."""
        return [shape for shape in self.shapes.values() if not shape.is_container]

    def segments(self) -> list[Segment]:
        """The pieces of all lines."""
        return [segment for line in self.lines for segment in line.segments()]

    def labels(self) -> list[tuple[str, Box]]:
        """The labels that stand beside their shape or line."""
        return [(one.id, one.label) for one in (*self.shapes.values(), *self.lines) if one.label is not None]

    def surrounds(self, home: Shape, shape: Shape) -> bool:
        """Is the shape somewhere inside this sub-process?"""
        around = shape.home
        while around is not None and around in self.shapes:
            if around == home.id:
                return True
            around = self.shapes[around].home
        return False


def read_drawing(file: Path) -> Drawing:
    """Read a file."""
    root = etree.fromstring(file.read_bytes())
    elements = {element.get("id"): element for element in root.iter() if element.get("id")}
    shapes = [_shape(drawn, elements) for drawn in root.iterfind(".//bpmndi:BPMNShape", NS)]
    lines = [_line(drawn, elements) for drawn in root.iterfind(".//bpmndi:BPMNEdge", NS)]
    flows = [line for line in lines if line is not None]
    return Drawing(file, root, {shape.id: shape for shape in shapes}, flows)


def _shape(drawn: etree._Element, elements: Mapping[str | None, etree._Element]) -> Shape:
    element = elements[drawn.get("bpmnElement")]
    parent = element.getparent()
    return Shape(
        element.get("id", ""),
        etree.QName(element).localname,
        element.get("name", ""),
        _bounds(drawn.find("dc:Bounds", NS)),
        parent.get("id") if parent is not None else None,
        element.get("attachedToRef"),
        _label(drawn),
    )


def _line(drawn: etree._Element, elements: Mapping[str | None, etree._Element]) -> Line | None:
    element = elements[drawn.get("bpmnElement")]
    if etree.QName(element).localname != "sequenceFlow":
        return None
    points = tuple(
        Point(float(point.get("x", "nan")), float(point.get("y", "nan")))
        for point in drawn.iterfind("di:waypoint", NS)
    )
    names = (element.get(name, "") for name in ("id", "name", "sourceRef", "targetRef"))
    return Line(*names, points, _label(drawn))


def _label(drawn: etree._Element) -> Box | None:
    bounds = drawn.find("bpmndi:BPMNLabel/dc:Bounds", NS)
    return None if bounds is None else _bounds(bounds)


def _bounds(element: etree._Element | None) -> Box:
    assert element is not None
    x, y, width, height = (float(element.get(name, "nan")) for name in ("x", "y", "width", "height"))
    return Box(x, y, x + width, y + height)


def _box_of(start: Point, end: Point) -> Box:
    return Box(min(start.x, end.x), min(start.y, end.y), max(start.x, end.x), max(start.y, end.y))
