"""What completing a task costs: SQL statements, commits and CPU time, and the bytes that a case leaves behind.

Rows of this engine on both databases, and of its peers in the same run: django-viewflow, and the SpiffWorkflow library
by itself, loading and saving its state without any database.
"""

from collections.abc import Iterator, Mapping
from statistics import median
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import text

from benchmarks import peers, processes
from benchmarks.databases import Counter, engine_on, postgres, postgres_server, sqlite
from engine import cases, definitions, tasks
from engine.blueprint import Bundle
from engine.database import Database
from engine.queries import worklist
from engine.uow import SYSTEM, Actor, Engine

Row = dict[str, Any]
_CASE_TABLES = ("cases", "task", "clock", "alarm", "journal", "rung")


def rows(*, quick: bool = False) -> Iterator[Row]:
    """Measure everything."""
    rounds = 40 if quick else 300
    with postgres_server() as server:
        for process in ("simple", "mid25"):
            with postgres(server, process) as database:
                yield ours(database, process, rounds)
        with postgres(server, "rework") as database:
            yield from reworked(database, 1_000)
        yield from peers.viewflow(server, rounds)
    for process in ("simple", "mid25"):
        with sqlite() as database:
            yield ours(database, process, rounds)
    yield from peers.library(rounds)


def ours(database: Database, process: str, rounds: int) -> Row:
    """This engine on one database."""
    engine, actor = engine_on(database)
    bundle = processes.simple() if process == "simple" else processes.mid25()
    _deploy(engine, bundle)
    answers: Mapping[str, Mapping[str, Any]] = processes.ANSWERS if process == "mid25" else {}
    for number in _opened(engine, actor, process, 10):
        _work_off(engine, actor, number, answers)
    before, counter = _bytes(database), Counter(database)
    opened = _opened(engine, actor, process, rounds)
    counter.statements = counter.commits = 0
    costs = [_work_off(engine, actor, number, answers) for number in opened]
    done = sum(cost[2] for cost in costs)
    return row(
        "kuaibao",
        "sqlite" if database.sqlite else "postgresql",
        process,
        statements=counter.statements / done,
        commits=counter.commits / done,
        cpu=sum(cost[0] for cost in costs) / done,
        wall=sum(cost[1] for cost in costs) / done,
        size=(_bytes(database) - before) / rounds,
    )


def row(
    engine: str,
    database: str | None,
    process: str,
    *,
    cpu: float,
    wall: float,
    size: float,
    statements: float | None = None,
    commits: float | None = None,
) -> Row:
    """One row; times in seconds a completion."""
    return {
        "engine": engine,
        "database": database,
        "process": process,
        "sql_per_completion": None if statements is None else round(statements, 2),
        "commits_per_completion": None if commits is None else round(commits, 2),
        "cpu_ms_per_completion": round(1000 * cpu, 3),
        "completions_per_second": round(1 / wall, 1),
        "bytes_per_case": round(size),
    }


def _deploy(engine: Engine, bundle: Bundle) -> None:
    with engine.unit_of_work(SYSTEM) as uow:
        definitions.deploy(uow, bundle)


def _opened(engine: Engine, actor: Actor, process: str, rounds: int) -> list[list[int]]:
    """Cases with their open tasks."""
    for _ in range(rounds):
        with engine.unit_of_work(actor) as uow:
            facts = {"rounds": 0} if process == "rework" else {"right": "design"}
            cases.start(uow, process, facts=facts)
    with engine.reading(actor) as uow:
        return [[one.task_id] for one in worklist.pool(uow, limit=100_000).rows]


def _work_off(
    engine: Engine, actor: Actor, todo: list[int], answers: Mapping[str, Mapping[str, Any]]
) -> tuple[float, float, int]:
    """Complete a case's tasks as they open; CPU and wall time, and how many there were."""
    order = list(answers.values())
    cpu = wall = 0.0
    done = 0
    while todo:
        task, values = todo.pop(0), (order[done] if order else {})
        begun, started = process_time(), perf_counter()
        with engine.unit_of_work(actor) as uow:
            completed = tasks.complete(uow, task, values)
        cpu, wall, done = cpu + process_time() - begun, wall + perf_counter() - started, done + 1
        todo.extend(completed.opened)
    return cpu, wall, done


def reworked(database: Database, rounds: int) -> Iterator[Row]:
    """A rework loop: what a round costs at its end, and at its beginning.

    The two are measured turn by turn, the old case and one that has just been opened, so that whatever else the
    machine does touches both.
    """
    engine, actor = engine_on(database)
    _deploy(engine, processes.rework())
    (old,) = _opened(engine, actor, "rework", 1)
    counter = Counter(database)
    costs = [_go_round(engine, actor, old) for _ in range(rounds)]
    statements, commits = counter.statements / rounds, counter.commits / rounds
    size = _bytes(database)
    with engine.unit_of_work(actor) as uow:
        cases.start(uow, "rework", facts={"rounds": 0})
    with engine.reading(actor) as uow:
        young = [one.task_id for one in worklist.pool(uow).rows if one.task_id not in old]
    pairs = [
        (_go_round(engine, actor, young)[0], _go_round(engine, actor, old)[0]) for _ in range(rounds // 10)
    ]
    found = row(
        "kuaibao",
        "postgresql",
        "rework",
        statements=statements,
        commits=commits,
        cpu=sum(cost[0] for cost in costs) / rounds,
        wall=sum(cost[1] for cost in costs) / rounds,
        size=size,
    )
    beginning, end = (median(pair[side] for pair in pairs) for side in (0, 1))
    yield {**found, "rounds": rounds, "end_over_beginning": round(end / beginning, 2)}


def _go_round(engine: Engine, actor: Actor, todo: list[int]) -> tuple[float, float]:
    """One round; CPU and wall time."""
    begun, started = process_time(), perf_counter()
    with engine.unit_of_work(actor) as uow:
        completed = tasks.complete(uow, todo[0], {"good": False, "text": "再改"})
    todo[:] = completed.opened
    return process_time() - begun, perf_counter() - started


def _bytes(database: Database) -> int:
    """What the rows of cases hold, without the database's own overhead."""
    with database.engine.connect() as connection:
        return sum(_table_bytes(connection, database, table) for table in _CASE_TABLES)


def _table_bytes(connection: Any, database: Database, table: str) -> int:
    size = "pg_column_size(t.*)"
    if database.sqlite:
        columns = [line[1] for line in connection.execute(text(f"PRAGMA table_info({table})"))]
        size = " + ".join(f"coalesce(length(cast({column} AS BLOB)), 0)" for column in columns)
    query = f"SELECT coalesce(sum({size}), 0) FROM {table} t"  # noqa: S608 - our own names
    return int(connection.execute(text(query)).scalar())
