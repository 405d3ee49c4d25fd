"""Errors and escalations: looking outwards for what catches a code, the innermost first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.graph import Node, Trigger, TriggerKind
from engine.tokens.machine import Machine
from engine.tokens.state import Scope, Token
from engine.tokens.triggering import fire_boundary, fire_event_subprocess, is_interrupted
from engine.tokens.variables import layers_in
from engine.tokens.waiting import read_payload


@dataclass(frozen=True, slots=True)
class _Catcher:
    """A boundary event on `host`, or an event sub-process in `scope` that begins with `start`."""

    scope: Scope
    node: Node
    start: Node
    trigger: Trigger
    host: Token | None = None


def raise_from(
    machine: Machine, token: Token, kind: TriggerKind, code: str | None, payload: Mapping[str, Any]
) -> bool:
    """Throw an error or escalation from where a token stands; whether something caught it."""
    catcher = _find(token, kind, code)
    values = (
        {} if catcher is None else read_payload(machine, layers_in(catcher.scope), catcher.trigger, payload)
    )
    machine.threw(token, kind, code, {}, payload, taken=catcher is not None)
    if catcher is None:
        return False
    machine.write_into(layers_in(catcher.scope), values)
    if catcher.host is not None:
        fire_boundary(machine, catcher.host, catcher.node)
    else:
        fire_event_subprocess(machine, catcher.scope, catcher.node, catcher.start)
    return True


def _find(token: Token, kind: TriggerKind, code: str | None) -> _Catcher | None:
    """The innermost catcher; at the same place one for this very code before one for all."""
    for level in _levels(token):
        matching = [
            catcher
            for catcher in level
            if catcher.trigger.kind is kind and catcher.trigger.name in (code, None)
        ]
        if matching:
            return min(matching, key=lambda catcher: catcher.trigger.name is None)
    return None


def _levels(token: Token) -> Iterator[list[_Catcher]]:
    at: Token | None = token
    while at is not None:
        yield list(_boundaries(at if at.loop is None or at.parent is None else at.parent))
        yield list(_event_subprocesses(at))
        at = at.scope.owner


def _boundaries(host: Token) -> Iterator[_Catcher]:
    for node, trigger in host.scope.plan.boundaries.get(host.node_id, ()):
        yield _Catcher(host.scope, node, node, trigger, host)


def _event_subprocesses(token: Token) -> Iterator[_Catcher]:
    """Those beside the token; what runs inside one is not caught by itself."""
    if is_interrupted(token.scope):
        return
    for node, start, trigger in token.scope.plan.event_subprocesses:
        if node is not token.node:
            yield _Catcher(token.scope, node, start, trigger)
