"""What goes wrong by itself, for those who look after the system: alarms that fail, mails that do not arrive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, select

from engine.model import Alarm, Case, Delivery, DeliveryState, Person, Recusal
from engine.steps.rights import SUPERVISORS, require_role
from engine.uow import UnitOfWork

STUCK = 5
"""An alarm that has failed so often is shown."""


@dataclass(frozen=True, slots=True)
class StuckAlarm:
    """An alarm that goes on failing, of a case or of the office."""

    id: int
    kind: str
    case_id: int | None
    number: str | None
    attempts: int
    wake_at: datetime
    problem: str


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A mail in the outbox, or out of it. `state`: "waiting", "sent", "given-up"."""

    id: int
    person: str | None
    address: str
    subject: str
    state: str
    attempts: int
    created_at: datetime
    send_at: datetime
    sent_at: datetime | None
    problem: str | None


def stuck_alarms(uow: UnitOfWork) -> tuple[StuckAlarm, ...]:
    """Alarms that have failed again and again; those of cases that the actor is recused from are left out."""
    require_role(uow, "watch", *SUPERVISORS, "administrator")
    recused = exists().where(Recusal.case_id == Alarm.case_id, Recusal.person_id == uow.actor.person_id)
    query = (
        select(
            Alarm.id,
            Alarm.kind,
            Alarm.case_id,
            Case.number,
            Alarm.attempts,
            Alarm.wake_at,
            func.coalesce(Alarm.problem, ""),
        )
        .outerjoin(Case, Case.id == Alarm.case_id)
        .where(Alarm.attempts >= STUCK, ~recused)
        .order_by(Alarm.id)
        .limit(100)
    )
    return tuple(StuckAlarm(*row) for row in uow.session.execute(query))


def deliveries(
    uow: UnitOfWork, *, state: DeliveryState | None = None, limit: int = 100
) -> tuple[DeliveryRow, ...]:
    """Mails, the newest first; an administrator's. Their texts are not shown: an administrator sees no case content."""
    require_role(uow, "deliveries", "administrator")
    query = _deliveries().order_by(Delivery.id.desc()).limit(limit)
    if state is not None:
        query = query.where(Delivery.state == state)
    return tuple(DeliveryRow(*row) for row in uow.session.execute(query))


def delivery_counts(uow: UnitOfWork) -> dict[str, int]:
    """How many mails there are in each state."""
    require_role(uow, "deliveries", "administrator")
    query = select(Delivery.state, func.count()).group_by(Delivery.state)
    found: Sequence[Any] = uow.session.execute(query).all()
    return {state.value: 0 for state in DeliveryState} | {str(row[0]): row[1] for row in found}


def _deliveries() -> Select[*tuple[Any, ...]]:
    return select(
        Delivery.id,
        Person.name,
        Delivery.address,
        Delivery.subject,
        Delivery.state,
        Delivery.attempts,
        Delivery.created_at,
        Delivery.send_at,
        Delivery.sent_at,
        Delivery.problem,
    ).outerjoin(Person, Person.id == Delivery.person_id)
