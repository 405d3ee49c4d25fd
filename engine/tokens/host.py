"""What the token core asks of whoever runs it: the time, expressions, operations, processes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from dateutil.relativedelta import relativedelta

from engine.graph import Process, Trigger
from engine.tokens.problems import StepFailed

_FOREVER = timedelta(days=366_000)


@dataclass(frozen=True, slots=True)
class Cycle:
    """A repeating timer: first at `first`, then every `every` plus `months`, `times` times (None: without end).

    Every turn is counted from `first`, never from the one before, so that 31 January + 2 months is 31 March.
    """

    first: datetime
    every: timedelta = timedelta()
    months: int = 0
    times: int | None = None

    def __post_init__(self) -> None:
        if self.months < 0 or self.every < timedelta() or not (self.months or self.every):
            raise StepFailed("timer", "a cycle needs a length above zero")
        if self.every > _FOREVER or self.months > _FOREVER.days // 30:
            raise StepFailed("timer", "a cycle may last 1,000 years at most")

    def turn(self, number: int) -> datetime:
        """When it fires for the `number`-th time, from 0."""
        return self.first + number * self.every + relativedelta(months=number * self.months)

    def turns_until(self, now: datetime) -> int:
        """How many turns have come by `now`, without counting them one by one."""
        if now < self.first:
            return 0
        longest = self.every + timedelta(days=31 * self.months)
        number = (now - self.first) // longest
        while self.turn(number) <= now:
            number += 1
        return number


class Host(Protocol):
    """The world around a process instance. Whatever a method raises parks the token as an incident.

    Only `engine.errors.BusinessError`, raised by `operate`, is looked for by error events first, and only
    `engine.errors.Interrupted` goes through to the caller, who forgets the whole run.
    """

    @property
    def now(self) -> datetime:
        """The instant of this unit of work, with a zone."""
        ...

    def evaluate(self, expression: str, variables: Mapping[str, Any]) -> Any:
        """Evaluate an expression of the safe language."""
        ...

    def run_script(self, script: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        """Run the lines of a script task and give the names that it writes."""
        ...

    def decide(self, key: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        """Decide by a decision table and give its outputs."""
        ...

    def operate(self, name: str, variables: Mapping[str, Any], node_id: str) -> Mapping[str, Any]:
        """Run a service operation and give the variables that it writes. `variables` is a copy of its own."""
        ...

    def process(self, process_id: str) -> Process:
        """Find the process that a call activity names; the same one as long as an instance of it lives."""
        ...

    def due(self, trigger: Trigger, variables: Mapping[str, Any]) -> datetime | Cycle:
        """Tell when a timer is due, as an instant with a zone."""
        ...
