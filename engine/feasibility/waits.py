"""How long a node may be waited at: what its timers force, what its timers and its own clocks allow."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from engine.expressions.syntax import Literal
from engine.feasibility.conditions import Domain, Facts, tree_of, truth
from engine.feasibility.ground import Ground
from engine.feasibility.lengths import NOTHING, Length, length_of, total
from engine.feasibility.timings import Timing, timing_of
from engine.graph import Kind, Loop, LoopKind, Node, Trigger, TriggerKind

PEOPLE: Final = (Kind.USER, Kind.MANUAL)
_CATCHING: Final = (Kind.CATCH, Kind.RECEIVE)
_FROM_OUTSIDE: Final = (TriggerKind.MESSAGE, TriggerKind.SIGNAL, TriggerKind.CONDITIONAL)


class Cause(StrEnum):
    """Why the length of a wait cannot be told."""

    TIMER = "timer"  # an expression gives it, or it is a date
    OUTSIDE = "outside"  # a message, a signal or a condition without a limit
    CALL = "call"  # a process that is deployed elsewhere, or calls itself
    ROUNDS = "rounds"  # a loop; `each` is one more round
    ITEMS = "items"  # one item after another; `each` is one of them
    ENDLESS = "endless"  # the clock's end cannot be reached


@dataclass(frozen=True, slots=True)
class Unknown:
    """A wait at a node whose length cannot be told; `text` is the timer's, or the id of the process called."""

    node: str
    cause: Cause
    text: str = ""
    each: Length = NOTHING


@dataclass(frozen=True, slots=True)
class Step:
    """A wait at a node. `given`: the conditions under which it is so long."""

    node: str
    length: Length
    given: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    """From one place to the next: what is waited at least and at most, and where.

    `work`: tasks for people without a limit of their own; they count as nothing. What is `unknown` does, too.
    """

    least: tuple[Step, ...] = ()
    most: tuple[Step, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    work: tuple[str, ...] = ()
    shortest: Length = field(init=False, compare=False)
    longest: Length = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shortest", total(step.length for step in self.least))
        object.__setattr__(self, "longest", total(step.length for step in self.most))


PASS: Final = Wait()


@dataclass(frozen=True, slots=True)
class Context:
    """What a clock takes for granted: for which reasons it stands still, and what holds of the case's variables."""

    reasons: frozenset[str] = frozenset()
    known: frozenset[tuple[str, Domain]] = frozenset()

    @property
    def facts(self) -> Facts:
        """What holds, by variable."""
        return dict(self.known)


class Waits:
    """The waits of one process in a context. `inside` gives that of a sub-process's body, or of a called process."""

    def __init__(
        self,
        ground: Ground,
        context: Context,
        values: Mapping[str, tuple[Any, ...]],
        inside: Callable[[Node], Wait],
    ) -> None:
        self._ground = ground
        self._reasons = context.reasons
        self._facts = context.facts
        self._values = values
        self._inside = inside

    def at(self, node: Node, *, own: bool = True) -> Wait:
        """From where a node is entered to where it is left by its flows; `own`: its own clocks bound it."""
        if self.stands_still(node):
            return PASS
        return self._capped(node, _repeated(node, self._once(node)), own=own)

    def until(self, boundary: Node) -> Wait:
        """From where an activity is entered to where one of its boundary events fires."""
        host = self._ground.nodes[boundary.attached_to or ""]
        if self.stands_still(host):
            return PASS
        if boundary.trigger is not None and boundary.trigger.kind is TriggerKind.TIMER:
            return self._timed(boundary.trigger, boundary.id, host.id)
        whole = self.at(host)
        return Wait((), whole.most, whole.unknowns, whole.work)

    def behind(self, gateway: Node, event: Node) -> Wait:
        """From an event-based gateway to one of the events behind it."""
        if self.stands_still(event):
            return PASS
        if event.trigger is not None and event.trigger.kind is TriggerKind.TIMER:
            return self._timed(event.trigger, event.id, event.id)
        nodes = (self._ground.nodes[flow.target] for flow in gateway.outgoing)
        caps = [timing.most for timing in map(self._timing, nodes) if timing is not None]
        if not caps:
            return Wait(unknowns=(Unknown(event.id, Cause.OUTSIDE),))
        return Wait(most=(Step(event.id, min(caps, key=_usual)),))

    def started(self, event: Node) -> Wait:
        """From where a process begins to where one of its event sub-processes is triggered, at the latest."""
        timing = self._timing(event)
        return PASS if timing is None else Wait(most=(Step(event.id, timing.most),))

    def stands_still(self, node: Node) -> bool:
        """Whether the clock is suspended while a token is at the node."""
        return not self._reasons.isdisjoint(self._ground.reasons[node.id])

    # --- one node ----------------------------------------------------------------------------------------------

    def _once(self, node: Node) -> Wait:
        if node.kind in PEOPLE:
            return Wait(work=(node.id,))
        if node.kind in (Kind.SUBPROCESS, Kind.CALL):
            return self._inside(node)
        if node.kind not in _CATCHING or node.id in self._ground.raced or node.trigger is None:
            return PASS
        if node.trigger.kind is TriggerKind.TIMER:
            return self._timed(node.trigger, node.id, node.id)
        awaited = node.trigger.kind in _FROM_OUTSIDE
        return Wait(unknowns=(Unknown(node.id, Cause.OUTSIDE),)) if awaited else PASS

    def _timed(self, trigger: Trigger, event: str, place: str) -> Wait:
        timing = timing_of(trigger, self._values, self._facts)
        if timing is None:
            return Wait(unknowns=(Unknown(event, Cause.TIMER, trigger.expression or ""),))
        given = () if timing.least == timing.most else (_set_to(trigger, timing),)
        return Wait((Step(place, timing.least),), (Step(place, timing.most, given),))

    def _timing(self, node: Node) -> Timing | None:
        if node.trigger is None or node.trigger.kind is not TriggerKind.TIMER:
            return None
        return timing_of(node.trigger, self._values, self._facts)

    # --- what bounds it ----------------------------------------------------------------------------------------

    def _capped(self, node: Node, wait: Wait, *, own: bool) -> Wait:
        cap = min(self._caps(node, own=own), key=lambda step: step.length.usual, default=None)
        if cap is None or not (wait.work or wait.unknowns or wait.longest.usual > cap.length.usual):
            return wait
        if wait.shortest.usual > cap.length.usual:
            return Wait(wait.least, wait.least)
        return Wait(wait.least, (cap,))

    def _caps(self, node: Node, *, own: bool) -> Iterator[Step]:
        for name in node.boundaries:
            boundary = self._ground.nodes[name]
            timing = self._timing(boundary) if boundary.interrupting else None
            if timing is not None and boundary.trigger is not None:
                given = () if timing.least == timing.most else (_set_to(boundary.trigger, timing),)
                yield Step(node.id, timing.most, given)
        yield from self._own_clocks(node) if own else ()

    def _own_clocks(self, node: Node) -> Iterator[Step]:
        """Clocks that run from entering to leaving; of those that run on a condition, the longest."""
        conditional = []
        for clock in node.clocks:
            length, holds = length_of(clock), truth(clock.when, self._facts)
            if length is None or clock.starts_after or clock.stops_after:
                continue
            if clock.when is None or holds:
                yield Step(node.id, length)
            elif holds is None:
                conditional.append(Step(node.id, length, (clock.when,)))
        if conditional:
            yield max(conditional, key=lambda step: step.length.usual)


def _usual(length: Length) -> int:
    return length.usual


def _set_to(trigger: Trigger, timing: Timing) -> str:
    return f"{trigger.expression} == '{timing.text}'"


# --- loops -------------------------------------------------------------------------------------------------------


def _repeated(node: Node, wait: Wait) -> Wait:
    """What an activity's loop makes of one round."""
    loop = node.loop
    if loop is None:
        return wait
    number = _number(loop)
    if loop.kind is LoopKind.PARALLEL:
        return Wait(wait.least if number else (), wait.most, wait.unknowns, wait.work)
    fewest, most = _rounds(loop, number)
    unknowns = wait.unknowns
    if most is None and wait.longest:
        cause = Cause.ROUNDS if loop.kind is LoopKind.STANDARD else Cause.ITEMS
        unknowns = (*unknowns, Unknown(node.id, cause, each=wait.longest))
    return Wait(_times(wait.least, fewest), _times(wait.most, most or 1), unknowns, wait.work)


def _rounds(loop: Loop, number: int | None) -> tuple[int, int | None]:
    """The fewest rounds of a loop in a row, and the most; None where the case decides."""
    if loop.kind is LoopKind.STANDARD:
        fewest = 0 if loop.test_before else 1
        endless = loop.maximum is None and loop.condition is not None
        exact = loop.maximum if loop.condition is None else None
        return exact or fewest, None if endless else loop.maximum or 1
    if number is None:
        return 0, None
    return (1 if loop.condition else number), number


def _number(loop: Loop) -> int | None:
    tree = tree_of(loop.cardinality)
    value = tree.value if isinstance(tree, Literal) else None
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _times(steps: tuple[Step, ...], times: int) -> tuple[Step, ...]:
    return tuple(Step(step.node, step.length * times, step.given) for step in steps) if times else ()
