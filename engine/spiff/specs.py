"""SpiffWorkflow's specs where it has none, or loses what the graph needs."""

# mypy: allow-subclassing-any
from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.defaults import EventBasedGateway
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.mixins import BpmnSpecMixin
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import EventBasedGateway as TakesEvents


class ProcessSpec(BpmnProcessSpec):
    """A process that keeps its sequence flows, in document order, and the XML of its nodes."""

    def __init__(self, **known: Any) -> None:
        super().__init__(**known)
        self.flows: list[Any] = []
        self.node_ids: list[str] = []


class LinkEventDefinition(EventDefinition):
    """A link: a throw goes on at the catch of the same name."""


class BusinessRuleTask(BpmnSpecMixin):
    """A task that asks a decision table."""


class EventGateway(EventBasedGateway):
    """An event-based gateway that leaves their events to the nodes behind it."""

    def connect(self, child: Any) -> None:
        """Connect, without what the library does here: taking the event away from the node."""
        super(TakesEvents, self).connect(child)
