"""What is asked about clocks: what waits for me, what I asked, what was decided, and all of one case."""

from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from engine.errors import NotAllowed, NotFound, Recused
from engine.model import Case, Clock, ClockRequest, ClockState, Document, Person, Recusal, RequestState
from engine.queries.rows import DocumentRow, RequestRow
from engine.steps.rights import is_recused
from engine.uow import Actor, UnitOfWork

_Any = aliased(Clock)
_Asker, _Decider, _Adder = aliased(Person), aliased(Person), aliased(Person)
MOST = 100


def waiting(uow: UnitOfWork, *, limit: int = MOST) -> tuple[RequestRow, ...]:
    """What waits for the actor's decision, the oldest first; one statement."""
    query = _requests().where(decidable(uow.actor)).order_by(ClockRequest.asked_at, ClockRequest.id)
    return _rows(uow, query.limit(limit))


def asked(uow: UnitOfWork, *, limit: int = MOST) -> tuple[RequestRow, ...]:
    """What the actor asked, the newest first; one statement."""
    mine = and_(ClockRequest.asked_by == uow.actor.person_id, ~_recused(uow.actor))
    return _rows(uow, _requests().where(mine).order_by(ClockRequest.id.desc()).limit(limit))


def decided(uow: UnitOfWork, *, limit: int = MOST) -> tuple[RequestRow, ...]:
    """What the actor has granted or refused, the newest first; one statement."""
    states = (RequestState.GRANTED, RequestState.REFUSED)
    mine = and_(ClockRequest.decided_by == uow.actor.person_id, ClockRequest.state.in_(states))
    query = _requests().where(mine, ~_recused(uow.actor))
    return _rows(uow, query.order_by(ClockRequest.decided_at.desc(), ClockRequest.id.desc()).limit(limit))


def of_case(uow: UnitOfWork, case_id: int) -> tuple[RequestRow, ...]:
    """Everything that was asked in a case that the actor may read, the newest first; one statement."""
    query = _requests().where(ClockRequest.case_id == case_id)
    return _rows(uow, query.order_by(ClockRequest.id.desc()))


def one(uow: UnitOfWork, request_id: int) -> RequestRow:
    """One request; NotFound, NotAllowed, Recused."""
    found = _rows(uow, _requests().where(ClockRequest.id == request_id))
    if not found:
        raise NotFound("request", request_id)
    if not uow.actor.staff:
        raise NotAllowed("read", "role")
    if is_recused(uow, found[0].case_id):
        raise Recused("read", "recused")
    return found[0]


def decidable(actor: Actor) -> ColumnElement[bool]:
    """Waits for a decision, and the actor may decide: by role, not the asker, not recused."""
    roles = [ClockRequest.deciders.like(literal(f'%"{role}"%')) for role in sorted(actor.roles)]
    mine = or_(*roles) if roles else literal(value=False)
    return and_(
        ClockRequest.state == RequestState.ASKED,
        mine,
        ClockRequest.asked_by != actor.person_id,
        ~_recused(actor),
    )


def number_waiting(actor: Actor) -> Select[int]:
    """How many wait for the actor; a part of a statement."""
    return select(func.count()).select_from(ClockRequest).where(decidable(actor))


def _recused(actor: Actor) -> ColumnElement[bool]:
    return exists().where(Recusal.case_id == ClockRequest.case_id, Recusal.person_id == actor.person_id)


def _case_provisional() -> ColumnElement[bool]:
    """Whether the first end of the case is that of a clock whose end may still move."""
    first = (_Any.case_id == Case.id, _Any.ends_at == Case.ends_at, _Any.state != ClockState.STOPPED)
    return exists().where(*first, _Any.provisional)


def _requests() -> Select[*tuple[Any, ...]]:
    return (
        select(
            ClockRequest,
            Case.number,
            Case.title,
            Case.ends_at.label("case_end"),
            Clock.name.label("clock"),
            Clock.ends_at.label("clock_end"),
            Clock.provisional.label("clock_provisional"),
            _case_provisional().label("case_provisional"),
            Clock.started_at,
            Document,
            _Adder.name.label("adder"),
            _Asker.name.label("asker"),
            _Decider.name.label("decider"),
        )
        .join(Case, Case.id == ClockRequest.case_id)
        .join(_Asker, _Asker.id == ClockRequest.asked_by)
        .outerjoin(Clock, Clock.id == ClockRequest.clock_id)
        .outerjoin(Document, Document.id == ClockRequest.document_id)
        .outerjoin(_Adder, _Adder.id == Document.added_by)
        .outerjoin(_Decider, _Decider.id == ClockRequest.decided_by)
    )


def _rows(uow: UnitOfWork, query: Select[*tuple[Any, ...]]) -> tuple[RequestRow, ...]:
    return tuple(_row(uow.actor, found) for found in uow.session.execute(query))


def _row(actor: Actor, found: Row[*tuple[Any, ...]]) -> RequestRow:
    one: ClockRequest = found.ClockRequest
    return RequestRow(
        id=one.id,
        case_id=one.case_id,
        number=found.number,
        title=found.title,
        kind=one.kind,
        state=one.state,
        clock_id=one.clock_id,
        clock=found.clock,
        ends_at=found.clock_end if one.clock_id is not None else found.case_end,
        provisional=bool(found.clock_provisional if one.clock_id is not None else found.case_provisional),
        reason=one.reason,
        effective=one.effective,
        amount=one.amount,
        unit=one.unit,
        starts_at=one.starts_at,
        old_start=found.started_at,
        note=one.note,
        document=document_row(found.Document, found.adder) if found.Document is not None else None,
        asked_by=found.asker,
        asked_by_id=one.asked_by,
        asked_at=one.asked_at,
        decided_by=found.decider,
        decided_at=one.decided_at,
        decision=one.decision,
        deciders=tuple(one.deciders),
        may=_moves(actor, one),
    )


def document_row(document: Document, added_by: str | None) -> DocumentRow:
    """A document as a row."""
    return DocumentRow(
        id=document.id,
        case_id=document.case_id,
        name=document.name,
        media_type=document.media_type,
        size=document.size,
        sha256=document.sha256,
        added_by=added_by,
        added_at=document.added_at,
    )


def _moves(actor: Actor, request: ClockRequest) -> frozenset[str]:
    if request.state != RequestState.ASKED or actor.person_id is None:
        return frozenset()
    if request.asked_by == actor.person_id:
        return frozenset({"withdraw"})
    return frozenset({"grant", "refuse"}) if actor.has(*request.deciders) else frozenset()
