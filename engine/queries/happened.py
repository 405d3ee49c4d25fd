"""What the office did by itself between two instants: rungs, breaches, timers, and what people were told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, func, select

from engine.journal import JournalEntry
from engine.model import Case, Notification, Recusal
from engine.queries.rows import Entry
from engine.text import Text
from engine.uow import UnitOfWork

KINDS = (
    "clock-breached",
    "rung-fired",
    "timer-fired",
    "clock-recounted",
    "incident-raised",
    "case-completed",
)
"""Journal entries that are told of here, the gravest first."""

NOTICE = "notice"
_SAID_ELSEWHERE = ("rung", "digest")
"""By the rung itself, and by all that a digest sums up."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened: a journal `entry`, or a `notice` and how many people got it.

    `case_id` and the notice are given to who may see the case.
    """

    at: datetime
    number: str | None
    case_id: int | None
    entry: Entry | None = None
    notice: Text | None = None
    told: int = 0


@dataclass(frozen=True, slots=True)
class Happened:
    """The first of what happened, in order, and how much there was of each kind."""

    rows: tuple[Happening, ...]
    counts: Mapping[str, int]


def happened(
    uow: UnitOfWork, since: datetime, until: datetime, *, kind: str | None = None, limit: int = 300
) -> Happened:
    """What happened after `since` and up to `until`, of one kind or of all; three statements.

    What persons did is left out, and so is what is about cases that the actor is recused from.
    """
    span = _Span(uow, since, until)
    counts = span.counts()
    kinds = KINDS if kind is None else (kind,)
    entries = span.entries([one for one in kinds if counts.get(one)], limit)
    notices = span.notices(limit) if kind in (None, NOTICE) and counts.get(NOTICE) else []
    rows = sorted([*entries, *notices], key=lambda row: row.at)
    return Happened(tuple(rows[:limit]), counts)


@dataclass(frozen=True, slots=True)
class _Span:
    uow: UnitOfWork
    since: datetime
    until: datetime

    def counts(self) -> dict[str, int]:
        entries = select(JournalEntry.kind, func.count()).where(*self._entries(KINDS))
        found = {row[0]: int(row[1]) for row in self.uow.session.execute(entries.group_by(JournalEntry.kind))}
        told = self.uow.session.scalar(select(func.count()).select_from(Notification).where(*self._told()))
        return {**found, NOTICE: told or 0}

    def entries(self, kinds: Sequence[str], limit: int) -> list[Happening]:
        query = (
            select(JournalEntry, Case.number)
            .join(Case, Case.id == JournalEntry.case_id)
            .where(*self._entries(kinds))
            .order_by(JournalEntry.at, JournalEntry.case_id, JournalEntry.sequence)
            .limit(limit)
        )
        return [self._entry(row, number) for row, number in self.uow.session.execute(query)]

    def notices(self, limit: int) -> list[Happening]:
        """The same words to several people are one row."""
        query = (
            select(Notification.at, Notification.text, Notification.case_id, Case.number)
            .outerjoin(Case, Case.id == Notification.case_id)
            .where(*self._told())
            .order_by(Notification.at, Notification.case_id, Notification.text, Notification.id)
            .limit(limit)
        )
        together = groupby(self.uow.session.execute(query).all())
        return [self._notice(row, sum(1 for _ in rows)) for row, rows in together]

    def _entry(self, row: JournalEntry, number: str) -> Happening:
        entry = Entry(row.sequence, row.at, row.actor, row.kind, row.facts)
        return Happening(row.at, number, self._seen(row.case_id), entry=entry)

    def _notice(self, row: Any, told: int) -> Happening:
        text = row.text if self.uow.actor.staff or row.case_id is None else None
        return Happening(row.at, row.number, self._seen(row.case_id), notice=text, told=told)

    def _seen(self, case_id: int | None) -> int | None:
        return case_id if self.uow.actor.staff else None

    def _entries(self, kinds: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
        recused = select(Recusal.case_id).where(Recusal.person_id == self.uow.actor.person_id)
        return (
            JournalEntry.at > self.since,
            JournalEntry.at <= self.until,
            JournalEntry.actor_id.is_(None),
            JournalEntry.kind.in_(kinds),
            JournalEntry.case_id.not_in(recused),
        )

    def _told(self) -> tuple[ColumnElement[bool], ...]:
        recused = select(Recusal.case_id).where(Recusal.person_id == self.uow.actor.person_id)
        return (
            Notification.at > self.since,
            Notification.at <= self.until,
            Notification.kind.not_in(_SAID_ELSEWHERE),
            Notification.case_id.is_(None) | Notification.case_id.not_in(recused),
        )
