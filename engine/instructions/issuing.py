"""Issuing an instruction: who supervises a case tells somebody what to do, and by when to answer."""

from datetime import date

from engine.errors import MoveRefused, NotAllowed
from engine.instructions import rules, telling
from engine.instructions.opening import watch
from engine.model import Instruction, InstructionState
from engine.steps.loading import lock_case
from engine.steps.rights import require_supervisor
from engine.text import Text
from engine.uow import UnitOfWork


def issue(
    uow: UnitOfWork,
    case_id: int,
    *,
    to: int,
    text: str,
    answer_by: date,
    clock_id: int | None = None,
    task_id: int | None = None,
) -> int:
    """Issue an instruction to a person by id; its number.

    `answer_by`: an instant, or a day, which means its close of business. A supervisor's or director's right.
    NotFound, NotAllowed, Recused, MoveRefused (the case is closed), InstructionRefused with the rule: text, long, past,
    far, self, inactive, staff, recused.
    """
    case = lock_case(uow, case_id)
    issuer = _issuer(uow, case_id)
    if not case.open:
        raise MoveRefused("case", case.state, "instruct")
    person = rules.person(uow, case_id, to)
    rules.about(uow, case_id, clock_id, task_id)
    instruction = Instruction(
        case_id=case_id,
        clock_id=clock_id,
        task_id=task_id,
        issued_by=issuer,
        issued_at=uow.now,
        to_id=to,
        text=rules.words(text, "text"),
        answer_by=rules.until(uow.office, answer_by, uow.now),
        state=InstructionState.ISSUED,
        answer="",
        closing="",
        escalated=0,
    )
    uow.session.add(instruction)
    uow.session.flush()
    instruction.issued(uow.book(case), person=person.name)
    telling.tell_person(uow, case, instruction, _words(uow, instruction), instruction.text)
    watch(uow, instruction)
    return instruction.id


def _issuer(uow: UnitOfWork, case_id: int) -> int:
    if uow.actor.person_id is None:
        raise NotAllowed("instruct", "person")
    require_supervisor(uow, case_id, "instruct")
    return uow.actor.person_id


def _words(uow: UnitOfWork, one: Instruction) -> Text:
    at = telling.moment(uow.office, one.answer_by)
    return Text(
        f"{uow.actor.name}督办，请于 {at.zh} 前答复",
        f"{uow.actor.name} instructs you; please answer by {at.en}",
    )
