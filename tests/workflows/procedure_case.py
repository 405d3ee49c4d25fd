"""One case of a procedure on the token core: real diagram, tables, forms and operations; its time is told."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from engine.blueprint import Blueprint, Vocabulary
from engine.bundles import read_folder
from engine.calendars import OFFICE_HOURS, china
from engine.expressions import compile_expression, compile_script
from engine.graph import Process, Trigger
from engine.office import Office
from engine.procedure import Candidate, OperationContext, Outcome, Procedure
from engine.spiff import read
from engine.steps.timers import due_at
from engine.text import Text
from engine.tokens import Cycle, Run, State, Wait

BPMN = Path(__file__).parents[2] / "bpmn"
ROLES = frozenset(
    ("intake-clerk", "pre-examiner", "case-handler", "reviewer", "supervisor", "director", "party")
)
REASONS = frozenset(("announcement", "appraisal", "stay", "hearing", "correction"))
MONDAY = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)  # 09:30 in the office
OFFICE = Office(Text("局", "Office"), china(), OFFICE_HOURS)


def reading_of(procedure: Procedure) -> Any:
    """Read a procedure's folder as the office would deploy it."""
    return _reading(procedure.key, frozenset(procedure.operations))


@cache
def _reading(key: str, operations: frozenset[str]) -> Any:
    words = Vocabulary(roles=ROLES, reasons=REASONS, operations=operations)
    return read(read_folder(BPMN / key), words)


@dataclass
class Staff:
    """The persons whom operations may look at."""

    people: Sequence[Candidate] = ()

    def candidates(self, role: str) -> Sequence[Candidate]:
        return self.people


@dataclass
class Host:
    """The world around the instance, without a database."""

    procedure: Procedure
    blueprint: Blueprint
    staff: Staff
    now: datetime = MONDAY
    effects: list[Any] = field(default_factory=list)

    @property
    def local(self) -> datetime:
        return OFFICE.local(self.now)

    def evaluate(self, expression: str, variables: Mapping[str, Any]) -> Any:
        return compile_expression(expression).evaluate(variables, now=self.local)

    def run_script(self, script: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        return compile_script(script).run(variables, now=self.local)

    def decide(self, key: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        return self.blueprint.decisions[key].decide(variables, now=self.local)

    def operate(self, name: str, variables: Mapping[str, Any], node_id: str) -> Mapping[str, Any]:
        number = variables["case_number"]
        context = OperationContext(variables, self.local, self.local.date(), number, node_id, self.staff)
        given = self.procedure.operations[name](context)
        outcome = given if isinstance(given, Outcome) else Outcome(given or {})
        self.effects += outcome.effects
        return outcome.values

    def process(self, process_id: str) -> Process:
        return self.blueprint.processes[process_id]

    def due(self, trigger: Trigger, variables: Mapping[str, Any]) -> datetime | Cycle:
        text = trigger.expression or ""
        found = due_at(text, self.now, OFFICE)
        if found is None:
            found = due_at(self.evaluate(text, variables), self.now, OFFICE)
        assert found is not None, text
        return found


class Case:
    """A case by the names of its tasks. It is saved and loaded after every call, as the database would do."""

    def __init__(
        self,
        procedure: Procedure,
        facts: Mapping[str, Any],
        *,
        number: str,
        staff: Sequence[Candidate] = (),
        by_hand: bool = True,
    ) -> None:
        """Open it. A case that another one starts (not `by_hand`) does not pass the form of its start."""
        reading = reading_of(procedure)
        assert reading.blueprint is not None, reading.errors
        self.host = Host(procedure, reading.blueprint, Staff(staff))
        self.main = reading.blueprint.processes[reading.blueprint.main]
        self.handlers = [11, 12]
        self.run = self._run()
        given = {"case_number": number, "opened_on": "2026-03-02", "title": "", "initiator": 1}
        self.run.start({**given, **(self._registered(facts) if by_hand else facts)})
        self._saved()

    def _registered(self, facts: Mapping[str, Any]) -> Mapping[str, Any]:
        form = self.host.blueprint.forms[self.main.starts()[0].form or ""]
        return form.clean(facts, {}, now=self.host.local)

    def _run(self, state: State | None = None) -> Run:
        return Run(self.main, self.host, state, inherited=("case_number", "opened_on", "title", "initiator"))

    def _saved(self) -> "Case":
        self.run = self._run(State.load(json.loads(json.dumps(self.run.state.dump()))))
        failed = [(wait.node_id, wait.problem) for wait in self.run.waits() if wait.kind == "failed"]
        assert not failed, failed
        return self

    # --- to do ---

    def do(self, task: str, **values: Any) -> "Case":
        """Complete a task with what its form takes."""
        wait = self._wait("user", task)
        form = self.host.blueprint.forms[wait.node.form or ""]
        seen = self.run.variables(wait.token)
        self.run.complete(wait.token, form.clean(values, dict(seen), now=self.host.local))
        return self._saved()

    def tell(self, message: str, **payload: Any) -> "Case":
        """Deliver a message to the case by its number."""
        assert self.run.deliver(message, {"case_number": self["case_number"]}, payload), message
        return self._saved()

    def refuses(self, message: str) -> bool:
        """Whether nothing waits for the message."""
        return not self.run.deliver(message, {"case_number": self["case_number"]}, {})

    def to(self, moment: str) -> "Case":
        """Let time pass until a moment in the office."""
        until = datetime.fromisoformat(moment).replace(tzinfo=OFFICE.timezone)
        return self.later(seconds=(until - self.host.now).total_seconds())

    def later(self, **span: float) -> "Case":
        """Let time pass, and fire the timers that are due by then, in order."""
        until = self.host.now + timedelta(**span)
        while due := [(wait.due, wait.token) for wait in self.run.waits() if wait.due and wait.due <= until]:
            self.host.now, token = min(due)
            self.run.fire(token)
            self._saved()
        self.host.now = until
        return self

    # --- to see ---

    def __getitem__(self, name: str) -> Any:
        return self.run.data[name]

    @property
    def open(self) -> list[str]:
        """The tasks that wait for a person."""
        return sorted(wait.node_id for wait in self.run.waits() if wait.kind == "user")

    @property
    def ended(self) -> bool:
        return self.run.state.status == "completed"

    def due(self, timer: str) -> datetime:
        """When a timer fires, on the office's clock."""
        found = self._wait("timer", timer).due
        assert found is not None
        return OFFICE.local(found)

    def _wait(self, kind: str, node: str) -> Wait:
        found = [wait for wait in self.run.waits() if (wait.kind, wait.node_id) == (kind, node)]
        assert found, (node, [(wait.kind, wait.node_id) for wait in self.run.waits()])
        return found[0]
