"""SpiffWorkflow's event definitions, as triggers of the graph."""

from dataclasses import replace
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.conditional import ConditionalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import (
    ErrorEventDefinition,
    EscalationEventDefinition,
    SignalEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition, TerminateEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import (
    CycleTimerEventDefinition,
    DurationTimerEventDefinition,
    TimeDateEventDefinition,
)

from engine.graph import TimerKind, Trigger, TriggerKind
from engine.spiff.extensions import MessageTerms
from engine.spiff.specs import LinkEventDefinition

_TIMERS = {
    TimeDateEventDefinition: TimerKind.DATE,
    DurationTimerEventDefinition: TimerKind.DURATION,
    CycleTimerEventDefinition: TimerKind.CYCLE,
}
_CODED = {ErrorEventDefinition: TriggerKind.ERROR, EscalationEventDefinition: TriggerKind.ESCALATION}
_NAMED = {SignalEventDefinition: TriggerKind.SIGNAL, LinkEventDefinition: TriggerKind.LINK}
_PLAIN = {NoneEventDefinition: TriggerKind.NONE, TerminateEventDefinition: TriggerKind.TERMINATE}


class Untranslatable(Exception):
    """The graph has no place for this."""


def trigger_of(definition: Any, terms: MessageTerms) -> Trigger:
    """Translate one event definition; `terms` are the event's `kb:message`."""
    kind = type(definition)
    if kind in _PLAIN:
        return Trigger(_PLAIN[kind])
    if kind in _TIMERS:
        return Trigger(TriggerKind.TIMER, timer=_TIMERS[kind], expression=definition.expression)
    if kind in _CODED:
        return Trigger(_CODED[kind], name=_bare(definition.code))
    if kind in _NAMED:
        return Trigger(_NAMED[kind], name=_bare(definition.name))
    if kind is ConditionalEventDefinition:
        return Trigger(TriggerKind.CONDITIONAL, expression=definition.expression)
    if kind is MessageEventDefinition:
        return _message(definition, terms)
    raise Untranslatable(kind.__name__)


def _message(definition: Any, terms: MessageTerms) -> Trigger:
    standard = {
        prop.name: " ".join(prop.retrieval_expression.split()) for prop in definition.correlation_properties
    }
    trigger = Trigger(
        TriggerKind.MESSAGE, name=_bare(definition.name), keep_for=terms.keep, payload=terms.fields
    )
    return replace(trigger, keys={**standard, **terms.keys})


def _bare(name: str | None) -> str | None:
    return (name or "").strip() or None
