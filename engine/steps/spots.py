"""Where and when a clock starts, and the row that it starts with."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.model import Clock
from engine.steps.counting import Counted
from engine.steps.plan import Drawn
from engine.text import Text


@dataclass(frozen=True, slots=True)
class Spot:
    """Where and when a clock starts: in which process and scope, and, of an activity, with which token."""

    process_id: str
    scope: int
    token: int | None
    at: datetime


def clock_row(drawn: Drawn, spot: Spot, found: Counted) -> dict[str, Any]:
    """The row of a clock that starts; what is missing is the case."""
    policy, count = drawn.policy, found.count
    return {
        "policy_id": policy.id,
        "process_id": spot.process_id,
        "element": drawn.element,
        "token": spot.token,
        "scope": spot.scope,
        "name": Text(policy.name, policy.name_en),
        "kind": policy.kind,
        "started_at": spot.at,
        "ends_at": count.ends_at,
        "last_day": count.last_day,
        "provisional": count.provisional,
        "ledger": count.ledger,
        "target_at": count.target_at,
        "warns_at": count.warns_at,
        "calendar": count.calendar,
    }


def is_at(clock: Clock, drawn: Drawn, spot: Spot) -> bool:
    """Is it a clock of this policy in this place?"""
    return (clock.element, clock.policy_id, clock.scope) == (drawn.element, drawn.policy.id, spot.scope)
