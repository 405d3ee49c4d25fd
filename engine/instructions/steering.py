"""What becomes of an instruction: closed with its answer, asked again, or withdrawn, by who issued it or a director."""

from datetime import date

from engine.errors import NotAllowed
from engine.instructions import rules, telling
from engine.instructions.opening import forget, opened, watch
from engine.model import Instruction
from engine.steps.instructing import steers
from engine.text import Text
from engine.uow import UnitOfWork


def close(uow: UnitOfWork, instruction_id: int, *, note: str = "") -> None:
    """Be content with the answer.

    The right of who issued it, and of a director; never of the person whom it is for. NotFound, NotAllowed, Recused,
    MoveRefused; InstructionRefused: long.
    """
    case, one = opened(uow, instruction_id, "close")
    _require_steering(uow, one, "close")
    said = rules.words(note, "note", rules.LONGEST_NOTE) if note.strip() else ""
    one.close(uow.book(case), note=said)
    telling.tell_person(uow, case, one, Text("督办已办结", "the instruction is closed"), said)


def reopen(uow: UnitOfWork, instruction_id: int, *, answer_by: date, note: str) -> None:
    """Ask for another answer, by a time and with a note that says why. As `close`; InstructionRefused: note, past, far."""
    case, one = opened(uow, instruction_id, "reopen")
    _require_steering(uow, one, "reopen")
    said = rules.words(note, "note", rules.LONGEST_NOTE)
    until = rules.until(uow.office, answer_by, uow.now)
    one.reopen(uow.book(case), answer_by=until, note=said)
    at = telling.moment(uow.office, until)
    what = Text(f"督办须重新答复，请于 {at.zh} 前答复", f"the instruction needs another answer, by {at.en}")
    telling.tell_person(uow, case, one, what, said)
    watch(uow, one)


def withdraw(uow: UnitOfWork, instruction_id: int, *, note: str) -> None:
    """Take back what nobody has answered yet, with a note that says why. As `close`; InstructionRefused: note."""
    case, one = opened(uow, instruction_id, "call-off")
    _require_steering(uow, one, "call-off")
    one.withdraw(uow.book(case), note=rules.words(note, "note", rules.LONGEST_NOTE))
    forget(uow, one)
    telling.tell_person(uow, case, one, Text("督办已撤回", "the instruction is withdrawn"), one.closing)


def _require_steering(uow: UnitOfWork, one: Instruction, action: str) -> None:
    if not steers(uow.actor, one):
        raise NotAllowed(action, "issuer")
