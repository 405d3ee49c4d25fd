"""Telling supervisors what the day brings: once each working morning, whatever happened in between."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from sqlalchemy import exists, select

from engine import people
from engine.digests.wording import lines, summary, title
from engine.model import Membership, Notification, Person
from engine.office import Office
from engine.queries import digests
from engine.steps.notices import Notice, notify
from engine.steps.rights import SUPERVISORS
from engine.uow import Actor, UnitOfWork

KIND = "digest"


def tell(uow: UnitOfWork) -> int:
    """Tell everybody who supervises, and has something to look at; to how many. Once a day, in working hours only."""
    if uow.office.opening(uow.now) != uow.now or _told_today(uow):
        return 0
    readers = (people.actor(uow, person) for person in _supervisors(uow))
    return sum(_tell(uow, reader) for reader in readers if reader is not None)


def first_morning(office: Office, now: datetime) -> datetime:
    """The next opening of the office, from before which the digest is told."""
    opening = office.opening(now)
    return opening if opening > now else next_morning(office, now)


def next_morning(office: Office, now: datetime) -> datetime:
    """The opening of the next working day; of this day where it has not come yet."""
    opening = office.opening(_midnight(office, now))
    if opening > now:
        return opening
    return office.opening(_midnight(office, now) + timedelta(days=1))


def _midnight(office: Office, now: datetime) -> datetime:
    return datetime.combine(office.today(now), time(), office.timezone)


def _told_today(uow: UnitOfWork) -> bool:
    since = _midnight(uow.office, uow.now)
    told = exists().where(Notification.kind == KIND, Notification.at >= since)
    return bool(uow.session.scalar(select(told)))


def _supervisors(uow: UnitOfWork) -> Sequence[int]:
    query = select(Person.id).join(Membership, Membership.person_id == Person.id)
    return uow.session.scalars(
        query.where(Membership.role.in_(SUPERVISORS), Person.active).distinct().order_by(Person.id)
    ).all()


def _tell(uow: UnitOfWork, reader: Actor) -> int:
    found = digests.digest(replace(uow, actor=reader))
    if reader.person_id is None or not found.worth_telling:
        return 0
    notice = Notice(KIND, summary(found), title=title(found), lines=lines(found, uow.office))
    return notify(uow, [reader.person_id], notice)
