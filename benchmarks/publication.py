"""Publishing a year over 100,000 open clocks: how long it takes, and what who completes tasks meanwhile notices of it.

The batches are rung by one or two processes beside (`kuaibao scheduler`), or in a thread of the same process (`kuaibao
serve`). Completions are of cases of the same office; their times during the publication are compared with quiet ones.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from statistics import quantiles
from threading import Thread
from time import perf_counter, process_time, sleep
from typing import Any

from sqlalchemy import func, select

from benchmarks.databases import OFFICE, postgres, postgres_server, sqlite
from benchmarks.open_clocks import NOW, large, notice
from engine import alarms, calendar_years, tasks
from engine.calendars import Overlay
from engine.database import Database
from engine.model import CalendarRevision, Clock, Task, TaskState
from engine.uow import SYSTEM, Actor, Engine

Row = dict[str, Any]
CLOCKS = 100_000
_QUIET = 200
_PACE = 0.05  # seconds


def rows(*, quick: bool = False, clocks: int | None = None) -> Iterator[Row]:
    """Every row."""
    clocks = clocks or (4_000 if quick else CLOCKS)
    with postgres_server() as server:
        for name, latest, processes in (("usual", 0, 1), ("usual2", 0, 2), ("threaded", 0, 0)):
            with postgres(server, name) as database:
                yield measured(database, clocks, name, latest=latest, processes=processes)
        with postgres(server, "all_move") as database:
            yield measured(database, clocks, "all_move", latest=0, processes=2, working=True)
    with sqlite() as database:
        yield measured(database, clocks, "usual", latest=0, processes=1)


def measured(
    database: Database, clocks: int, name: str, *, latest: int, processes: int, working: bool = False
) -> Row:
    """One publication, with completions beside it."""
    engine, actor = large(database, clocks, latest=latest, working=working)
    todo = _open_tasks(engine, actor)
    quiet = [_complete(engine, actor, todo.pop()) for _ in range(_QUIET)]
    begun, cpu = perf_counter(), process_time()
    number = _publish(engine, notice())
    published = perf_counter() - begun
    busy = []
    with _ringing(engine, processes) as at_work:
        while at_work() and todo:
            busy.append(_complete(engine, actor, todo.pop()))
    seconds = perf_counter() - begun
    with engine.reading(SYSTEM) as uow:
        done = uow.session.get_one(CalendarRevision, number)
        left = uow.session.scalar(
            select(func.count()).where(Clock.state != "stopped", Clock.calendar < number)
        )
    return {
        "benchmark": "publication",
        "database": "sqlite" if database.sqlite else "postgresql",
        "case": name,
        "schedulers": processes or "thread",
        "clocks": done.total,
        "moved": done.moved,
        "left": left,
        "seconds": round(seconds, 1),
        "clocks_per_second": round(done.total / seconds),
        "publish_ms": round(1000 * published),
        "completions": len(busy),
        "p95_ms_quiet": _p95(quiet),
        "p95_ms_meanwhile": _p95(busy),
        "p95_ratio": round(_p95(busy) / _p95(quiet), 2),
        "own_cpu_seconds": round(process_time() - cpu, 1),
    }


def _p95(seconds: list[float]) -> float:
    return round(1000 * quantiles(seconds, n=20)[-1], 2) if len(seconds) > 1 else 0.0


def _open_tasks(engine: Engine, actor: Actor) -> list[int]:
    """Tasks of cases all over the office, in no order of theirs."""
    with engine.reading(actor) as uow:
        found = list(
            uow.session.scalars(select(Task.id).where(Task.state == TaskState.OPEN).order_by(Task.id))
        )
    return sorted(found, key=lambda number: (number * 7_919) % 104_729)


def _complete(engine: Engine, actor: Actor, task: int) -> float:
    """Complete a task, and wait for the next to come: 20 a second, more than 1,000 people would."""
    begun = perf_counter()
    with engine.unit_of_work(actor) as uow:
        tasks.complete(uow, task, {})
    taken = perf_counter() - begun
    sleep(max(0.0, _PACE - taken))
    return taken


def _publish(engine: Engine, days: Overlay) -> int:
    with engine.unit_of_work(SYSTEM) as uow:
        return calendar_years.publish(uow, calendar_years.draft(uow, days))


# --- who rings ---------------------------------------------------------------------------------------------------------


@contextmanager
def _ringing(engine: Engine, processes: int) -> Iterator[Any]:
    """Ring beside until nothing is due; gives whether it still does."""
    context = get_context("spawn")
    workers: list[BaseProcess | Thread] = [
        context.Process(target=ring_all, args=(engine.database.url,)) for _ in range(processes)
    ] or [Thread(target=_ring, args=(engine,))]
    for worker in workers:
        worker.start()
    yield lambda: any(worker.is_alive() for worker in workers)
    for worker in workers:
        worker.join()


def ring_all(url: str) -> None:
    """A scheduler of its own."""
    database = Database(url)
    _ring(Engine(database, OFFICE, {}, lambda: NOW))
    database.dispose()


def _ring(engine: Engine) -> None:
    while alarms.ring_due(engine):
        pass


if __name__ == "__main__":
    for line in rows(quick="--quick" in sys.argv[1:]):
        print(json.dumps(line), flush=True)
