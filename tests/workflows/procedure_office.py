"""A small office on a database: a person for every role, the procedures of bpmn/, and a time that is told."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from procedure_case import BPMN, REASONS, ROLES
from sqlalchemy import select

from engine import alarms, cases, definitions, messages, people, tasks
from engine.bundles import read_folder
from engine.calendars import OFFICE_HOURS, china
from engine.database import Database
from engine.model import Case, CaseLink, Clock, ClockState, Notification, Task, TaskState
from engine.office import Office
from engine.text import Text
from engine.uow import Actor, Engine, UnitOfWork
from workflows import procedures

MONDAY = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)  # 09:30 in the office
FOUNDER = Actor(None, "founder", frozenset({"administrator", "modeler"}), system=True)
OFFICE = Office(
    Text("知识产权保护中心", "Protection centre"),
    china(),
    OFFICE_HOURS,
    roles={role: Text(role, role) for role in ROLES},
    reasons={reason: Text(reason, reason) for reason in REASONS},
)
PEOPLE = {
    "clerk": ("intake-clerk",),
    "handler": ("case-handler",),
    "second": ("case-handler",),
    "reviewer": ("reviewer",),
    "supervisor": ("supervisor",),
    "director": ("director",),
}
SERVED = frozenset({"clerk", "handler", "second"})


class DeskOffice:
    """The office. People are known by their login; cases by their id."""

    def __init__(self, folder: Path, *keys: str, more: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self.now = MONDAY
        self.engine = Engine(
            Database(f"sqlite:///{folder}/office.db"), OFFICE, procedures(), lambda: self.now
        )
        self.engine.database.create()
        self.actors: dict[str, Actor] = {}
        for login, roles in {**PEOPLE, **(more or {})}.items():
            self._add(login, roles)
        with self.engine.unit_of_work(FOUNDER) as uow:
            for key in keys:
                definitions.deploy(uow, read_folder(BPMN / key))

    def _add(self, login: str, roles: tuple[str, ...]) -> None:
        with self.engine.unit_of_work(FOUNDER) as uow:
            number = people.add(uow, login=login, name=login, roles=roles)
        self.actors[login] = Actor(number, login, frozenset(roles))

    # --- to do ---

    def start(self, by: str, key: str, facts: Mapping[str, Any]) -> int:
        """Open a case."""
        with self.engine.unit_of_work(self.actors[by]) as uow:
            return cases.start(uow, key, facts=facts).id

    def do(self, by: str, case: int, task: str, **values: Any) -> None:
        """Complete an open task of a case."""
        with self.engine.unit_of_work(self.actors[by]) as uow:
            tasks.complete(uow, self._task(uow, case, task), values)

    def tell(self, name: str, keys: Mapping[str, Any], **payload: Any) -> str:
        """Deliver a message from outside."""
        with self.engine.unit_of_work(FOUNDER) as uow:
            return messages.deliver(uow, name, keys=keys, payload=payload, key=f"{name}-{self.now}").status

    def later(self, **span: float) -> None:
        """Let time pass, with the scheduler running."""
        until = self.now + timedelta(**span)
        while (wake := alarms.next_wake(self.engine)) is not None and wake <= until:
            self.now = max(wake, self.now)
            if not alarms.ring_due(self.engine):
                break
        self.now = until

    # --- to see ---

    def open(self, case: int) -> list[str]:
        """The tasks that wait for a person."""
        with self.engine.reading(FOUNDER) as uow:
            query = select(Task.node_id).where(Task.case_id == case, Task.state == TaskState.OPEN)
            return sorted(uow.session.scalars(query))

    def case(self, case: int) -> Case:
        """The case's row."""
        with self.engine.reading(FOUNDER) as uow:
            return uow.session.get_one(Case, case)

    def linked(self, case: int) -> int:
        """The case that this one started."""
        with self.engine.reading(FOUNDER) as uow:
            return uow.session.scalars(select(CaseLink.to_id).where(CaseLink.from_id == case)).one()

    def clock(self, case: int, policy: str) -> Clock:
        """A clock of the case, the newest of its kind."""
        with self.engine.reading(FOUNDER) as uow:
            query = (
                select(Clock)
                .where(Clock.case_id == case, Clock.policy_id == policy)
                .order_by(Clock.id.desc())
            )
            return uow.session.scalars(query.limit(1)).one()

    def running(self, case: int) -> set[str]:
        """The clocks that run."""
        with self.engine.reading(FOUNDER) as uow:
            query = select(Clock.policy_id).where(Clock.case_id == case, Clock.state == ClockState.RUNNING)
            return set(uow.session.scalars(query))

    def told(self, login: str) -> list[str]:
        """What a person was notified of."""
        with self.engine.reading(FOUNDER) as uow:
            query = select(Notification).where(Notification.person_id == self.actors[login].person_id)
            return [row.text.zh for row in uow.session.scalars(query.order_by(Notification.id))]

    @staticmethod
    def _task(uow: UnitOfWork, case: int, node: str) -> int:
        query = select(Task.id).where(
            Task.case_id == case, Task.node_id == node, Task.state == TaskState.OPEN
        )
        return uow.session.scalars(query).one()
