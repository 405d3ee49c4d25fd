from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, StatementError

from engine.database import Database
from engine.errors import Conflict, DatabaseNotReady, DatabaseUnreachable
from engine.journal import Book, By
from engine.model import Audit, Case, CaseState, Person
from engine.orm import dump, pack, unpack
from engine.text import Text
from engine.uow import SYSTEM
from tests.office import Now, Office


def test_a_database_without_tables_is_not_ready(tmp_path: Path):
    empty = Database(f"sqlite:///{tmp_path}/empty.sqlite3")
    with pytest.raises(DatabaseNotReady), empty.reading() as session:
        session.execute(select(Person))
    with pytest.raises(DatabaseNotReady), empty.writing() as session:
        session.execute(select(Person))
    empty.dispose()


def test_another_error_of_the_database_stays_what_it_is(database: Database):
    for session_of in (database.reading, database.writing):
        with pytest.raises(DBAPIError), session_of() as session:
            session.execute(text("SELECT nonsense from nowhere at all"))


def test_a_database_may_become_another(tmp_path: Path, sqlite_database: Database, now: Now):
    Office(sqlite_database, now)
    copy = Database(f"sqlite:///{tmp_path}/copy.sqlite3", durable=False)
    copy.become(sqlite_database)
    with copy.reading() as session:
        assert len(session.scalars(select(Person)).all()) == 11
    copy.dispose()


def test_two_rows_that_may_be_only_once_are_a_conflict(office: Office):
    def twice() -> None:
        with office.as_("") as uow:
            for _ in range(2):
                uow.session.add(Person(login="same", name="同名", added_at=uow.now))

    with pytest.raises(Conflict):
        twice()


def test_a_reader_changes_nothing(office: Office):
    with office.engine.reading(SYSTEM) as uow:
        uow.audit("nothing")
        uow.session.flush()
    with office.reading() as uow:
        assert "nothing" not in uow.session.scalars(select(Audit.kind)).all()


def test_an_instant_without_a_zone_is_refused(office: Office):
    def naive() -> None:
        with office.as_("") as uow:
            uow.session.add(Person(login="naive", name="无时区", added_at=datetime(2026, 1, 1)))  # noqa: DTZ001

    with pytest.raises((StatementError, ValueError)):
        naive()


def test_instants_come_back_as_they_were_in_utc(office: Office):
    at = datetime(2026, 1, 1, 12, 30, 45, 123456, tzinfo=UTC)
    with office.as_("") as uow:
        uow.session.add(Person(login="exact", name="精确", added_at=at))
    with office.reading() as uow:
        found = uow.session.scalars(select(Person.added_at).where(Person.login == "exact")).one()
    assert (found, found.tzinfo) == (at, UTC)


def test_json_is_canonical():
    assert dump({"b": Text("中", "en"), "a": {1: None}}) == '{"a":{"1":null},"b":["中","en"]}'.encode()
    with pytest.raises(TypeError):
        dump({"a": object()})
    assert unpack(pack(b"x" * 1000)) == b"x" * 1000


def test_a_torn_page_of_the_journal_forgets_what_was_written_after_the_mark():
    case = Case(number="A", title="A", journal_length=0, journal_head=bytes(32), state=CaseState.RUNNING)
    case.id = 1
    book = Book(case, By(None, "system", datetime(2026, 1, 1, tzinfo=UTC)))
    book.write("kept", a=1, b=None)
    mark = book.mark()
    book.write("torn")
    book.tear(mark)
    (row,) = book.close()
    assert (row["kind"], row["facts"], row["sequence"]) == ("kept", '{"a":1}', 1)
    assert case.journal_length == 1
    assert book.close() == []


def test_a_connection_that_rested_and_was_dropped_by_the_server_is_replaced(
    postgres_database: Database, monkeypatch: pytest.MonkeyPatch
):
    with postgres_database.reading() as session:
        number = session.scalar(text("SELECT pg_backend_pid()"))
    with postgres_database.engine.connect() as other:
        assert other.scalar(text("SELECT pg_backend_pid()")) == number
        other.invalidate()  # the pool holds none that is open now
    with postgres_database.reading() as session:
        number = session.scalar(text("SELECT pg_backend_pid()"))
    admin = Database(postgres_database.url)
    with admin.engine.begin() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:number)"), {"number": number})
    monkeypatch.setattr("engine.database._RESTED_SECONDS", 0)
    with postgres_database.reading() as session:
        assert session.scalar(text("SELECT pg_backend_pid()")) != number
    admin.dispose()


def test_a_database_that_does_not_answer_is_said_and_no_traceback():
    nobody = Database("postgresql+psycopg://office@127.0.0.1:1/none")
    with pytest.raises(DatabaseUnreachable), nobody.reading() as session:
        session.execute(text("SELECT 1"))
    with pytest.raises(DatabaseUnreachable):
        nobody.upgrade()
