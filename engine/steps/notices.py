"""Telling people: notifications that wait for working hours, unless they must not; in the house, and by mail."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import insert

from engine.model import Notification
from engine.office import Office
from engine.orm import table_of
from engine.steps import mails
from engine.steps.forwarding import Addressee, addressees
from engine.steps.saying import Notice
from engine.steps.standins import away_on
from engine.uow import UnitOfWork

__all__ = ["Notice", "notify", "notify_all"]
_NEW = insert(table_of(Notification)).returning(table_of(Notification).c.id, sort_by_parameter_order=True)


def notify(uow: UnitOfWork, people: Iterable[int], notice: Notice) -> int:
    """Tell persons something, or, where they are away, their deputies; to how many.

    At the next working instant; what is to be told at once waits for the end of the quiet hours, unless it is urgent.
    Who is away is asked of the day on which it is delivered.
    """
    deliver_at = _delivery(uow.office, notice, uow.now)
    told = _addressees(uow, people, notice, deliver_at)
    if told:
        rows = [_row(one, notice, uow.now, deliver_at) for one in told]
        ids = list(uow.session.scalars(_NEW, rows))
        if notice.mailed:
            posts = [
                mails.Post(number, one.person_id, row["text"], deliver_at)
                for number, one, row in zip(ids, told, rows, strict=True)
            ]
            mails.post(uow, notice, posts)
    return len(told)


def notify_all(uow: UnitOfWork, told: Sequence[tuple[Sequence[int], Notice]]) -> int:
    """As `notify`, many things at once, and in the house alone; to how many. Who is away is asked once a day."""
    away = cache(lambda day: away_on(uow.session, day).named)
    rows = []
    for people, notice in told:
        deliver_at = _delivery(uow.office, notice, uow.now)
        gone = away(uow.office.today(deliver_at))
        here = notice.own or not any(person in gone for person in people)
        found = [Addressee(one) for one in people] if here else _addressees(uow, people, notice, deliver_at)
        rows += [_row(one, notice, uow.now, deliver_at) for one in found]
    if rows:
        uow.session.execute(insert(table_of(Notification)), rows)
    return len(rows)


def _row(one: Addressee, notice: Notice, now: datetime, deliver_at: datetime) -> dict[str, Any]:
    return {
        "person_id": one.person_id,
        "case_id": notice.case_id,
        "task_id": notice.task_id,
        "clock_id": notice.clock_id,
        "kind": notice.kind,
        "text": one.words(notice.text),
        "at": now,
        "deliver_at": deliver_at,
        "priority": notice.priority,
        "late": notice.late,
    }


def _delivery(office: Office, notice: Notice, now: datetime) -> datetime:
    if not notice.at_once:
        return office.opening(now)
    quiet = office.telling.quiet
    return now if notice.urgent or quiet is None else quiet.over(now)


def _addressees(
    uow: UnitOfWork, people: Iterable[int], notice: Notice, deliver_at: datetime
) -> list[Addressee]:
    if notice.own:
        return [Addressee(person) for person in dict.fromkeys(people)]
    return list(addressees(uow.session, people, uow.office.today(deliver_at), notice.case_id))
