"""Instructions: what I have to answer, what I issued, what is done, and all of one case."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from engine.errors import NotAllowed, NotFound, Recused
from engine.model import (
    Case,
    Clock,
    Instruction,
    InstructionState,
    Membership,
    Person,
    Recusal,
    Task,
    TaskState,
    Unit,
)
from engine.queries.rows import Blank, InstructionRow, PersonRef
from engine.steps.instructing import for_me, moves, to_answer, to_close, unanswered, visible
from engine.steps.rights import is_recused
from engine.steps.standins import away_on, is_away
from engine.steps.watched import clock_of
from engine.uow import OUTSIDE_CASES, UnitOfWork

_Issuer, _To = aliased(Person), aliased(Person)
_OVER = (InstructionState.CLOSED, InstructionState.WITHDRAWN)
MOST = 100


def waiting(uow: UnitOfWork, *, limit: int = MOST) -> tuple[InstructionRow, ...]:
    """What waits for the reader's answer, the most pressing first."""
    query = _instructions().where(to_answer(uow.actor, _today(uow)))
    return _rows(uow, query.order_by(Instruction.answer_by, Instruction.id).limit(limit))


def issued(uow: UnitOfWork, *, limit: int = MOST) -> tuple[InstructionRow, ...]:
    """What the reader issued and is not over: what is answered first, then the most pressing."""
    mine = and_(Instruction.issued_by == uow.actor.person_id, Instruction.state.not_in(_OVER))
    query = _instructions().where(mine, visible(uow.actor))
    first = Instruction.state != InstructionState.ANSWERED
    return _rows(uow, query.order_by(first, Instruction.answer_by, Instruction.id).limit(limit))


def done(uow: UnitOfWork, *, limit: int = MOST) -> tuple[InstructionRow, ...]:
    """What the reader has answered, and what is over on either side; the newest first."""
    answered = and_(for_me(uow.actor, _today(uow)), ~unanswered())
    over = and_(Instruction.issued_by == uow.actor.person_id, Instruction.state.in_(_OVER))
    query = _instructions().where(or_(answered, over), visible(uow.actor))
    last = func.coalesce(Instruction.closed_at, Instruction.answered_at)
    return _rows(uow, query.order_by(last.desc(), Instruction.id.desc()).limit(limit))


def of_case(uow: UnitOfWork, case_id: int) -> tuple[InstructionRow, ...]:
    """Every instruction of a case that the reader may see, the newest first."""
    query = _instructions().where(Instruction.case_id == case_id, visible(uow.actor))
    return _rows(uow, query.order_by(Instruction.id.desc()))


def one(uow: UnitOfWork, instruction_id: int) -> InstructionRow:
    """One instruction; NotFound, NotAllowed, Recused."""
    found = _rows(uow, _instructions().where(Instruction.id == instruction_id))
    if not found:
        raise NotFound("instruction", instruction_id)
    if not uow.actor.staff:
        raise NotAllowed("read", "role")
    if is_recused(uow, found[0].case_id):
        raise Recused("read", "recused")
    return found[0]


def number_waiting(uow: UnitOfWork) -> Select[int]:
    """How many the reader has to answer or to close; a part of a statement."""
    where = or_(to_answer(uow.actor, _today(uow)), to_close(uow.actor))
    return select(func.count()).select_from(Instruction).where(where)


def number_late(uow: UnitOfWork) -> Select[int]:
    """How many the reader should have answered by now; a part of a statement."""
    late = and_(to_answer(uow.actor, _today(uow)), Instruction.answer_by <= uow.now)
    return select(func.count()).select_from(Instruction).where(late)


def number_unanswered(uow: UnitOfWork) -> Select[int]:
    """How many the reader has to answer, and how many of the reader's own nobody has in time; a part of a statement."""
    mine = and_(unanswered(), Instruction.issued_by == uow.actor.person_id, visible(uow.actor))
    late = and_(mine, Instruction.answer_by <= uow.now)
    where: ColumnElement[bool] = or_(to_answer(uow.actor, _today(uow)), late)
    return select(func.count()).select_from(Instruction).where(where)


def _today(uow: UnitOfWork) -> date:
    """The office's day, which is the same under every calendar; no statement."""
    return uow.engine.office.today(uow.now)


# --- a new one ---------------------------------------------------------------------------------------------------


def blank(uow: UnitOfWork, case_id: int, task_id: int | None = None) -> Blank:
    """What a new instruction about a case begins with, or about what a task watches."""
    task = uow.session.get(Task, task_id) if task_id is not None else None
    clock = clock_of(uow.session, task) if task is not None else None
    holding = select(Task.assignee_id).where(Task.case_id == case_id, Task.state == TaskState.OPEN)
    working = [each for each in uow.session.scalars(holding.order_by(Task.id)) if each is not None]
    people = _people(uow, case_id)
    known = {each.id for each in people}
    return Blank(
        people=tuple(sorted(people, key=lambda each: each.id not in working)),
        working=frozenset(working),
        suggested=next((each for each in working if each in known), None),
        answer_by=uow.office.calendar.shift(uow.office.today(uow.now), 1),
        clock_id=clock.id if clock is not None else None,
        clock=clock.name if clock is not None else None,
    )


def _people(uow: UnitOfWork, case_id: int) -> list[PersonRef]:
    """Active persons who work on cases and are not recused from this one; but for the reader."""
    away = is_away(uow.office.today(uow.now)).label("away")
    recused = select(Recusal.person_id).where(Recusal.case_id == case_id)
    query = (
        select(Person.id, Person.name, func.min(Unit.name).label("unit"), away)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Membership.unit_id)
        .where(Membership.role.not_in(OUTSIDE_CASES), Person.active, Person.id.not_in(recused))
        .where(Person.id != (uow.actor.person_id or 0))
        .group_by(Person.id, Person.name)
        .order_by(Person.name, Person.id)
    )
    return [
        PersonRef(row.id, row.name, row.unit.to(uow.actor.language) if row.unit else None, row.away)
        for row in uow.session.execute(query)
    ]


# --- rows --------------------------------------------------------------------------------------------------------


def _instructions() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Instruction,
            Case.number,
            Case.title,
            Clock.name.label("clock"),
            _Issuer.name.label("issuer"),
            _To.name.label("person"),
        )
        .join(Case, Case.id == Instruction.case_id)
        .join(_Issuer, _Issuer.id == Instruction.issued_by)
        .join(_To, _To.id == Instruction.to_id)
        .outerjoin(Clock, Clock.id == Instruction.clock_id)
    )


def _rows(uow: UnitOfWork, query: Select[*tuple[Any, ...]]) -> tuple[InstructionRow, ...]:
    found = uow.session.execute(query).all()
    return tuple(_made(uow, found)) if found else ()


def _made(uow: UnitOfWork, found: Iterable[Row[*tuple[Any, ...]]]) -> Iterable[InstructionRow]:
    away = away_on(uow.session, _today(uow))
    for row in found:
        yield _row(row, uow.now, moves(uow.actor, row.Instruction, away))


def _row(found: Row[*tuple[Any, ...]], now: datetime, may: frozenset[str]) -> InstructionRow:
    one: Instruction = found.Instruction
    return InstructionRow(
        id=one.id,
        case_id=one.case_id,
        number=found.number,
        title=found.title,
        clock_id=one.clock_id,
        clock=found.clock,
        task_id=one.task_id,
        text=one.text,
        state=one.state,
        issued_by=found.issuer,
        issued_at=one.issued_at,
        to=found.person,
        to_id=one.to_id,
        answer_by=one.answer_by,
        acknowledged_at=one.acknowledged_at,
        answer=one.answer,
        answered_at=one.answered_at,
        closing=one.closing,
        closed_at=one.closed_at,
        escalated=one.escalated,
        late=one.unanswered and one.answer_by <= now,
        percent=_percent(one, now),
        may=may,
    )


def _percent(one: Instruction, now: datetime) -> int:
    whole = (one.answer_by - one.issued_at).total_seconds()
    return 100 if whole <= 0 else max(0, min(100, int(100 * (now - one.issued_at).total_seconds() / whole)))
