"""Where a process instance stands: tokens and scopes as plain values, and how they are written down.

The written form holds what is, never what was: its size does not grow with the rounds of a loop. Identifiers are
never used twice within an instance.
"""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from engine.graph import Node, Process
from engine.tokens.host import Cycle
from engine.tokens.plan import Plan
from engine.tokens.problems import Problem

FORMAT = 1


class Status(StrEnum):
    """The life of an instance. Everything but RUNNING is the end of it."""

    RUNNING = "running"
    COMPLETED = "completed"
    TERMINATED = "terminated"  # by a terminate end event
    FAILED = "failed"  # by an error end event that nothing caught
    CANCELLED = "cancelled"  # from outside


class Phase(StrEnum):
    """What a token does in its node."""

    ENTER = "enter"  # has arrived
    ARM = "arm"  # a boundary event or event sub-process is about to wait
    WORK = "work"  # is about to do what the node does
    WAIT = "wait"  # for a person or an event
    JOIN = "join"  # for the other branches
    BODY = "body"  # for the scope or the instances inside
    FIRED = "fired"  # a boundary event or event sub-process was triggered
    LEAVE = "leave"  # is about to go on
    GONE = "gone"


@dataclass(slots=True)
class Arm:
    """What a waiting event looks for: `due` (and its cycle), evaluated `keys`, or a condition's last answer `held`."""

    due: datetime | None = None
    cycle: Cycle | None = None
    keys: dict[str, Any] = field(default_factory=dict)
    held: bool = False

    def dump(self) -> dict[str, Any]:
        """Write down what is not empty."""
        cycle = self.cycle and (
            self.cycle.first.isoformat(),
            self.cycle.every.total_seconds(),
            self.cycle.months,
            self.cycle.times,
        )
        rows = {
            "due": self.due and self.due.isoformat(),
            "cycle": cycle and list(cycle),
            "keys": self.keys,
            "held": self.held,
        }
        return {name: value for name, value in rows.items() if value}

    @classmethod
    def load(cls, row: Mapping[str, Any]) -> "Arm":
        """Read what `dump` wrote."""
        due, cycle = row.get("due"), row.get("cycle")
        return cls(
            due=datetime.fromisoformat(due) if due else None,
            cycle=_cycle(*cycle) if cycle else None,
            keys=dict(row.get("keys", {})),
            held=row.get("held", False),
        )


def _cycle(first: str, seconds: float, months: int, times: int | None) -> Cycle:
    return Cycle(datetime.fromisoformat(first), timedelta(seconds=seconds), months, times)


@dataclass(slots=True, eq=False)
class Token:
    """A place where the instance stands.

    `via`: the flow it came by. `parent_id`: of a boundary event, the token of its activity; of one instance of a
    loop or multi-instance activity, the token of the whole, and `loop` its number from 1 and `own` its variables.
    `arms`: what it waits for, by the id of the catching node. `memo`: how far a loop has come. The rest is linked
    again after loading.
    """

    id: int
    node_id: str
    scope_id: int
    phase: Phase
    via: str | None = None
    parent_id: int | None = None
    loop: int | None = None
    own: dict[str, Any] | None = None
    arms: dict[str, Arm] = field(default_factory=dict)
    memo: dict[str, Any] = field(default_factory=dict)
    problem: Problem | None = None

    node: Node = field(init=False, repr=False)
    scope: "Scope" = field(init=False, repr=False)
    parent: "Token | None" = field(default=None, init=False, repr=False)
    kids: dict[int, "Token"] = field(default_factory=dict, init=False, repr=False)
    inner: "Scope | None" = field(default=None, init=False, repr=False)
    hops: int = field(default=0, init=False, repr=False)

    def dump(self) -> list[Any]:
        """Write down as a row: the four facts that all have, and what else there is."""
        more = {
            "via": self.via,
            "of": self.parent_id,
            "loop": self.loop,
            "own": None if self.own is None else dict(self.own),
            "arms": {node: arm.dump() for node, arm in self.arms.items()},
            "memo": {name: copy(value) for name, value in self.memo.items()},
            "problem": self.problem and list(self.problem),
        }
        row = [self.id, self.node_id, self.scope_id, self.phase.value]
        kept = {name: value for name, value in more.items() if value or (name == "own" and value is not None)}
        return [*row, kept] if kept else row

    @classmethod
    def load(cls, row: list[Any]) -> "Token":
        """Read what `dump` wrote."""
        more = row[4] if len(row) > 4 else {}  # noqa: PLR2004 - the fifth is optional
        own, problem = more.get("own"), more.get("problem")
        return cls(
            row[0],
            row[1],
            row[2],
            Phase(row[3]),
            via=more.get("via"),
            parent_id=more.get("of"),
            loop=more.get("loop"),
            own=None if own is None else dict(own),
            arms={node: Arm.load(arm) for node, arm in more.get("arms", {}).items()},
            memo={name: copy(value) for name, value in more.get("memo", {}).items()},
            problem=Problem(*problem) if problem else None,
        )


@dataclass(slots=True, eq=False)
class Scope:
    """What tokens move in: a process instance with its `variables`, or the body of a sub-process without any."""

    id: int
    owner_id: int | None
    variables: dict[str, Any] | None

    process: Process = field(init=False, repr=False)
    plan: Plan = field(init=False, repr=False)
    owner: Token | None = field(default=None, init=False, repr=False)
    instance: "Scope" = field(init=False, repr=False)
    depth: int = field(default=0, init=False, repr=False)
    tokens: dict[int, Token] = field(default_factory=dict, init=False, repr=False)

    def dump(self) -> list[Any]:
        """Write down as a row."""
        return [self.id, self.owner_id, None if self.variables is None else dict(self.variables)]


@dataclass(slots=True, eq=False)
class State:
    """The whole state of an instance. The first scope is the process instance itself and stays after the end."""

    status: Status = Status.RUNNING
    last_id: int = 0
    scopes: dict[int, Scope] = field(default_factory=dict)
    tokens: dict[int, Token] = field(default_factory=dict)
    problem: Problem | None = None

    def next_id(self) -> int:
        """Give an identifier that was never used in this instance."""
        self.last_id += 1
        return self.last_id

    def dump(self) -> dict[str, Any]:
        """Write the state down as JSON values."""
        written: dict[str, Any] = {
            "format": FORMAT,
            "status": self.status.value,
            "last": self.last_id,
            "scopes": [scope.dump() for scope in self.scopes.values()],
            "tokens": [token.dump() for token in self.tokens.values()],
        }
        return written if self.problem is None else {**written, "problem": list(self.problem)}

    @classmethod
    def load(cls, written: Mapping[str, Any]) -> "State":
        """Read what `dump` wrote; raises ValueError for another format."""
        if written["format"] != FORMAT:
            raise ValueError(written["format"])
        scopes = [
            Scope(row[0], row[1], None if row[2] is None else dict(row[2])) for row in written["scopes"]
        ]
        tokens = [Token.load(row) for row in written["tokens"]]
        return cls(
            status=Status(written["status"]),
            last_id=written["last"],
            scopes={scope.id: scope for scope in scopes},
            tokens={token.id: token for token in tokens},
            problem=Problem(*written["problem"]) if written.get("problem") else None,
        )
