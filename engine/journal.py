"""The journal: everything done in a case, as a chain of hashes that shows a changed or missing entry."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Protocol

from sqlalchemy import (
    ForeignKey,
    Index,
    LargeBinary,
    Row,
    RowMapping,
    String,
    Text,
    column,
    insert,
    select,
    table,
    type_coerce,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.types import NullType

from engine.errors import JournalBroken
from engine.orm import INSTANT, NUMBER, Base, Instant, Json, dump

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
        """Chain the open entries to the case's head and give them as rows for `write`."""
        rows = [self._chain(kind, facts) for kind, facts in self._open]
        self._open = []
        return rows

    def _chain(self, kind: str, facts: Mapping[str, Any]) -> dict[str, Any]:
        case, by = self._case, self.by
        case.journal_length += 1
        row = {
            "case_id": case.id,
            "sequence": case.journal_length,
            "at": by.at,
            "actor_id": by.actor_id,
            "actor": by.actor,
            "kind": kind,
            "facts": dump(facts).decode(),
            "previous": case.journal_head,
        }
        row["hash"] = case.journal_head = _hash(row, by.at.astimezone(UTC).strftime(INSTANT))
        return row


_entries = table(
    "journal",
    column("case_id", NUMBER),
    column("sequence", NUMBER),
    column("at", Instant()),
    column("actor_id", NUMBER),
    column("actor", String()),
    column("kind", String()),
    column("facts", Text()),
    column("previous", LargeBinary()),
    column("hash", LargeBinary()),
)
_cases = table(
    "cases",
    column("id", NUMBER),
    column("number", String()),
    column("journal_length", NUMBER),
    column("journal_head", LargeBinary()),
)
_INSERT = insert(_entries)


def write(session: Session, rows: list[dict[str, Any]]) -> None:
    """Insert the rows that closing books gave; one statement."""
    session.execute(_INSERT, rows)


def _hash(row: Mapping[Any, Any], at: str) -> bytes:
    """The hash of an entry: of the one before, of who, when and what, and of the facts as they are written."""
    said = [row["case_id"], row["sequence"], at, row["actor_id"], row["actor"], row["kind"]]
    return hashlib.sha256(row["previous"] + dump(said) + row["facts"].encode()).digest()


# --- checking --------------------------------------------------------------------------------------------------


def verify(session: Session, *, case_id: int | None = None) -> list[JournalBroken]:
    """Check the chains of all cases (or one): every entry's hash, no gap, and the end that the case remembers.

    Rows are read as they are written, so that one that makes no sense is found like any other.
    """
    try:
        return list(_broken(session, case_id))
    except DBAPIError as unreadable:
        return [JournalBroken("?", 0, str(unreadable.orig))]


def _broken(session: Session, case_id: int | None) -> Iterator[JournalBroken]:
    cases = select(_cases)
    raw = [type_coerce(one, NullType()) if one.name == "at" else one for one in _entries.c]
    entries = select(*raw).order_by(_entries.c.case_id, _entries.c.sequence)
    if case_id is not None:
        cases = cases.where(_cases.c.id == case_id)
        entries = entries.where(_entries.c.case_id == case_id)
    heads = {row.id: row for row in session.execute(cases)}
    rows = session.execute(entries.execution_options(yield_per=1000)).mappings()
    for number, chain in groupby(rows, key=lambda row: row["case_id"]):
        yield from _broken_chain(heads.pop(number, None), chain)
    for head in heads.values():
        if head.journal_length:
            yield JournalBroken(head.number, 1, "missing")


def _broken_chain(head: Row[*tuple[Any, ...]] | None, chain: Iterator[RowMapping]) -> Iterator[JournalBroken]:
    name = head.number if head else "?"
    previous, expected = GENESIS, 1
    for row in chain:
        if row["sequence"] != expected:
            yield JournalBroken(name, expected, "missing")
        elif row["previous"] != previous:
            yield JournalBroken(name, expected, "unchained")
        if not _holds(row):
            yield JournalBroken(name, row["sequence"], "changed")
        previous, expected = row["hash"], row["sequence"] + 1
    yield from _broken_end(name, head, expected - 1, previous)


def _holds(row: RowMapping) -> bool:
    """Is an entry what was hashed? One with values of another kind, which cannot even be hashed, is not."""
    try:
        return bool(_hash(row, _written(row["at"])) == row["hash"])
    except (AttributeError, TypeError, ValueError):
        return False


def _written(at: datetime | str) -> str:
    """An instant as it is written into the hash; on SQLite it is stored so."""
    return at if isinstance(at, str) else at.astimezone(UTC).strftime(INSTANT)


def _broken_end(
    name: str, head: Row[*tuple[Any, ...]] | None, length: int, last: bytes
) -> Iterator[JournalBroken]:
    if head is None or head.journal_length < length:
        yield JournalBroken(name, length, "added")
    elif head.journal_length > length:
        yield JournalBroken(name, length + 1, "missing")
    elif head.journal_head != last:
        yield JournalBroken(name, length, "replaced")
