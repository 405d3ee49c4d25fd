"""Deciding: granted by another person, who thereby lets it happen; refused with a reason; or taken back."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from engine import cases, clocks
from engine.errors import ExtensionRefused, MoveRefused, NotAllowed, NotFound, Recused, RequestRefused
from engine.model import AlarmKind, Case, ClockRequest, RequestKind, RequestState
from engine.requests import telling
from engine.steps.alarm_rows import AlarmRows
from engine.steps.loading import lock_case
from engine.steps.rights import is_recused, require_other
from engine.uow import UnitOfWork


def grant(uow: UnitOfWork, request_id: int, *, decision: str = "") -> None:
    """Grant a request, and carry it out; the rules are held against it again.

    Another person than who asked decides, with one of the roles that the request names, and not recused. NotFound,
    NotAllowed, FourEyes, Recused, MoveRefused (it has been decided), and whatever refuses the thing itself; an extension
    that was asked for in time and would be granted after the end: ExtensionRefused, granted-late.
    """
    case, request = _open(uow, request_id, "grant")
    require_decider(uow, request, "grant")
    request.grant(uow.book(case), decision=decision)
    _DEEDS[RequestKind(request.kind)](uow, request)
    _decided(uow, case, request)


def refuse(uow: UnitOfWork, request_id: int, *, decision: str) -> None:
    """Refuse a request, with a reason (RequestRefused: decision). As `grant`."""
    case, request = _open(uow, request_id, "refuse")
    require_decider(uow, request, "refuse")
    if not decision.strip():
        raise RequestRefused(request.kind, "decision")
    request.refuse(uow.book(case), decision=decision)
    _decided(uow, case, request)


def withdraw(uow: UnitOfWork, request_id: int, *, note: str = "") -> None:
    """Take a request back; the right of who asked alone. NotFound, NotAllowed, MoveRefused."""
    case, request = _open(uow, request_id, "withdraw")
    if request.asked_by != uow.actor.person_id:
        raise NotAllowed("withdraw", "asker")
    request.withdraw(uow.book(case), note=note)
    _forget(uow, request)


def require_decider(uow: UnitOfWork, request: ClockRequest, action: str) -> None:
    """Raise NotAllowed, FourEyes or Recused unless the actor may decide on a request."""
    if uow.actor.person_id is None:
        raise NotAllowed(action, "person")
    if not uow.actor.has(*request.deciders):
        raise NotAllowed(action, "role")
    require_other(uow, action, request.asked_by)
    if is_recused(uow, request.case_id):
        raise Recused(action, "recused")


def _open(uow: UnitOfWork, request_id: int, move: str) -> tuple[Case, ClockRequest]:
    """The request and its case, both as they are once the case is locked."""
    case_id = uow.session.scalar(select(ClockRequest.case_id).where(ClockRequest.id == request_id))
    if case_id is None:
        raise NotFound("request", request_id)
    case = lock_case(uow, case_id)
    request = uow.session.get_one(ClockRequest, request_id, populate_existing=True)
    if request.state != RequestState.ASKED:
        raise MoveRefused("request", request.state, move)
    return case, request


def _decided(uow: UnitOfWork, case: Case, request: ClockRequest) -> None:
    telling.tell_asker(uow, case, request)
    _forget(uow, request)


def _forget(uow: UnitOfWork, request: ClockRequest) -> None:
    alarms = AlarmRows(uow)
    alarms.clear(AlarmKind.REQUEST, str(request.id))
    alarms.flush()


# --- what is granted ---------------------------------------------------------------------------------------------


def _suspend(uow: UnitOfWork, request: ClockRequest) -> None:
    if request.clock_id is None:
        cases.suspend(uow, request.case_id, **_standing(request))
    else:
        clocks.suspend(uow, request.clock_id, **_standing(request))


def _resume(uow: UnitOfWork, request: ClockRequest) -> None:
    if request.clock_id is None:
        cases.resume(uow, request.case_id, **_standing(request))
    else:
        clocks.resume(uow, request.clock_id, **_standing(request))


def _standing(request: ClockRequest) -> dict[str, Any]:
    return {
        "reason": request.reason,
        "effective": request.effective,
        "note": request.note,
        "requested_by": request.asked_by,
        "asked_at": request.asked_at,
    }


def _extend(uow: UnitOfWork, request: ClockRequest) -> None:
    amount, note = request.amount or 0, request.note
    try:
        clocks.extend(uow, _clock(request), amount=amount, requested_by=request.asked_by, note=note)
    except ExtensionRefused as refused:
        if refused.rule == "ended":
            raise ExtensionRefused(refused.clock, "granted-late", ended=refused.ended) from None
        raise


def _correct(uow: UnitOfWork, request: ClockRequest) -> None:
    assert request.starts_at is not None  # noqa: S101 - of its kind
    starts, note = request.starts_at, request.note
    clocks.correct(uow, _clock(request), starts=starts, requested_by=request.asked_by, note=note)


def _clock(request: ClockRequest) -> int:
    assert request.clock_id is not None  # noqa: S101 - of its kind
    return request.clock_id


_DEEDS: Mapping[RequestKind, Callable[[UnitOfWork, ClockRequest], None]] = {
    RequestKind.SUSPEND: _suspend,
    RequestKind.RESUME: _resume,
    RequestKind.EXTEND: _extend,
    RequestKind.CORRECT: _correct,
}
"""What follows of a request that is granted."""
