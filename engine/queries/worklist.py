"""The worklist: what is mine, what my groups could take, and how pressing it is."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from engine.model import Case, Definition, Notification, Person, Task, Unit
from engine.queries import instructions
from engine.queries.chips import chip, first, open_clocks, pressing
from engine.queries.reach import mine as is_mine
from engine.queries.reach import takeable, told
from engine.queries.requests import number_waiting
from engine.queries.rows import Counts, Urgency, Worklist, WorkRow
from engine.queries.taskform import form
from engine.uow import UnitOfWork

__all__ = ["counts", "form", "mine", "pool"]


def mine(uow: UnitOfWork, *, limit: int = 500) -> Worklist:
    """Open tasks assigned to the actor; two statements."""
    return _worklist(uow, is_mine(uow.actor), limit)


def pool(uow: UnitOfWork, *, limit: int = 500) -> Worklist:
    """Open tasks without assignee that the actor may claim: by role, by name, not recused, four eyes kept."""
    return _worklist(uow, takeable(uow.actor), limit)


def counts(uow: UnitOfWork) -> Counts:
    """The numbers beside the navigation, in one statement."""
    actor = uow.actor
    unread = (
        select(func.count())
        .select_from(Notification)
        .where(
            told(actor),
            Notification.read_at.is_(None),
            Notification.deliver_at <= uow.now,
        )
    )
    late = (Case.state == "running", Case.ends_at <= uow.now)
    tasks = _count(is_mine(actor)), _count(takeable(actor))
    asked = number_waiting(actor), instructions.number_waiting(uow), instructions.number_late(uow)
    numbers = (*tasks, unread, _count(is_mine(actor), *late), *asked)
    return Counts(*uow.session.execute(select(*(one.scalar_subquery() for one in numbers))).one())


def _count(*where: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(Task).join(Case, Case.id == Task.case_id).where(*where)


_HEAD = (
    Task.id.label("task_id"),
    Task.token,
    Task.node_id,
    Task.name,
    Task.role,
    Task.kind,
    Task.assignee_id,
    Task.created_at,
    Task.claimed_at,
    Task.draft_at,
    Case.id.label("case_id"),
    Case.number,
    Case.title,
    Case.state.label("case_state"),
    Case.priority,
    Definition.key,
    Definition.name.label("definition"),
    Person.name.label("assignee"),
    Unit.name.label("unit"),
)


def _worklist(uow: UnitOfWork, where: ColumnElement[bool], limit: int) -> Worklist:
    query = (
        select(*_HEAD, func.count().over().label("total"))
        .join(Case, Case.id == Task.case_id)
        .join(Definition, Definition.id == Case.definition_id)
        .outerjoin(Person, Person.id == Task.assignee_id)
        .outerjoin(Unit, Unit.id == Case.unit_id)
        .where(where)
        .order_by(case((Case.ends_at.is_(None), 1), else_=0), Case.ends_at, Case.priority.desc(), Task.id)
        .limit(limit)
    )
    found = uow.session.execute(query).all()
    clocks = open_clocks(uow, (row.case_id for row in found))
    rows = [_row(uow, row, clocks.get(row.case_id, ())) for row in found]
    return Worklist(_groups(rows), found[0].total if found else 0)


def _row(uow: UnitOfWork, row: Any, clocks: Iterable[Any]) -> WorkRow:
    own = [
        chip(clock, uow.now, uow.office)
        for clock in clocks
        if clock.token is None or clock.token == row.token
    ]
    clock = first(own)
    return WorkRow(
        task_id=row.task_id,
        case_id=row.case_id,
        number=row.number,
        title=row.title,
        name=row.name,
        node_id=row.node_id,
        definition_key=row.key,
        definition=row.definition,
        role=row.role,
        assignee_id=row.assignee_id,
        assignee=row.assignee,
        unit=row.unit.to(uow.actor.language) if row.unit else None,
        priority=row.priority,
        created_at=row.created_at,
        claimed_at=row.claimed_at,
        case_state=row.case_state,
        urgency=pressing(clock, row.case_state),
        clock=clock,
        has_draft=row.draft_at is not None,
        kind=row.kind,
    )


def _groups(rows: list[WorkRow]) -> dict[Urgency, tuple[WorkRow, ...]]:
    return {urgency: tuple(sorted(_in(rows, urgency), key=_order)) for urgency in Urgency}


def _in(rows: list[WorkRow], urgency: Urgency) -> list[WorkRow]:
    return [row for row in rows if row.urgency is urgency]


def _order(row: WorkRow) -> tuple[bool, float, int, float, int]:
    """By end, then priority, then age."""
    ends = row.clock.ends_at.timestamp() if row.clock else 0.0
    return (row.clock is None, ends, -row.priority, row.created_at.timestamp(), row.task_id)
