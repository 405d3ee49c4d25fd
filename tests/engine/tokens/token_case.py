"""A host for the token core, and an instance that can be saved and loaded after every call."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from types import CodeType
from typing import Any

from engine.graph import Process, TimerKind, Trigger
from engine.tokens import Cycle, Ended, Entered, Left, Run, State, Threw

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


@lru_cache(maxsize=4096)
def _compiled(source: str, mode: str) -> CodeType:
    return compile(source, "<diagram>", mode)


class Office:
    """Runs expressions as Python, operations as functions, and has a time that is told."""

    def __init__(
        self, *processes: Process, operations: Mapping[str, Callable[..., Any]] | None = None
    ) -> None:
        self.now = START
        self.processes = {process.id: process for process in processes}
        self.operations = dict(operations or {})
        self.tables: dict[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]] = {}

    def evaluate(self, expression: str, variables: Mapping[str, Any]) -> Any:
        return eval(_compiled(expression.strip(), "eval"), {"len": len, "sum": sum}, variables)  # noqa: S307 - ours

    def run_script(self, script: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        written: dict[str, Any] = {}
        for line in script.splitlines():
            name, _, source = line.partition("=")
            written[name.strip()] = self.evaluate(source, {**variables, **written})
        return written

    def decide(self, key: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        return self.tables[key](variables)

    def operate(self, name: str, variables: Mapping[str, Any], node_id: str) -> Mapping[str, Any]:
        return self.operations[name](variables)

    def process(self, process_id: str) -> Process:
        return self.processes[process_id]

    def due(self, trigger: Trigger, variables: Mapping[str, Any]) -> datetime | Cycle:
        text = trigger.expression or ""
        if trigger.timer is TimerKind.DATE:
            return datetime.fromisoformat(text)
        hours, _, times = text.partition(" ")
        length = timedelta(hours=float(self.evaluate(hours, variables)))
        if trigger.timer is TimerKind.CYCLE:
            return Cycle(self.now + length, length, times=int(times) if times else None)
        return self.now + length


class Case:
    """An instance of a process, by the names of its nodes. With `saving` it is dumped and loaded after every call."""

    def __init__(
        self, process: Process, *called: Process, saving: bool = False, **operations: Callable[..., Any]
    ) -> None:
        self.process = process
        self.office = Office(process, *called, operations=operations)
        self.saving = saving
        self.run = Run(process, self.office)
        self.happened: list[Any] = []

    def _after(self) -> "Case":
        self.happened += self.run.happened
        self.run.happened.clear()
        if self.saving:
            written = json.dumps(self.run.state.dump())
            self.run = Run(self.process, self.office, State.load(json.loads(written)))
            assert json.dumps(self.run.state.dump()) == written
        return self

    def start(
        self, trigger: str | None = None, payload: Mapping[str, Any] | None = None, **variables: Any
    ) -> "Case":
        self.run.start(variables, trigger=trigger, payload=payload)
        return self._after()

    def token(self, node: str, kind: str | None = None, nth: int = 0) -> int:
        kinds = ("user", "manual") if kind is None else (kind,)
        found = [wait.token for wait in self.run.waits() if wait.node_id == node and wait.kind in kinds]
        assert found, f"nothing of {kinds} waits at {node}: {self.waits()}"
        return found[nth]

    def do(self, node: str, nth: int = 0, **values: Any) -> "Case":
        self.run.complete(self.token(node, nth=nth), values)
        return self._after()

    def tell(self, name: str, payload: Mapping[str, Any] | None = None, **keys: Any) -> bool:
        taken = self.run.deliver(name, keys, payload or {})
        self._after()
        return taken

    def shout(self, name: str, **payload: Any) -> int:
        taken = self.run.signal(name, payload)
        self._after()
        return taken

    def update(self, **values: Any) -> "Case":
        self.run.update(values)
        return self._after()

    def wait(self, hours: float) -> "Case":
        """Let time pass and fire what is due, in the order in which it is, once each."""
        self.office.now += timedelta(hours=hours)
        for wait in sorted(
            (w for w in self.run.waits() if w.kind == "timer"), key=lambda w: (w.due, w.token)
        ):
            if wait.due <= self.office.now and wait.token in self.run.state.tokens:
                self.run.fire(wait.token, wait.branch)
                self._after()
        return self

    def retry(self, node: str) -> "Case":
        self.run.retry(self.token(node, "failed"))
        return self._after()

    def move(self, node: str, to: str, kind: str | None = None) -> "Case":
        self.run.move(self.token(node, kind), to)
        return self._after()

    def waits(self) -> list[str]:
        """Names of nodes that wait for a person, oldest first."""
        return [wait.node_id for wait in self.run.waits() if wait.kind in ("user", "manual")]

    def all_waits(self) -> list[tuple[str, str]]:
        return [(wait.kind, wait.branch or wait.node_id) for wait in self.run.waits()]

    def failures(self) -> dict[str, str]:
        return {wait.node_id: wait.problem.code for wait in self.run.waits() if wait.problem is not None}

    @property
    def status(self) -> str:
        return self.run.state.status.value

    @property
    def data(self) -> Mapping[str, Any]:
        return self.run.data

    def passed(self) -> list[str]:
        """Names of nodes that were entered, in order; instances of a loop are not told apart."""
        return [one.place.node.id for one in self.happened if isinstance(one, Entered)]

    def cancelled(self) -> list[str]:
        return [one.place.node.id for one in self.happened if isinstance(one, Left) and one.cancelled]

    def thrown(self) -> list[tuple[str, str | None, bool]]:
        return [(one.kind.value, one.name, one.taken) for one in self.happened if isinstance(one, Threw)]

    def ended(self) -> list[tuple[str, str | None]]:
        return [(one.status, one.node) for one in self.happened if isinstance(one, Ended)]
