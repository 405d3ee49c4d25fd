"""Every diagram under bpmn/ is drawn so that a person enjoys reading it."""

from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from unicodedata import east_asian_width

import pytest
from diagram_drawing import ENGLISH, NS, Box, Drawing, Line, Shape, read_drawing
from lxml import etree

BPMN = Path(__file__).parents[2] / "bpmn"
FILES = sorted(BPMN.rglob("*.bpmn"))
TASKS = (
    "userTask manualTask serviceTask scriptTask sendTask receiveTask businessRuleTask callActivity subProcess"
)
ALWAYS_NAMED = frozenset((*TASKS.split(), "startEvent", "endEvent", "boundaryEvent"))
LETTER, LINE = 12, 14  # of a label, in pixels
TASK_LINE = 6  # Chinese letters on one line of a task
BESIDE = ("Gateway", "Event")  # their names stand beside them


@pytest.fixture(params=FILES, ids=lambda file: file.stem)
def drawing(request: pytest.FixtureRequest) -> Drawing:
    return read_drawing(request.param)


def test_there_is_a_diagram_for_every_procedure_of_this_office() -> None:
    wanted = {"complaint-intake", "fast-preexamination", "patent-infringement", "patent-passing-off"}
    assert wanted <= {file.stem for file in FILES}


def test_everything_that_runs_is_drawn(drawing: Drawing) -> None:
    flows = {flow.get("id") for flow in drawing.root.iterfind(".//bpmn:sequenceFlow", NS)}
    nodes = {
        node.get("id")
        for node in drawing.root.iterfind(".//bpmn:process//*[@id]", NS)
        if etree.QName(node).localname.endswith(
            ("Task", "Event", "Gateway", "Activity", "subProcess", "lane")
        )
    }
    assert flows == {line.id for line in drawing.lines}
    assert nodes <= drawing.shapes.keys()


def test_flows_run_straight_and_turn_in_right_angles(drawing: Drawing) -> None:
    crooked = [
        piece.flow.id
        for piece in drawing.segments()
        if piece.box.left != piece.box.right and piece.box.top != piece.box.bottom
    ]
    assert crooked == []


def test_flows_begin_and_end_on_the_border_of_what_they_connect(drawing: Drawing) -> None:
    loose = [
        line.id
        for line in drawing.lines
        if not drawing.shapes[line.source].box.has_on_border(line.points[0])
        or not drawing.shapes[line.target].box.has_on_border(line.points[-1])
    ]
    assert loose == []


def test_no_two_flows_cross_or_share_a_line(drawing: Drawing) -> None:
    met = [
        (one.flow.id, other.flow.id)
        for one, other in combinations(drawing.segments(), 2)
        if one.flow is not other.flow and one.box.touches(other.box)
    ]
    assert met == []


def test_no_flow_runs_through_a_shape(drawing: Drawing) -> None:
    hit = [
        (piece.flow.id, node.id)
        for piece in drawing.segments()
        for node in drawing.nodes()
        if node.id not in (piece.flow.source, piece.flow.target) and piece.box.meets(node.box, margin=6)
    ]
    own = [
        (piece.flow.id, node)
        for piece in drawing.segments()
        for node in (piece.flow.source, piece.flow.target)
        if piece.box.meets(_grown(drawing.shapes[node].box, -1))
    ]
    assert hit == []
    assert own == []


def test_no_flow_runs_through_a_sub_process_or_out_of_it(drawing: Drawing) -> None:
    subs = [shape for shape in drawing.shapes.values() if shape.tag == "subProcess"]
    hit = [
        (piece.flow.id, sub.id)
        for piece in drawing.segments()
        for sub in subs
        if sub.id not in (piece.flow.source, piece.flow.target)
        and not (sub.box.holds(piece.box) and drawing.surrounds(sub, drawing.shapes[piece.flow.source]))
        and piece.box.meets(sub.box, margin=6)
    ]
    assert hit == []


def test_no_flow_runs_through_a_label(drawing: Drawing) -> None:
    hit = [
        (piece.flow.id, owner)
        for piece in drawing.segments()
        for owner, label in drawing.labels()
        if piece.box.meets(label)
    ]
    assert hit == []


def test_labels_lie_on_nothing(drawing: Drawing) -> None:
    labels = drawing.labels()
    on_labels = [(one, other) for (one, a), (other, b) in combinations(labels, 2) if a.meets(b)]
    on_nodes = [
        (owner, node.id) for owner, label in labels for node in drawing.nodes() if label.meets(node.box)
    ]
    on_borders = [
        (owner, shape.id)
        for owner, label in labels
        for shape in drawing.shapes.values()
        if shape.is_container and label.meets(shape.box) and not shape.box.holds(label)
    ]
    assert (on_labels, on_nodes, on_borders) == ([], [], [])


def test_labels_have_room_for_their_names(drawing: Drawing) -> None:
    named = [shape for shape in drawing.nodes() if shape.name and shape.tag.endswith(BESIDE)]
    unplaced = [one.id for one in (*named, *drawing.lines) if one.name and one.label is None]
    cramped = [
        one.id for one in (*named, *drawing.lines) if one.label is not None and not _fits(one.name, one.label)
    ]
    assert (unplaced, cramped) == ([], [])


def test_no_task_has_one_letter_alone_on_its_last_line(drawing: Drawing) -> None:
    tasks = [shape for shape in drawing.nodes() if shape.tag.endswith(("Task", "callActivity"))]
    assert [task.name for task in tasks if len(task.name) % TASK_LINE == 1] == []


def test_labels_stand_beside_what_they_name(drawing: Drawing) -> None:
    lines = {line.id: line for line in drawing.lines}
    far = [
        owner
        for owner, label in drawing.labels()
        if not any(label.meets(box, margin=30) for box in _own(drawing, owner, lines))
    ]
    assert far == []


def test_shapes_stand_apart(drawing: Drawing) -> None:
    near = [
        (one.id, other.id)
        for one, other in combinations(drawing.nodes(), 2)
        if one.id != other.host and other.id != one.host and one.box.meets(other.box, margin=10)
    ]
    assert near == []


def test_shapes_lie_whole_in_their_lane_and_sub_process(drawing: Drawing) -> None:
    outside = [
        (node, lane.get("id"))
        for lane in drawing.root.iterfind(".//bpmn:lane", NS)
        for node in (reference.text for reference in lane.iterfind("bpmn:flowNodeRef", NS))
        if not drawing.shapes[lane.get("id", "")].box.holds(drawing.shapes[node].box, margin=8)
    ]
    escaped = [
        shape.id
        for shape in drawing.nodes()
        if (home := drawing.shapes.get(shape.home or "")) is not None
        and not home.box.holds(shape.box, margin=8)
    ]
    strangers = [
        (shape.id, sub.id)
        for sub in drawing.shapes.values()
        if sub.tag == "subProcess"
        for shape in drawing.nodes()
        if not drawing.surrounds(sub, shape) and shape.host != sub.id and shape.box.meets(sub.box)
    ]
    assert (outside, escaped, strangers) == ([], [], [])


def test_every_node_is_in_one_lane_and_the_lanes_fill_the_pool(drawing: Drawing) -> None:
    lanes = drawing.root.findall(".//bpmn:lane", NS)
    if not lanes:
        pytest.skip("no lanes")
    placed = [reference.text for lane in lanes for reference in lane.iterfind("bpmn:flowNodeRef", NS)]
    process = lanes[0].getparent().getparent()
    own = [shape.id for shape in drawing.shapes.values() if shape.home == process.get("id")]
    assert sorted(placed) == sorted(own)
    boxes = sorted((drawing.shapes[lane.get("id")].box for lane in lanes), key=lambda box: box.top)
    pool = next(shape.box for shape in drawing.shapes.values() if shape.tag == "participant")
    assert [box.top for box in boxes] == [pool.top, *(box.bottom for box in boxes[:-1])]
    assert {box.right for box in boxes} == {pool.right}
    assert boxes[-1].bottom == pool.bottom
    assert min(box.bottom - box.top for box in boxes) >= 140


def test_lines_go_on_to_the_right(drawing: Drawing) -> None:
    starts = [shape for shape in drawing.nodes() if shape.tag == "startEvent"]
    assert all(_begins_left(drawing, start) for start in starts)


def test_everything_with_a_name_has_both_languages(drawing: Drawing) -> None:
    named = drawing.root.xpath(
        ".//bpmn:process/descendant-or-self::*[@name] | .//bpmn:participant", namespaces=NS
    )
    english = [element.get("id") for element in named if _is_model(element) and not element.get(ENGLISH)]
    chinese = [
        element.get("id") for element in named if _is_model(element) and not _has_chinese(element.get("name"))
    ]
    assert (english, chinese) == ([], [])


def test_tasks_events_and_choices_say_what_they_are(drawing: Drawing) -> None:
    process = drawing.root.iterfind(".//bpmn:process//*", NS)
    silent = [
        node.get("id")
        for node in process
        if etree.QName(node).localname in ALWAYS_NAMED and not node.get("name")
    ]
    choices = [
        flow.get("id")
        for gateway in drawing.root.xpath(
            ".//bpmn:exclusiveGateway | .//bpmn:inclusiveGateway", namespaces=NS
        )
        for flow in drawing.root.xpath(
            ".//bpmn:sequenceFlow[@sourceRef=$id]", id=gateway.get("id"), namespaces=NS
        )
        if len(gateway.findall("bpmn:outgoing", NS)) > 1 and not (gateway.get("name") or flow.get("name"))
    ]
    assert (silent, choices) == ([], [])


def test_a_process_is_explained_in_chinese(drawing: Drawing) -> None:
    process = drawing.root.find("bpmn:process", NS)
    assert _has_chinese(process.findtext("bpmn:documentation", "", NS))


def _is_model(element: etree._Element) -> bool:
    return etree.QName(element).namespace == NS["bpmn"]


def _has_chinese(text: str | None) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text or "")


def _grown(box: Box, by: float) -> Box:
    return Box(box.left - by, box.top - by, box.right + by, box.bottom + by)


def _own(drawing: Drawing, owner: str, lines: Mapping[str, Line]) -> list[Box]:
    if owner in lines:
        return [piece.box for piece in lines[owner].segments()]
    return [drawing.shapes[owner].box]


def _begins_left(drawing: Drawing, start: Shape) -> bool:
    siblings = [node for node in drawing.nodes() if node.home == start.home and node.tag != "startEvent"]
    return all(start.box.left <= node.box.left for node in siblings)


def _fits(name: str, label: Box) -> bool:
    """Is there room for the name, broken over as many lines as the label is wide?"""
    width = sum(LETTER if east_asian_width(letter) in "WF" else LETTER * 0.6 for letter in name)
    lines = -(-width // max(label.right - label.left, 1))
    return lines * LINE <= label.bottom - label.top + 1
