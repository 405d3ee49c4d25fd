"""Who may answer an instruction (督办), and who steers it: asked alike by use cases and by queries."""

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_

from engine.model import Absence, Instruction, Recusal
from engine.model.instruction import UNANSWERED, InstructionState
from engine.steps.standins import Away, in_force
from engine.uow import Actor

DIRECTOR = "director"


def answers(actor: Actor, instruction: Instruction, away: Away) -> bool:
    """Is the actor to answer: the person whom it is for, or who stands in for that one today?"""
    if actor.person_id is None:
        return False
    return actor.person_id in (instruction.to_id, away.deputy(instruction.to_id))


def steers(actor: Actor, instruction: Instruction) -> bool:
    """May the actor close, reopen or withdraw it: who issued it, or a director; never whom it is for."""
    if actor.person_id is None or actor.person_id == instruction.to_id:
        return False
    return actor.person_id == instruction.issued_by or actor.has(DIRECTOR)


def moves(actor: Actor, instruction: Instruction, away: Away) -> frozenset[str]:
    """What the actor may do with it now: acknowledge, reply; close, reopen; withdraw."""
    found: set[str] = set()
    if instruction.unanswered and answers(actor, instruction, away):
        issued = instruction.state == InstructionState.ISSUED
        found |= {"acknowledge", "reply"} if issued else {"reply"}
    if steers(actor, instruction):
        answered = instruction.state == InstructionState.ANSWERED
        found |= {"close", "reopen"} if answered else set()
        found |= {"withdraw"} if instruction.unanswered else set()
    return frozenset(found)


# --- as conditions -----------------------------------------------------------------------------------------------


def unanswered() -> ColumnElement[bool]:
    """Waits for an answer."""
    return Instruction.state.in_(UNANSWERED)


def visible(actor: Actor) -> ColumnElement[bool]:
    """Of a case from which the actor is not recused."""
    mine = Recusal.case_id == Instruction.case_id, Recusal.person_id == actor.person_id
    return ~exists().where(*mine)


def for_me(actor: Actor, today: date) -> ColumnElement[bool]:
    """For the actor, or for somebody who is away today and has named the actor as deputy."""
    away = Absence.person_id == Instruction.to_id, Absence.deputy_id == actor.person_id
    return or_(Instruction.to_id == actor.person_id, exists().where(*away, in_force(today)))


def to_answer(actor: Actor, today: date) -> ColumnElement[bool]:
    """Waits for the actor's answer."""
    return and_(unanswered(), for_me(actor, today), visible(actor))


def to_close(actor: Actor) -> ColumnElement[bool]:
    """Issued by the actor, and answered: it waits to be closed, or asked again."""
    answered = Instruction.state == InstructionState.ANSWERED
    return and_(answered, Instruction.issued_by == actor.person_id, visible(actor))
