"""Finding due alarms among a million: the time it takes goes with what is due, not with what there is."""

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from time import perf_counter
from typing import Any

from sqlalchemy import insert, text

from benchmarks.databases import NOW, OFFICE, postgres, postgres_server, sqlite
from engine.alarms import next_wake
from engine.alarms.ringing import find_due
from engine.database import Database
from engine.model import Alarm
from engine.orm import table_of
from engine.uow import Engine

Row = dict[str, Any]
ALARMS = 1_000_000
_PAGE = 20_000
_DUE = (0, 10, 100, 1_000)
_TURNS = 30


def rows(*, quick: bool = False) -> Iterator[Row]:
    """Every row."""
    count = 50_000 if quick else ALARMS
    with postgres_server() as server, postgres(server, "alarms") as database:
        yield from measured(database, count)
    with sqlite() as database:
        yield from measured(database, count)


def measured(database: Database, count: int) -> Iterator[Row]:
    """One database, with more and more of its alarms due."""
    _fill(database, count)
    engine = Engine(database, OFFICE, {}, lambda: NOW)
    for due in _DUE:
        _make_due(database, due)
        taken = [_seconds(engine, limit=max(due, 1)) for _ in range(_TURNS)]
        asked = [_asked(engine) for _ in range(_TURNS)]
        yield {
            "benchmark": "alarms",
            "database": "sqlite" if database.sqlite else "postgresql",
            "alarms": count,
            "due": due,
            "find_ms": round(1000 * sorted(taken)[_TURNS // 2], 2),
            "next_wake_ms": round(1000 * sorted(asked)[_TURNS // 2], 2),
        }


def _fill(database: Database, count: int) -> None:
    """A million clocks' next rungs, over the coming months; a tenth is held."""
    with database.engine.begin() as connection:
        for page in range(0, count, _PAGE):
            numbers = range(page, min(page + _PAGE, count))
            connection.execute(insert(table_of(Alarm)), [_alarm(number, count) for number in numbers])
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _alarm(number: int, count: int) -> Row:
    share = (number * 7_919 % count + 1) / count
    return {
        "kind": "clock",
        "subject": str(number),
        "case_id": None,
        "wake_at": NOW + timedelta(days=100 * share, seconds=1),
        "held": number % 10 == 0,
        "set_at": NOW,
        "attempts": 0,
    }


def _make_due(database: Database, due: int) -> None:
    with database.engine.begin() as connection:
        wanted = text("UPDATE alarm SET wake_at = :now WHERE NOT held AND id % 997 = 1 AND id <= :last")
        now = NOW if not database.sqlite else NOW.strftime("%Y-%m-%dT%H:%M:%S.%f")
        if due:
            connection.execute(wanted, {"now": now, "last": due * 997})


def _seconds(engine: Engine, limit: int) -> float:
    begun = perf_counter()
    find_due(engine, limit)
    return perf_counter() - begun


def _asked(engine: Engine) -> float:
    begun = perf_counter()
    next_wake(engine)
    return perf_counter() - begun


if __name__ == "__main__":
    for line in rows(quick="--quick" in sys.argv[1:]):
        print(json.dumps(line), flush=True)
