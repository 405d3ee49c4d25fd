"""What a case waits for from outside: messages that an office also gets on paper or by telephone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import NotFound
from engine.expressions import compile_expression
from engine.graph import Kind, Trigger
from engine.model import Case
from engine.steps.glancing import glance
from engine.steps.rights import require_reader
from engine.tokens import Wait
from engine.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class AwaitedRow:
    """A message that one token waits for at `node_id`. `keys` are those it demands.

    `fields`: what the diagram reads of it, and whether it has to be there.
    """

    token: int
    node_id: str
    name: str
    keys: Mapping[str, Any]
    fields: Mapping[str, bool]


def awaited(uow: UnitOfWork, case_id: int) -> tuple[AwaitedRow, ...]:
    """The messages that a case waits for, but for those in whose place an open user task can be completed.

    NotFound; NotAllowed and Recused for a person who may not see the case.
    """
    require_reader(uow, case_id)
    case = uow.session.get(Case, case_id)
    if case is None:
        raise NotFound("case", case_id)
    waits = glance(uow, case).run.waits()
    return tuple(
        AwaitedRow(wait.token, _place(wait), wait.name, wait.keys, _fields(wait.trigger))
        for wait in waits
        if wait.kind == "message" and wait.name and wait.trigger and wait.node.kind is not Kind.BOUNDARY
    )


def _place(wait: Wait) -> str:
    """The id of the event itself: behind an event gateway, or the start of an event sub-process."""
    starts = wait.node.body.starts() if wait.node.body is not None else ()
    return wait.branch or (starts[0].id if starts else wait.node_id)


def _fields(trigger: Trigger) -> dict[str, bool]:
    read = [compile_expression(source) for source in trigger.payload.values()]
    names = [(name, name not in one.optional) for one in read for name in sorted(one.names)]
    return {name: any(needed for other, needed in names if other == name) for name, _ in names}
