"""Notices that leave the house: the outbox's rows, written in the transaction that tells people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from engine.model import Case, Clock, Delivery, MailChoice, Person
from engine.orm import table_of
from engine.policies import PARTY
from engine.steps.letters import Letter, Matter, Reader, letter
from engine.steps.saying import Notice
from engine.text import Text
from engine.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Post:
    """A notification that may go out by mail as well; `text` is what this person is told."""

    id: int
    person_id: int
    text: Text
    deliver_at: datetime


def post(uow: UnitOfWork, notice: Notice, posts: Sequence[Post]) -> None:
    """Put a mail into the outbox for everybody who has an address and wants one; four statements at most."""
    mailing = uow.office.telling.mailing
    readers = _readers(uow, notice, posts) if mailing is not None else {}
    if mailing is None or not readers:
        return
    matter = _matter(uow, notice)
    rows = [
        _row(uow, one, reader, letter(uow.office, mailing, matter, reader, one.text))
        for one in posts
        if (reader := readers.get(one.person_id)) is not None
    ]
    uow.session.execute(insert(table_of(Delivery)), rows)
    uow.set_alarm(min(one.deliver_at for one in posts))


def _readers(uow: UnitOfWork, notice: Notice, posts: Sequence[Post]) -> Mapping[int, Reader]:
    """Who gets a mail, by id."""
    wanted = (MailChoice.ON, MailChoice.URGENT) if notice.urgent else (MailChoice.ON,)
    query = select(Person.id, Person.name, Person.language, Person.email).where(
        Person.id.in_([one.person_id for one in posts]), Person.email != "", Person.mail.in_(wanted)
    )
    return {row.id: Reader(row.name, row.language, row.email) for row in uow.session.execute(query)}


def _matter(uow: UnitOfWork, notice: Notice) -> Matter:
    """What it is about: the case, and the clock."""
    about = select(Case.number, Case.title).where(Case.id == notice.case_id)
    case = uow.session.execute(about).one_or_none() if notice.case_id is not None else None
    clock = uow.session.get(Clock, notice.clock_id) if notice.clock_id is not None else None
    return Matter(
        kind=notice.kind,
        case_id=notice.case_id,
        number=case.number if case is not None else "",
        title=case.title if case is not None else "",
        clock=clock.name if clock is not None else None,
        ends_at=uow.office.local(clock.ends_at) if clock is not None else None,
        overdue=clock is not None and clock.kind != PARTY and clock.ends_at <= uow.now,
        provisional=clock is not None and clock.provisional,
        urgent=notice.urgent,
        subject=notice.title,
        lines=notice.lines,
    )


def _row(uow: UnitOfWork, one: Post, reader: Reader, what: Letter) -> Mapping[str, object]:
    return {
        "key": f"notification:{one.id}",
        "person_id": one.person_id,
        "address": reader.address,
        "subject": what.subject,
        "body": what.body,
        "send_at": one.deliver_at,
        "created_at": uow.now,
    }
