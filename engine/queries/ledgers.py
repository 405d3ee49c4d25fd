"""A clock's ledger with all that belongs to it: the ledgers that it replaced, who was told, and whether it holds."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.errors import NotFound, PeriodInvalid
from engine.model import Breach, CalendarRevision, Clock, LiftedBreach, Notification, PastLedger, Person
from engine.orm import dump
from engine.periods import Ledger, replay
from engine.queries import casefile
from engine.queries.casefile import CaseFile
from engine.queries.names import names_of
from engine.queries.rows import ClockRow
from engine.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class PastRow:
    """A ledger that counts no more: what the end was, what took its place, why, when, and by whom."""

    id: int
    why: str  # calendar, corrected, suspended, resumed, extended
    note: str
    ledger: Ledger
    ends_at: datetime
    provisional: bool
    new_end: datetime
    replaced_at: datetime
    replaced_by: str | None


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """The revision of the office's calendar with which a clock was counted."""

    id: int
    version: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class BreachRow:
    """That a clock's end went by: the record stays when a later decision moves the end behind what happened.

    `why` it was lifted (suspended, resumed, corrected, calendar, extended), by whom, and what was said.
    """

    ended_at: datetime
    recorded_at: datetime
    lifted_at: datetime | None = None
    lifted_by: str | None = None
    why: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """What the ledger's page and its printed form show.

    `told` has the names by the instant at which a rung fired, `check` the SHA-256 of the ledger's record in hex
    digits; `agrees` says whether the ledger's own steps lead to its end (`engine.periods.replay`).
    """

    file: CaseFile
    clock: ClockRow
    past: tuple[PastRow, ...]  # newest first
    told: Mapping[datetime, tuple[str, ...]]
    revision: RevisionRow | None
    breaches: tuple[BreachRow, ...]  # those that were lifted, then the one that stands
    check: str
    agrees: bool


def read(uow: UnitOfWork, case_id: int, clock_id: int) -> LedgerFile:
    """Read a clock's ledger; NotFound, or NotAllowed for a person who may not see the case."""
    file = casefile.read(uow, case_id)
    clock = next((row for row in file.clocks if row.chip.id == clock_id), None)
    if clock is None:
        raise NotFound("clock", clock_id)
    return LedgerFile(
        file=file,
        clock=clock,
        past=_past(uow, clock_id),
        told=_told(uow, clock_id),
        revision=_revision(uow, clock.revision),
        breaches=(*_lifted(uow, clock_id), *_breach(uow, clock_id)),
        check=check_of(clock.ledger),
        agrees=holds(clock.ledger),
    )


def clocks_of(uow: UnitOfWork, case_id: int) -> list[tuple[int, str]]:
    """The clocks of a case, oldest first: each one's id, and its name on the diagram."""
    query = select(Clock.id, Clock.policy_id).where(Clock.case_id == case_id).order_by(Clock.id)
    return [(row.id, row.policy_id) for row in uow.session.execute(query)]


def record(ledger: Ledger) -> bytes:
    """The ledger's record as canonical JSON: what its check value is taken of."""
    return dump(ledger.record())


def check_of(ledger: Ledger) -> str:
    """The SHA-256 of the ledger's record, in hex digits."""
    return hashlib.sha256(record(ledger)).hexdigest()


def holds(ledger: Ledger) -> bool:
    """Whether the steps of a ledger, followed one by one without a calendar, lead to its end."""
    try:
        return replay(ledger) == ledger.ends_at
    except PeriodInvalid:
        return False


def _past(uow: UnitOfWork, clock_id: int) -> tuple[PastRow, ...]:
    query = select(PastLedger).where(PastLedger.clock_id == clock_id).order_by(PastLedger.id.desc())
    rows = uow.session.scalars(query).all()
    names = names_of(uow, (row.replaced_by for row in rows))
    return tuple(
        PastRow(
            id=row.id,
            why=row.why,
            note=row.note,
            ledger=Ledger.from_json(row.ledger),
            ends_at=row.ends_at,
            provisional=row.provisional,
            new_end=row.new_end,
            replaced_at=row.replaced_at,
            replaced_by=names.get(row.replaced_by),
        )
        for row in rows
    )


def _told(uow: UnitOfWork, clock_id: int) -> dict[datetime, tuple[str, ...]]:
    query = (
        select(Notification.at, Person.name)
        .join(Person, Person.id == Notification.person_id)
        .where(Notification.clock_id == clock_id, Notification.kind == "rung")
        .order_by(Notification.id)
    )
    found: dict[datetime, tuple[str, ...]] = {}
    for at, name in uow.session.execute(query):
        found[at] = (*found.get(at, ()), name)
    return found


def _breach(uow: UnitOfWork, clock_id: int) -> list[BreachRow]:
    stands = Breach.clock_id == clock_id, Breach.lifted_at.is_(None)
    rows = uow.session.execute(select(Breach.ended_at, Breach.recorded_at).where(*stands))
    return [BreachRow(row.ended_at, row.recorded_at) for row in rows]


def _lifted(uow: UnitOfWork, clock_id: int) -> list[BreachRow]:
    query = select(LiftedBreach).where(LiftedBreach.clock_id == clock_id).order_by(LiftedBreach.id)
    rows = uow.session.scalars(query).all()
    names = names_of(uow, (row.lifted_by for row in rows))
    return [
        BreachRow(row.ended_at, row.recorded_at, row.lifted_at, names.get(row.lifted_by), row.why, row.note)
        for row in rows
    ]


def _revision(uow: UnitOfWork, number: int) -> RevisionRow | None:
    query = select(
        CalendarRevision.id, CalendarRevision.version, CalendarRevision.at, CalendarRevision.note
    ).where(CalendarRevision.id == number)
    found = uow.session.execute(query).one_or_none() if number else None
    return RevisionRow(*found) if found else None
