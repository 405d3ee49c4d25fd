"""The extensions that were granted of a clock."""

from sqlalchemy import select

from engine.model import Clock, Extension, Person
from engine.periods import Extension as Granted
from engine.steps.counting import grants_of
from engine.uow import UnitOfWork


def extensions(uow: UnitOfWork, clock: Clock) -> list[Extension]:
    """Their rows, in order."""
    query = select(Extension).where(Extension.clock_id == clock.id).order_by(Extension.id)
    return list(uow.session.scalars(query))


def of(uow: UnitOfWork, clock: Clock) -> list[Granted]:
    """What a period takes of them, with the names of who granted them."""
    if not clock.extended:
        return []
    found = extensions(uow, clock)
    granters = select(Person.id, Person.name).where(Person.id.in_({one.granted_by for one in found}))
    names = {row.id: row.name for row in uow.session.execute(granters)}
    return grants_of(found, names, uow.office)
