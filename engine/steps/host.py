"""The world as a case's tokens see it: expressions, tables, operations, timers, other processes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from engine.blueprint import Blueprint
from engine.errors import Interrupted, NotFound
from engine.expressions import compile_expression, compile_script
from engine.graph import Process, Trigger
from engine.model import Case, Definition
from engine.procedure import Candidate, Effect, OperationContext, Outcome
from engine.steps import persons
from engine.steps.timers import due_at
from engine.tokens import Cycle, StepFailed
from engine.tokens.values import record
from engine.uow import UnitOfWork


@contextmanager
def _sound_database() -> Iterator[None]:
    """Tell a database that fails from an operation that does: only the latter is an incident of the case."""
    try:
        yield
    except (DataError, IntegrityError):
        raise
    except DBAPIError as error:
        raise Interrupted from error


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Read-only facts for an operation."""

    session: Session
    case_id: int
    day: date

    def candidates(self, role: str) -> Sequence[Candidate]:
        """Persons who could be given work, those who are away last."""
        return persons.candidates(self.session, role, self.case_id, self.day)


class CaseHost:
    """A case's host. `perform` carries out what an operation wants done besides values, and may add values."""

    def __init__(
        self, uow: UnitOfWork, case: Case, perform: Callable[[Sequence[Effect]], Mapping[str, Any]]
    ) -> None:
        self.now = uow.now
        self._uow = uow
        self._case = case
        self._perform = perform
        self._local = uow.office.local(uow.now)
        self._deployed = uow.deployed(case.definition_id)

    @property
    def main(self) -> Process:
        """The process that the case runs."""
        blueprint = self._deployed.blueprint
        return blueprint.processes[blueprint.main]

    def evaluate(self, expression: str, variables: Mapping[str, Any]) -> Any:
        """Evaluate an expression at the office's own time."""
        return compile_expression(expression).evaluate(variables, now=self._local)

    def run_script(self, script: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        """Run a script's lines."""
        written = compile_script(script).run(variables, now=self._local)
        self._write("script-run", values=written)
        return written

    @_sound_database()
    def decide(self, key: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        """Decide by a table of any blueprint that the case uses."""
        table = next((one.decisions[key] for one in self._blueprints() if key in one.decisions), None)
        if table is None:
            raise NotFound("decision", key)
        outputs = table.decide(variables, now=self._local)
        self._write("decided", table=key, values=outputs)
        return outputs

    @_sound_database()
    def operate(self, name: str, variables: Mapping[str, Any], node_id: str) -> Mapping[str, Any]:
        """Run a registered operation, then, if its values can be kept, its effects in the same transaction."""
        operation = self._uow.procedure(self._deployed.key).operations.get(name)
        if operation is None:
            raise NotFound("operation", name)
        given = operation(
            OperationContext(
                variables=variables,
                now=self._local,
                today=self._local.date(),
                case_number=self._case.number,
                node_id=node_id,
                facts=CaseFacts(self._uow.session, self._case.id, self._local.date()),
            )
        )
        outcome = given if isinstance(given, Outcome) else Outcome(given or {})
        values = record(outcome.values)
        if outcome.effects:
            values |= self._perform(outcome.effects)
        self._write("operation-done", operation=name, node=node_id, values=values)
        return values

    @_sound_database()
    def process(self, process_id: str) -> Process:
        """Find a called process: beside the caller, else in the version pinned when the case first called it."""
        found = self._deployed.blueprint.processes.get(process_id)
        if found is None:
            found = self.blueprint_of(process_id).processes[process_id]
        return found

    def due(self, trigger: Trigger, variables: Mapping[str, Any]) -> datetime | Cycle:
        """Tell when a timer is due."""
        found = due_at(self.timer_text(trigger, variables), self.now, self._uow.office)
        if found is None:
            raise StepFailed("timer", trigger.expression or "")
        return found

    def timer_text(self, trigger: Trigger, variables: Mapping[str, Any]) -> Any:
        """A timer's own text, or what its expression gives."""
        text = trigger.expression or ""
        if due_at(text, self.now, self._uow.office) is not None:
            return text
        return self.evaluate(text, variables)

    def blueprint_of(self, process_id: str) -> Blueprint:
        """The blueprint in which a process of the case is drawn."""
        if process_id in self._deployed.blueprint.processes:
            return self._deployed.blueprint
        pinned = self._case.calls.get(process_id) or self._pin(process_id)
        return self._uow.deployed(pinned).blueprint

    def _pin(self, process_id: str) -> int:
        query = (
            select(Definition.id).where(Definition.main == process_id).order_by(Definition.id.desc()).limit(1)
        )
        found = self._uow.session.scalar(query)
        if found is None:
            raise NotFound("process", process_id)
        self._case.calls = {**self._case.calls, process_id: found}
        return found

    def _blueprints(self) -> Sequence[Blueprint]:
        called = [self._uow.deployed(pinned).blueprint for pinned in self._case.calls.values()]
        return [self._deployed.blueprint, *called]

    def _write(self, kind: str, **facts: Any) -> None:
        self._uow.book(self._case).write(kind, **facts)
