"""Who may be given work, and who is to be told: persons by role and unit, never one who is recused."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session

from engine.model import Case, Membership, Person, Recusal, Task, TaskState, Unit
from engine.procedure import Candidate
from engine.steps.standins import is_away


@dataclass(frozen=True, slots=True)
class Known:
    """A person as the rules see one."""

    id: int
    name: str
    active: bool
    recused: bool
    roles: frozenset[str]


def known(session: Session, ids: Iterable[int], case_id: int) -> dict[int, Known]:
    """Persons by id, with their roles, and whether they are recused from the case; one statement."""
    recused = exists().where(Recusal.case_id == case_id, Recusal.person_id == Person.id)
    columns = select(Person.id, Person.name, Person.active, recused.label("recused"), Membership.role)
    query = columns.outerjoin(Membership, Membership.person_id == Person.id).where(Person.id.in_(list(ids)))
    rows = session.execute(query).all()
    roles: dict[int, set[str]] = {}
    for row in rows:
        roles.setdefault(row.id, set()).add(row.role)
    return {
        row.id: Known(row.id, row.name, row.active, row.recused, frozenset(roles[row.id])) for row in rows
    }


def _may_see(case_id: int | None) -> ColumnElement[bool]:
    return and_(Person.active, ~exists().where(Recusal.case_id == case_id, Recusal.person_id == Person.id))


def candidates(session: Session, role: str, case_id: int, day: date) -> Sequence[Candidate]:
    """Active persons with the role, not recused: those who are there on the day first, the least loaded before others.

    One statement.
    """
    away = is_away(day).label("away")
    load = (
        select(func.count())
        .where(Task.assignee_id == Person.id, Task.state == TaskState.OPEN)
        .correlate(Person)
        .scalar_subquery()
    )
    query = (
        select(Person.id, Person.name, func.min(Unit.key).label("unit"), load.label("open_tasks"), away)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Membership.unit_id)
        .where(Membership.role == role, _may_see(case_id))
        .group_by(Person.id, Person.name)
        .order_by("away", "open_tasks", Person.id)
    )
    return [Candidate(*row) for row in session.execute(query)]


def holders(session: Session, role: str, case_id: int | None, units: Iterable[int] = ()) -> list[int]:
    """Persons with a role in one of the units, else in a unit above it, or, where there is none, in the whole office."""
    query = (
        select(Membership.person_id, Membership.unit_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.role == role, _may_see(case_id))
        .order_by(Membership.person_id)
    )
    rows = session.execute(query).all()
    within, seen = set(units), set[int]()
    while within:
        near = [row.person_id for row in rows if row.unit_id in within]
        if near:
            return list(dict.fromkeys(near))
        seen |= within
        within = set(_above(session, within)) - seen
    return list(dict.fromkeys(row.person_id for row in rows))


def _open_tasks(case: Case, tokens: Collection[int] | None) -> Select[int | None, str | None, int | None]:
    query = select(Task.assignee_id, Task.role, Task.token)
    query = query.where(Task.case_id == case.id, Task.state == TaskState.OPEN)
    return query if tokens is None else query.where(Task.token.in_(tokens))


def recipients(
    session: Session, case: Case, names: Iterable[str], tokens: Collection[int] | None = None
) -> list[int]:
    """Persons whom a rung's `notify` names now: `assignee`, `group`, `initiator`, a role; supervisors by unit.

    `tokens`: those of the activity that the clock belongs to; without them, every open task of the case counts.
    """
    wanted = tuple(names)
    tasks = session.execute(_open_tasks(case, tokens)).all()
    assignees = [row.assignee_id for row in tasks if row.assignee_id is not None]
    found: list[int] = []
    for name in wanted:
        if name == "assignee":
            found += who_may_see(session, assignees, case.id)
        elif name == "initiator":
            found += who_may_see(session, [case.initiator_id] if case.initiator_id else [], case.id)
        elif name == "group":
            roles = dict.fromkeys(row.role for row in tasks if row.role)
            found += [one for role in roles for one in holders(session, role, case.id)]
        else:
            units = _units(session, case, assignees) if name == "supervisor" else ()
            found += holders(session, name, case.id, units)
    return list(dict.fromkeys(found))


def there_first(session: Session, ids: Sequence[int], day: date) -> Sequence[int]:
    """The persons who are there on a day before those who are away, in their order otherwise."""
    if len(ids) < 2:  # noqa: PLR2004 - nothing to put in order
        return ids
    away = set(session.scalars(select(Person.id).where(Person.id.in_(ids), is_away(day))))
    return sorted(ids, key=lambda one: one in away)


def who_may_see(session: Session, ids: Sequence[int], case_id: int) -> list[int]:
    """Those of the persons who are active and not recused from the case."""
    if not ids:
        return []
    query = select(Person.id).where(Person.id.in_(ids), _may_see(case_id)).order_by(Person.id)
    return list(session.scalars(query))


def in_charge(session: Session) -> list[int]:
    """Who looks after the system itself: the administrators, else the directors, else the supervisors."""
    found = (holders(session, role, None) for role in ("administrator", "director", "supervisor"))
    return next((people for people in found if people), [])


def _units(session: Session, case: Case, assignees: Sequence[int]) -> list[int]:
    """The units answerable for a case: those of the assignees, else the case's own."""
    query = select(Membership.unit_id).where(
        Membership.person_id.in_(assignees), Membership.unit_id.is_not(None)
    )
    units = [unit for unit in session.scalars(query) if unit is not None] if assignees else []
    return units or ([case.unit_id] if case.unit_id else [])


def _above(session: Session, units: Iterable[int]) -> list[int]:
    """The units directly above; one statement."""
    query = select(Unit.parent_id).where(Unit.id.in_(list(units)), Unit.parent_id.is_not(None))
    return [unit for unit in session.scalars(query.distinct()) if unit is not None]
