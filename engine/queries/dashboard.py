"""What a supervisor looks at first, search, and the inbox."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from engine.errors import NotAllowed
from engine.model import OPEN, Case, CaseState, Definition, Incident, Notification, Person, Recusal, Unit
from engine.queries.caserecords import incident_row, notification_row
from engine.queries.caserow import case_row
from engine.queries.chips import chip, first_of_case, open_clocks
from engine.queries.reach import told
from engine.queries.rows import CaseRow, IncidentRow, NotificationRow, Urgency
from engine.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class UnitLoad:
    """One unit's open cases and how pressing they are."""

    unit_id: int | None
    unit: str | None
    open: int
    overdue: int
    today: int
    warned: int
    suspended: int


@dataclass(frozen=True, slots=True)
class Attention:
    """Cases that need a supervisor: overdue, then those that end soon; loads by unit; open incidents."""

    overdue: tuple[CaseRow, ...]
    soon: tuple[CaseRow, ...]
    suspended: tuple[CaseRow, ...]
    units: tuple[UnitLoad, ...]
    incidents: tuple[IncidentRow, ...]


def attention(uow: UnitOfWork, *, unit_id: int | None = None, days: int = 3, limit: int = 200) -> Attention:
    """Overdue cases, those whose first clock ends within `days` calendar days, and the units' loads.

    Five statements. NotAllowed for who works on no cases.
    """
    _require_staff(uow)
    until = uow.now + timedelta(days=days)
    wanted = or_(Case.state == CaseState.SUSPENDED, Case.standing > 0, Case.ends_at <= until)
    where = [Case.state.in_(OPEN), wanted, visible(uow)]
    if unit_id is not None:
        where.append(Case.unit_id == unit_id)
    rows = _rows(uow, _cases().where(*where).order_by(*_PRESSING).limit(limit * 3))
    overdue = [row for row in rows if row.urgency is Urgency.OVERDUE]
    still = [row for row in rows if row.urgency is Urgency.SUSPENDED]
    soon = [row for row in rows if row.urgency not in (Urgency.OVERDUE, Urgency.SUSPENDED)]
    ending = [row for row in soon if row.clock is not None and row.clock.ends_at <= until]
    return Attention(
        tuple(overdue[:limit]),
        tuple(ending[:limit]),
        tuple(still[:limit]),
        _loads(uow),
        _open_incidents(uow, unit_id),
    )


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a search."""

    rows: tuple[CaseRow, ...]
    total: int
    by_state: Mapping[str, int]


def search(
    uow: UnitOfWork,
    *,
    text: str = "",
    definition_key: str | None = None,
    state: str | None = None,
    offset: int = 0,
    limit: int = 50,
) -> Found:
    """Find cases by a part of number or title (every word must be in one of them), newest first; three statements."""
    _require_staff(uow)
    where = [visible(uow), *(_contains(word) for word in text.split()[:10])]
    if definition_key is not None:
        where.append(Definition.key == definition_key)
    counted = select(Case.state, func.count()).join(Definition, Definition.id == Case.definition_id)
    states = {row[0]: row[1] for row in uow.session.execute(counted.where(*where).group_by(Case.state))}
    chosen = [*where, Case.state == state] if state is not None else where
    query = _cases().where(*chosen).order_by(Case.opened_at.desc(), Case.id.desc())
    total = states.get(state, 0) if state is not None else sum(states.values())
    return Found(_rows(uow, query.offset(max(offset, 0)).limit(limit)), total, states)


def inbox(uow: UnitOfWork, *, unread: bool = False, limit: int = 100) -> tuple[NotificationRow, ...]:
    """The actor's notifications whose time of delivery has come, newest first; one statement."""
    query = (
        select(Notification, Person.name, Case.number)
        .join(Person, Person.id == Notification.person_id)
        .outerjoin(Case, Case.id == Notification.case_id)
        .where(told(uow.actor), Notification.deliver_at <= uow.now)
        .order_by(Notification.deliver_at.desc(), Notification.id.desc())
        .limit(limit)
    )
    if unread:
        query = query.where(Notification.read_at.is_(None))
    return tuple(notification_row(*row) for row in uow.session.execute(query))


def listed(uow: UnitOfWork, cases: Sequence[int]) -> tuple[CaseRow, ...]:
    """These cases, as far as the actor may see them; two statements."""
    _require_staff(uow)
    return _rows(uow, _cases().where(Case.id.in_(cases), visible(uow)).order_by(*_PRESSING))


def visible(uow: UnitOfWork) -> ColumnElement[bool]:
    """Is the actor not recused from the case?"""
    return ~exists().where(Recusal.case_id == Case.id, Recusal.person_id == uow.actor.person_id)


# --- parts -----------------------------------------------------------------------------------------------------

_PRESSING = (case((Case.ends_at.is_(None), 1), else_=0), Case.ends_at, Case.id)


def _require_staff(uow: UnitOfWork) -> None:
    if not uow.actor.staff:
        raise NotAllowed("read", "role")


def _contains(word: str) -> ColumnElement[bool]:
    return or_(Case.number.icontains(word, autoescape=True), Case.title.icontains(word, autoescape=True))


def _cases() -> Select[*tuple[Any, ...]]:
    return (
        select(Case, Definition.key, Definition.name.label("definition"), Unit.name.label("unit"))
        .join(Definition, Definition.id == Case.definition_id)
        .outerjoin(Unit, Unit.id == Case.unit_id)
    )


def _rows(uow: UnitOfWork, query: Select[*tuple[Any, ...]]) -> tuple[CaseRow, ...]:
    found = uow.session.execute(query).all()
    clocks = open_clocks(uow, (row.Case.id for row in found))
    chips = {
        number: first_of_case([chip(one, uow.now, uow.office) for one in rows])
        for number, rows in clocks.items()
    }
    return tuple(case_row(row, chips.get(row.Case.id), uow.actor.language) for row in found)


def _loads(uow: UnitOfWork) -> tuple[UnitLoad, ...]:
    running = Case.state == CaseState.RUNNING
    late, today, warned = _urgencies(uow.now, _midnight(uow))
    still = and_(Case.standing > 0, Case.ends_at.is_(None))  # every clock stands still, as in an appraisal
    query = (
        select(
            Case.unit_id,
            Unit.name,
            func.count(),
            _sum(and_(running, late)),
            _sum(and_(running, ~late, today)),
            _sum(and_(running, ~late, ~today, warned)),
            _sum(or_(Case.state == CaseState.SUSPENDED, still)),
        )
        .outerjoin(Unit, Unit.id == Case.unit_id)
        .where(Case.state.in_(OPEN))
        .group_by(Case.unit_id, Unit.name)
        .order_by(Case.unit_id)
    )
    rows: Sequence[Any] = uow.session.execute(query).all()
    return tuple(
        UnitLoad(row[0], row[1].to(uow.actor.language) if row[1] else None, *map(int, row[2:]))
        for row in rows
    )


def _urgencies(now: datetime, midnight: datetime) -> tuple[ColumnElement[bool], ...]:
    """Overdue, ends by midnight, warned; false, not NULL, for a case without a running clock."""
    ends = func.coalesce(Case.ends_at, midnight + timedelta(days=36_525))
    warns = func.coalesce(Case.warns_at, midnight + timedelta(days=36_525))
    return ends <= now, ends <= midnight, warns <= now


def _midnight(uow: UnitOfWork) -> datetime:
    """24:00 of today in the office."""
    local = uow.office.local(uow.now)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _open_incidents(uow: UnitOfWork, unit_id: int | None) -> tuple[IncidentRow, ...]:
    query = (
        select(Incident)
        .join(Case, Case.id == Incident.case_id)
        .where(Incident.resolved_at.is_(None), visible(uow))
    )
    if unit_id is not None:
        query = query.where(Case.unit_id == unit_id)
    rows = uow.session.scalars(query.order_by(Incident.id.desc()).limit(100))
    return tuple(incident_row(row, uow.actor.language) for row in rows)
