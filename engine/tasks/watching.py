"""Completing a task to watch (督办任务): it says what was done, by an instruction or by a note."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.errors import InstructionRefused
from engine.model import Instruction
from engine.steps.loading import Loaded
from engine.uow import UnitOfWork

LONGEST = 2000


def watched(uow: UnitOfWork, loaded: Loaded, values: Mapping[str, Any]) -> None:
    """Complete it: with the instruction that was issued for it, or with `values["note"]`.

    InstructionRefused: note (there is neither), long (the note has more than 2,000 characters).
    """
    note = str(values.get("note") or "").strip()
    issued = select(Instruction.id).where(Instruction.task_id == loaded.task.id)
    instruction = uow.session.scalar(issued.order_by(Instruction.id.desc()).limit(1))
    if not note and instruction is None:
        raise InstructionRefused("note")
    if len(note) > LONGEST:
        raise InstructionRefused("long")
    loaded.task.complete(uow.book(loaded.case), fields={}, note=note or None, instruction=instruction)
