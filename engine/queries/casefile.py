"""The case file: everything about one case on one page."""

from dataclasses import dataclass

from engine.queries.rows import (
    CaseFacts,
    ClockRow,
    Entry,
    IncidentRow,
    LinkRow,
    NotificationRow,
    PartyRow,
    PersonRef,
    SuspensionRow,
    TaskRow,
    TokenRow,
)
from engine.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One case with all that belongs to it. `may`: suspend, resume, cancel, recuse, prioritise."""

    facts: CaseFacts
    parties: tuple[PartyRow, ...]
    tasks: tuple[TaskRow, ...]  # open ones first
    clocks: tuple[ClockRow, ...]
    tokens: tuple[TokenRow, ...]
    timeline: tuple[Entry, ...]  # newest first
    suspensions: tuple[SuspensionRow, ...]  # of the case as a whole
    links: tuple[LinkRow, ...]
    notifications: tuple[NotificationRow, ...]
    incidents: tuple[IncidentRow, ...]  # open ones first
    recused: tuple[PersonRef, ...]
    may: frozenset[str]


def read(uow: UnitOfWork, case_id: int) -> CaseFile:
    """Read one case; NotFound, or NotAllowed for a person who may not see it (recused, or no role in it)."""
    raise NotImplementedError


def diagram(uow: UnitOfWork, case_id: int, process_id: str | None = None) -> bytes:
    """The BPMN file in which the case's (or the named) process is drawn."""
    raise NotImplementedError
