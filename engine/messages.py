"""Messages: delivered by name and keys to the instance that waits, kept when early, or starting a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, exists, func, select

from engine.errors import ExpressionRefused, MessageAmbiguous, MessageUnknown, NotFound, NotWaiting
from engine.journal import JournalEntry
from engine.model import (
    OPEN,
    AlarmKind,
    Case,
    CaseState,
    Definition,
    KnownMessage,
    Message,
    MessageState,
    MessageWait,
)
from engine.steps import posting
from engine.steps.alarm_rows import AlarmRows
from engine.steps.keeping import keep_until
from engine.steps.message_keys import digests, satisfies
from engine.steps.rights import require_reader
from engine.steps.starting import Opening, open_case, step_of
from engine.uow import UnitOfWork

LOOK_AGAIN = timedelta(seconds=5)
"""A kept message is looked at once more: a case may have begun to wait in the same moment."""

WHILE_SUSPENDED = timedelta(days=36_525)
"""A message for a case that stands still is kept until it goes on."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a message: "delivered", "kept", "started" or "lost"; `repeated`: the key was seen before."""

    id: int
    status: str
    case_id: int | None = None
    number: str | None = None
    repeated: bool = False


def deliver(
    uow: UnitOfWork, name: str, *, keys: Mapping[str, Any], payload: Mapping[str, Any], key: str
) -> Delivery:
    """Deliver a message from outside, once per idempotency `key`.

    MessageUnknown: no definition knows the name. MessageAmbiguous: more than one case waits with these keys. NotFound:
    nobody waits, nothing starts, and no definition keeps it; the sender may try again. ExpressionRefused: a field that
    the diagram reads is missing. Nothing is changed by these.
    """
    known = uow.session.scalar(select(Message).where(Message.key == key))
    if known is not None:
        return _delivery(uow, known, repeated=True)
    if not uow.session.scalar(select(exists().where(KnownMessage.name == name))):
        raise MessageUnknown(name)
    message = Message(
        key=key,
        name=name,
        kind="message",
        keys=dict(keys),
        payload=dict(payload),
        sender=uow.actor.name,
        received_at=uow.now,
        state=MessageState.PENDING,
    )
    uow.session.add(message)
    uow.session.flush()
    _route(uow, message)
    if message.state == MessageState.LOST:
        raise NotFound("wait", name)
    return _delivery(uow, message)


def register(
    uow: UnitOfWork, case_id: int, token: int, name: str, *, payload: Mapping[str, Any], key: str
) -> Delivery:
    """Deliver what a person of the office received on paper to the token that waits for it; once per `key`.

    NotAllowed, Recused; NotWaiting where the token does not wait for it any more.
    """
    require_reader(uow, case_id)
    step = step_of(uow, case_id)
    for wait in step.run.waits():
        if wait.kind == "message" and (wait.token, wait.name) == (token, name):
            return deliver(uow, name, keys=wait.keys, payload=payload, key=key)
    raise NotWaiting(token, "message")


def deliver_pending(uow: UnitOfWork, message_id: int) -> None:
    """Deliver what a case sent, or look again for whom a kept message waits; called by its alarm."""
    message = uow.session.get(Message, message_id, with_for_update={"nowait": True})
    if message is None or message.state not in (MessageState.PENDING, MessageState.KEPT):
        return
    if message.kind == "signal":
        _broadcast(uow, message)
    elif message.state == MessageState.PENDING:
        _deliver_sent(uow, message)
    else:
        _look_again(uow, message)


def _look_again(uow: UnitOfWork, message: Message) -> None:
    """Hand a kept message over, also when its time is over, to who began to wait in time and was not seen."""
    until = message.keep_until or uow.now
    over = until <= uow.now
    if (not over or _waited_in_time(uow, message)) and _hand_over(uow, message):
        return
    if over:
        message.lose()
        posting.lost(uow, message, "nobody-waits")
    else:
        _ring(uow, message, until)


def _waited_in_time(uow: UnitOfWork, message: Message) -> bool:
    """Does a case wait for it that has not moved since the message's time was over?"""
    cases = [row.case_id for row in _waiting(uow, message)]
    moved = select(JournalEntry.at).where(JournalEntry.case_id.in_(cases), JournalEntry.kind == "moved")
    return bool(cases) and not uow.session.scalar(
        select(moved.where(JournalEntry.at > message.keep_until).exists())
    )


def _deliver_sent(uow: UnitOfWork, message: Message) -> None:
    """Deliver what a case sent; where that is not possible, its journal says so and its supervisors are told."""
    try:
        with uow.savepoint():
            _route(uow, message)
    except (ExpressionRefused, MessageAmbiguous) as refused:
        message.lose()
        posting.lost(uow, message, type(refused).__name__)
    else:
        if message.state == MessageState.LOST:
            posting.lost(uow, message, "nobody-waits")


def _delivery(uow: UnitOfWork, message: Message, *, repeated: bool = False) -> Delivery:
    known = message.case_id is not None
    number = uow.session.scalar(select(Case.number).where(Case.id == message.case_id)) if known else None
    return Delivery(message.id, message.state, message.case_id, number, repeated)


# --- routing ---------------------------------------------------------------------------------------------------


def _route(uow: UnitOfWork, message: Message) -> None:
    if _hand_over(uow, message) or _start(uow, message):
        return
    until = keep_until(uow, message.name)
    if until is None:
        message.lose()
    else:
        _keep(uow, message, until)


def _waiting(uow: UnitOfWork, message: Message) -> Sequence[Row[int, str]]:
    """The open cases that wait for the message, by id and number."""
    query = select(MessageWait.case_id, Case.number).join(Case, Case.id == MessageWait.case_id)
    query = query.where(
        MessageWait.kind == message.kind, MessageWait.name == message.name, Case.state.in_(OPEN)
    )
    if message.kind == "message":
        query = query.where(MessageWait.keys.in_(digests(message.keys)))
    return uow.session.execute(query.distinct().order_by(MessageWait.case_id)).all()


def _hand_over(uow: UnitOfWork, message: Message) -> bool:
    """Give the message to the one case that waits; False where none does, or not any more."""
    waiting = _waiting(uow, message)
    if len(waiting) > 1:
        raise MessageAmbiguous(message.name, [row.number for row in waiting])
    if not waiting:
        return False
    step = step_of(uow, waiting[0].case_id)
    if step.case.state == CaseState.SUSPENDED:
        _keep(uow, message, uow.now + WHILE_SUSPENDED)
        return True
    for wait in step.run.waits():
        meant = wait.kind == "message" and wait.name == message.name and satisfies(wait.keys, message.keys)
        if meant and step.receive(message, wait.token):
            step.save()
            return True
    return False


def _start(uow: UnitOfWork, message: Message) -> bool:
    """Open a case of the definition that the message starts; False where it starts none."""
    newest = select(func.max(Definition.id)).group_by(Definition.key)
    query = (
        select(Definition.key)
        .join(KnownMessage, KnownMessage.definition_id == Definition.id)
        .where(KnownMessage.name == message.name, KnownMessage.starts, Definition.id.in_(newest))
    )
    keys = list(uow.session.scalars(query.distinct()))
    if len(keys) > 1:
        raise MessageAmbiguous(message.name, keys)
    if not keys:
        return False
    opened = open_case(uow, Opening(keys[0], {}, start=message.name, payload=message.payload))
    message.start(opened.case.id, at=uow.now)
    return True


# --- keeping ---------------------------------------------------------------------------------------------------


def _keep(uow: UnitOfWork, message: Message, until: datetime) -> None:
    again = until
    if message.state == MessageState.PENDING:
        message.keep(until=until)
        again = min(uow.now + LOOK_AGAIN, until)
    _ring(uow, message, again)


def _ring(uow: UnitOfWork, message: Message, at: datetime) -> None:
    alarms = AlarmRows(uow)
    alarms.set(AlarmKind.MESSAGE, str(message.id), at, case_id=None)
    alarms.flush()


# --- signals ---------------------------------------------------------------------------------------------------


def _broadcast(uow: UnitOfWork, message: Message) -> None:
    """Set an alarm for each other case that waits for the signal, so that each takes it in its own transaction."""
    alarms = AlarmRows(uow)
    for row in _waiting(uow, message):
        if row.case_id != message.from_id:
            alarms.set(AlarmKind.SIGNAL, f"{message.id}:{row.case_id}", uow.now, case_id=row.case_id)
    message.spread(at=uow.now)
    alarms.flush()


def give_signal(uow: UnitOfWork, message_id: int, case: Case) -> None:
    """Give a signal to one case; called by its alarm."""
    message = uow.session.get_one(Message, message_id)
    step = step_of(uow, case.id)
    uow.book(case).write("signal-received", name=message.name, payload=message.payload)
    step.run.signal(message.name, message.payload)
    step.save()
