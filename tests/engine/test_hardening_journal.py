"""Journals that were tampered with in ways that are no honest row at all."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text

from engine.database import Database
from tests.drawing import simple
from tests.office import Now, Office

TAMPER = "UPDATE journal SET {change} WHERE case_id = {case} AND sequence = 2"


@pytest.mark.parametrize(
    "change",
    [
        "facts = 7",
        "facts = x'00ff'",
        "facts = NULL",
        "facts = 'no json'",
        "previous = 'text'",
        "previous = x''",
        "hash = 'text'",
        "hash = x''",
        "at = 'yesterday'",
        "at = 3.5",
        "at = '9999-99-99T99:99:99.000000'",
        "actor = x'ff'",
        "actor = 4",
        "kind = ''",
        "actor_id = 'somebody'",
        "sequence = -1",
        "sequence = 1.5",
        "case_id = 4711",
    ],
)
def test_a_row_of_the_wrong_kind_is_found_and_does_not_hide_the_others(
    sqlite_database: Database, change: str
):
    office = Office(sqlite_database, Now("2026-09-24 09:00"))
    office.deploy(simple())
    one, two = office.file("simple"), office.file("simple")
    sqlite_database.dispose()
    with closing(sqlite3.connect(sqlite_database.url.removeprefix("sqlite:///"))) as raw:
        raw.executescript(
            "PRAGMA writable_schema = 1;"
            "UPDATE sqlite_master SET sql = replace(sql, ' NOT NULL', '') WHERE name = 'journal';"
        )
    with closing(sqlite3.connect(sqlite_database.url.removeprefix("sqlite:///"))) as raw, raw:
        raw.execute(TAMPER.format(change=change, case=one))
        raw.execute(TAMPER.format(change="kind = 'x'", case=two))
    found = " ".join(office.verify())
    assert office.case(two).number in found
    assert office.case(one).number in found


@pytest.mark.parametrize("change", ["at = 'infinity'", "at = '0001-01-01 BC'", "actor_id = -1"])
def test_an_instant_that_is_none_is_found(postgres_database: Database, change: str):
    office = Office(postgres_database, Now("2026-09-24 09:00"))
    office.deploy(simple())
    case = office.file("simple")
    with postgres_database.engine.begin() as connection:
        connection.execute(text(TAMPER.format(change=change, case=case)))
    assert office.verify() != []
