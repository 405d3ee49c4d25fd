"""What activities do: wait for a person, run a script, an operation or a table, open what is inside."""

from typing import Any

from engine.graph import Node, Process, TriggerKind
from engine.tokens.events import throw
from engine.tokens.linking import process_inside
from engine.tokens.machine import Machine
from engine.tokens.plan import plan_of
from engine.tokens.problems import StepFailed
from engine.tokens.state import Phase, Token
from engine.tokens.values import record
from engine.tokens.variables import layers_in, layers_of, seen_through, view


def pass_by(machine: Machine, token: Token) -> None:
    """Nothing to do."""
    machine.enqueue(token, Phase.LEAVE)


def person(_: Machine, token: Token) -> None:
    """Wait until somebody completes it."""
    token.phase = Phase.WAIT


def script(machine: Machine, token: Token) -> None:
    """Run the lines of a script: all of them or none."""
    if token.node.script:
        machine.write(token, machine.host.run_script(token.node.script, view(token)))
    machine.enqueue(token, Phase.LEAVE)


def service(machine: Machine, token: Token) -> None:
    """Run a registered operation on a copy of the variables."""
    if not token.node.operation:
        raise StepFailed("setup", token.node_id)
    copy = record(view(token))
    machine.write(token, machine.host.operate(token.node.operation, copy, token.node_id))
    machine.enqueue(token, Phase.LEAVE)


def rule(machine: Machine, token: Token) -> None:
    """Decide by a table."""
    if not token.node.decision:
        raise StepFailed("setup", token.node_id)
    machine.write(token, machine.host.decide(token.node.decision, view(token)))
    machine.enqueue(token, Phase.LEAVE)


def send(machine: Machine, token: Token) -> None:
    """Send a message, or run the operation that sends."""
    if token.node.trigger is not None and token.node.trigger.kind is TriggerKind.MESSAGE:
        throw(machine, token)
    else:
        service(machine, token)


def subprocess(machine: Machine, token: Token) -> None:
    """Open the body; it shares the variables of the process instance."""
    _open(machine, token, entries(process_inside(token, machine.host.process)), None)


def event_subprocess(machine: Machine, token: Token) -> None:
    """Open the body of an event sub-process behind the event that started it."""
    _open(machine, token, plan_of(process_inside(token, machine.host.process)).starts[:1], None)


def call(machine: Machine, token: Token) -> None:
    """Open a process instance of its own inside: with the mapped inputs, or with a copy of everything if none is."""
    starts = entries(process_inside(token, machine.host.process))
    variables = machine.evaluate_all(token, token.node.inputs) if token.node.inputs else record(view(token))
    around = layers_of(token)[-1]
    given = {name: around[name] for name in machine.inherited if name in around}
    _open(machine, token, starts, {**given, **variables})


def entries(process: Process) -> tuple[Node, ...]:
    """Where a body or a called process begins."""
    starts = plan_of(process).entries
    if not starts:
        raise StepFailed("setup", process.id)
    return starts


def _open(machine: Machine, token: Token, starts: tuple[Node, ...], variables: dict[str, Any] | None) -> None:
    scope = machine.open(token, variables)
    token.phase = Phase.BODY
    for start in starts:
        machine.put(scope, start)


def finish(machine: Machine, token: Token) -> None:
    """Close what ran inside; a call activity writes its outputs."""
    if token.inner is not None:
        seen = seen_through(layers_in(token.inner))
        outputs = token.node.outputs.items()
        machine.write(token, {name: machine.host.evaluate(source, seen) for name, source in outputs})
        machine.close(token.inner)
