"""The journal: everything done in a case, as a chain of hashes that shows a changed or missing entry."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Protocol

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    Row,
    RowMapping,
    String,
    column,
    select,
    table,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import JournalBroken
from engine.orm import NUMBER, Base, Instant, Json, dump

GENESIS = bytes(32)
"""The hash that stands before a case's first entry."""


class JournalEntry(Base):
    """One thing done. `facts` says what, from and to; `hash` covers the row and the hash before it."""

    __tablename__ = "journal"
    __table_args__ = (Index("ix_journal_at", "at"),)

    case_id: Mapped[int] = mapped_column(
        NUMBER, ForeignKey("cases.id"), primary_key=True, autoincrement=False
    )
    sequence: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Instant)
    actor_id: Mapped[int | None] = mapped_column(NUMBER)
    actor: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    previous: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class Chained(Protocol):
    """What a journal is kept of: it remembers the chain's length and its last hash."""

    id: int
    journal_length: int
    journal_head: bytes


@dataclass(frozen=True, slots=True)
class By:
    """Who does it, and when."""

    actor_id: int | None
    actor: str
    at: datetime


class Book:
    """The open page of one case's journal: what this unit of work did there, in order, and who did it when."""

    def __init__(self, case: Chained, by: By) -> None:
        self._case = case
        self._open: list[tuple[str, Mapping[str, Any]]] = []
        self.by = by

    def write(self, kind: str, /, **facts: Any) -> None:
        """Add an entry; facts that are None are left out."""
        self._open.append((kind, {name: fact for name, fact in facts.items() if fact is not None}))

    def mark(self) -> int:
        """Give the place to which `tear` goes back."""
        return len(self._open)

    def tear(self, mark: int) -> None:
        """Forget what was written after `mark`, together with a savepoint that is rolled back."""
        del self._open[mark:]

    def close(self) -> list[dict[str, Any]]:
        """Chain the open entries to the case's head and give them as rows to insert."""
        rows = [self._chain(kind, facts) for kind, facts in self._open]
        self._open = []
        return rows

    def _chain(self, kind: str, facts: Mapping[str, Any]) -> dict[str, Any]:
        case, by = self._case, self.by
        row = {
            "case_id": case.id,
            "sequence": case.journal_length + 1,
            "at": by.at,
            "actor_id": by.actor_id,
            "actor": by.actor,
            "kind": kind,
            "facts": facts,
        }
        row["previous"] = case.journal_head
        row["hash"] = case.journal_head = _hash(case.journal_head, row)
        case.journal_length += 1
        return row


def _hash(previous: bytes, row: Mapping[Any, Any]) -> bytes:
    at = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    said = [row["case_id"], row["sequence"], at, row["actor_id"], row["actor"], row["kind"], row["facts"]]
    return hashlib.sha256(previous + dump(said)).digest()


_cases = table(
    "cases",
    column("id", NUMBER),
    column("number", String()),
    column("journal_length", BigInteger()),
    column("journal_head", LargeBinary()),
)


def verify(session: Session, *, case_id: int | None = None) -> list[JournalBroken]:
    """Check the chains of all cases (or one): every entry's hash, no gap, and the end that the case remembers."""
    return list(_broken(session, case_id))


def _broken(session: Session, case_id: int | None) -> Iterator[JournalBroken]:
    cases = select(_cases).order_by(_cases.c.id)
    entries = select(JournalEntry.__table__).order_by(JournalEntry.case_id, JournalEntry.sequence)
    if case_id is not None:
        cases = cases.where(_cases.c.id == case_id)
        entries = entries.where(JournalEntry.case_id == case_id)
    heads = {row.id: row for row in session.execute(cases)}
    rows = session.execute(entries.execution_options(yield_per=1000)).mappings()
    for number, chain in groupby(rows, key=lambda row: row["case_id"]):
        yield from _broken_chain(heads.pop(number, None), chain)
    for head in heads.values():
        if head.journal_length:
            yield JournalBroken(head.number, 1, "missing")


def _broken_chain(head: Row[Any] | None, chain: Iterator[RowMapping]) -> Iterator[JournalBroken]:
    name = head.number if head else "?"
    previous, expected = GENESIS, 1
    for row in chain:
        if row["sequence"] != expected:
            yield JournalBroken(name, expected, "missing")
        elif row["previous"] != previous:
            yield JournalBroken(name, expected, "unchained")
        if _hash(row["previous"], row) != row["hash"]:
            yield JournalBroken(name, row["sequence"], "changed")
        previous, expected = row["hash"], row["sequence"] + 1
    yield from _broken_end(name, head, expected - 1, previous)


def _broken_end(name: str, head: Row[Any] | None, length: int, last: bytes) -> Iterator[JournalBroken]:
    if head is None or head.journal_length < length:
        yield JournalBroken(name, length, "added")
    elif head.journal_length > length:
        yield JournalBroken(name, length + 1, "missing")
    elif head.journal_head != last:
        yield JournalBroken(name, length, "replaced")
