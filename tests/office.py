"""An office for tests: people by their login, a time that moves when told, and cases that are filed and worked on."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, text

from engine import alarms, cases, definitions, messages, people, tasks
from engine.blueprint import Bundle
from engine.calendars import OFFICE_HOURS, SHANGHAI, china
from engine.database import Database
from engine.definitions import DefinitionRow
from engine.journal import JournalEntry, verify
from engine.model import Case, Clock, Membership, Notification, Person, Task, TaskState, Unit
from engine.office import Office as OfficeValue
from engine.procedure import Procedure
from engine.tasks import Completed
from engine.text import Text
from engine.uow import SYSTEM, Actor, Engine, UnitOfWork

ROLES = (
    "intake-clerk",
    "pre-examiner",
    "case-handler",
    "reviewer",
    "supervisor",
    "director",
    "modeler",
    "administrator",
    "party",
)
REASONS = ("announcement", "appraisal", "stay", "hearing", "correction")
PEOPLE: Sequence[tuple[str, str, tuple[str, ...], str]] = (
    ("clerk", "钱受理", ("intake-clerk",), "desk"),
    ("handler", "孙办案", ("case-handler",), "first"),
    ("second", "李办案", ("case-handler",), "first"),
    ("third", "周办案", ("case-handler",), "other"),
    ("examiner", "吴预审", ("pre-examiner",), "other"),
    ("reviewer", "郑复核", ("reviewer",), "other"),
    ("supervisor", "王科长", ("supervisor", "case-handler"), "first"),
    ("chief", "冯科长", ("supervisor",), "other"),
    ("director", "陈局长", ("director",), ""),
    ("modeler", "褚流程", ("modeler",), ""),
    ("admin", "卫管理", ("administrator",), ""),
)
"""Login, name, roles, unit."""

PASSWORD = "长城长城长城长城长城"


class Now:
    """The time. `now.to("2026-10-09 09:00")` is local time in the office."""

    def __init__(self, text: str) -> None:
        self.to(text)

    def __call__(self) -> datetime:
        return self.at

    def to(self, text: str) -> None:
        self.at = datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)

    def later(self, **amount: float) -> None:
        self.at += timedelta(**amount)


class Staff:
    """The people of an office, once taken on: their rows are put into the next database as they are."""

    TABLES = (Unit, Person, Membership)

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self.ids: dict[str, int] = {}

    def remember(self, database: Database, ids: Mapping[str, int]) -> None:
        """Keep the rows."""
        with database.reading() as session:
            for entity in self.TABLES:
                found = session.execute(select(entity.__table__)).mappings()
                self.rows[entity.__tablename__] = [dict(row) for row in found]
        self.ids = dict(ids)

    def move_in(self, database: Database) -> None:
        """Put the rows into an empty database."""
        with database.engine.begin() as connection:
            for entity in self.TABLES:
                connection.execute(insert(entity.__table__), self.rows[entity.__tablename__])
                if not database.sqlite:
                    last = max(row["id"] for row in self.rows[entity.__tablename__])
                    connection.execute(text(f"SELECT setval('{entity.__tablename__}_id_seq', {last})"))


_STAFF = Staff()


class Office:
    """An engine with people. Persons are named by their login."""

    def __init__(self, database: Database, now: Now, *, value: OfficeValue | None = None) -> None:
        self.now = now
        self.value = value or office_value()
        self.engine = Engine(database, self.value, {}, now)
        self.ids = dict(_STAFF.ids) if _STAFF.rows else {}
        if _STAFF.rows:
            _STAFF.move_in(database)
        else:
            self._employ()
            _STAFF.remember(database, self.ids)

    def _employ(self) -> None:
        """Take people on, as an administrator does."""
        with self.engine.unit_of_work(SYSTEM) as uow:
            for key in ("desk", "first", "other"):
                people.add_unit(uow, key, f"{key} 科")
            for login, name, roles, unit in PEOPLE:
                self.ids[login] = people.add(uow, login=login, name=name, roles=roles, unit=unit or None)

    # --- who, and when ------------------------------------------------------------------------------------------

    def as_(self, login: str) -> AbstractContextManager[UnitOfWork]:
        """A unit of work of a person, or of the system (`""`)."""
        return self.engine.unit_of_work(self.actor(login))

    def reading(self, login: str = "") -> AbstractContextManager[UnitOfWork]:
        """For a query, as a person or as the system."""
        return self.engine.reading(self.actor(login))

    def actor(self, login: str) -> Actor:
        """A person as an actor."""
        if not login:
            return SYSTEM
        with self.engine.reading(SYSTEM) as uow:
            found = people.actor(uow, self.ids[login])
        assert found is not None
        return found

    def tick(self) -> int:
        """Ring whatever is due, until nothing is."""
        rung = 0
        while now := alarms.ring_due(self.engine):
            rung += now
        return rung

    # --- definitions and cases ------------------------------------------------------------------------------------

    def deploy(self, bundle: Bundle, **procedure: Any) -> DefinitionRow:
        """Publish a bundle, with operations and the like beside it."""
        if procedure:
            self.engine.procedures = {
                **self.engine.procedures,
                bundle.key: Procedure(bundle.key, **procedure),
            }
        with self.as_("modeler") as uow:
            return definitions.deploy(uow, bundle)

    def file(self, key: str, by: str = "clerk", **facts: Any) -> int:
        """Open a case; its id."""
        with self.as_(by) as uow:
            return cases.start(uow, key, facts=facts, title=facts.get("title", "")).id

    def case(self, case_id: int) -> Case:
        """A case's row."""
        with self.reading() as uow:
            return uow.session.get_one(Case, case_id)

    def variables(self, case_id: int) -> Mapping[str, Any]:
        """A case's variables."""
        from engine.steps.starting import step_of  # noqa: PLC0415 - only here

        with self.reading() as uow:
            return dict(step_of(uow, case_id).run.data)

    # --- tasks ------------------------------------------------------------------------------------------------------

    def open_tasks(self, case_id: int) -> list[Task]:
        """A case's open tasks, oldest first."""
        query = select(Task).where(Task.case_id == case_id, Task.state == TaskState.OPEN).order_by(Task.id)
        with self.reading() as uow:
            return list(uow.session.scalars(query))

    def task(self, case_id: int, node: str) -> int:
        """The open task on a node; its id."""
        found = [task.id for task in self.open_tasks(case_id) if task.node_id == node]
        assert len(found) == 1, [task.node_id for task in self.open_tasks(case_id)]
        return found[0]

    def waiting(self, case_id: int) -> list[str]:
        """The nodes with open tasks."""
        return [task.node_id for task in self.open_tasks(case_id)]

    def complete(
        self, case_id: int, node: str, by: str = "handler", seen: str | None = None, **values: Any
    ) -> Completed:
        """Complete the open task on a node."""
        with self.as_(by) as uow:
            return tasks.complete(uow, self.task(case_id, node), values, seen=seen)

    def deliver(
        self, name: str, key: str, payload: Mapping[str, Any] | None = None, **keys: Any
    ) -> messages.Delivery:
        """Deliver a message from outside."""
        with self.as_("") as uow:
            return messages.deliver(uow, name, keys=keys, payload=payload or {}, key=key)

    # --- what there is to see -----------------------------------------------------------------------------------------

    def clocks(self, case_id: int) -> dict[str, Clock]:
        """A case's clocks by their policy, the last one of each."""
        with self.reading() as uow:
            rows = uow.session.scalars(select(Clock).where(Clock.case_id == case_id).order_by(Clock.id))
            return {clock.policy_id: clock for clock in rows}

    def inbox(self, login: str) -> list[Text]:
        """What a person has been told by now."""
        query = select(Notification.text).where(
            Notification.person_id == self.ids[login], Notification.deliver_at <= self.now()
        )
        with self.reading() as uow:
            return list(uow.session.scalars(query.order_by(Notification.id)))

    def journal(self, case_id: int) -> list[JournalEntry]:
        """A case's journal."""
        query = select(JournalEntry).where(JournalEntry.case_id == case_id).order_by(JournalEntry.sequence)
        with self.reading() as uow:
            return list(uow.session.scalars(query))

    def done(self, case_id: int) -> list[str]:
        """The kinds of a case's journal entries."""
        return [entry.kind for entry in self.journal(case_id)]

    def verify(self) -> list[str]:
        """What is wrong with the journals."""
        with self.reading() as uow:
            return [str(broken) for broken in verify(uow.session)]


def office_value(**more: Any) -> OfficeValue:
    """An office in Shanghai time with the usual hours."""
    words = {
        "name": Text("知识产权保护中心", "Intellectual Property Protection Centre"),
        "calendar": china(),
        "hours": OFFICE_HOURS,
        "roles": {role: Text(role, role) for role in ROLES},
        "reasons": {reason: Text(reason, reason) for reason in REASONS},
    }
    return OfficeValue(**{**words, **more})
