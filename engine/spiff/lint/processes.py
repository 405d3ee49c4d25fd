"""Processes and their frames: one to run, a way in, a way out."""

from collections.abc import Iterator

from lxml.etree import _Element

from engine.findings import Finding
from engine.spiff.diagram import NODES, Diagram, Known, is_event_subprocess
from engine.spiff.elements import title
from engine.spiff.names import children, local
from engine.spiff.nodes import event_definitions
from engine.spiff.rules import error, warning

NO_PROCESS = error(
    "no-process",
    ("文件中没有流程（process）", "The file has no process"),
    ("画一个流程，并勾选“可执行”。", "Draw a process and mark it executable."),
)
NOT_EXECUTABLE = error(
    "not-executable",
    ("文件中没有可执行的流程", "No process in the file is executable"),
    ('给要运行的流程设置 isExecutable="true"。', 'Set isExecutable="true" on the process that is to run.'),
)
UNMARKED = warning(
    "executable-unmarked",
    (
        "{what}没有写 isExecutable，按可执行处理",
        "The {what} does not say isExecutable; it is taken as executable",
    ),
    (
        '写明 isExecutable="true"；只作说明的流程写 "false"。',
        'Write isExecutable="true", or "false" if it is only an illustration.',
    ),
)
EMPTY = error(
    "empty-process",
    ("{what}中没有任何元素", "The {what} is empty"),
    ("补上开始事件、任务和结束事件。", "Draw a start event, tasks and an end event."),
)
NO_START = error(
    "no-start",
    ("{what}没有开始事件", "The {what} has no start event"),
    ("加一个开始事件，并连到第一个任务。", "Add a start event and connect it to the first task."),
)
SEVERAL_STARTS = error(
    "several-starts",
    (
        "{what}有 {count} 个无触发的开始事件：{ids}",
        "The {what} has {count} start events without a trigger: {ids}",
    ),
    (
        "只保留一个无触发的开始事件；其余改为消息开始等，或改用网关。",
        "Keep one start event without a trigger; make the others message starts or the like, or use a gateway.",
    ),
)
NO_END = error(
    "no-end",
    ("{what}没有结束事件，办理永远不会正常结束", "The {what} has no end event, so it never ends properly"),
    ("加一个结束事件，并连到最后一个任务。", "Add an end event and connect the last task to it."),
)
SUBPROCESS_START = error(
    "subprocess-start",
    (
        "{what}的开始事件“{id}”带有触发条件，普通子流程只能有一个无触发的开始事件",
        "The start event “{id}” of the {what} has a trigger; a plain sub-process has one start event without",
    ),
    (
        "去掉触发条件，或把子流程改为事件子流程。",
        "Remove the trigger, or make it an event sub-process.",
    ),
)
EVENT_SUBPROCESS_START = error(
    "event-subprocess-start",
    (
        "{what}是事件子流程，必须恰好有一个带触发条件的开始事件，现有 {count} 个",
        "The {what} is an event sub-process: it needs exactly one start event with a trigger, and has {count}",
    ),
    (
        "保留一个消息、定时、信号、错误、升级或条件开始事件。",
        "Keep one message, timer, signal, error, escalation or conditional start event.",
    ),
)
NOT_BY_ITSELF = warning(
    "start-not-automatic",
    (
        "{what}由{kind}触发，但案件只会由人员、消息或服务操作启动，不会自行启动",
        "The {what} waits for a {kind}, but cases are opened by people, messages and operations only, never by themselves",
    ),
    ("改用无触发或消息开始事件。", "Use a start event without a trigger, or with a message."),
)
_OPENING = ("message",)


def check(diagram: Diagram, known: Known) -> Iterator[Finding]:
    """Find processes that cannot run, begin or end."""
    del known
    if not diagram.processes:
        yield NO_PROCESS.at(diagram.place(diagram.root))
    elif not diagram.executable:
        yield NOT_EXECUTABLE.at(diagram.place(diagram.processes[0]))
    for process in diagram.executable:
        if process.get("isExecutable") is None:
            yield UNMARKED.at(diagram.place(process))
    for scope in diagram.scopes:
        yield from _frame(diagram, scope)


def _frame(diagram: Diagram, scope: _Element) -> Iterator[Finding]:
    nodes = list(children(scope, *NODES))
    if not nodes:
        yield EMPTY.at(diagram.place(scope))
        return
    starts = [node for node in nodes if local(node) == "startEvent"]
    yield from _starts(diagram, scope, starts)
    if not any(local(node) == "endEvent" for node in nodes):
        yield NO_END.at(diagram.place(scope))


def _starts(diagram: Diagram, scope: _Element, starts: list[_Element]) -> Iterator[Finding]:
    triggered = [node for node in starts if any(True for _ in event_definitions(node))]
    plain = [node for node in starts if node not in triggered]
    if is_event_subprocess(scope):
        if len(triggered) != 1 or plain:
            yield EVENT_SUBPROCESS_START.at(diagram.place(scope), count=len(triggered))
        return
    if not starts and local(scope) != "adHocSubProcess":
        yield NO_START.at(diagram.place(scope))
    if len(plain) > 1:
        ids = ", ".join(node.get("id", "") for node in plain)
        yield SEVERAL_STARTS.at(diagram.place(scope), count=len(plain), ids=ids)
    for node in triggered:
        if local(scope) == "process":
            yield from _by_itself(diagram, node)
        else:
            yield SUBPROCESS_START.at(diagram.place(scope), id=node.get("id", ""))


def _by_itself(diagram: Diagram, start: _Element) -> Iterator[Finding]:
    for definition in event_definitions(start):
        kind = local(definition)
        if kind.removesuffix("EventDefinition") not in _OPENING:
            yield NOT_BY_ITSELF.at(diagram.place(start), kind=title(kind))
