"""A large office in a database: cases with two open clocks each, copied from some that the engine has opened."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count, cycle, islice
from typing import Any

from sqlalchemy import insert, select, text

from benchmarks.databases import engine_on
from engine import alarms, cases, definitions
from engine.blueprint import Bundle
from engine.calendars import Overlay, OverlayDay, Scope
from engine.database import Database
from engine.journal import GENESIS
from engine.model import Alarm, Case, Clock, Task
from engine.orm import table_of
from engine.text import Text
from engine.uow import SYSTEM, Actor, Engine
from tests.drawing import bundle, clock, node, process, rung

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
"""A November in which next year's notice comes out."""

_DAYS = 28
_PAGE = 5_000
_RUNGS = (rung("50%", "assignee"), rung("-2 working-days", "assignee"), rung("end", "supervisor"))
_HANDLER = '<kb:assignment role="case-handler"/>'
_TABLES = (Case, Task, Clock, Alarm)

Row = dict[str, Any]


def notice() -> Overlay:
    """The nation's notice for 2027, as it could be: eight days of rest in February, six working Saturdays and Sundays."""
    rest = [*_stretch("2027-01-01", 3), *_stretch("2027-02-05", 8), *_stretch("2027-04-03", 3)]
    rest += [*_stretch("2027-05-01", 5), *_stretch("2027-06-09", 3), *_stretch("2027-10-01", 7)]
    work = ["2027-01-30", "2027-02-20", "2027-04-25", "2027-05-08", "2027-09-26", "2027-10-09"]
    rows = [OverlayDay(day, working=False, name=Text("放假", "holiday")) for day in rest]
    rows += [OverlayDay(date.fromisoformat(day), working=True, name=Text("调休", "moved")) for day in work]
    source = Text("《关于2027年部分节假日安排的通知》", "notice on the holidays of 2027")
    return Overlay(Scope.NATION, source, tuple(rows), publishes=frozenset({2027}))


def _stretch(first: str, days: int) -> list[date]:
    return [date.fromisoformat(first) + timedelta(number) for number in range(days)]


def watched(*, working: bool) -> Bundle:
    """Two user tasks under two clocks: one and three months, or 30 and 60 working days."""
    unit, short, long = ("working-days", 30, 60) if working else ("months", 1, 3)
    clocks = clock("promise", short, unit, *_RUNGS)
    clocks += clock("ordinary", long, unit, *_RUNGS, kind="ordinary")
    nodes = [node("start", "begin")]
    nodes += [node("user", name, kb=_HANDLER) for name in ("first", "second")]
    nodes.append(node("end", "done"))
    return bundle("watched", process("watched", nodes, "begin -> first -> second -> done", kb=clocks))


class Moved:
    """A time that is moved."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        """Give the present."""
        return self.at


def large(database: Database, clocks: int, *, latest: int = 0, working: bool = False) -> tuple[Engine, Actor]:
    """An office with so many open clocks, opened over the last 28 days up to `latest` days ago; now is NOW."""
    time = Moved()
    engine, actor = engine_on(database, now=time)
    with engine.unit_of_work(SYSTEM) as uow:
        definitions.deploy(uow, watched(working=working))
    for days in range(_DAYS + latest, latest, -1):
        time.at = NOW - timedelta(days=days)
        with engine.unit_of_work(actor) as uow:
            cases.start(uow, "watched", facts={})
    time.at = NOW
    while alarms.ring_due(engine):  # what has fallen due meanwhile
        pass
    _copy(database, clocks // 2 - _DAYS)
    return engine, actor


def _copy(database: Database, wanted: int) -> None:
    with database.engine.begin() as connection:
        rows = {
            model: [dict(row) for row in connection.execute(select(table_of(model))).mappings()]
            for model in _TABLES
        }
        numbers = {
            model: count(max((row["id"] for row in found), default=0) + 1) for model, found in rows.items()
        }
        originals = islice(cycle(rows[Case]), wanted)
        for page in _pages(originals):
            copied = _copies(page, rows, numbers)
            for model in _TABLES:
                if copied[model]:
                    connection.execute(insert(table_of(model)), copied[model])
        if not database.sqlite:
            for model in _TABLES:
                name = table_of(model).name
                connection.execute(text(f"SELECT setval('{name}_id_seq', (SELECT max(id) FROM {name}))"))  # noqa: S608 - our own names
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _pages(rows: Iterator[Row]) -> Iterator[Sequence[Row]]:
    while page := list(islice(rows, _PAGE)):
        yield page


def _copies(
    originals: Sequence[Row], rows: dict[Any, list[Row]], numbers: dict[Any, Iterator[int]]
) -> dict[Any, list[Row]]:
    """Cases with everything that hangs on them, under new numbers; their journals begin anew."""
    found: dict[Any, list[Row]] = {model: [] for model in _TABLES}
    for original in originals:
        number = next(numbers[Case])
        anew = {"id": number, "number": f"copy-{number}", "journal_length": 0, "journal_head": GENESIS}
        found[Case].append({**original, **anew})
        found[Task] += _mine(rows[Task], original["id"], number, numbers[Task])
        for old, new in zip(
            [row for row in rows[Clock] if row["case_id"] == original["id"]],
            _mine(rows[Clock], original["id"], number, numbers[Clock]),
            strict=True,
        ):
            found[Clock].append(new)
            mine = [row for row in rows[Alarm] if row["kind"] == "clock" and row["subject"] == str(old["id"])]
            subject = {"case_id": number, "subject": str(new["id"])}
            found[Alarm] += [{**row, **subject, "id": next(numbers[Alarm])} for row in mine]
    return found


def _mine(rows: Sequence[Row], old: int, new: int, numbers: Iterator[int]) -> list[Row]:
    mine = (row for row in rows if row["case_id"] == old)
    return [{**row, "id": next(numbers), "case_id": new} for row in mine]
