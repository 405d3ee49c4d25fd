"""Diagrams that nobody would draw, and whatever may be done to them: nothing is lost, nothing is silent."""

import json
import random
from datetime import timedelta
from typing import Any

import pytest
from token_case import Office
from token_diagrams import (
    TERMINATE,
    after,
    boundary,
    catch,
    condition,
    diagram,
    each,
    end,
    error,
    escalation,
    events,
    every,
    link,
    message,
    node,
    rounds,
    script,
    service,
    signal,
    start,
    throw,
    times,
)

from engine.graph import Kind, Node, Process
from engine.tokens import (
    BusinessError,
    Closed,
    Entered,
    Left,
    NotWaiting,
    Opened,
    Run,
    State,
    Status,
    drive,
    machine,
)

CAUGHT = (
    lambda: message("M"),
    lambda: message("N", k="x"),
    lambda: signal("S"),
    lambda: after(3),
    lambda: every(2, 4),
    lambda: condition("x > 2"),
)
HANDLED = (*CAUGHT, error, lambda: error("E1"), escalation, lambda: escalation("C1"))
THROWN = (lambda: message("M"), lambda: signal("S"), lambda: escalation("C1"), lambda: link("L"))
ENDED = (
    lambda: message("N", k="x"),
    lambda: signal("S"),
    lambda: error("E1"),
    lambda: escalation("C1"),
    lambda: TERMINATE,
)
LOOPS = (
    lambda: times("x"),
    lambda: each("xs", "item", output="ys", output_item="y", condition="completed > x"),
    lambda: each("xs", sequential=True),
    lambda: rounds("x < 3", maximum=3),
)
GATEWAYS = (Kind.EXCLUSIVE, Kind.PARALLEL, Kind.INCLUSIVE)
CONDITIONS = ("", "", "", "x > 1", "x < 2", "x % 2 == 0", "missing", "default")
KINDS = ("user", "user", "user", "gateway", "gateway", "script", "catch", "throw", "service", "events", "sub")


class Scribbler:
    """Draws without sense."""

    def __init__(self, chance: random.Random) -> None:
        self.chance, self.number = chance, 0

    def process(self, key: str, depth: int, first: Node | None = None) -> Process:
        nodes = [
            first or node(f"{key}_start", Kind.START),
            *(self.node(key, depth) for _ in range(self.chance.randint(2, 7))),
        ]
        nodes.append(
            end(f"{key}_end", self.chance.choice(ENDED)())
            if self.chance.random() < 0.3
            else node(f"{key}_end", Kind.END)
        )
        hosts = [one for one in nodes if one.kind in (Kind.USER, Kind.SUBPROCESS, Kind.SERVICE, Kind.RECEIVE)]
        bounds = [self.boundary(key, host) for host in hosts if self.chance.random() < 0.4]
        extra = [catch(f"{key}_link", link("L"))] if self.chance.random() < 0.5 else []
        flows = self.flows([*nodes, *bounds, *extra])
        handlers = [self.handler(key, depth)] if depth and self.chance.random() < 0.4 else []
        return diagram("\n".join(flows), *nodes, *bounds, *extra, *handlers, key=key)

    def name(self, key: str) -> str:
        self.number += 1
        return f"{key}{self.number}"

    def node(self, key: str, depth: int) -> Node:
        name, pick = self.name(key), self.chance.choice
        loop = pick(LOOPS)() if self.chance.random() < 0.2 else None
        kind = pick(KINDS if depth else KINDS[:-1])
        drawn = {
            "user": lambda: node(name, Kind.USER, loop=loop),
            "gateway": lambda: node(name, pick(GATEWAYS)),
            "script": lambda: script(name, pick(("x = x + 1", "x = 0", "x = missing")), loop=loop),
            "catch": lambda: catch(name, pick(CAUGHT)()),
            "throw": lambda: throw(name, pick(THROWN)()),
            "service": lambda: service(name, pick(("fine", "refuse", "break")), loop=loop),
            "events": lambda: events(name),
            "sub": lambda: node(name, Kind.SUBPROCESS, body=self.process(name, depth - 1), loop=loop),
        }
        return drawn[kind]()

    def boundary(self, key: str, host: Node) -> Node:
        return boundary(
            self.name(key), host.id, self.chance.choice(HANDLED)(), interrupting=self.chance.random() < 0.5
        )

    def handler(self, key: str, depth: int) -> Node:
        name = self.name(key)
        first = start(f"{name}_start", self.chance.choice(HANDLED)(), interrupting=self.chance.random() < 0.5)
        return node(name, Kind.EVENT_SUBPROCESS, body=self.process(name, depth - 1, first))

    def flows(self, nodes: list[Node]) -> list[str]:
        targets = [one.id for one in nodes if one.kind not in (Kind.START, Kind.BOUNDARY)]
        lines = []
        for one in nodes:
            for _ in range(self.chance.choice((1, 1, 2, 3)) if one.kind is not Kind.END else 0):
                condition_ = self.chance.choice(CONDITIONS)
                lines.append(
                    f"{one.id} > {self.chance.choice(targets)}" + (f" : {condition_}" if condition_ else "")
                )
        return lines


def refuse(_: Any) -> dict[str, Any]:
    raise BusinessError("E1", "no")


class Chaos:
    """Two runs of one diagram, one of them written down and read again after everything."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.process = Scribbler(chance).process("p", 2)
        self.offices = [
            Office(self.process, operations={"fine": lambda _: {}, "refuse": refuse}) for _ in range(2)
        ]
        self.runs = [Run(self.process, office) for office in self.offices]
        self.happened: list[Any] = []
        self.both(lambda run: run.start({"x": 1, "xs": [1, 2, 3]}))

    def both(self, what: Any) -> None:
        outcomes = [self.outcome(what, run) for run in self.runs]
        assert outcomes[0] == outcomes[1]
        self.happened += self.runs[0].happened
        self.runs[0].happened.clear()
        written = [json.dumps(run.state.dump()) for run in self.runs]
        assert written[0] == written[1]
        self.runs[1] = Run(self.process, self.offices[1], State.load(json.loads(written[1])))

    @staticmethod
    def outcome(what: Any, run: Run) -> Any:
        try:
            return what(run)
        except NotWaiting as error:
            return str(error)

    def act(self) -> None:
        wait = self.chance.choice(self.runs[0].waits())
        if self.chance.random() < 0.1:
            targets = [
                one
                for one, spec in self.process.nodes.items()
                if spec.kind not in (Kind.BOUNDARY, Kind.EVENT_SUBPROCESS)
            ]
            standing = [one for one in self.runs[0].standing() if one.place.scope == 1]
            if standing:
                moved, target = self.chance.choice(standing), self.chance.choice(targets)
                self.both(lambda run: run.move(moved.token, target))
                return
        self.answer(wait)

    def answer(self, wait: Any) -> None:
        value = self.chance.randrange(5)
        if wait.kind == "user":
            self.both(lambda run: run.complete(wait.token, {"x": value, "y": value}))
        elif wait.kind == "timer":
            for office in self.offices:
                office.now = max(office.now, wait.due) + timedelta(hours=value)
            self.both(lambda run: run.fire(wait.token, wait.branch))
        elif wait.kind == "message":
            self.both(lambda run: run.deliver(wait.name, wait.keys, {}, wait.token))
        elif wait.kind == "signal":
            self.both(lambda run: run.signal(wait.name, {}))
        elif wait.kind == "condition":
            self.both(lambda run: run.update({"x": value}))
        else:
            self.both(lambda run: run.retry(wait.token))

    def check(self) -> None:
        run = self.runs[0]
        assert not run._machine.queue
        for token in run.state.tokens.values():
            assert token.problem is not None or token.phase.value in ("wait", "join", "body")
        if run.state.status is Status.RUNNING:
            assert run.waits(), "it runs and waits for nothing"
        self.balanced()
        for scope in run.state.scopes.values():
            check_inclusive(
                scope.process, [(one.node_id, one.phase.value, one.via) for one in scope.tokens.values()]
            )

    def balanced(self) -> None:
        """Whatever was entered is left once, or still there; scopes likewise."""
        entered = [one.place.token for one in self.happened if isinstance(one, Entered)]
        left = [one.place.token for one in self.happened if isinstance(one, Left)]
        assert len(set(entered)) == len(entered)
        assert len(set(left)) == len(left)
        assert set(left) <= set(entered)
        assert set(entered) - set(left) <= set(self.runs[0].state.tokens)
        opened = [one.scope for one in self.happened if isinstance(one, Opened)]
        closed = [one.scope for one in self.happened if isinstance(one, Closed)]
        still = set(self.runs[0].state.scopes) - (
            {1} if self.runs[0].state.status is not Status.RUNNING else set()
        )
        assert sorted([*closed, *still]) == sorted(opened)


def check_inclusive(process: Process, tokens: list[tuple[str, str, str | None]]) -> None:
    """No inclusive join waits that need not, by the words of BPMN 2.0.2 (13.4.3), walking forwards along paths."""
    for gateway in (one for one in process.nodes.values() if one.kind is Kind.INCLUSIVE):
        marked = {via for place, phase, via in tokens if place == gateway.id and phase == "join"}
        empty = {flow.id for flow in gateway.incoming} - marked
        paths = [flows_from(process, place, gateway.id) for place, _, _ in tokens if place != gateway.id]
        if marked:
            assert any(path & empty and not path & marked for path in paths), f"{gateway.id} waits for nobody"


def flows_from(process: Process, place: str, gateway: str) -> set[str]:
    """Every flow that a token at a place may come along, without passing the gateway."""
    flows, seen, todo = set(), set(), [place, *thrown_at(process, place)]
    while todo:
        one = todo.pop()
        if one in seen or one == gateway:
            continue
        seen.add(one)
        for flow in process.nodes[one].outgoing:
            flows.add(flow.id)
            todo += [flow.target, *process.nodes[flow.target].boundaries]
        todo += [other.id for other in process.nodes.values() if linked(process.nodes[one], other)]
    return flows


def thrown_at(process: Process, place: str) -> list[str]:
    """Boundary events without a token of their own: inside an activity an error may be thrown at any time."""
    bounds = (process.nodes[one] for one in process.nodes[place].boundaries)
    return [one.id for one in bounds if one.trigger.kind.value in ("error", "escalation")]


def linked(one: Node, other: Node) -> bool:
    return (
        one.kind is Kind.THROW
        and other.kind is Kind.CATCH
        and one.trigger.kind.value == other.trigger.kind.value == "link"
    )


@pytest.mark.parametrize("block", range(10))
def test_whatever_is_drawn_and_done_nothing_is_lost_and_nothing_is_silent(block, monkeypatch):
    monkeypatch.setattr(drive, "MAX_STEPS", 400)
    monkeypatch.setattr(machine, "MAX_BRANCHES", 40)
    monkeypatch.setattr(machine, "MAX_TOKENS", 200)
    for seed in range(block * 8, block * 8 + 8):
        chaos = Chaos(random.Random(seed))  # noqa: S311 - no secret
        chaos.check()
        for _ in range(25):
            if chaos.runs[0].state.status is not Status.RUNNING:
                break
            chaos.act()
            chaos.check()
        else:
            chaos.both(lambda run: run.cancel())
            chaos.check()
