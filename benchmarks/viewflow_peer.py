"""The same two processes on django-viewflow and PostgreSQL: `python -m benchmarks.viewflow_peer URL ROUNDS` in a process of its own.

A completion is what its own view does: lock the process, load the task, start and execute its activation, in one
transaction, with the form's values kept on the process.
"""

import json
import sys
from time import perf_counter, process_time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import django
from django.conf import settings


def _configure(url: str) -> None:
    parts = urlsplit(url)
    settings.configure(
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": parts.path.lstrip("/"),
                "USER": parts.username,
                "HOST": parse_qs(parts.query)["host"][0],
            }
        },
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "viewflow",
            "viewflow.workflow",
            "benchmarks",
        ],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    django.setup()


_configure(sys.argv[1])

from django.core.management import call_command  # noqa: E402 - Django must be configured first
from django.db import connection, transaction  # noqa: E402
from viewflow.workflow import STATUS, flow  # noqa: E402
from viewflow.workflow.models import Process, Task  # noqa: E402

from benchmarks.processes import ANSWERS, SIMPLE_TASKS  # noqa: E402
from benchmarks.viewflow_flows import Mid25, Simple, employ  # noqa: E402


class Counter:
    """Statements, and commits: of atomic blocks, and of statements outside of them."""

    def __init__(self) -> None:
        self.statements = self.commits = 0
        commit = connection._commit  # noqa: SLF001 - Django has no event for it

        def counted() -> Any:
            self.commits += 1
            return commit()

        connection._commit = counted  # noqa: SLF001 - Django has no event for it

    def __call__(self, execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        self.statements += 1
        self.commits += not connection.in_atomic_block
        return execute(sql, params, many, context)


def complete(flow_class: type[flow.Flow], task_id: int, values: dict[str, Any]) -> None:
    """What the view of a user task does on POST."""
    with transaction.atomic():
        process_id = Task.objects.values_list("process_id", flat=True).get(pk=task_id)
        with flow_class.lock(process_id):
            task = Task.objects.select_related("process").get(pk=task_id)
            activation = task.flow_task.activation_class(task)
            activation.start(None)
            activation.process.data.update(values)
            activation.process.save(update_fields=["data"])
            activation.execute()


def _open_task(process: Process, node: str) -> int:
    tasks = Task.objects.filter(process=process, status=STATUS.ASSIGNED)
    return next(task.pk for task in tasks if task.flow_task.name == node)


def measure(name: str, flow_class: type[flow.Flow], answers: dict[str, dict[str, Any]], rounds: int) -> None:
    """Print one row."""
    for _ in range(5):
        _work_off(flow_class.begin.run(), flow_class, answers)
    before, counter = _bytes(), Counter()
    processes = [flow_class.begin.run() for _ in range(rounds)]
    counter.commits = 0
    costs = [_work_off(process, flow_class, answers, counter) for process in processes]
    done = rounds * len(answers)
    row = {
        "engine": "viewflow",
        "database": "postgresql",
        "process": name,
        "sql_per_completion": round(counter.statements / done, 2),
        "commits_per_completion": round(sum(cost[2] for cost in costs) / done, 2),
        "cpu_ms_per_completion": round(1000 * sum(cost[0] for cost in costs) / done, 3),
        "completions_per_second": round(done / sum(cost[1] for cost in costs), 1),
        "bytes_per_case": round((_bytes() - before) / rounds),
    }
    print(json.dumps(row), flush=True)


def _work_off(
    process: Process,
    flow_class: type[flow.Flow],
    answers: dict[str, dict[str, Any]],
    counter: Counter | None = None,
) -> tuple[float, float, int]:
    cpu = wall = 0.0
    commits = 0
    for node, values in answers.items():
        task = _open_task(process, node)
        before = counter.commits if counter else 0
        begun, started = process_time(), perf_counter()
        if counter:
            with connection.execute_wrapper(counter):
                complete(flow_class, task, values)
        else:
            complete(flow_class, task, values)
        cpu, wall = cpu + process_time() - begun, wall + perf_counter() - started
        commits += counter.commits - before if counter else 0
    return cpu, wall, commits


def _bytes() -> int:
    tables = ("viewflow_process", "viewflow_task", "viewflow_task_previous")
    with connection.cursor() as cursor:
        total = 0
        for table in tables:
            cursor.execute(f"SELECT coalesce(sum(pg_column_size(t.*)), 0) FROM {table} t")  # noqa: S608 - our own names
            total += int(cursor.fetchone()[0])
    return total


call_command("migrate", verbosity=0)
employ()

if __name__ == "__main__":
    measure("simple", Simple, {name: {} for name in SIMPLE_TASKS}, int(sys.argv[2]))
    measure("mid25", Mid25, {name: dict(values) for name, values in ANSWERS.items()}, int(sys.argv[2]))
