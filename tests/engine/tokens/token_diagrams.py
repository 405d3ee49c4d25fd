"""Diagrams in a few lines: flows as text, nodes by name; what is not described is a start, an end or a user task."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

from engine.graph import Flow, Kind, Loop, LoopKind, Node, Process, TimerKind, Trigger, TriggerKind


def diagram(flows: str, *nodes: Node, key: str = "p") -> Process:
    """`a > b > c` is two flows, `a > b : x == 1` has a condition, `a > b : default` is a default flow.

    Names that begin with `start` or `end` are such events unless a node says otherwise; all else are user tasks.
    """
    made = {node.id: node for node in nodes}
    drawn: list[Flow] = []
    defaults: dict[str, str] = {}
    for line in filter(None, map(str.strip, flows.splitlines())):
        path, _, condition = (part.strip() for part in line.partition(" : "))
        names = [name.strip() for name in path.split(" > ")]
        for name in names:
            made.setdefault(name, _plain(name))
        for source, target in pairwise(names):
            flow = Flow(f"f{len(drawn)}", source, target, None if condition in ("", "default") else condition)
            drawn.append(flow)
            if condition == "default":
                defaults[source] = flow.id
    return Process(id=key, nodes={name: _linked(node, drawn, defaults, made) for name, node in made.items()})


def _linked(node: Node, drawn: list[Flow], defaults: dict[str, str], made: dict[str, Node]) -> Node:
    return replace(
        node,
        incoming=tuple(flow for flow in drawn if flow.target == node.id),
        outgoing=tuple(flow for flow in drawn if flow.source == node.id),
        default=defaults.get(node.id),
        boundaries=tuple(other.id for other in made.values() if other.attached_to == node.id),
    )


def _plain(name: str) -> Node:
    kinds = {
        "start": Kind.START,
        "end": Kind.END,
        "xor": Kind.EXCLUSIVE,
        "and": Kind.PARALLEL,
        "or": Kind.INCLUSIVE,
    }
    return Node(name, next((kind for prefix, kind in kinds.items() if name.startswith(prefix)), Kind.USER))


def node(key: str, kind: Kind, **more: Any) -> Node:
    return Node(key, kind, **more)


def task(key: str) -> Node:
    return Node(key, Kind.TASK)


def script(key: str, text: str, **more: Any) -> Node:
    return Node(key, Kind.SCRIPT, script=text, **more)


def service(key: str, operation: str, **more: Any) -> Node:
    return Node(key, Kind.SERVICE, operation=operation, **more)


def events(key: str) -> Node:
    return Node(key, Kind.EVENT_GATEWAY)


def message(name: str | None, payload: dict[str, str] | None = None, **keys: str) -> Trigger:
    return Trigger(TriggerKind.MESSAGE, name, keys=keys, payload=payload or {})


def signal(name: str, **payload: str) -> Trigger:
    return Trigger(TriggerKind.SIGNAL, name, payload=payload)


def error(code: str | None = None, **payload: str) -> Trigger:
    return Trigger(TriggerKind.ERROR, code, payload=payload)


def escalation(code: str | None = None, **payload: str) -> Trigger:
    return Trigger(TriggerKind.ESCALATION, code, payload=payload)


def condition(expression: str) -> Trigger:
    return Trigger(TriggerKind.CONDITIONAL, expression=expression)


def link(name: str) -> Trigger:
    return Trigger(TriggerKind.LINK, name)


def after(hours: float) -> Trigger:
    return Trigger(TriggerKind.TIMER, timer=TimerKind.DURATION, expression=str(hours))


def at(instant: str) -> Trigger:
    return Trigger(TriggerKind.TIMER, timer=TimerKind.DATE, expression=instant)


def every(hours: float, times: int | None = None) -> Trigger:
    return Trigger(TriggerKind.TIMER, timer=TimerKind.CYCLE, expression=f"{hours} {times or ''}")


TERMINATE = Trigger(TriggerKind.TERMINATE)


def start(key: str, trigger: Trigger, *, interrupting: bool = True) -> Node:
    return Node(key, Kind.START, trigger=trigger, interrupting=interrupting)


def end(key: str, trigger: Trigger) -> Node:
    return Node(key, Kind.END, trigger=trigger)


def catch(key: str, trigger: Trigger) -> Node:
    return Node(key, Kind.CATCH, trigger=trigger)


def receive(key: str, trigger: Trigger, **more: Any) -> Node:
    return Node(key, Kind.RECEIVE, trigger=trigger, **more)


def throw(key: str, trigger: Trigger) -> Node:
    return Node(key, Kind.THROW, trigger=trigger)


def boundary(key: str, on: str, trigger: Trigger, *, interrupting: bool = True) -> Node:
    return Node(key, Kind.BOUNDARY, trigger=trigger, attached_to=on, interrupting=interrupting)


def sub(key: str, flows: str, *nodes: Node, **more: Any) -> Node:
    return Node(key, Kind.SUBPROCESS, body=diagram(flows, *nodes, key=key), **more)


def event_sub(key: str, flows: str, *nodes: Node) -> Node:
    return Node(key, Kind.EVENT_SUBPROCESS, body=diagram(flows, *nodes, key=key))


def call(key: str, process: str, **more: Any) -> Node:
    return Node(key, Kind.CALL, called=process, **more)


def each(collection: str, item: str | None = "item", *, sequential: bool = False, **more: Any) -> Loop:
    return Loop(
        LoopKind.SEQUENTIAL if sequential else LoopKind.PARALLEL, collection=collection, item=item, **more
    )


def times(cardinality: str, *, sequential: bool = False, **more: Any) -> Loop:
    return Loop(LoopKind.SEQUENTIAL if sequential else LoopKind.PARALLEL, cardinality=cardinality, **more)


def rounds(condition: str | None = None, **more: Any) -> Loop:
    return Loop(LoopKind.STANDARD, condition=condition, **more)
