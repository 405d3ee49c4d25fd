"""SpiffWorkflow's specs where it has none, or loses what the graph needs."""

# mypy: allow-subclassing-any
from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.mixins import BpmnSpecMixin


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
