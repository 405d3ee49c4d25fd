"""What stands on a case's diagram: where its tokens are, what its clocks say, what has been passed."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.queries.casefile import CaseFile
from engine.queries.rows import ClockChip, TokenRow
from engine.text import Text
from web.chips import chip, marked
from web.languages import say


def marks(file: CaseFile, names: Mapping[str, Text], now: datetime) -> str:
    """The marks as JSON, for the viewer in the page."""
    return json.dumps({"tokens": _tokens(file, names), "clocks": _clocks(file, now), "done": _done(file)})


def _tokens(file: CaseFile, names: Mapping[str, Text]) -> list[dict[str, Any]]:
    counts = Counter(row.node_id for row in file.tokens)
    failed = {row.node_id for row in file.tokens if row.kind == "failed"}
    return [
        {
            "node": node,
            "count": count,
            "failed": node in failed,
            "title": say(names.get(node, Text(node, node))),
        }
        for node, count in counts.items()
    ]


def _clocks(file: CaseFile, now: datetime) -> list[dict[str, Any]]:
    """A step's own clock stands at the step; the case's most pressing one wherever the case is and has no other."""
    running = [row.chip for row in file.clocks if row.stopped_at is None]
    own = [(clock.node_id, clock) for clock in running if clock.node_id]
    whole = min(
        (clock for clock in running if not clock.node_id), key=lambda clock: clock.ends_at, default=None
    )
    taken = {node for node, _ in own}
    rest = dict.fromkeys(row.node_id for row in file.tokens if row.node_id not in taken) if whole else {}
    return [
        _mark(node, clock, now) for node, clock in [*own, *((node, whole) for node in rest)] if node and clock
    ]


def _mark(node: str, clock: ClockChip, now: datetime) -> dict[str, Any]:
    it = chip(clock, now)
    return {"node": node, "state": it.state, "text": say(marked(it.text, clock)), "title": say(clock.name)}


def _done(file: CaseFile) -> list[str]:
    nodes = (entry.facts.get("node") for entry in file.timeline if entry.kind == "task-completed")
    return sorted({str(node) for node in nodes if node})


def waiting(row: TokenRow) -> Text:
    """What a token waits for."""
    kinds = {
        "user": Text("等待办理", "for a person"),
        "manual": Text("等待办理", "for a person"),
        "timer": Text("等待时间到达", "for its time"),
        "message": Text("等待消息", "for a message"),
        "signal": Text("等待信号", "for a signal"),
        "condition": Text("等待条件满足", "for a condition"),
        "failed": Text("异常，等待处理", "failed, to be put right"),
    }
    return kinds.get(row.kind, Text("进行中", "in progress"))
