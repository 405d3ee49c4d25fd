"""SpiffWorkflow's task specs, as the nodes of our graph."""

from collections.abc import Iterable
from typing import Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import MultiInstanceTask, StandardLoopTask

from engine.graph import Assignment, Flow, Kind, Node, Process
from engine.spiff.extensions import Extensions, read_extensions
from engine.spiff.loops import loop_of
from engine.spiff.names import is_true, local
from engine.spiff.parser import Parser, is_executable
from engine.spiff.specs import BusinessRuleTask, EventGateway
from engine.spiff.triggers import Untranslatable, trigger_of

KINDS = {
    defaults.StartEvent: Kind.START,
    defaults.EndEvent: Kind.END,
    defaults.NoneTask: Kind.TASK,
    defaults.UserTask: Kind.USER,
    defaults.ManualTask: Kind.MANUAL,
    defaults.ServiceTask: Kind.SERVICE,
    defaults.ScriptTask: Kind.SCRIPT,
    defaults.SendTask: Kind.SEND,
    defaults.ReceiveTask: Kind.RECEIVE,
    BusinessRuleTask: Kind.RULE,
    defaults.ExclusiveGateway: Kind.EXCLUSIVE,
    defaults.ParallelGateway: Kind.PARALLEL,
    defaults.InclusiveGateway: Kind.INCLUSIVE,
    EventGateway: Kind.EVENT_GATEWAY,
    defaults.SubWorkflowTask: Kind.SUBPROCESS,
    defaults.EventSubprocess: Kind.EVENT_SUBPROCESS,
    defaults.CallActivity: Kind.CALL,
    defaults.IntermediateCatchEvent: Kind.CATCH,
    defaults.IntermediateThrowEvent: Kind.THROW,
    defaults.BoundaryEvent: Kind.BOUNDARY,
}
_FOR_PEOPLE = (Kind.USER, Kind.MANUAL)
_BODIED = (Kind.SUBPROCESS, Kind.EVENT_SUBPROCESS)
_WITH_EVENT = (Kind.START, Kind.END, Kind.CATCH, Kind.THROW, Kind.BOUNDARY, Kind.SEND, Kind.RECEIVE)


def process_of(parser: Parser, process_id: str) -> Process:
    """Parse a process, or the body of a sub-process, with SpiffWorkflow and translate what it gives."""
    own = parser.get_process_parser(process_id)
    spec = own.get_spec()
    incoming, outgoing = _by(spec.flows, "target"), _by(spec.flows, "source")
    boundaries = _boundaries(own, spec.node_ids)
    extensions = read_extensions(own.node)
    return Process(
        id=process_id,
        name=own.node.get("name", "").strip(),
        name_en=extensions.name_en,
        nodes={
            node_id: _node(
                parser,
                own,
                spec.task_specs[node_id],
                flows=(incoming.get(node_id, ()), outgoing.get(node_id, ())),
                boundaries=boundaries.get(node_id, ()),
            )
            for node_id in spec.node_ids
        },
        clocks=extensions.clocks
        if local(own.node) == "process"
        else (),  # those of a sub-process are its node's
        executable=is_executable(own.node),
    )


def _by(flows: Iterable[Flow], end: str) -> dict[str, tuple[Flow, ...]]:
    found: dict[str, tuple[Flow, ...]] = {}
    for flow in flows:
        found[getattr(flow, end)] = (*found.get(getattr(flow, end), ()), flow)
    return found


def _boundaries(own: Any, node_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for node_id in node_ids:
        host = own.get_node_by_id(node_id).get("attachedToRef")
        if host is not None:
            found[host] = (*found.get(host, ()), node_id)
    return found


def _node(
    parser: Parser,
    own: Any,
    spec: Any,
    *,
    flows: tuple[tuple[Flow, ...], tuple[Flow, ...]],
    boundaries: tuple[str, ...],
) -> Node:
    element = own.get_node_by_id(spec.name)
    inner = _inner(spec)
    kind = KINDS.get(type(inner))
    if kind is None:
        raise Untranslatable(type(inner).__name__)
    ours: Extensions = inner.extensions["kb"]
    return Node(
        id=spec.name,
        kind=kind,
        name=(inner.bpmn_name or "").strip(),
        name_en=ours.name_en,
        incoming=flows[0],
        outgoing=flows[1],
        default=element.get("default"),
        trigger=trigger_of(inner.event_definition, ours.message) if kind in _WITH_EVENT else None,
        interrupting=_interrupting(kind, element),
        attached_to=element.get("attachedToRef"),
        boundaries=boundaries,
        loop=loop_of(spec),
        body=process_of(parser, inner.spec) if kind in _BODIED else None,
        called=inner.spec if kind is Kind.CALL else None,
        inputs=ours.inputs,
        outputs=ours.outputs,
        script=inner.script if kind is Kind.SCRIPT else None,
        operation=ours.operation,
        decision=ours.decision,
        form=ours.form,
        assignment=ours.assignment or _of_lane(kind, own, spec.name),
        lane=inner.lane,
        documentation=inner.documentation or "",
        clocks=ours.clocks,
        suspends=ours.suspends,
    )


def _of_lane(kind: Kind, own: Any, node_id: str) -> Assignment | None:
    """Give the assignment that the lane has for tasks without their own."""
    return own.parser.lane_assignments(own.document_root).get(node_id) if kind in _FOR_PEOPLE else None


def _inner(spec: Any) -> Any:
    """Give the activity inside a loop."""
    looped = isinstance(spec, StandardLoopTask | MultiInstanceTask)
    return spec._wf_spec.task_specs[spec.task_spec] if looped else spec  # noqa: SLF001 - specs know each other by name only


def _interrupting(kind: Kind, element: Any) -> bool:
    if kind is Kind.BOUNDARY:
        return is_true(element.get("cancelActivity"), missing=True)
    return is_true(element.get("isInterrupting"), missing=True)
