"""Suspending and resuming (中止、恢复), of a clock or of a case as a whole: the rules, and what follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.errors import SuspensionRefused
from engine.model import Clock, ClockState, Suspension
from engine.steps.counting import moment_of
from engine.steps.rights import require_other
from engine.steps.step import Step


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for. `clock`: one of the case's, or None for all of them that allow the reason.

    `asked_at`: when it was asked for; a day's suspension takes effect at that instant, if it was asked for on that day.
    """

    reason: str
    effective: date
    note: str
    requested_by: int
    clock: Clock | None = None
    asked_at: datetime | None = None


def suspend(step: Step, request: Request) -> int:
    """Put a suspension in force; how many clocks it stands still. FourEyes; SuspensionRefused says which rule."""
    require_other(step.uow, "suspend", request.requested_by)
    check_suspension(step, request)
    return step.clockwork.stand_still(suspension_of(step, request))


def suspension_of(step: Step, request: Request) -> Suspension:
    """The suspension that is asked for, in force or only thought of."""
    uow = step.uow
    return Suspension(
        case_id=step.case.id,
        clock_id=request.clock.id if request.clock else None,
        reason=request.reason,
        effective=request.effective,
        effective_at=_moment(step, request),
        note=request.note,
        requested_by=request.requested_by,
        approved_by=uow.actor.person_id,
        recorded_at=uow.now,
    )


def resume(step: Step, request: Request) -> None:
    """End a suspension; `effective` is the first day that counts again. FourEyes; SuspensionRefused says which rule."""
    require_other(step.uow, "resume", request.requested_by)
    suspension = check_resumption(step, request)
    suspension.resumed, suspension.resumed_at = _end(step, request, suspension)
    step.clockwork.go_on(suspension, note=request.note)


def ended(step: Step, request: Request, suspension: Suspension) -> Suspension:
    """A suspension as it would be, were it ended as is asked for: only thought of."""
    resumed, resumed_at = _end(step, request, suspension)
    return Suspension(
        case_id=suspension.case_id,
        clock_id=suspension.clock_id,
        reason=suspension.reason,
        effective=suspension.effective,
        effective_at=suspension.effective_at,
        resumed=resumed,
        resumed_at=resumed_at,
        token=suspension.token,
    )


def _end(step: Step, request: Request, suspension: Suspension) -> tuple[date, datetime]:
    return request.effective, max(_moment(step, request), suspension.effective_at)


def stands(step: Step) -> bool:
    """Does the case as a whole stand still, for any reason that a person gave?"""
    return any(
        one.clock_id is None and one.resumed is None and not one.automatic
        for one in step.clockwork.suspensions
    )


def check_suspension(step: Step, request: Request) -> None:
    """Raise SuspensionRefused with the rule that speaks against a suspension, whoever asks for it."""
    _refuse_dates(step, request, _clocks(step, request))


def check_resumption(step: Step, request: Request) -> Suspension:
    """Give the suspension that would end; SuspensionRefused with the rule that speaks against it."""
    suspension, name = _in_force(step, request), _name(request)
    if request.effective > step.uow.office.today(step.uow.now):
        raise SuspensionRefused(name, "future")
    if request.effective < suspension.effective:
        raise SuspensionRefused(name, "before-suspension")
    return suspension


def _name(request: Request) -> str:
    return request.clock.policy_id if request.clock else "*"


def _moment(step: Step, request: Request) -> datetime:
    return moment_of(request.effective, request.asked_at or step.uow.now, step.uow.office)


def _clocks(step: Step, request: Request) -> Sequence[Clock]:
    """The clocks that would stand still for the reason; some must, where there are any.

    One whose activity's timer the suspension holds is not asked: it stands whatever the reason.
    """
    work, office = step.clockwork, step.uow.office
    if not request.note.strip():
        raise SuspensionRefused(_name(request), "note")
    if office.reasons and request.reason not in office.reasons:
        raise SuspensionRefused(_name(request), "reason-unknown")
    whole = [clock for clock in work.clocks if not work.drawn(clock).timed]
    wanted = [request.clock] if request.clock else whole
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
    if running and all(_moment(step, request) >= clock.ends_at for clock in running):
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
