"""A mail that was given up is tried again."""

from engine.errors import NotFound
from engine.model import Delivery
from engine.steps.rights import require_role
from engine.uow import UnitOfWork


def retry(uow: UnitOfWork, delivery_id: int) -> None:
    """Try a mail again from the beginning; an administrator's right. NotAllowed, NotFound, MoveRefused."""
    require_role(uow, "retry", "administrator")
    delivery = uow.session.get(Delivery, delivery_id, with_for_update=True)
    if delivery is None:
        raise NotFound("delivery", delivery_id)
    delivery.retry(at=uow.now)
    uow.audit("mail-retried", delivery=delivery.id, person=delivery.person_id)
    uow.set_alarm(uow.now)
