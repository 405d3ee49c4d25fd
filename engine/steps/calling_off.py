"""Instructions that nobody has to answer any more: their case has closed, or the person is recused from it."""

from sqlalchemy import select

from engine.model import AlarmKind, Case, Instruction
from engine.model.instruction import UNANSWERED, InstructionState
from engine.steps.alarm_rows import AlarmRows
from engine.steps.notices import Notice, notify
from engine.steps.persons import who_may_see
from engine.text import Text
from engine.uow import UnitOfWork

CLOSED = Text("案件已办结或终止", "the case has closed")
RECUSED = Text("承办人已回避", "the person is recused")


def call_off(uow: UnitOfWork, case: Case, alarms: AlarmRows, *, to: int | None = None) -> None:
    """Withdraw what waits for an answer, and close what has one; `to`: only what is for this person.

    Both sides are told, where they may still see the case.
    """
    query = select(Instruction).where(Instruction.case_id == case.id)
    query = query.where(Instruction.state.in_([*UNANSWERED, InstructionState.ANSWERED]))
    if to is not None:
        query = query.where(Instruction.to_id == to, Instruction.state.in_(UNANSWERED))
    for one in uow.session.scalars(query.order_by(Instruction.id)):
        _end(uow, case, one, CLOSED if to is None else RECUSED)
        alarms.clear(AlarmKind.INSTRUCTION, str(one.id))


def _end(uow: UnitOfWork, case: Case, one: Instruction, why: Text) -> None:
    if one.unanswered:
        one.withdraw(uow.book(case), note=why.zh)
        text = Text(
            f"案件 {case.number} 的督办已撤回：{why.zh}",
            f"Case {case.number}: an instruction is withdrawn, {why.en}",
        )
        told = who_may_see(uow.session, [one.issued_by, one.to_id], case.id)
        notify(uow, told, Notice("instruction", text, case.id, clock_id=one.clock_id))
    else:
        one.close(uow.book(case), note=why.zh)
