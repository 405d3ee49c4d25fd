"""Who answers for many cases at a time: the assignees of each and its supervisors, as `recipients` names them for one."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.model import Case, Membership, Person, Recusal, Task, TaskState, Unit


@dataclass(frozen=True, slots=True)
class Staff:
    """Who is where: active persons, supervisors with their units, the units of persons, and the unit above each."""

    active: frozenset[int]
    supervisors: tuple[tuple[int, int | None], ...]
    units: Mapping[int, tuple[int, ...]]
    above: Mapping[int, int | None]

    def supervising(self, within: Collection[int], barred: Collection[int]) -> list[int]:
        """The supervisors of the units, else of those above them, else all, without those who are barred."""
        rows = [(person, unit) for person, unit in self.supervisors if person not in barred]
        here, seen = set(within), set[int]()
        while here:
            near = [person for person, unit in rows if unit in here]
            if near:
                return near
            seen |= here
            here = {up for unit in here if (up := self.above.get(unit)) is not None} - seen
        return [person for person, _ in rows]


def owners(session: Session, cases: Iterable[Case]) -> dict[int, list[int]]:
    """The persons to tell of each case, by its id; four statements, however many there are."""
    found = {case.id: case for case in cases}
    tasks = select(Task.case_id, Task.assignee_id).where(
        Task.case_id.in_(found), Task.state == TaskState.OPEN, Task.assignee_id.is_not(None)
    )
    assignees = _by_case(session.execute(tasks.order_by(Task.assignee_id)).all())
    recused = _by_case(
        session.execute(select(Recusal.case_id, Recusal.person_id).where(Recusal.case_id.in_(found))).all()
    )
    staff = _staff(session)
    return {
        number: _owners(case, assignees.get(number, []), frozenset(recused.get(number, ())), staff)
        for number, case in found.items()
    }


def _owners(case: Case, assignees: list[int], barred: frozenset[int], staff: Staff) -> list[int]:
    told = [person for person in assignees if person in staff.active and person not in barred]
    units = [unit for person in assignees for unit in staff.units.get(person, ())]
    within = units or ([case.unit_id] if case.unit_id else [])
    return list(dict.fromkeys([*told, *staff.supervising(within, barred)]))


def _staff(session: Session) -> Staff:
    query = select(Person.id, Person.active, Membership.role, Membership.unit_id)
    rows = session.execute(
        query.outerjoin(Membership, Membership.person_id == Person.id).order_by(Person.id)
    ).all()
    units: dict[int, tuple[int, ...]] = {}
    for row in rows:
        if row.unit_id is not None:
            units[row.id] = (*units.get(row.id, ()), row.unit_id)
    return Staff(
        frozenset(row.id for row in rows if row.active),
        tuple((row.id, row.unit_id) for row in rows if row.active and row.role == "supervisor"),
        units,
        {row.id: row.parent_id for row in session.execute(select(Unit.id, Unit.parent_id))},
    )


def _by_case(rows: Iterable[tuple[int, int | None]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for number, person in rows:
        if person is not None:
            found.setdefault(number, []).append(person)
    return found
