"""What an instance waits for, and where it stands, as rows."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from engine.graph import Kind, Node, Trigger, TriggerKind
from engine.tokens.happenings import Place
from engine.tokens.machine import place_of
from engine.tokens.problems import Problem
from engine.tokens.state import Arm, Phase, Token
from engine.tokens.waiting import armed

_KINDS = {
    TriggerKind.TIMER: "timer",
    TriggerKind.MESSAGE: "message",
    TriggerKind.SIGNAL: "signal",
    TriggerKind.CONDITIONAL: "condition",
}


class Wait(NamedTuple):
    """One thing that an instance waits for.

    `kind`: `user`, `manual`, `timer`, `message`, `signal`, `condition`, or `failed` (`problem` says why). `branch`:
    behind an event gateway, the id of the catching node. `due`: of a timer. `name` and `keys`: of a message, the
    keys evaluated; `name` of a signal too. `trigger` is the event definition.
    """

    token: int
    node: Node
    kind: str
    place: Place
    due: datetime | None = None
    branch: str | None = None
    name: str | None = None
    keys: Mapping[str, Any] = {}
    trigger: Trigger | None = None
    problem: Problem | None = None

    @property
    def node_id(self) -> str:
        """The id of the node where the token stands."""
        return self.node.id


class Standing(NamedTuple):
    """Where a token stands: `phase` is `wait`, `join` or `body`, or the step that failed if there is a problem."""

    token: int
    node_id: str
    phase: str
    place: Place
    problem: Problem | None


def waits_of(token: Token) -> Iterator[Wait]:
    """What one token waits for."""
    place = place_of(token)
    if token.problem is not None:
        yield Wait(token.id, token.node, "failed", place, problem=token.problem)
    elif token.phase is Phase.WAIT and token.node.kind in (Kind.USER, Kind.MANUAL):
        yield Wait(token.id, token.node, token.node.kind.value, place)
    else:
        yield from (_wait(token, place, *one) for one in armed(token))


def _wait(token: Token, place: Place, node: Node, trigger: Trigger, arm: Arm) -> Wait:
    return Wait(
        token.id,
        token.node,
        _KINDS[trigger.kind],
        place,
        due=arm.due,
        branch=node.id if token.node.kind is Kind.EVENT_GATEWAY else None,
        name=trigger.name,
        keys=arm.keys,
        trigger=trigger,
    )


def standing_of(token: Token) -> Standing:
    """Where one token stands."""
    return Standing(token.id, token.node_id, token.phase.value, place_of(token), token.problem)
