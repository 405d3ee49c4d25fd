"""Counting what reaches the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from engine.database import Database


@dataclass
class Statements:
    """SQL statements and commits, in order."""

    sql: list[str] = field(default_factory=list)
    commits: int = 0

    def __len__(self) -> int:
        return len(self.sql)


@contextmanager
def counted(database: Database) -> Iterator[Statements]:
    """Count within the block."""
    found = Statements()

    def executed(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        found.sql.append(" ".join(statement.split()))

    def committed(_connection: Any) -> None:
        found.commits += 1

    event.listen(database.engine, "before_cursor_execute", executed)
    event.listen(database.engine, "commit", committed)
    try:
        yield found
    finally:
        event.remove(database.engine, "before_cursor_execute", executed)
        event.remove(database.engine, "commit", committed)
