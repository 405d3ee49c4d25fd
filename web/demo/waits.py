"""What the procedures wait for from outside, read off their diagrams."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine import definitions
from engine.expressions import compile_expression
from engine.graph import Kind, Process, Trigger, TriggerKind
from engine.uow import UnitOfWork

_OWN = frozenset({"today", "now"})


@dataclass(frozen=True, slots=True)
class Awaited:
    """A task at which a message ends the waiting."""

    message: str
    keys: Mapping[str, str]
    payload: Mapping[str, str]

    def keys_of(self, variables: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        """The keys by which the message finds a case."""
        return {
            name: compile_expression(source).evaluate(variables, now=now)
            for name, source in self.keys.items()
        }

    def letter(self, values: Mapping[str, Any]) -> dict[str, Any] | None:
        """The message that says what the form would have said; None where it would not be complete."""
        if any(
            values.get(variable) is None for variable, source in self.payload.items() if source.isidentifier()
        ):
            return None
        fields = {
            name: values[variable]
            for variable, source in self.payload.items()
            if values.get(variable) is not None
            for name in compile_expression(source).names - _OWN
        }
        return dict(sorted(fields.items()))


Waits = Mapping[tuple[str, str], Awaited]
"""By procedure and node."""


def waits(uow: UnitOfWork) -> Waits:
    """Every task of the deployed procedures that a message ends."""
    return {
        (row.key, node): Awaited(trigger.name or "", trigger.keys, trigger.payload)
        for row in definitions.all_latest(uow)
        for process in uow.deployed(row.id).blueprint.processes.values()
        for node, trigger in _awaited(process)
    }


def _awaited(process: Process) -> Iterator[tuple[str, Trigger]]:
    for node in process.nodes.values():
        if node.kind is Kind.BOUNDARY and node.attached_to and _message(node.trigger):
            assert node.trigger is not None  # noqa: S101 - _message has looked
            yield node.attached_to, node.trigger
        if node.body is not None:
            yield from _awaited(node.body)


def _message(trigger: Trigger | None) -> bool:
    return trigger is not None and trigger.kind is TriggerKind.MESSAGE
