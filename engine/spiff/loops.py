"""SpiffWorkflow's loop and multi-instance specs, as loops of the graph."""

from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import (
    MultiInstanceTask,
    ParallelMultiInstanceTask,
    StandardLoopTask,
)

from engine.graph import Loop, LoopKind


def loop_of(spec: Any) -> Loop | None:
    """Translate how an activity repeats; None where it does not."""
    if isinstance(spec, StandardLoopTask):
        return Loop(
            LoopKind.STANDARD,
            condition=_line(spec.condition),
            test_before=spec.test_before,
            maximum=spec.maximum,
        )
    if isinstance(spec, MultiInstanceTask):
        return Loop(
            LoopKind.PARALLEL if isinstance(spec, ParallelMultiInstanceTask) else LoopKind.SEQUENTIAL,
            condition=_line(spec.condition),
            cardinality=_line(spec.cardinality),
            collection=_name(spec.data_input),
            item=_name(spec.input_item),
            output=_name(spec.data_output),
            output_item=_name(spec.output_item),
        )
    return None


def _line(text: str | None) -> str | None:
    return " ".join((text or "").split()) or None


def _name(reference: Any) -> str | None:
    return None if reference is None else (reference.bpmn_name or reference.bpmn_id)
