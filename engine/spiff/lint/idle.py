"""What is drawn and can never happen: events nobody throws there, and time that never passes."""

from collections.abc import Iterator

from engine.findings import Finding
from engine.graph import Kind, Node, Process, Trigger, TriggerKind
from engine.spiff.graphs import Graphs
from engine.spiff.rules import error, warning
from engine.spiff.waits import passing, waits
from engine.text import Text

NEVER_FIRES = warning(
    "boundary-never-fires",
    (
        "{what}永远不会触发：{why}",
        "The {what} can never fire: {why}",
    ),
    (
        "删除它，或把它附着到会等待、会抛出的活动上（用户任务、接收任务、服务任务、子流程、调用活动）。",
        "Remove it, or attach it where something waits or is thrown: user and receive tasks, services, sub-processes, calls.",
    ),
)
NOT_CAUGHT = error(
    "error-not-caught",
    (
        "{what}抛出的错误“{code}”没有被外层捕获，办理会停在这里成为异常",
        "Nothing around the {what} catches its error “{code}”: the case would stop here as an incident",
    ),
    (
        "在外层子流程上加错误边界事件，或加一个由错误触发的事件子流程；只想结束时用普通或终止结束事件。",
        "Put an error boundary event on the sub-process around it, or an event sub-process for errors; to just end, use a plain or a terminate end.",
    ),
)
CLOCK_AT_ONCE = warning(
    "clock-passes-at-once",
    (
        "时限“{clock}”设在{what}上，而它不等待，时限会立即停止",
        "The clock “{clock}” is on the {what}, which does not wait: it stops as soon as it starts",
    ),
    ("把时限设在用户任务、子流程或整个流程上。", "Put it on a user task, a sub-process or the process."),
)

_AT_ONCE = Text("所在的活动不等待，进入后立即通过", "its activity does not wait, but passes at once")
_NOT_THROWN = Text("所在的活动不会抛出{0}", "its activity throws no {0}")
_THROWING = {
    TriggerKind.ERROR: (Kind.SERVICE, Kind.SEND, Kind.SUBPROCESS, Kind.CALL),
    TriggerKind.ESCALATION: (Kind.SUBPROCESS, Kind.CALL),
}
_CALLED = {TriggerKind.ERROR: Text("错误", "error"), TriggerKind.ESCALATION: Text("升级", "escalation")}


def check(graphs: Graphs) -> Iterator[Finding]:
    """Find what waits in vain, and what nobody waits for."""
    passed = passing(graphs.all)
    for process in graphs.scopes():
        for node in process.nodes.values():
            for name in node.boundaries:
                yield from _boundary(graphs, process.nodes[name], node, passed)
            if node.clocks and not waits(node, passed):
                yield from (CLOCK_AT_ONCE.at(graphs.place(node), clock=clock.id) for clock in node.clocks)
    for process in graphs.own:
        yield from _uncaught(graphs, process)


def _boundary(graphs: Graphs, event: Node, host: Node, passed: frozenset[str]) -> Iterator[Finding]:
    kind = event.trigger.kind if event.trigger is not None else TriggerKind.NONE
    if kind in _THROWING:
        if host.kind not in _THROWING[kind]:
            name = _CALLED[kind]
            why = Text(_NOT_THROWN.zh.format(name.zh), _NOT_THROWN.en.format(name.en))
            yield NEVER_FIRES.at(graphs.place(event), why=why)
    elif not waits(host, passed):
        yield NEVER_FIRES.at(graphs.place(event), why=_AT_ONCE)


def _uncaught(graphs: Graphs, process: Process) -> Iterator[Finding]:
    """Go down into the sub-processes with what is caught around each; the process itself may end with an error."""
    todo: list[tuple[Process, tuple[Trigger, ...]]] = [(process, ())]
    while todo:
        scope, caught = todo.pop()
        around = (*caught, *_watching(scope))
        for node in scope.nodes.values():
            if node.body is not None:
                todo.append((node.body, (*around, *_guarding(scope, node))))
            trigger = node.trigger
            thrown = node.kind is Kind.END and trigger is not None and trigger.kind is TriggerKind.ERROR
            if thrown and scope is not process and trigger is not None and not _catches(around, trigger):
                yield NOT_CAUGHT.at(graphs.place(node), code=trigger.name or "—")


def _watching(scope: Process) -> Iterator[Trigger]:
    for watch in scope.event_subprocesses():
        for start in watch.body.nodes.values() if watch.body is not None else ():
            if start.kind is Kind.START and start.trigger is not None:
                yield start.trigger


def _guarding(scope: Process, node: Node) -> Iterator[Trigger]:
    for name in node.boundaries:
        trigger = scope.nodes[name].trigger
        if trigger is not None:
            yield trigger


def _catches(around: tuple[Trigger, ...], thrown: Trigger) -> bool:
    return any(each.kind is thrown.kind and each.name in (None, thrown.name) for each in around)
