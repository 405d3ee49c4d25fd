"""Rows of the calendar, as its use cases take them up."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from engine.calendars import Overlay, WorkingCalendar
from engine.errors import NotFound
from engine.model import CalendarOverlay, OverlayState
from engine.uow import UnitOfWork


def overlay_row(uow: UnitOfWork, overlay_id: int) -> CalendarOverlay:
    """An overlay, locked; NotFound."""
    query = select(CalendarOverlay).where(CalendarOverlay.id == overlay_id).with_for_update()
    row = uow.session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise NotFound("calendar", overlay_id)
    return row


def published(uow: UnitOfWork, without: Collection[int] = ()) -> Mapping[int, Overlay]:
    """What counts now, by number, but for some of it."""
    query = select(CalendarOverlay).where(CalendarOverlay.state == OverlayState.PUBLISHED)
    rows = uow.session.scalars(query.order_by(CalendarOverlay.id))
    return {row.id: row.value for row in rows if row.id not in without}


def calendar_with(
    uow: UnitOfWork, overlays: Sequence[Overlay] = (), *, without: Collection[int] = ()
) -> WorkingCalendar:
    """The calendar as it would be with these overlays besides, and without some of those that count now."""
    stays = published(uow, without).values()
    return uow.engine.office.under((*stays, *overlays), uow.office.revision + 1).calendar
