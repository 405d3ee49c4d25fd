"""What is on record of a case: its journal, its links, notifications, incidents, recusals."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from engine.journal import JournalEntry
from engine.model import Case, CaseLink, Definition, Incident, Notification, Person, Recusal, Unit
from engine.queries.caserow import case_row
from engine.queries.chips import chip, first_of_case, open_clocks
from engine.queries.rows import ClockChip, Entry, IncidentRow, LinkRow, NotificationRow, PersonRef
from engine.text import Language
from engine.uow import UnitOfWork


def timeline(uow: UnitOfWork, case_id: int) -> tuple[Entry, ...]:
    """The journal, newest first."""
    columns = (
        JournalEntry.sequence,
        JournalEntry.at,
        JournalEntry.actor,
        JournalEntry.kind,
        JournalEntry.facts,
    )
    query = select(*columns).where(JournalEntry.case_id == case_id).order_by(JournalEntry.sequence.desc())
    return tuple(Entry(*row) for row in uow.session.execute(query))


def links(uow: UnitOfWork, case_id: int) -> tuple[LinkRow, ...]:
    """Other cases that it is linked with, and that the reader is not recused from; two statements."""
    other = aliased(Case, name="Case")
    hidden = exists().where(Recusal.case_id == other.id, Recusal.person_id == uow.actor.person_id)
    query = (
        select(
            CaseLink.kind,
            CaseLink.from_id,
            other,
            Definition.key,
            Definition.name.label("definition"),
            Unit.name.label("unit"),
        )
        .join(other, or_(other.id == CaseLink.from_id, other.id == CaseLink.to_id))
        .join(Definition, Definition.id == other.definition_id)
        .outerjoin(Unit, Unit.id == other.unit_id)
        .where(or_(CaseLink.from_id == case_id, CaseLink.to_id == case_id), other.id != case_id, ~hidden)
        .order_by(CaseLink.id)
    )
    rows = uow.session.execute(query).all()
    clocks = open_clocks(uow, (row.Case.id for row in rows))
    return tuple(
        LinkRow(row.kind, row.from_id == case_id, case_row(row, _first(uow, clocks.get(row.Case.id, ()))))
        for row in rows
    )


def _first(uow: UnitOfWork, clocks: Sequence[Any]) -> ClockChip | None:
    return first_of_case([chip(one, uow.now, uow.office) for one in clocks])


def notifications(uow: UnitOfWork, case: Case) -> tuple[NotificationRow, ...]:
    """What people were told about it, newest first."""
    query = (
        select(Notification, Person.name)
        .join(Person, Person.id == Notification.person_id)
        .where(Notification.case_id == case.id)
        .order_by(Notification.id.desc())
    )
    return tuple(notification_row(row, name, case.number) for row, name in uow.session.execute(query))


def notification_row(row: Notification, person: str, number: str | None) -> NotificationRow:
    """A notification as a row."""
    return NotificationRow(
        id=row.id,
        person=person,
        case_id=row.case_id,
        number=number,
        task_id=row.task_id,
        kind=row.kind,
        text=row.text,
        at=row.at,
        deliver_at=row.deliver_at,
        read_at=row.read_at,
        late=row.late,
        priority=row.priority,
    )


def incidents(uow: UnitOfWork, case_id: int) -> tuple[IncidentRow, ...]:
    """What failed, the open ones first."""
    query = select(Incident).where(Incident.case_id == case_id)
    rows = uow.session.scalars(query.order_by(Incident.resolved_at.is_not(None), Incident.id.desc()))
    return tuple(incident_row(row, uow.actor.language) for row in rows)


def incident_row(row: Incident, language: Language) -> IncidentRow:
    """An incident as a row."""
    return IncidentRow(
        row.id,
        row.case_id,
        row.token or 0,
        row.node_id,
        row.problem.to(language),
        row.at,
        row.attempts,
        row.resolved_at,
    )


def recused(uow: UnitOfWork, case_id: int) -> tuple[PersonRef, ...]:
    """Who is recused from it."""
    query = (
        select(Person.id, Person.name)
        .join(Recusal, Recusal.person_id == Person.id)
        .where(Recusal.case_id == case_id)
        .order_by(Person.id)
    )
    return tuple(PersonRef(row.id, row.name) for row in uow.session.execute(query))
