"""A demo's time may be ahead of the time of day: its alarms ring in its own time all the same."""

from datetime import UTC, datetime, timedelta

import pytest

from engine import scheduler
from engine.database import Database
from engine.errors import DatabaseNotReady
from engine.model import Person
from engine.uow import SYSTEM, Engine
from tests.drawing import bundle, node, process, timer
from tests.engine.test_scheduler import PATIENCE, committed, eventually
from tests.office import Office

AHEAD = timedelta(days=40)


def moved_clock() -> datetime:
    return datetime.now(UTC) + AHEAD  # noqa: TID251 - the scheduler sleeps in it


def test_alarms_of_a_moved_time_ring_when_it_is_their_time(office: Office):
    nodes = [node("start", "begin"), node("catch", "wait", timer("Duration", "PT2S")), node("user", "after")]
    office.deploy(bundle("p", process("p", [*nodes, node("end", "done")], "begin -> wait -> after -> done")))
    office.engine = Engine(office.engine.database, office.value, {}, moved_clock)
    beside = scheduler.start_beside(office.engine, longest_sleep=PATIENCE * 3, ahead=lambda: AHEAD)
    try:
        case = office.file("p")
        assert office.waiting(case) == []
        assert eventually(committed(office, "timer-fired", case))
    finally:
        beside.stop()


def test_a_sqlite_database_becomes_another_one_at_once(tmp_path):
    source, target = (Database(f"sqlite:///{tmp_path / name}", durable=name == "b") for name in ("a", "b"))
    source.upgrade()
    target.upgrade()
    with source.writing() as session:
        session.add(Person(login="a", name="甲", added_at=datetime(2026, 1, 1, tzinfo=UTC)))
        session.commit()
    target.become(source)
    with target.reading() as session:
        assert session.query(Person).one().name == "甲"
    for database in (source, target):
        database.dispose()


def test_a_database_without_tables_says_that_it_is_not_ready(tmp_path, office: Office):
    bare = Database(f"sqlite:///{tmp_path / 'bare.sqlite3'}")
    engine = Engine(bare, office.value, {}, office.now)
    for open_ in (engine.reading, engine.unit_of_work):
        with pytest.raises(DatabaseNotReady), open_(SYSTEM) as uow:
            uow.session.get(Person, 1)
    bare.dispose()
