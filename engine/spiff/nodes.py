"""SpiffWorkflow's node parsers, taught to keep our extensions and flows, and every kind of event."""

# mypy: allow-subclassing-any
from collections.abc import Iterator
from typing import Any

from lxml.etree import _Element
from SpiffWorkflow.bpmn.parser import event_parsers, task_parsers
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.specs.event_definitions.conditional import ConditionalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import (
    CycleTimerEventDefinition,
    DurationTimerEventDefinition,
    TimeDateEventDefinition,
)

from engine.graph import Flow
from engine.spiff.extensions import read_extensions
from engine.spiff.names import (
    BPMN,
    child,
    children,
    expression_text,
    is_true,
    local,
    namespace,
    own_extension,
    script_text,
)
from engine.spiff.specs import LinkEventDefinition

_TIMERS = {
    "timeDate": TimeDateEventDefinition,
    "timeDuration": DurationTimerEventDefinition,
    "timeCycle": CycleTimerEventDefinition,
}


def event_definitions(node: _Element) -> Iterator[_Element]:
    """Give the event definitions of an event, in document order, those that stand for themselves elsewhere included."""
    for element in node.iterchildren():
        if namespace(element) != BPMN:
            continue
        if local(element).endswith("EventDefinition"):
            yield element
        elif local(element) == "eventDefinitionRef":
            yield from _referred(element)


def _referred(reference: _Element) -> Iterator[_Element]:
    root = reference.getroottree().getroot()
    wanted = (reference.text or "").strip()
    return (element for element in root.iterchildren() if element.get("id") == wanted)


class Kept:
    """What every node parser of ours keeps: the extensions under `kb`, and the flows out of the node."""

    node: _Element
    spec: Any
    task: Any
    lane: str | None
    process_parser: Any

    @property
    def bpmn_attributes(self) -> dict[str, Any]:
        """Data associations are drawn, not run: data lives in the instance's variables."""
        documentation = child(self.node, "documentation")
        return {
            "description": "",
            "lane": self.lane,
            "bpmn_name": self.node.get("name"),
            "documentation": "" if documentation is None else (documentation.text or "").strip(),
        }

    def parse_extensions(self, node: _Element | None = None) -> dict[str, Any]:
        """Read our extension elements."""
        return {"kb": read_extensions(self.node if node is None else node)}

    def parse_io_spec(self) -> None:
        """Inputs and outputs are named by `kb:in` and `kb:out`."""

    def parse_condition(self, sequence_flow: _Element) -> str | None:
        """Read a flow's condition whole."""
        return expression_text(child(sequence_flow, "conditionExpression"))

    def connect_outgoing(self, outgoing_task: Any, sequence_flow_node: _Element, is_default: bool) -> None:  # noqa: FBT001 - the library's signature
        """Connect, and keep the flow as it is drawn."""
        condition = None if is_default else self.parse_condition(sequence_flow_node)
        self.spec.flows.append(
            Flow(
                id=sequence_flow_node.get("id", ""),
                source=self.node.get("id", ""),
                target=sequence_flow_node.get("targetRef", ""),
                condition=condition,
                name=sequence_flow_node.get("name", ""),
            )
        )
        if hasattr(self.task, "connect_if"):
            self.task.connect_outgoing_if(condition, outgoing_task)
        else:
            self.task.connect(outgoing_task)

    def _add_multiinstance_task(self, loop_characteristics: _Element) -> None:
        """Take the collection from `kb:each` where the diagram has one."""
        each = own_extension(self.node, "each")
        if each is None:
            each = own_extension(loop_characteristics, "each")
        if each is not None and child(loop_characteristics, "loopCardinality") is None:
            _write_standard(each, loop_characteristics)
        for reference in children(loop_characteristics, "loopDataInputRef", "loopDataOutputRef"):
            reference.text = self._variable(reference.text)
        super()._add_multiinstance_task(loop_characteristics)  # type: ignore[misc]

    def _variable(self, reference: str | None) -> str:
        """Give the variable that a data input, output or object stands for: its name; else what is written."""
        written = (reference or "").strip()
        element = self.process_parser.get_node_by_id(written)
        return written if element is None else (element.get("name") or written)


_STANDARD = (
    ("collection", "loopDataInputRef", False),
    ("output", "loopDataOutputRef", False),
    ("item", "inputDataItem", True),
    ("output-item", "outputDataItem", True),
)


def _write_standard(each: _Element, loop: _Element) -> None:
    """Say in BPMN's words what `kb:each` says."""
    for attribute, name, as_item in _STANDARD:
        value = (each.get(attribute) or "").strip()
        if not value or child(loop, name) is not None:
            continue
        element = loop.makeelement(f"{{{BPMN}}}{name}")
        if as_item:
            element.set("name", value)
        else:
            element.text = value
        loop.append(element)


class ActivityParser(Kept, TaskParser):
    """User, manual, plain, service and business rule tasks."""


class GatewayParser(Kept, TaskParser):
    """Exclusive, parallel and inclusive gateways."""


class ScriptParser(Kept, task_parsers.ScriptTaskParser):
    """Script tasks."""

    def get_script(self) -> str:
        """Give the script without the XML's indentation."""
        return script_text(child(self.node, "script"))


class SubprocessParser(Kept, task_parsers.SubWorkflowParser):
    """Embedded sub-processes and event sub-processes."""

    def create_task(self) -> Any:
        """Create the task; its body is parsed when it is asked for."""
        parser = self.process_parser.parser
        parser.create_parser(self.node, filename=self.filename, lane=self.lane)
        event = is_true(self.node.get("triggeredByEvent"), missing=False)
        spec_class = self.EVENT_SUBPROCESS_CLASS if event else self.spec_class
        return spec_class(self.spec, self.bpmn_id, subworkflow_spec=self.bpmn_id, **self.bpmn_attributes)


class CallParser(Kept, task_parsers.CallActivityParser):
    """Call activities."""


class EventParser(Kept):
    """Every kind of event definition, wherever BPMN allows one."""

    def get_event_definition(self, xpaths: list[str]) -> Any:
        """Read the event's definitions, in document order."""
        del xpaths
        found = [self._definition(node) for node in event_definitions(self.node)]
        if not found:
            return NoneEventDefinition()
        return found[0] if len(found) == 1 else MultipleEventDefinition(found)

    def _definition(self, node: _Element) -> Any:
        kind = local(node).removesuffix("EventDefinition")
        if kind == "link":
            return LinkEventDefinition(name=node.get("name", "").strip())
        if kind == "conditional":
            return ConditionalEventDefinition(expression_text(child(node, "condition")) or "")
        if kind == "timer":
            return self._timer(node)
        return getattr(self, f"parse_{kind}_event")(node)

    def _timer(self, node: _Element) -> Any:
        when = next(children(node, *_TIMERS))
        return _TIMERS[local(when)](self.node.get("id"), expression_text(when))


class StartParser(EventParser, event_parsers.StartEventParser):
    """Start events."""


class EndParser(EventParser, event_parsers.EndEventParser):
    """End events."""


class CatchParser(EventParser, event_parsers.IntermediateCatchEventParser):
    """Intermediate catch events."""


class ThrowParser(EventParser, event_parsers.IntermediateThrowEventParser):
    """Intermediate throw events."""


class BoundaryParser(EventParser, event_parsers.BoundaryEventParser):
    """Boundary events."""

    def create_task(self) -> Any:
        """Create the event; `cancelActivity` may be written `1`."""
        return self._create_task(
            self.get_event_definition([]), is_true(self.node.get("cancelActivity"), missing=True)
        )


class MessageTaskParser(Kept, event_parsers.SendTaskParser):
    """Send and receive tasks."""


class EventGatewayParser(Kept, event_parsers.EventBasedGatewayParser):
    """Event-based gateways."""
