"""Rows of persons and units, and who may change them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import NotAllowed, NotFound
from engine.model import Person, Unit
from engine.uow import UnitOfWork

ADMINISTRATORS = ("administrator",)


def require_administrator(uow: UnitOfWork, action: str) -> None:
    """Raise NotAllowed unless the actor administers the office."""
    if not uow.actor.has(*ADMINISTRATORS):
        raise NotAllowed(action, "role")


def person_of(session: Session, person_id: int) -> Person:
    """A person's row; NotFound."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("person", person_id)
    return person


def unit_of(session: Session, key: str) -> Unit:
    """A unit's row, by its key; NotFound."""
    unit = session.scalar(select(Unit).where(Unit.key == key))
    if unit is None:
        raise NotFound("unit", key)
    return unit
