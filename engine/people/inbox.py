"""What a person has read of what the office told them."""

from sqlalchemy import update

from engine.model import Notification
from engine.uow import UnitOfWork


def mark_read(uow: UnitOfWork, notification_id: int | None = None) -> None:
    """Mark one of the actor's own notifications as read, or all that have been delivered; others' stay unread."""
    query = update(Notification).where(
        Notification.person_id == uow.actor.person_id,
        Notification.read_at.is_(None),
        Notification.deliver_at <= uow.now,
    )
    if notification_id is not None:
        query = query.where(Notification.id == notification_id)
    uow.session.execute(query.values(read_at=uow.now))
