"""Messages that leave a case: written down, and delivered after the commit, each in a transaction of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.model import AlarmKind, Case, Message
from engine.orm import dump
from engine.steps.alarm_rows import AlarmRows
from engine.steps.loading import lock_case
from engine.steps.notices import Notice, notify
from engine.steps.persons import recipients
from engine.text import Text
from engine.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Post:
    """What is sent. `kind`: a message, for one; or a signal, for everybody who waits for it."""

    kind: str
    name: str
    keys: Mapping[str, Any]
    payload: Mapping[str, Any]


def post(uow: UnitOfWork, case: Case, alarms: AlarmRows, what: Post) -> None:
    """Write a message down for delivery. Its key is the place in the case's journal, which is never used twice."""
    place = case.journal_length + uow.book(case).mark() + 1
    message = Message(
        key=f"case:{case.id}:{place}",
        kind=what.kind,
        name=what.name,
        keys=dict(what.keys),
        payload=dict(what.payload),
        from_id=case.id,
        sender=case.number,
        received_at=uow.now,
    )
    uow.book(case).write(
        "message-posted", kind=what.kind, name=what.name, keys=what.keys, bytes=len(dump(what.payload))
    )
    uow.session.add(message)
    uow.session.flush()
    alarms.set(AlarmKind.MESSAGE, str(message.id), uow.now, case_id=None)


def lost(uow: UnitOfWork, message: Message, why: str) -> None:
    """Say in the sender's journal that its message reached nobody, and tell its supervisors."""
    if message.from_id is None:
        return
    case = lock_case(uow, message.from_id)
    uow.book(case).write("message-lost", name=message.name, keys=message.keys, why=why)
    text = Text(
        f"案件 {case.number} 发出的消息“{message.name}”无人接收",
        f"The message “{message.name}” of case {case.number} reached nobody",
    )
    told = recipients(uow.session, case, ["supervisor"])
    notify(uow, told, Notice("message-lost", text, case.id, priority=1))
