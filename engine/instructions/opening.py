"""An instruction and its case, locked; and the alarm that it has."""

from engine.errors import MoveRefused, NotFound, Recused
from engine.model import AlarmKind, Case, Instruction
from engine.steps.alarm_rows import AlarmRows
from engine.steps.loading import lock_case
from engine.steps.rights import is_recused
from engine.uow import UnitOfWork


def opened(uow: UnitOfWork, instruction_id: int, move: str) -> tuple[Case, Instruction]:
    """Both as they are once the case is locked. NotFound, Recused, MoveRefused (its state does not allow the move)."""
    found = uow.session.get(Instruction, instruction_id)
    if found is None:
        raise NotFound("instruction", instruction_id)
    case = lock_case(uow, found.case_id)
    one = uow.session.get_one(Instruction, instruction_id, populate_existing=True)
    if is_recused(uow, case.id):
        raise Recused(move, "recused")
    if one.state not in Instruction.MOVES[move]:
        raise MoveRefused("instruction", one.state, move)
    return case, one


def watch(uow: UnitOfWork, one: Instruction) -> None:
    """Ring when it should be answered."""
    alarms = AlarmRows(uow)
    alarms.set(AlarmKind.INSTRUCTION, str(one.id), one.answer_by, case_id=one.case_id)
    alarms.flush()


def forget(uow: UnitOfWork, one: Instruction) -> None:
    """Ring no more."""
    alarms = AlarmRows(uow)
    alarms.clear(AlarmKind.INSTRUCTION, str(one.id))
    alarms.flush()
