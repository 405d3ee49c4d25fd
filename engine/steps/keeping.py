"""How long a message that comes early is kept."""

from datetime import datetime

from sqlalchemy import select

from engine.model import KnownMessage
from engine.steps.timers import read_duration
from engine.uow import UnitOfWork


def keep_until(uow: UnitOfWork, name: str) -> datetime | None:
    """Until when the most patient definition keeps a message of this name; None where none keeps it."""
    query = select(KnownMessage.keep_for).where(KnownMessage.name == name)
    texts = uow.session.scalars(query.where(KnownMessage.keep_for.is_not(None)).distinct())
    durations = [read_duration(text) for text in texts if text]
    return max((one.after(uow.now, uow.office) for one in durations if one is not None), default=None)
