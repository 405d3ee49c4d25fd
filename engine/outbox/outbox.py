"""The outbox at work: mails that are due are taken, sent outside any transaction, and marked one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, and_, case, func, or_, select

from engine.model import Delivery, DeliveryState
from engine.outbox.courier import Courier, Mail, Send, Stage, Undelivered
from engine.outbox.failures import tell_of_failure, tell_of_trouble
from engine.uow import SCHEDULER, Engine, UnitOfWork

BATCH = 20
ATTEMPTS = 60
LEASE = timedelta(minutes=10)
"""So long a mail is in the hands of who took it; after a crash another one takes it then."""

TELL_AFTER = 5
_LONGEST_REST = timedelta(hours=1)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail in our hands."""

    id: int
    mail: Mail
    until: datetime


class Outbox:
    """Sends what is due. Any number may share the work on one database: a mail is in the hands of one at a time.

    A process that ends between a mail's sending and its mark leaves it to be sent once more, under the same
    Message-ID. What fails is tried again after 1, 2, 4 … at most 60 minutes; what the server refuses for ever, or has
    not taken after `attempts`, is given up, and the administrators are told.
    """

    def __init__(
        self, engine: Engine, courier: Courier, *, batch: int = BATCH, attempts: int = ATTEMPTS
    ) -> None:
        self._engine = engine
        self._courier = courier
        self._batch = batch
        self._attempts = attempts

    def deliver_due(self) -> int:
        """Take a batch and send it; how many mails were sent, put off or given up."""
        taken = self._take()
        return self._carry(taken) if taken else 0

    def next_wake(self) -> datetime | None:
        """When the next mail is to be sent; None where none waits."""
        free = case((Delivery.taken_until > Delivery.send_at, Delivery.taken_until), else_=Delivery.send_at)
        query = select(func.min(free)).where(Delivery.state == DeliveryState.WAITING)
        with self._engine.reading(SCHEDULER) as uow:
            wake: datetime | None = uow.session.scalar(query)
        return wake

    # --- taking ----------------------------------------------------------------------------------------------------

    def _take(self) -> Sequence[Taken]:
        """Take what is due, in a transaction of its own; what was taken too often without an end is given up."""
        with self._engine.reading(SCHEDULER) as uow:
            if uow.session.scalar(select(Delivery.id).where(_due(uow.now)).limit(1)) is None:
                return []
        with self._engine.unit_of_work(SCHEDULER) as uow:
            query = select(Delivery).where(_due(uow.now)).order_by(Delivery.send_at, Delivery.id)
            found = uow.session.scalars(query.limit(self._batch).with_for_update(skip_locked=True)).all()
            until = uow.now + LEASE
            for one in found:
                if one.attempts >= self._attempts:
                    _give_up(uow, one, one.problem or "interrupted")
                else:
                    one.take(until=until)
            return [_taken(one, until) for one in found if one.state == DeliveryState.WAITING]

    # --- sending ---------------------------------------------------------------------------------------------------

    def _carry(self, taken: Sequence[Taken]) -> int:
        try:
            with self._courier.open(self._engine.now()) as send:
                settled = self._send_all(send, taken)
        except Undelivered as refused:  # the way itself is blocked: for all of them
            for one in taken:
                self._fail(one, refused)
            return len(taken)
        self._hand_back(taken[settled:])
        return settled

    def _send_all(self, send: Send, taken: Sequence[Taken]) -> int:
        """Send them one after the other until the way is blocked, or the time is up; how many were tried."""
        for number, one in enumerate(taken, start=1):
            if self._deliver(send, one) or self._engine.now() > one.until - LEASE / 2:
                return number
        return len(taken)

    def _deliver(self, send: Send, one: Taken) -> bool:
        """Send one; whether the way is blocked now."""
        try:
            send(one.mail)
        except Undelivered as refused:
            self._fail(one, refused)
            return refused.broken
        except Exception as error:
            log.exception("mail failed", delivery=one.id)
            self._fail(one, Undelivered(Stage.CONTENT, f"{type(error).__name__}: {error}"))
            return False
        self._sent(one)
        return False

    # --- marking ---------------------------------------------------------------------------------------------------

    def _sent(self, one: Taken) -> None:
        with self._engine.unit_of_work(SCHEDULER) as uow:
            delivery = uow.session.get_one(Delivery, one.id, with_for_update=True)
            if delivery.state == DeliveryState.WAITING:
                delivery.send(at=uow.now)

    def _fail(self, one: Taken, refused: Undelivered) -> None:
        problem = str(refused)[:1000]
        with self._engine.unit_of_work(SCHEDULER) as uow:
            delivery = uow.session.get_one(Delivery, one.id, with_for_update=True)
            if delivery.taken_until != one.until:  # somebody else has it by now
                return
            log.info("mail not delivered", delivery=one.id, attempt=delivery.attempts, problem=problem)
            if refused.permanent or delivery.attempts >= self._attempts:
                _give_up(uow, delivery, problem)
                return
            delivery.put_off(until=uow.now + rest(delivery.attempts), problem=problem)
            uow.set_alarm(delivery.send_at)
            if delivery.attempts == TELL_AFTER:
                tell_of_trouble(uow, problem)

    def _hand_back(self, rest_of: Sequence[Taken]) -> None:
        if rest_of:
            with self._engine.unit_of_work(SCHEDULER) as uow:
                query = select(Delivery).where(Delivery.id.in_([one.id for one in rest_of]))
                for delivery in uow.session.scalars(query.with_for_update()):
                    if delivery.taken_until == rest_of[0].until:
                        delivery.hand_back()


def rest(attempts: int) -> timedelta:
    """How long a mail rests after so many attempts."""
    return min(timedelta(minutes=2 ** min(attempts - 1, 10)), _LONGEST_REST)


def _due(now: datetime) -> ColumnElement[bool]:
    free = or_(Delivery.taken_until.is_(None), Delivery.taken_until <= now)
    return and_(Delivery.state == DeliveryState.WAITING, Delivery.send_at <= now, free)


def _taken(one: Delivery, until: datetime) -> Taken:
    return Taken(one.id, Mail(one.key, one.address, one.subject, one.body, one.created_at), until)


def _give_up(uow: UnitOfWork, delivery: Delivery, problem: str) -> None:
    delivery.give_up(problem=problem)
    uow.audit("mail-given-up", delivery=delivery.id, person=delivery.person_id, problem=problem)
    tell_of_failure(uow, delivery)
