"""SpiffWorkflow's parser in document order, without recursion, with our node parsers."""

# mypy: allow-subclassing-any
from typing import Any, ClassVar

from lxml.etree import _Element
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.specs import defaults

from engine.graph import Assignment
from engine.spiff import nodes
from engine.spiff.extensions import lane_assignments
from engine.spiff.names import bpmn, children, is_true
from engine.spiff.specs import BusinessRuleTask, EventGateway, ProcessSpec

PARSERS = {
    bpmn(tag): (parser, spec)
    for tag, parser, spec in (
        ("startEvent", nodes.StartParser, defaults.StartEvent),
        ("endEvent", nodes.EndParser, defaults.EndEvent),
        ("intermediateCatchEvent", nodes.CatchParser, defaults.IntermediateCatchEvent),
        ("intermediateThrowEvent", nodes.ThrowParser, defaults.IntermediateThrowEvent),
        ("boundaryEvent", nodes.BoundaryParser, defaults.BoundaryEvent),
        ("task", nodes.ActivityParser, defaults.NoneTask),
        ("userTask", nodes.ActivityParser, defaults.UserTask),
        ("manualTask", nodes.ActivityParser, defaults.ManualTask),
        ("serviceTask", nodes.ActivityParser, defaults.ServiceTask),
        ("businessRuleTask", nodes.ActivityParser, BusinessRuleTask),
        ("scriptTask", nodes.ScriptParser, defaults.ScriptTask),
        ("sendTask", nodes.MessageTaskParser, defaults.SendTask),
        ("receiveTask", nodes.MessageTaskParser, defaults.ReceiveTask),
        ("exclusiveGateway", nodes.GatewayParser, defaults.ExclusiveGateway),
        ("parallelGateway", nodes.GatewayParser, defaults.ParallelGateway),
        ("inclusiveGateway", nodes.GatewayParser, defaults.InclusiveGateway),
        ("eventBasedGateway", nodes.EventGatewayParser, EventGateway),
        ("subProcess", nodes.SubprocessParser, defaults.SubWorkflowTask),
        ("callActivity", nodes.CallParser, defaults.CallActivity),
    )
}


class OrderedProcessParser(ProcessParser):
    """Creates every node first, in document order, unreachable ones included; connects them in a second pass."""

    def create_spec(self) -> ProcessSpec:
        """Create the spec, also of a process that is not marked as executable: the linter decides on those."""
        return ProcessSpec(name=self.bpmn_id, description=self.get_name(), filename=self.filename)

    def get_outgoing_sequence_flows(self, source_ref: str) -> list[_Element]:
        """Hide the flows while nodes are created, so that no parser walks along them."""
        del source_ref
        return []

    def get_boundary_events(self, attached_to_ref: str) -> list[_Element]:
        """Hide boundary events likewise: they are nodes of the graph like the others."""
        del attached_to_ref
        return []

    def add_tasks(self) -> None:
        """Create all nodes, then connect them."""
        made = {node.get("id"): self._create(node) for node in self.node.iterchildren(*PARSERS)}
        self.spec.node_ids.extend(made)
        for flow in children(self.node, "sequenceFlow"):
            source, target = made.get(flow.get("sourceRef")), made.get(flow.get("targetRef"))
            if source is not None and target is not None:
                source.connect_outgoing(target.task, flow, flow.get("id") == source.node.get("default"))

    def _create(self, node: _Element) -> Any:
        parser_class, spec_class = PARSERS[node.tag]
        lane = self.get_lane_name(node.get("id", "")) or self.lane
        parser = parser_class(self, spec_class, node, self.nsmap, lane=lane)
        parser.parse_node()
        return parser


class Parser(BpmnParser):
    """One file's parser: ids are unique in a file, not across the files of a bundle."""

    OVERRIDE_PARSER_CLASSES: ClassVar = PARSERS
    PROCESS_PARSER_CLASS = OrderedProcessParser

    def _add_data_stores(self, bpmn: _Element) -> None:
        """The linter refuses data stores."""

    def _add_collaborations(self, bpmn: _Element) -> None:
        """Pools are drawn; each process runs by itself."""

    def _add_diagram_indexes(self, bpmn: _Element) -> None:
        """Index lanes; layout decides nothing."""
        key = self._document_key(bpmn)
        self.document_lanes[key] = _lanes(bpmn)
        self.document_positions[key] = {}
        self._assignments = lane_assignments(bpmn)

    def lane_assignments(self, root: _Element) -> dict[str, Assignment]:
        """Give the assignments that lanes have for tasks without their own."""
        del root
        return self._assignments


def _lanes(root: _Element) -> dict[str, str]:
    """Give each node's innermost lane by name, or by id where it has none."""
    found = {}
    for lane in root.iter(bpmn("lane")):
        for reference in children(lane, "flowNodeRef"):
            found[(reference.text or "").strip()] = lane.get("name", "").strip() or lane.get("id", "")
    return found


def is_executable(process: _Element) -> bool:
    """Say whether a process is to be run: marked so, or not marked at all and not empty."""
    drawn = any(True for _ in process.iterchildren(*PARSERS))
    return is_true(process.get("isExecutable"), missing=drawn)
