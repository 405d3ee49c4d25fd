"""What happened in a run, in order: the journal and the clocks stand on it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from engine.graph import Node, Process, TriggerKind
from engine.tokens.problems import Problem


class Place(NamedTuple):
    """Where a token is or was: `scope` is what it moves in, `instance` the process instance around that.

    `process` is the id of the process that the instance runs, so that a clock finds the nodes of its own process;
    `loop` counts the instances of a loop or multi-instance activity from 1 and is None for the activity as a whole.
    """

    token: int
    node: Node
    scope: int
    instance: int
    process: str
    loop: int | None = None


class Entered(NamedTuple):
    """A token entered a node: an activity, an event that it passes or waits for, a gateway that fires."""

    place: Place


class Left(NamedTuple):
    """A token left a node, or was `cancelled` in it."""

    place: Place
    cancelled: bool = False


class Opened(NamedTuple):
    """A scope opened: the process instance, a called one, the body of a sub-process (`owner` is its token)."""

    scope: int
    instance: int
    process: Process
    owner: int | None


class Closed(NamedTuple):
    """A scope closed, or was `cancelled`."""

    scope: int
    instance: int
    process: Process
    cancelled: bool = False


class Threw(NamedTuple):
    """An event was thrown. `taken`: something in this instance caught it.

    A message that was not taken is for the caller to deliver elsewhere, now or when somebody waits for it; a signal
    is for every other instance too. An error or escalation goes no further.
    """

    place: Place
    kind: TriggerKind
    name: str | None
    keys: Mapping[str, Any]
    payload: Mapping[str, Any]
    taken: bool


class Failed(NamedTuple):
    """A token is parked as an incident."""

    place: Place
    problem: Problem


class Ended(NamedTuple):
    """The instance ended: `status` is its state now, `node` the end event that did it, if one did."""

    status: str
    node: str | None


Happening = Entered | Left | Opened | Closed | Threw | Failed | Ended
