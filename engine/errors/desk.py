"""What is refused of people's absences, instructions to them, and documents."""

from dataclasses import dataclass

from engine.errors.general import EngineError


@dataclass(eq=False)
class AbsenceRefused(EngineError):
    """The absence or its deputy makes no sense; `rule` says why."""

    rule: str


@dataclass(eq=False)
class InstructionRefused(EngineError):
    """The instruction (督办) cannot be issued or answered like this; `rule` says why."""

    rule: str


@dataclass(eq=False)
class DocumentRefused(EngineError):
    """The document is not accepted; `rule` says why, `limit` what would be."""

    rule: str
    limit: str = ""
