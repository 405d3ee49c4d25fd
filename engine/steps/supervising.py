"""Which units a person answers for."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.model import Membership, Unit
from engine.steps.rights import SUPERVISORS


def supervised_units(session: Session, person_id: int | None) -> Sequence[int] | None:
    """The units that a person supervises and those below them; None: the whole office."""
    query = select(Membership.unit_id)
    own = session.scalars(
        query.where(Membership.person_id == person_id, Membership.role.in_(SUPERVISORS))
    ).all()
    if None in own:
        return None
    below = select(Unit.id).where(Unit.id.in_(own)).cte("below", recursive=True)
    below = below.union(select(Unit.id).join(below, Unit.parent_id == below.c.id))
    return session.scalars(select(below.c.id)).all()
