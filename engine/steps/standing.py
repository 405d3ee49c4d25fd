"""Suspending and resuming (中止、恢复), of a clock or of a case as a whole: the rules, and what follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engine.errors import FourEyes, SuspensionRefused
from engine.model import Clock, ClockState, Suspension
from engine.steps.counting import moment_of
from engine.steps.step import Step


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for. `clock`: one of the case's, or None for all of them that allow the reason."""

    reason: str
    effective: date
    note: str
    requested_by: int | None = None
    clock: Clock | None = None


def suspend(step: Step, request: Request) -> int:
    """Put a suspension in force; how many clocks it stands still. SuspensionRefused says which rule."""
    _require_other_person(step, request)
    clocks = _clocks(step, request)
    _refuse_dates(step, request, clocks)
    uow = step.uow
    suspension = Suspension(
        case_id=step.case.id,
        clock_id=request.clock.id if request.clock else None,
        reason=request.reason,
        effective=request.effective,
        effective_at=moment_of(request.effective, uow.now, uow.office),
        note=request.note,
        requested_by=request.requested_by,
        approved_by=uow.actor.person_id,
        recorded_at=uow.now,
    )
    return step.clockwork.stand_still(suspension)


def resume(step: Step, request: Request) -> None:
    """End a suspension; `effective` is the first day that counts again. SuspensionRefused says which rule."""
    suspension = _in_force(step, request)
    name = _name(request)
    if request.effective > step.uow.office.today(step.uow.now):
        raise SuspensionRefused(name, "future")
    if request.effective < suspension.effective:
        raise SuspensionRefused(name, "before-suspension")
    suspension.resumed = request.effective
    resumed_at = moment_of(request.effective, step.uow.now, step.uow.office)
    suspension.resumed_at = max(resumed_at, suspension.effective_at)
    step.clockwork.go_on(suspension, note=request.note)


def stands(step: Step) -> bool:
    """Does the case as a whole stand still, for any reason that a person gave?"""
    return any(
        one.clock_id is None and one.resumed is None and not one.automatic
        for one in step.clockwork.suspensions
    )


def _name(request: Request) -> str:
    return request.clock.policy_id if request.clock else "*"


def _require_other_person(step: Step, request: Request) -> None:
    if request.requested_by is not None and request.requested_by == step.uow.actor.person_id:
        raise FourEyes("suspend", "four-eyes", "suspend")


def _clocks(step: Step, request: Request) -> Sequence[Clock]:
    """The clocks that would stand still; some must, where there are any."""
    work, office = step.clockwork, step.uow.office
    if not request.note.strip():
        raise SuspensionRefused(_name(request), "note")
    if office.reasons and request.reason not in office.reasons:
        raise SuspensionRefused(_name(request), "reason-unknown")
    wanted = [request.clock] if request.clock else work.clocks
    allowed = [clock for clock in wanted if request.reason in work.policy(clock).suspend_for]
    if wanted and not allowed:
        raise SuspensionRefused(_name(request), "reason")
    return allowed


def _refuse_dates(step: Step, request: Request, clocks: Sequence[Clock]) -> None:
    office, name, day = step.uow.office, _name(request), request.effective
    if day > office.today(step.uow.now):
        raise SuspensionRefused(name, "future")
    earliest = [office.today(clock.started_at) for clock in clocks] or [step.case.opened_on]
    if day < min(earliest):
        raise SuspensionRefused(name, "before-start")
    running = [clock for clock in clocks if clock.state == ClockState.RUNNING]
    takes_effect = moment_of(day, step.uow.now, office)
    if running and all(takes_effect >= clock.ends_at for clock in running):
        raise SuspensionRefused(name, "ended")
    for one in _same(step, request):
        if one.resumed is None:
            raise SuspensionRefused(name, "already")
        if day < one.resumed:
            raise SuspensionRefused(name, "before-last-resumption")


def _same(step: Step, request: Request) -> list[Suspension]:
    """Suspensions of the same clock or case for the same reason, those by an activity left out."""
    clock_id = request.clock.id if request.clock else None
    return [
        one
        for one in step.clockwork.suspensions
        if (one.clock_id, one.reason) == (clock_id, request.reason) and not one.automatic
    ]


def _in_force(step: Step, request: Request) -> Suspension:
    found = [one for one in _same(step, request) if one.resumed is None]
    if not found:
        raise SuspensionRefused(_name(request), "not-suspended")
    return found[-1]
