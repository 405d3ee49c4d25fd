"""One evaluation: the variables that it reads, its instant, its budget, and the items of its comprehensions."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from engine.expressions.problems import Refusal

BUDGET = 250_000  # nodes evaluated in loops, items compared, hundreds of characters searched


class Frame:
    """What the closures of an expression share while it is evaluated."""

    __slots__ = ("budget", "now", "slots", "variables")

    def __init__(self, variables: Mapping[str, Any], now: datetime | None) -> None:
        self.variables, self.now, self.budget = variables, now, BUDGET
        self.slots: list[Any] = []

    def charge(self, cost: int) -> None:
        """Take from the budget; refuse when it is used up."""
        self.budget -= cost
        if self.budget < 0:
            raise Refusal("too-costly")


Run: TypeAlias = Callable[[Frame], Any]
