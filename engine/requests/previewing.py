"""What a request would do, were it granted now: thought of, never written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from engine.errors import NotFound
from engine.model import Case, Clock, ClockRequest, RequestKind
from engine.procedure import Effect as Wanted
from engine.steps import correcting, extending, standing
from engine.steps.step import Step
from engine.steps.touching import Given, allows, touching
from engine.text import Text
from engine.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Effect:
    """What would become of a clock. `stands`: it would stand still, and `new_end` is as if it went on today.

    `lifted`: its breach would turn out to be none; `late`: it would be breached, and is not now.
    """

    clock_id: int
    name: Text
    kind: str
    old_end: datetime
    new_end: datetime
    provisional: bool
    stands: bool
    lifted: bool
    late: bool
    was_provisional: bool = False

    @property
    def moved(self) -> bool:
        """Would the end be another?"""
        return self.old_end != self.new_end


def preview(uow: UnitOfWork, request_id: int) -> tuple[Effect, ...]:
    """What granting a request would do to each clock that it touches.

    NotFound; and whatever would refuse it now, but for who decides.
    """
    request = uow.session.get(ClockRequest, request_id)
    case = uow.session.get(Case, request.case_id) if request is not None else None
    if request is None or case is None:
        raise NotFound("request", request_id)
    step = Step(uow, case, _nothing, records=False)
    return tuple(_effects(step, _THOUGHTS[RequestKind(request.kind)](step, request)))


_Think = Callable[[Clock, Given], Given]


def _effects(step: Step, think: tuple[Sequence[Clock], _Think]) -> Iterator[Effect]:
    clocks, thought_of = think
    for clock in clocks:
        given = step.clockwork.given(clock)
        thought = thought_of(clock, given)
        effect = _effect(step, clock, given, thought)
        if effect.moved or effect.stands or thought != given:
            yield effect


def _effect(step: Step, clock: Clock, given: Given, thought: Given) -> Effect:
    work, now = step.clockwork, step.uow.now
    old, new = work.count(clock, given).count, work.count(clock, thought).count
    met = touching(work.drawn(clock), thought, step.uow.office)
    stands, over = any(one.resumed is None for one in met), new.ends_at <= now
    return Effect(
        clock_id=clock.id,
        name=clock.name,
        kind=clock.kind,
        old_end=old.ends_at,
        new_end=new.ends_at,
        provisional=new.provisional,
        stands=stands,
        lifted=clock.breached_at is not None and (stands or not over),
        late=clock.breached_at is None and over and not stands,
        was_provisional=old.provisional,
    )


def _clocks(step: Step, request: ClockRequest) -> Sequence[Clock]:
    return step.clockwork.clocks if request.clock_id is None else [step.clockwork.clock(request.clock_id)]


def _wish(step: Step, request: ClockRequest) -> standing.Request:
    assert request.effective is not None  # noqa: S101 - of its kind
    clock = None if request.clock_id is None else step.clockwork.clock(request.clock_id)
    return standing.Request(
        request.reason or "", request.effective, request.note, request.asked_by, clock, request.asked_at
    )


def _suspended(step: Step, request: ClockRequest) -> tuple[Sequence[Clock], _Think]:
    wish = _wish(step, request)
    standing.check_suspension(step, wish)
    more, work = standing.suspension_of(step, wish), step.clockwork

    def think(clock: Clock, given: Given) -> Given:
        if not allows(work.drawn(clock), clock.id, more):
            return given
        return replace(given, suspensions=[*given.suspensions, more])

    return _clocks(step, request), think


def _resumed(step: Step, request: ClockRequest) -> tuple[Sequence[Clock], _Think]:
    wish = _wish(step, request)
    ended = standing.check_resumption(step, wish)
    instead = standing.ended(step, wish, ended)

    def think(_: Clock, given: Given) -> Given:
        if ended not in given.suspensions:
            return given
        return replace(given, suspensions=[instead if one is ended else one for one in given.suspensions])

    return _clocks(step, request), think


def _extended(step: Step, request: ClockRequest) -> tuple[Sequence[Clock], _Think]:
    clocks, amount = _clocks(step, request), request.amount or 0
    extending.check(step, clocks[0], amount, request.note)

    def think(clock: Clock, given: Given) -> Given:
        return replace(given, grants=[*given.grants, extending.thought(step, clock, amount)])

    return clocks, think


def _corrected(step: Step, request: ClockRequest) -> tuple[Sequence[Clock], _Think]:
    clocks = _clocks(step, request)
    at = correcting.check(step, clocks[0], request.starts_at or step.uow.now, request.note)
    return clocks, lambda _, given: replace(given, started_at=at)


_THOUGHTS: Mapping[RequestKind, Callable[[Step, ClockRequest], tuple[Sequence[Clock], _Think]]] = {
    RequestKind.SUSPEND: _suspended,
    RequestKind.RESUME: _resumed,
    RequestKind.EXTEND: _extended,
    RequestKind.CORRECT: _corrected,
}


def _nothing(_step: Step, _effects: Sequence[Wanted]) -> Mapping[str, Any]:
    raise AssertionError  # nothing moves
