"""The process graph that the token core runs: frozen values, read by `engine.spiff` out of SpiffWorkflow's specs.

Everything is in document order. A node knows its flows; a flow is identified by its own id, so that two flows
between the same two nodes stay two.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from engine.policies import ClockPolicy


class Kind(StrEnum):
    """What a node is."""

    START = "start"
    END = "end"
    TASK = "task"  # a plain task: passes at once
    USER = "user"
    MANUAL = "manual"  # for a person, without a form; waits like a user task
    SERVICE = "service"
    SCRIPT = "script"
    SEND = "send"
    RECEIVE = "receive"
    RULE = "rule"
    EXCLUSIVE = "exclusive"
    PARALLEL = "parallel"
    INCLUSIVE = "inclusive"
    EVENT_GATEWAY = "event-gateway"
    SUBPROCESS = "subprocess"
    EVENT_SUBPROCESS = "event-subprocess"
    CALL = "call"
    CATCH = "catch"
    THROW = "throw"
    BOUNDARY = "boundary"


class TriggerKind(StrEnum):
    """What an event waits for, or throws."""

    NONE = "none"
    MESSAGE = "message"
    TIMER = "timer"
    SIGNAL = "signal"
    ERROR = "error"
    ESCALATION = "escalation"
    CONDITIONAL = "conditional"
    LINK = "link"
    TERMINATE = "terminate"


class TimerKind(StrEnum):
    """How a timer says when."""

    DATE = "date"
    DURATION = "duration"
    CYCLE = "cycle"


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event definition.

    `name`: the message's or signal's name, the error's or escalation's code (None catches every one), the link's
    name. `expression`: of a timer (`timer` says how it is meant) or a condition. `keys`: correlation keys, name →
    expression over the instance's variables. `payload`: on a throw, variable → expression; on a catch, variable →
    field of the message. `keep_for`: how long an early message is kept, a period such as `30 calendar-days`.
    """

    kind: TriggerKind
    name: str | None = None
    timer: TimerKind | None = None
    expression: str | None = None
    keys: Mapping[str, str] = field(default_factory=dict)
    payload: Mapping[str, str] = field(default_factory=dict)
    keep_for: str | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow."""

    id: str
    source: str
    target: str
    condition: str | None = None
    name: str = ""


class LoopKind(StrEnum):
    """How an activity repeats."""

    STANDARD = "standard"
    SEQUENTIAL = "sequential"
    PARALLEL = "parallel"


@dataclass(frozen=True, slots=True)
class Loop:
    """Loop or multi-instance characteristics.

    Standard: `condition` holds → go round again, tested first when `test_before`; `maximum` rounds. Multi-instance:
    `cardinality` (expression) or `collection` (variable), each item as `item` in the instance's own scope;
    `output_item` of each instance is collected in input order into `output`; `condition` completes it early.
    """

    kind: LoopKind
    condition: str | None = None
    test_before: bool = False
    maximum: int | None = None
    cardinality: str | None = None
    collection: str | None = None
    item: str | None = None
    output: str | None = None
    output_item: str | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who may act: one `role` (candidate group), never who completed an activity in `separate_from`.

    `among` names a variable with the ids of the persons who may act; `assignee` is an expression that gives the id
    of the person to assign at once; `count` persons must be named in `among`.
    """

    role: str | None = None
    separate_from: tuple[str, ...] = ()
    among: str | None = None
    assignee: str | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Node:
    """One node of the graph."""

    id: str
    kind: Kind
    name: str = ""
    name_en: str = ""
    incoming: tuple[Flow, ...] = ()
    outgoing: tuple[Flow, ...] = ()
    default: str | None = None  # id of the default flow
    trigger: Trigger | None = None
    interrupting: bool = True  # boundary events, starts of event sub-processes
    attached_to: str | None = None
    boundaries: tuple[str, ...] = ()
    loop: Loop | None = None
    body: "Process | None" = None  # of a sub-process or an event sub-process
    called: str | None = None  # process id, of a call activity
    inputs: Mapping[str, str] = field(
        default_factory=dict
    )  # call activity: variable inside → expression outside
    outputs: Mapping[str, str] = field(
        default_factory=dict
    )  # call activity: variable outside → expression inside
    script: str | None = None
    operation: str | None = None
    decision: str | None = None
    form: str | None = None
    assignment: Assignment | None = None
    lane: str | None = None
    documentation: str = ""
    clocks: tuple[ClockPolicy, ...] = ()  # start on entry, stop on leaving
    suspends: tuple[str, ...] = ()  # suspension reasons in force while a token is in it


@dataclass(frozen=True, slots=True)
class Process:
    """A process or the body of a sub-process."""

    id: str
    name: str = ""
    name_en: str = ""
    nodes: Mapping[str, Node] = field(default_factory=dict)
    clocks: tuple[ClockPolicy, ...] = ()
    executable: bool = True

    def starts(self) -> tuple[Node, ...]:
        """Start events, and activities without an incoming flow, in document order."""
        return tuple(
            node
            for node in self.nodes.values()
            if not node.incoming
            and node.kind not in (Kind.BOUNDARY, Kind.EVENT_SUBPROCESS)
            and not (
                node.trigger is not None and node.trigger.kind is TriggerKind.LINK and node.kind is Kind.CATCH
            )
        )

    def event_subprocesses(self) -> tuple[Node, ...]:
        """Event sub-processes, armed while the process runs."""
        return tuple(node for node in self.nodes.values() if node.kind is Kind.EVENT_SUBPROCESS)
