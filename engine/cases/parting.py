"""Recusal (回避): who is conflicted on a case has nothing more to do with it."""

from sqlalchemy import select

from engine.errors import Conflict, NotAllowed, NotFound
from engine.model import Person, Recusal, Task, TaskState
from engine.steps.alarm_rows import AlarmRows
from engine.steps.calling_off import call_off
from engine.steps.loading import lock_case
from engine.steps.rights import SUPERVISORS
from engine.uow import UnitOfWork


def recuse(uow: UnitOfWork, case_id: int, person_id: int, *, note: str) -> None:
    """Mark a person as conflicted: sees nothing of the case; open tasks go back to the pool, instructions are withdrawn.

    A supervisor's right, and everybody's own. NotFound, NotAllowed, Conflict (is recused already).
    """
    if uow.actor.person_id != person_id and not uow.actor.has(*SUPERVISORS):
        raise NotAllowed("recuse", "role")
    case = lock_case(uow, case_id)
    person = uow.session.get(Person, person_id)
    if person is None:
        raise NotFound("person", person_id)
    if uow.session.get(Recusal, (case_id, person_id)) is not None:
        raise Conflict("recusal", person_id)
    uow.session.add(Recusal(case_id=case_id, person_id=person_id, note=note, at=uow.now))
    book = uow.book(case)
    book.write("person-recused", person=person_id, name=person.name, note=note)
    held = select(Task).where(
        Task.case_id == case_id, Task.assignee_id == person_id, Task.state == TaskState.OPEN
    )
    for task in uow.session.scalars(held.order_by(Task.id)):
        task.return_to_pool(book, note=note)
    uow.session.flush()
    alarms = AlarmRows(uow)
    call_off(uow, case, alarms, to=person_id)
    alarms.flush()
