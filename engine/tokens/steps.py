"""One step of one token: by its phase, then by the kind of its node."""

from collections.abc import Callable

from engine.graph import Kind
from engine.tokens import activities, events, gateways, loops
from engine.tokens.flows import choose, depart
from engine.tokens.machine import Machine
from engine.tokens.plan import WAITS_FOR
from engine.tokens.state import Phase, Token
from engine.tokens.waiting import wait

Behaviour = Callable[[Machine, Token], None]


def step(machine: Machine, token: Token) -> None:
    """Take one step; whatever it raises, nothing of the step was kept."""
    _PHASES[token.phase](machine, token)


def _enter(machine: Machine, token: Token) -> None:
    join = _JOINS.get(token.node.kind)
    if join is not None:
        join(machine, token)
        return
    machine.enter(token)
    token.phase = Phase.WORK
    if token.loop is None:
        _arm_boundaries(machine, token)
    _work(machine, token)


def _arm_boundaries(machine: Machine, token: Token) -> None:
    """Boundary events that wait get a token; those for errors and escalations are looked up when one is thrown."""
    for node, trigger in token.scope.plan.boundaries.get(token.node_id, ()):
        if trigger.kind in WAITS_FOR:
            machine.put(token.scope, node, Phase.ARM, parent=token)


def _work(machine: Machine, token: Token) -> None:
    if token.loop is None and token.node.loop is not None:
        loops.begin(machine, token, token.node.loop)
    else:
        _WORK[token.node.kind](machine, token)


def _fired(machine: Machine, token: Token) -> None:
    """Enter a node whose event has come: an event sub-process runs, every other lets pass."""
    machine.enter(token)
    if token.node.kind is Kind.EVENT_SUBPROCESS:
        token.phase = Phase.WORK
        _work(machine, token)
    else:
        machine.enqueue(token, Phase.LEAVE)


def _leave(machine: Machine, token: Token) -> None:
    activities.finish(machine, token)
    if token.loop is not None and token.parent is not None and token.node.loop is not None:
        loops.instance_done(machine, token, token.parent, token.node.loop)
    else:
        depart(machine, token, choose(machine, token))


_PHASES: dict[Phase, Behaviour] = {
    Phase.ENTER: _enter,
    Phase.ARM: wait,
    Phase.WORK: _work,
    Phase.FIRED: _fired,
    Phase.LEAVE: _leave,
}

_JOINS: dict[Kind, Behaviour] = {Kind.PARALLEL: gateways.parallel, Kind.INCLUSIVE: gateways.inclusive}

_WORK: dict[Kind, Behaviour] = {
    Kind.START: activities.pass_by,
    Kind.END: events.throw,
    Kind.TASK: activities.pass_by,
    Kind.USER: activities.person,
    Kind.MANUAL: activities.person,
    Kind.SERVICE: activities.service,
    Kind.SCRIPT: activities.script,
    Kind.SEND: activities.send,
    Kind.RECEIVE: wait,
    Kind.RULE: activities.rule,
    Kind.EXCLUSIVE: activities.pass_by,
    Kind.EVENT_GATEWAY: wait,
    Kind.SUBPROCESS: activities.subprocess,
    Kind.EVENT_SUBPROCESS: activities.event_subprocess,
    Kind.CALL: activities.call,
    Kind.CATCH: events.catch,
    Kind.THROW: events.throw,
}
