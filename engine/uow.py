"""The unit of work: one session, one instant, one actor; the only commit and the only reading of the time."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import journal
from engine.blueprint import Blueprint
from engine.bundles import blueprint_of
from engine.database import Database
from engine.errors import NotFound
from engine.journal import Book, By
from engine.model import Audit, CalendarOverlay, CalendarRevision, Case, Definition, RevisionAction, Task
from engine.model.calendar import in_force
from engine.office import Office
from engine.procedure import Procedure
from engine.text import Language, Text

_NEWEST = "SELECT max(id) FROM calendar_revision"
_KEPT_OFFICES = 16
OUTSIDE_CASES = frozenset({"administrator", "modeler", "party"})
"""Roles of those who work on no cases."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `system`: the engine itself, which no right is asked of."""

    person_id: int | None
    name: str
    roles: frozenset[str] = frozenset()
    unit_id: int | None = None
    language: Language = "zh"
    system: bool = False

    def has(self, *roles: str) -> bool:
        """Has the actor one of these roles?"""
        return self.system or not self.roles.isdisjoint(roles)

    @property
    def staff(self) -> bool:
        """Does the actor work on cases at all?"""
        return self.system or bool(self.roles - OUTSIDE_CASES)


SCHEDULER = Actor(None, "scheduler", system=True)
SYSTEM = Actor(None, "system", system=True)


@dataclass(frozen=True, slots=True)
class Deployed:
    """A definition in memory, ready to run."""

    id: int
    key: str
    version: int
    name: Text
    hash: str
    blueprint: Blueprint


@dataclass(eq=False)
class UnitOfWork:
    """What every use case is given.

    `alarm_at` is the earliest alarm that it set, `depth` counts savepoints in one another, `closed_tasks` are the
    tasks that were completed in it and not yet written.
    """

    session: Session
    now: datetime
    actor: Actor
    engine: "Engine"
    alarm_at: datetime | None = None
    depth: int = 0
    closed_tasks: list[Task] = field(default_factory=list)
    _books: dict[int, tuple[Case, Book]] = field(default_factory=dict)
    _office: Office | None = None

    @property
    def office(self) -> Office:
        """The office's values, under the calendar that counts: the database says which, once a unit of work."""
        if self._office is None:
            self._office = self.office_at(_newest(self.session))
        return self._office

    def office_at(self, revision: int) -> Office:
        """The office under a revision of its calendar; built once by each process."""
        if revision == 0:
            return self.engine.office
        found = self.engine.offices.get(revision)
        if found is None:
            found = _published(self.session, self.engine.office, revision)
            self.engine.keep_office(found)
        return found

    def know_revision(self, revision: int) -> None:
        """A revision was seen in the database: count under it, unless a newer one is known already."""
        if self._office is None or revision > self._office.revision:
            self._office = self.office_at(revision)

    def procedure(self, key: str) -> Procedure:
        """What Python adds to a definition; an empty one where there is none."""
        return self.engine.procedures.get(key) or Procedure(key)

    def book(self, case: Case) -> Book:
        """The case's journal, open for this unit of work."""
        if case.id not in self._books:
            self._books[case.id] = (case, Book(case, By(self.actor.person_id, self.actor.name, self.now)))
        return self._books[case.id][1]

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """All of the block or nothing, without ending the transaction; the journals forget with it."""
        depth = self.depth
        marks = {number: book.mark() for number, (_, book) in self._books.items()}
        try:
            with self.session.begin_nested():
                self.depth += 1
                yield
        except Exception:
            self._forget(marks)
            raise
        finally:
            self.depth = depth

    def _forget(self, marks: Mapping[int, int]) -> None:
        for number in [number for number in self._books if number not in marks]:
            del self._books[number]
        for number, mark in marks.items():
            self._books[number][1].tear(mark)

    def audit(self, kind: str, /, **facts: Any) -> None:
        """Record something done outside any case."""
        self.session.add(
            Audit(at=self.now, actor_id=self.actor.person_id, actor=self.actor.name, kind=kind, facts=facts)
        )

    def set_alarm(self, wake_at: datetime) -> None:
        """Remember that an alarm was set, so that the scheduler of this process hears of it after the commit."""
        self.alarm_at = min(wake_at, self.alarm_at or wake_at)

    def deployed(self, definition_id: int) -> Deployed:
        """A definition, read once by each process."""
        found = self.engine.definitions.get(definition_id)
        if found is None:
            found = self.engine.definitions[definition_id] = _load(self.session, definition_id)
        return found

    def write_journal(self) -> None:
        """Write what the open books say, in one statement; their cases then have other heads."""
        rows = [row for _, book in self._books.values() for row in book.close()]
        if rows:
            journal.write(self.session, rows)

    def commit(self) -> None:
        """Write the journal and commit; called once, by `Engine.unit_of_work`."""
        self.write_journal()
        self.session.commit()


def _newest(session: Session) -> int:
    """The revision that counts: asked by every unit of work that counts anything, so without any ceremony."""
    return session.connection().exec_driver_sql(_NEWEST).scalar() or 0


def _published(session: Session, office: Office, revision: int) -> Office:
    """The office under a revision: revisions and published days never change, so it is the same whoever asks."""
    made = select(CalendarRevision.overlay_id, CalendarRevision.action)
    until = made.where(CalendarRevision.id <= revision).order_by(CalendarRevision.id)
    actions = [(row.overlay_id, row.action) for row in session.execute(until)]
    wanted = in_force(actions)
    rows = session.scalars(select(CalendarOverlay).where(CalendarOverlay.id.in_(wanted)))
    found = {row.id: row.value for row in rows}
    edition = sum(action == RevisionAction.LIBRARY for _, action in actions)
    return office.under((found[number] for number in wanted), revision, edition)


def _load(session: Session, definition_id: int) -> Deployed:
    columns = (Definition.key, Definition.version, Definition.name, Definition.hash, Definition.files)
    row = session.execute(select(*columns).where(Definition.id == definition_id)).one_or_none()
    if row is None:
        raise NotFound("definition", definition_id)
    return Deployed(definition_id, row.key, row.version, row.name, row.hash, blueprint_of(row.files, row.key))


class Engine:
    """The engine on one database, for one office. It is shared by threads; units of work are not.

    `office` is the office without what was published in its calendar: for its words, roles and time zone. What counts
    days asks its unit of work for the office.
    """

    def __init__(
        self,
        database: Database,
        office: Office,
        procedures: Mapping[str, Procedure],
        now: Callable[[], datetime],
    ) -> None:
        self.database = database
        self.offices: dict[int, Office] = {}
        self.office = office
        self.procedures = procedures
        self.definitions: dict[int, Deployed] = {}
        self.on_alarm: Callable[[datetime], None] | None = None
        self._now = now

    @property
    def office(self) -> Office:
        """The office's values, with the calendar as it is without anything published."""
        return self._office

    @office.setter
    def office(self, office: Office) -> None:
        """Take other values; what was built on the ones before is forgotten."""
        self._office, self.offices = office, {}

    def keep_office(self, office: Office) -> None:
        """Remember the office under a revision; the oldest of many are forgotten."""
        kept = sorted({**self.offices, office.revision: office}.items())[-_KEPT_OFFICES:]
        self.offices = dict(kept)

    def now(self) -> datetime:
        """The instant, in UTC, to the microsecond."""
        return self._now().astimezone(UTC)

    @contextmanager
    def unit_of_work(self, actor: Actor) -> Iterator[UnitOfWork]:
        """Everything in the block, or nothing: one transaction, committed at its end."""
        with self.database.writing() as session:
            uow = UnitOfWork(session, self.now(), actor, self)
            yield uow
            uow.commit()
        if uow.alarm_at is not None and self.on_alarm is not None:
            self.on_alarm(uow.alarm_at)

    @contextmanager
    def reading(self, actor: Actor) -> Iterator[UnitOfWork]:
        """For queries: nothing is committed, and on SQLite nobody waits for a writer."""
        with self.database.reading() as session:
            yield UnitOfWork(session, self.now(), actor, self)
