"""Random structured processes against an oracle that knows no tokens, under random schedules, saved and loaded."""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from token_case import Office
from token_oracle import And, Block, Event, Loop, Or, RunningScope, Script, Seq, Sub, Task, Xor, drawn, whole

from engine.graph import Process
from engine.tokens import Run, State

MAX_DONE = 60


@dataclass
class Names:
    """Gives every block a name, and knows the variables that there are."""

    numbers: Iterator[int] = field(default_factory=count)
    variables: dict[str, Any] = field(
        default_factory=lambda: {"v_t": 0, **{f"range_{n}": list(range(n)) for n in range(5)}}
    )
    asked: list[str] = field(default_factory=lambda: ["v_t"])

    def new(self, prefix: str) -> str:
        return f"{prefix}{next(self.numbers)}"

    def task(self) -> Task:
        task = Task(self.new("t"))
        self.variables[f"v_{task.name}"] = 0
        self.asked.append(f"v_{task.name}")
        return task

    def script(self) -> Script:
        script = Script(self.new("s"))
        self.variables[f"n_{script.name}"] = 0
        return script


LEAVES = ["task", "task", "script"]
NESTING = ["seq", "and", "xor", "or", "loop", "sub", "many"]
Pick = Callable[[Sequence[Any]], Any]


@dataclass
class Drawer:
    """Draws random blocks; `pick` chooses one of several, by chance or by hypothesis."""

    pick: Pick
    events: bool
    names: Names = field(default_factory=Names)

    def block(self, depth: int) -> Block:
        kind = self.pick(LEAVES + NESTING * 2 if depth else LEAVES)
        if kind in LEAVES:
            return self.names.task() if kind == "task" else self.names.script()
        if kind == "loop":
            return Loop(self.names.new("l"), self.block(depth - 1), self.names.task())
        if kind in ("sub", "many"):
            return self.sub(depth - 1, many=kind == "many")
        return self.several(kind, depth - 1)

    def several(self, kind: str, depth: int) -> Block:
        asks = self.pick(self.names.asked)
        parts = tuple(self.block(depth) for _ in range(self.pick((1, 2, 3))))
        if kind == "seq":
            return Seq(parts[self.pick((0, 1)) :])
        name = self.names.new("g")
        if kind == "or":
            return Or(name, asks, parts, self.block(depth))
        return And(name, parts) if kind == "and" else Xor(name, asks, parts)

    def sub(self, depth: int, *, many: bool) -> Sub:
        """Instances of which some are enough each end in a task: else it would be open which of them was first."""
        name, body, enough = self.names.new("p"), self.block(depth), self.pick((None, 1, 2)) if many else None
        return Sub(
            name,
            body if enough is None else Seq((body, self.names.task())),
            escape=self.event("e", depth),
            handler=self.event("h", depth),
            many=self.pick(range(5)) if many else None,
            sequential=many and self.pick((False, True)),
            enough=enough,
        )

    def event(self, prefix: str, depth: int) -> Event | None:
        if not self.events or self.pick((True, False)):
            return None
        return Event(self.names.new(prefix), self.block(depth), self.pick((False, True)))


class Both:
    """One run kept in memory, one that is written down and read again after everything that is done."""

    def __init__(self, process: Process, variables: dict[str, Any]) -> None:
        self.process, self.office = process, Office(process)
        self.kept, self.saved = Run(process, self.office), Run(process, self.office)
        for run in (self.kept, self.saved):
            run.start(variables)
        self.reload()

    def reload(self) -> None:
        written = json.dumps(self.saved.state.dump())
        assert json.dumps(self.kept.state.dump()) == written
        self.saved = Run(self.process, self.office, State.load(json.loads(written)))

    def offers(self) -> dict[tuple[Any, ...], int]:
        """What may be done → its token."""
        found = {}
        for wait in self.saved.waits():
            assert wait.kind in ("user", "message"), wait
            seen = self.saved.variables(wait.token)
            items = tuple((name, seen[name]) for name in seen if name.startswith("i_"))
            found[wait.node_id, *sorted(items)] = wait.token
        return found

    def do(self, label: tuple[Any, ...], value: int) -> None:
        token = self.offers()[label]
        for run in (self.kept, self.saved):
            if label[0].startswith("t"):
                run.complete(token, {f"v_{label[0]}": value})
            else:
                assert run.deliver(label[0], {}, {}, token)
        self.reload()


def _normal(label: tuple[Any, ...]) -> tuple[Any, ...]:
    return (label[0], *sorted(label[1:]))


def _choices(offered: list[tuple[Any, ...]], spent: set[tuple[Any, ...]], done: int) -> list[tuple[Any, ...]]:
    """Events happen once each, so that what runs beside has one name; towards the end nothing but tasks."""
    return [
        label for label in offered if label[0].startswith("t") or (label not in spent and done < MAX_DONE)
    ]


def check(pick: Pick, *, events: bool, depth: int, width: int) -> None:
    drawer = Drawer(pick, events)
    middle = tuple(drawer.block(depth) for _ in range(width))
    body = Seq((drawer.names.task(), *middle, drawer.names.task()))
    handler = drawer.event("h", 1)
    oracle = whole(body, handler, dict(drawer.names.variables))
    both = Both(drawn(body, handler), drawer.names.variables)
    if compare(pick, oracle, both):
        assert both.saved.state.status == "completed"
        assert dict(both.saved.data) == oracle.world.variables


def compare(pick: Pick, oracle: RunningScope, both: Both) -> bool:
    """Do the same to both until the end; False where the schedule leaves it open."""
    spent: set[tuple[Any, ...]] = set()
    for done in range(MAX_DONE * 2):
        if oracle.done:
            return True
        offered = sorted(map(_normal, oracle.offers()))
        assert sorted(both.offers()) == offered
        labels = _choices(offered, spent, done)
        if not labels:
            return False
        label, value = pick(labels), pick(range(8)) if done < MAX_DONE else 0
        spent.add(label)
        assert oracle.do(next(one for one in oracle.offers() if _normal(one) == label), value)
        both.do(label, value)
    return False


def by(data: st.DataObject) -> Pick:
    return lambda options: data.draw(st.sampled_from(options))


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_structured_processes_do_what_the_oracle_says(data):
    check(by(data), events=False, depth=3, width=1)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_structured_processes_with_boundary_events_and_handlers_do_what_the_oracle_says(data):
    check(by(data), events=True, depth=2, width=1)


@pytest.mark.parametrize("seed", range(60))
def test_large_structured_processes_do_what_the_oracle_says(seed):
    check(random.Random(seed).choice, events=seed % 2 == 0, depth=4, width=2)  # noqa: S311 - no secret
