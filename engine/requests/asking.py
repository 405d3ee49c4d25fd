"""Asking: what a person who works on a case asks about its clocks, held against the rules at once."""

from datetime import date

from sqlalchemy import select

from engine.errors import MoveRefused, NotAllowed, NotFound, Recused, RequestRefused
from engine.model import Clock, ClockRequest, Document, RequestKind, RequestState
from engine.requests import reminding, telling
from engine.steps import correcting, extending, standing
from engine.steps.involved import may_ask
from engine.steps.rights import SUPERVISORS, is_recused
from engine.steps.starting import step_of
from engine.steps.step import Step
from engine.uow import UnitOfWork


def ask_suspension(
    uow: UnitOfWork,
    case_id: int,
    clock_id: int | None,
    *,
    reason: str,
    effective: date,
    note: str,
    document: int | None = None,
) -> int:
    """Ask to stand one clock still, or the whole case; the request's number.

    Who works on the case may ask, and whoever supervises. NotFound, NotAllowed, Recused, MoveRefused (the case is
    closed), RequestRefused (pending: it has been asked already), SuspensionRefused with the rule, as when it is granted.
    """
    step, clock = _begin(uow, case_id, clock_id)
    standing.check_suspension(step, _wish(uow, reason, effective, note, clock))
    request = _new(uow, RequestKind.SUSPEND, note, document)
    request.reason, request.effective = reason, effective
    return _ask(step, clock, request)


def ask_resumption(
    uow: UnitOfWork,
    case_id: int,
    clock_id: int | None,
    *,
    reason: str,
    effective: date,
    note: str = "",
    document: int | None = None,
) -> int:
    """Ask to let one clock, or the whole case, go on; `effective` is the first day that counts. As `ask_suspension`."""
    step, clock = _begin(uow, case_id, clock_id)
    standing.check_resumption(step, _wish(uow, reason, effective, note, clock))
    request = _new(uow, RequestKind.RESUME, note, document)
    request.reason, request.effective = reason, effective
    return _ask(step, clock, request)


def ask_extension(
    uow: UnitOfWork, case_id: int, clock_id: int, *, amount: int, note: str, document: int | None = None
) -> int:
    """Ask for more of a clock, in its unit of extension. As `ask_suspension`; ExtensionRefused with the rule."""
    step, clock = _begin(uow, case_id, clock_id)
    assert clock is not None  # noqa: S101 - the clock was asked for by its number
    extending.check(step, clock, amount, note)
    request = _new(uow, RequestKind.EXTEND, note, document)
    request.amount, request.unit = amount, extending.unit_of(step.clockwork.policy(clock)).value
    return _ask(step, clock, request)


def ask_correction(
    uow: UnitOfWork, case_id: int, clock_id: int, *, starts: date, note: str, document: int | None = None
) -> int:
    """Ask to correct a clock's start to a day, or to an instant. As `ask_suspension`; RequestRefused with the rule."""
    step, clock = _begin(uow, case_id, clock_id)
    assert clock is not None  # noqa: S101 - the clock was asked for by its number
    request = _new(uow, RequestKind.CORRECT, note, document)
    request.starts_at = correcting.check(step, clock, starts, note)
    return _ask(step, clock, request)


def _begin(uow: UnitOfWork, case_id: int, clock_id: int | None) -> tuple[Step, Clock | None]:
    step = step_of(uow, case_id)
    if is_recused(uow, case_id):
        raise Recused("request", "recused")
    if not may_ask(uow.session, step.case, uow.actor):
        raise NotAllowed("request", "person" if uow.actor.person_id is None else "involved")
    if not step.case.open:
        raise MoveRefused("case", step.case.state, "request")
    return step, None if clock_id is None else step.clockwork.clock(clock_id)


def _wish(uow: UnitOfWork, reason: str, effective: date, note: str, clock: Clock | None) -> standing.Request:
    return standing.Request(reason, effective, note, uow.actor.person_id or 0, clock)


def _new(uow: UnitOfWork, kind: RequestKind, note: str, document: int | None) -> ClockRequest:
    return ClockRequest(
        kind=kind,
        note=note,
        document_id=document,
        asked_by=uow.actor.person_id,
        asked_at=uow.now,
        state=RequestState.ASKED,
    )


def _ask(step: Step, clock: Clock | None, request: ClockRequest) -> int:
    request.case_id, request.clock_id = step.case.id, clock.id if clock else None
    request.deciders = list(SUPERVISORS)
    if request.kind == RequestKind.EXTEND and clock is not None:
        request.deciders = list(extending.granters(step.clockwork.policy(clock)))
    _refuse_second(step, request)
    _refuse_document(step, request)
    step.uow.session.add(request)
    step.uow.session.flush()
    request.asked(step.uow.book(step.case))
    telling.tell_deciders(step.uow, step.case, clock, request)
    reminding.watch(step.uow, step.case, clock, request, step.alarms)
    step.finish()
    return request.id


def _refuse_second(step: Step, request: ClockRequest) -> None:
    same = (
        ClockRequest.case_id == request.case_id,
        ClockRequest.clock_id == request.clock_id if request.clock_id else ClockRequest.clock_id.is_(None),
        ClockRequest.kind == request.kind,
        ClockRequest.state == RequestState.ASKED,
    )
    if step.uow.session.scalar(select(ClockRequest.id).where(*same).limit(1)) is not None:
        raise RequestRefused(request.kind, "pending")


def _refuse_document(step: Step, request: ClockRequest) -> None:
    if request.document_id is None:
        return
    mine = select(Document.id).where(Document.id == request.document_id, Document.case_id == step.case.id)
    if step.uow.session.scalar(mine) is None:
        raise NotFound("document", request.document_id)
