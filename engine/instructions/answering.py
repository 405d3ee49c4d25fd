"""Answering an instruction: signed for (签收), and replied to (答复), by the person or whoever stands in."""

from engine.errors import NotAllowed
from engine.instructions import rules, telling
from engine.instructions.opening import forget, opened
from engine.model import Instruction
from engine.steps.instructing import answers
from engine.steps.standins import away_on
from engine.text import Text
from engine.uow import UnitOfWork


def acknowledge(uow: UnitOfWork, instruction_id: int) -> None:
    """Sign for an instruction; it still has to be answered.

    The right of the person whom it is for, and of a deputy while that one is away. NotFound, NotAllowed, Recused,
    MoveRefused.
    """
    case, one = opened(uow, instruction_id, "acknowledge")
    _require_person(uow, one, "acknowledge")
    one.acknowledge(uow.book(case))
    who = uow.actor.name
    telling.tell_issuer(uow, case, one, Text(f"{who}已签收督办", f"{who} has acknowledged the instruction"))


def reply(uow: UnitOfWork, instruction_id: int, answer: str) -> None:
    """Answer an instruction. As `acknowledge`; InstructionRefused: answer (there is none), long."""
    case, one = opened(uow, instruction_id, "reply")
    _require_person(uow, one, "reply")
    one.reply(uow.book(case), rules.words(answer, "answer"))
    forget(uow, one)
    who = uow.actor.name
    what = Text(f"{who}已答复督办", f"{who} has answered the instruction")
    telling.tell_issuer(uow, case, one, what, one.answer)


def _require_person(uow: UnitOfWork, one: Instruction, action: str) -> None:
    if not answers(uow.actor, one, away_on(uow.session, uow.office.today(uow.now))):
        raise NotAllowed(action, "addressee")
