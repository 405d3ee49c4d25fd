"""One database, SQLite or PostgreSQL: connections that are set up right, and sessions that read or write."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DataError, DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import ConnectionPoolEntry

from engine.errors import Conflict, DatabaseNotReady, DatabaseUnreachable, FormInvalid, Interrupted
from engine.findings import Finding, Severity
from engine.orm import Base
from engine.text import Text

MIGRATIONS = Path(__file__).parent / "migrations"
_SETUP = ("PRAGMA journal_mode = WAL", "PRAGMA foreign_keys = ON")
_SYNCHRONOUS = {True: "FULL", False: "OFF"}
_BUSY_SECONDS = 30
_RESTED_SECONDS = 10
_TRY_AGAIN = frozenset({"23505", "40001", "40P01", "55P03"})
"""PostgreSQL: a unique key taken, serialisation failure, deadlock, lock not available."""

_NOT_READY = frozenset({"42P01", "42703"})
"""PostgreSQL: no such table, no such column."""

_NOT_KEPT = Finding(
    file="",
    element="",
    severity=Severity.ERROR,
    rule="not-kept",
    message=Text(
        "文字过长，或含有无法保存的字符", "A text is too long, or has characters that cannot be kept"
    ),
    remedy=Text("缩短文字，或删去特殊字符", "Shorten it, or leave such characters out"),
)


class Database:
    """Where the cases live. Writers on SQLite begin with the lock (`BEGIN IMMEDIATE`); readers never wait for it.

    What is not `durable` may be lost when the power fails: for what can be made again.
    """

    def __init__(self, url: str, *, connections: int = 16, durable: bool = True) -> None:
        self.url = url
        self.sqlite = url.startswith("sqlite")
        options = _sqlite_options() if self.sqlite else _postgres_options(connections, durable=durable)
        self.engine = create_engine(url, **options)
        if self.sqlite:
            event.listen(self.engine, "connect", partial(_set_up_sqlite, _SYNCHRONOUS[durable]))
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            event.listen(self.engine, "checkin", _rest)
            event.listen(self.engine, "checkout", _wake)
        self._writer = self.engine.execution_options(writing=True)
        self._reader = (
            self.engine if self.sqlite else self.engine.execution_options(isolation_level="REPEATABLE READ")
        )

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that may commit. Losing a race becomes `Conflict`."""
        with Session(self._writer, expire_on_commit=False, autoflush=False) as session:
            try:
                yield session
            except (StaleDataError, DBAPIError) as error:
                meaning = _meaning(error)
                if meaning is error:
                    raise
                raise meaning from error
            except Interrupted as stopped:
                raise _meaning(stopped.__cause__ or stopped) from None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database and changes nothing."""
        with Session(self._reader, autoflush=False) as session:
            try:
                yield session
            except DBAPIError as error:
                meaning = _meaning(error)
                if meaning is error:
                    raise
                raise meaning from error

    def create(self) -> None:
        """Make every table, without migrations."""
        Base.metadata.create_all(self.engine)

    def upgrade(self, revision: str = "head") -> None:
        """Make the tables, or bring those of an older version up to date; safe to run again."""
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        try:
            with self.engine.begin() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, revision)
        except DBAPIError as error:
            raise _meaning(error) from error

    def become(self, other: "Database") -> None:
        """Take over everything that another SQLite database holds, at once; what was here before is gone."""
        with other.engine.connect() as theirs, self.engine.connect() as ours:
            source: Any = theirs.connection.dbapi_connection
            source.backup(ours.connection.dbapi_connection)

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _sqlite_options() -> dict[str, Any]:
    return {"connect_args": {"timeout": _BUSY_SECONDS}}


def _postgres_options(connections: int, *, durable: bool) -> dict[str, Any]:
    settings = ("timezone=UTC", f"synchronous_commit={'on' if durable else 'off'}")
    return {
        "pool_size": connections,
        "max_overflow": connections,
        "connect_args": {"options": " ".join(f"-c {setting}" for setting in settings)},
    }


def _rest(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["rests_since"] = monotonic()


def _wake(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
    """Ask a connection that has rested whether it still stands; one that does not is replaced."""
    if monotonic() - record.info.get("rests_since", monotonic()) < _RESTED_SECONDS:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except Exception as broken:
        raise DisconnectionError from broken


def _set_up_sqlite(synchronous: str, connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself
    for pragma in (*_SETUP, f"PRAGMA synchronous = {synchronous}"):
        connection.execute(pragma)


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    raw: Any = connection.connection.dbapi_connection
    raw.execute("BEGIN IMMEDIATE" if writing else "BEGIN")


def _meaning(error: BaseException) -> BaseException:
    """What a database's error comes down to; the error itself where it is nothing better."""
    if isinstance(error, StaleDataError):
        return Conflict("row", str(error))
    if isinstance(error, DataError):
        return FormInvalid([_NOT_KEPT])
    if not isinstance(error, DBAPIError):
        return error
    if _lost_a_race(error):
        return Conflict("row", type(error.orig).__name__)
    if _not_ready(error):
        return DatabaseNotReady(str(error.orig))
    return DatabaseUnreachable(str(error.orig).partition("\n")[0]) if _unreachable(error) else error


def _unreachable(error: DBAPIError) -> bool:
    """Did the connection itself fail? Then the driver knows no state of the server's."""
    lost = error.connection_invalidated or getattr(error.orig, "sqlstate", "") is None
    return isinstance(error, OperationalError) and lost


def _lost_a_race(error: DBAPIError) -> bool:
    said, state = str(error.orig), getattr(error.orig, "sqlstate", None)
    return state in _TRY_AGAIN or said.startswith("UNIQUE constraint failed") or "locked" in said


def _not_ready(error: DBAPIError) -> bool:
    said, state = str(error.orig), getattr(error.orig, "sqlstate", None)
    return state in _NOT_READY or "no such table" in said or "no such column" in said
