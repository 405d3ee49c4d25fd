"""Takes the queued tokens step by step until everything waits. Iterative, and bounded."""

from engine.errors import BusinessError, Interrupted
from engine.graph import TriggerKind
from engine.tokens.conditions import settle_conditions
from engine.tokens.gateways import find_deadlocks, settle_inclusive
from engine.tokens.machine import Machine
from engine.tokens.problems import StepFailed, problem_of
from engine.tokens.raising import raise_from
from engine.tokens.state import Phase, Token
from engine.tokens.steps import step

MAX_STEPS = 100_000  # nodes entered in one call
NEAR = 200  # a token so few steps after a wait is not the one that goes round and round
_ENTERING = (Phase.ENTER, Phase.FIRED)


def drive(machine: Machine) -> None:
    """Move until every token waits: first what is queued, then conditions, then inclusive joins."""
    taken = _drain(machine, 0)
    while settle_conditions(machine) or settle_inclusive(machine):
        taken = _drain(machine, taken)
    find_deadlocks(machine)
    machine.depth = 0


def _drain(machine: Machine, taken: int) -> int:
    deepest = 0
    while machine.queue:
        token = machine.queue.popleft()
        if token.phase is Phase.GONE or token.problem is not None:
            continue
        taken += token.phase in _ENTERING
        machine.depth = token.hops
        deepest = max(deepest, token.hops)
        _take(machine, token, taken)
    machine.depth = deepest
    return taken


def _take(machine: Machine, token: Token, taken: int) -> None:
    try:
        _bound(token, taken)
        step(machine, token)
    except Interrupted:
        raise
    except BusinessError as error:
        _raise(machine, token, error)
    except Exception as error:  # noqa: BLE001 - an incident of this token; the others go on
        _park(machine, token, error)


def _bound(token: Token, taken: int) -> None:
    if taken > MAX_STEPS and token.hops > NEAR:
        raise StepFailed("steps", str(MAX_STEPS))


def _raise(machine: Machine, token: Token, error: BusinessError) -> None:
    """Look for a boundary event or event sub-process that catches the operation's error."""
    try:
        if not raise_from(
            machine, token, TriggerKind.ERROR, error.code, {"code": error.code, "message": error.message}
        ):
            _park(machine, token, error)
    except Interrupted:
        raise
    except Exception as problem:  # noqa: BLE001 - what was caught could not be written
        _park(machine, token, problem)


def _park(machine: Machine, token: Token, error: Exception) -> None:
    if token.phase is Phase.GONE:
        raise error
    machine.fail(token, problem_of(error))
