"""Forecasts and load of an office with very many closed cases: `python -m benchmarks.forecasts [--quick]`.

The cases are put into PostgreSQL as rows, with what forecasts read of them: three clocks and eight tasks each, the
first entry of the journal, and a suspension of every fifth. Measured is wall time, the best of three.
"""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from sqlalchemy import text

from benchmarks.databases import Counter, engine_on, postgres, postgres_server
from engine.database import Database
from engine.model import Definition
from engine.orm import dump
from engine.periods import Period, Span, Unit, due
from engine.queries import explained, forecasts, history, load
from engine.text import Text
from engine.uow import SYSTEM, Engine, UnitOfWork

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
OPEN = 2_000
_STATEMENTS = (
    """INSERT INTO cases (id, number, title, definition_id, unit_id, state, priority, opened_at, opened_on, closed_at,
        standing, tokens, calls, version, journal_length, journal_head)
        SELECT :first + number, 'B-' || (:first + number), 'case ' || number, 1 + number % 4, 1, :state, 0, at, at::date,
        CASE WHEN :state = 'completed' THEN at + (5 + number % 60) * interval '1 day' END, 0, '', '{}', 1, 1, ''
        FROM (SELECT number, timestamptz '2026-11-20 02:00+00' - (number * :days * interval '1 day' / :many)
        - :back * interval '1 day' AS at FROM generate_series(1, :many) number) numbers""",
    """INSERT INTO clock (case_id, policy_id, process_id, element, token, scope, name, kind, state, started_at, stopped_at,
        ends_at, last_day, provisional, fired, extended, ledger, calendar)
        SELECT id, policy, 'p', 'p', token, 1, '["时限","Clock"]', 'promise',
        CASE WHEN :state = 'completed' THEN 'stopped' ELSE 'running' END, opened_at, closed_at,
        opened_at + days * interval '1 day', (opened_at + days * interval '1 day')::date, false, '[]', 0, :ledger, 0
        FROM cases, (VALUES ('promise', 30, NULL), ('ordinary', 90, NULL), ('answer', 15, 3)) AS drawn (policy, days, token)
        WHERE id > :first AND id <= :first + :many""",
    """INSERT INTO task (case_id, token, process_id, node_id, name, kind, state, created_at)
        SELECT id, step, 'p', 'step_' || step, '["任务","Task"]', 'task',
        CASE WHEN :state = 'completed' OR step < 4 THEN 'completed' ELSE 'open' END,
        opened_at + (step - 1) * (5 + id % 60) * interval '3 hours'
        FROM cases, generate_series(1, CASE WHEN :state = 'completed' THEN 8 ELSE 4 END) step
        WHERE id > :first AND id <= :first + :many""",
    """INSERT INTO journal (case_id, sequence, at, actor, kind, facts, previous, hash)
        SELECT id, 1, opened_at, 'x', 'case-started',
        '{"variables":{"right":"' || (ARRAY['design','invention','utility-model'])[1 + id % 3] || '","text":"'
        || repeat('某', 300) || '"}}', '', '' FROM cases WHERE id > :first AND id <= :first + :many""",
    """INSERT INTO suspension (case_id, reason, effective, effective_at, resumed, resumed_at, note, recorded_at)
        SELECT id, 'appraisal', opened_on + 1, opened_at, opened_on + 2, opened_at, '', opened_at FROM cases
        WHERE id % 5 = 0 AND id > :first AND id <= :first + :many""",
)


def fill(database: Database, engine: Engine, *, closed: int) -> None:
    """So many closed cases of the last 900 days, and some that are open."""
    with engine.unit_of_work(SYSTEM) as uow:
        uow.session.add_all(
            Definition(
                key=f"procedure-{number}",
                version=1,
                name=Text("流程", "Procedure"),
                hash=str(number),
                main="p",
                files=b"",
                deployed_at=uow.now,
                deployed_by="x",
            )
            for number in range(4)
        )
    span = Span(datetime(2024, 1, 9, tzinfo=UTC).date(), datetime(2024, 1, 12, tzinfo=UTC).date(), "鉴定")
    period = Period(30, Unit.CALENDAR_DAYS)
    ledger = due(
        period,
        datetime(2024, 1, 3, tzinfo=UTC).date(),
        spans=[span],
        calendar=engine.office.calendar,
        hours=engine.office.hours,
    )
    facts = {"ledger": dump(ledger.record()).decode()}
    with database.engine.begin() as connection:
        for statement in _STATEMENTS:
            for own in (
                {"first": 0, "many": closed, "state": "completed", "days": 900, "back": 66},
                {"first": closed, "many": OPEN, "state": "running", "days": 40, "back": 0},
            ):
                named = {**facts, **own}
                bound = {name: named[name] for name in named if f":{name}" in statement}
                connection.execute(text(_typed(statement, bound)), bound)
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))


def _typed(statement: str, bound: dict[str, Any]) -> str:
    """PostgreSQL wants to know what a parameter is."""
    for name, value in bound.items():
        kind = "bigint" if isinstance(value, int) else "text"
        statement = statement.replace(f":{name}", f"CAST(:{name} AS {kind})")
    return statement


def rows(*, quick: bool = False) -> Iterator[dict[str, Any]]:
    """One row a question."""
    closed = 10_000 if quick else 100_000
    with postgres_server() as server, postgres(server, "forecasts") as database:
        engine, _ = engine_on(database, now=lambda: NOW)
        fill(database, engine, closed=closed)
        for question, ask in _questions(closed).items():
            yield {
                "benchmark": "forecasts",
                "closed_cases": closed,
                "open_cases": OPEN,
                "question": question,
                **_measured(database, engine, ask),
            }


def _questions(closed: int) -> dict[str, Callable[[UnitOfWork], object]]:
    first = closed + 1
    return {
        "history, read anew": history.learn,
        "clocks at risk": forecasts.risks,
        "one case": lambda uow: forecasts.of_case(uow, first),
        "one forecast explained": lambda uow: explained.explained(uow, first, _clock(uow, first)),
        "load": load.load,
    }


def _clock(uow: UnitOfWork, case_id: int) -> int:
    return min(clock for clock in forecasts.of_case(uow, case_id) if clock is not None)


def _measured(database: Database, engine: Engine, ask: Callable[[UnitOfWork], object]) -> dict[str, Any]:
    spent, statements = [], 0
    with engine.reading(SYSTEM) as uow:
        history.past(uow)  # read once a day, by whoever asks first
        for _ in range(3):
            counter = Counter(database)
            begun = perf_counter()
            ask(uow)
            spent.append(perf_counter() - begun)
            statements = counter.statements
    return {"best_ms": round(1000 * min(spent), 1), "statements": statements}


if __name__ == "__main__":
    for line in rows(quick="--quick" in sys.argv[1:]):
        print(json.dumps(line, ensure_ascii=False))
