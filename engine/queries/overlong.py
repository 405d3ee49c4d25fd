"""Suspensions that have lasted longer than their reason allows."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select

from engine.model import OPEN, Case, Clock, ClockState, Suspension
from engine.queries.dashboard import visible
from engine.steps.lasting import lasts_until
from engine.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class OverlongRow:
    """A suspension in force that should have ended `until` then."""

    case_id: int
    number: str
    title: str
    reason: str
    effective: date
    until: datetime


def overlong(uow: UnitOfWork, *, unit_id: int | None = None) -> tuple[OverlongRow, ...]:
    """Those of open cases that the actor may see, the longest first; one statement, none without a rule."""
    limited = [key for key, rule in uow.office.suspension_rules.items() if rule.longest is not None]
    if not limited:
        return ()
    query = (
        select(Case.id, Case.number, Case.title, Suspension.reason, Suspension.effective)
        .join(Suspension, Suspension.case_id == Case.id)
        .outerjoin(Clock, Clock.id == Suspension.clock_id)
        .where(
            Case.state.in_(OPEN),
            Suspension.resumed.is_(None),
            Suspension.reason.in_(limited),
            or_(Clock.id.is_(None), Clock.state != ClockState.STOPPED),
            visible(uow),
        )
        .order_by(Suspension.effective, Suspension.id)
    )
    if unit_id is not None:
        query = query.where(Case.unit_id == unit_id)
    found = ((row, lasts_until(row.reason, row.effective, uow.office)) for row in uow.session.execute(query))
    return tuple(OverlongRow(*row, until) for row, until in found if until is not None and until <= uow.now)
