"""The office's calendar: its sources and revisions, a year of it on the wall, and how far it reaches."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from sqlalchemy import case, func, select

from engine.calendars import notices
from engine.calendars.overlays import fingerprint
from engine.errors import NotFound
from engine.model import (
    CalendarOverlay,
    CalendarRevision,
    Case,
    Clock,
    ClockState,
    RevisionAction,
)
from engine.queries.names import names_of
from engine.queries.rows import (
    CalendarOverview,
    CalendarRevisionRow,
    Horizon,
    OverlayDetail,
    OverlayRow,
    WallDay,
    WallYear,
)
from engine.text import Text
from engine.uow import UnitOfWork

NEAR: Final = timedelta(days=90)
"""So long before the end of the published calendar runs into open clocks it is said."""

_DECEMBER = 12
_LIBRARY: Final = Text("随程序提供的放假通知", "the notices that come with the program")


def overview(uow: UnitOfWork) -> CalendarOverview:
    """Overlays and revisions, the newest first, with their progress; five statements."""
    revisions = _revisions(uow)
    rows = uow.session.scalars(select(CalendarOverlay).order_by(CalendarOverlay.id.desc())).all()
    names = names_of(uow, (row.created_by for row in rows))
    calendar = uow.office.calendar
    return CalendarOverview(
        revision=uow.office.revision,
        version=calendar.version,
        published_until=calendar.published_until,
        library=tuple(sorted(notices.YEARS)),
        published=tuple(sorted(calendar.published)),
        overlays=tuple(_overlay(row, names, revisions) for row in rows),
        revisions=tuple(revisions),
    )


def overlay(uow: UnitOfWork, overlay_id: int) -> OverlayDetail:
    """One overlay with its days and its original text; NotFound."""
    row = uow.session.get(CalendarOverlay, overlay_id)
    if row is None:
        raise NotFound("calendar", overlay_id)
    names = names_of(uow, [row.created_by])
    return OverlayDetail(_overlay(row, names, _revisions(uow, overlay_id)), row.value, row.original)


def revision(uow: UnitOfWork, number: int) -> CalendarRevisionRow:
    """One revision with its progress; NotFound."""
    found = next((row for row in _revisions(uow) if row.id == number), None)
    if found is None:
        raise NotFound("revision", number)
    return found


def _revisions(uow: UnitOfWork, overlay_id: int | None = None) -> list[CalendarRevisionRow]:
    query = select(CalendarRevision, CalendarOverlay.source).outerjoin(
        CalendarOverlay, CalendarOverlay.id == CalendarRevision.overlay_id
    )
    if overlay_id is not None:
        query = query.where(CalendarRevision.overlay_id == overlay_id)
    rows = uow.session.execute(query.order_by(CalendarRevision.id.desc())).all()
    names = names_of(uow, (row.CalendarRevision.by for row in rows))
    return [_revision(row.CalendarRevision, row.source, names, uow.office.revision) for row in rows]


def _revision(
    one: CalendarRevision, source: Text | None, names: Mapping[int | None, str], newest: int
) -> CalendarRevisionRow:
    return CalendarRevisionRow(
        id=one.id,
        overlay_id=one.overlay_id,
        action=one.action,
        source=source or _LIBRARY,
        version=one.version,
        note=one.note,
        at=one.at,
        by=names.get(one.by),
        total=one.total,
        done=one.done,
        moved=one.moved,
        finished_at=one.finished_at,
        superseded=one.finished_at is not None and one.done < one.total and one.id < newest,
    )


def _overlay(
    row: CalendarOverlay, names: Mapping[int | None, str], revisions: Iterable[CalendarRevisionRow]
) -> OverlayRow:
    made = {one.action: one for one in revisions if one.overlay_id == row.id}
    value = row.value
    days = sorted(day.day for day in value.days)
    return OverlayRow(
        id=row.id,
        scope=row.scope,
        source=row.source,
        state=row.state,
        form=row.form,
        days=len(days),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        publishes=tuple(row.publishes),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        created_by=names.get(row.created_by),
        created_at=row.created_at,
        fingerprint=fingerprint([value]),
        published=made.get(RevisionAction.PUBLISH),
        withdrawn=made.get(RevisionAction.WITHDRAW),
    )


# --- a year on the wall ------------------------------------------------------------------------------------------


def year(uow: UnitOfWork, number: int) -> WallYear:
    """The twelve months of a year, under the calendar that counts now; NotFound outside the years 1 to 9998."""
    if not date.min.year <= number < date.max.year:
        raise NotFound("year", number)
    months = tuple(
        tuple(_wall_day(uow, day) for day in _month(number, month)) for month in range(1, _DECEMBER + 1)
    )
    sources: dict[Text, int] = {}
    for day in (day for month in months for day in month if day.source.zh):
        sources[day.source] = sources.get(day.source, 0) + 1
    working = tuple(sum(day.working for day in month) for month in months)
    return WallYear(number, number not in uow.office.calendar.published, months, working, sources)


def _month(number: int, month: int) -> Iterable[date]:
    first = date(number, month, 1)
    following = date(number + month // _DECEMBER, month % _DECEMBER + 1, 1)
    return (first + timedelta(days) for days in range((following - first).days))


def _wall_day(uow: UnitOfWork, day: date) -> WallDay:
    calendar, hours = uow.office.calendar, uow.office.hours
    status = calendar.status(day)
    return WallDay(
        day=day,
        working=status.working,
        kind=status.kind,
        name=status.name,
        source=status.source,
        hours=calendar.hours_on(day, hours),
        half=status.hours is not None,
        provisional=not calendar.is_published(day),
    )


# --- how far it reaches --------------------------------------------------------------------------------------------


def horizon(uow: UnitOfWork) -> Horizon:
    """How far the published calendar reaches, and the open clocks behind it; two statements besides the calendar."""
    until, today = uow.office.calendar.published_until, uow.office.today(uow.now)
    is_open = Clock.state != ClockState.STOPPED
    provisional = func.coalesce(func.sum(case((Clock.provisional, 1), else_=0)), 0)
    found = uow.session.execute(
        select(
            func.count().label("open"),
            provisional.label("provisional"),
            func.max(Clock.last_day).label("reach"),
        ).where(is_open)
    ).one()
    first = uow.session.execute(
        select(Clock.ends_at, Case.number)
        .join(Case, Case.id == Clock.case_id)
        .where(is_open, Clock.provisional)
        .order_by(Clock.ends_at, Clock.id)
        .limit(1)
    ).one_or_none()
    near = found.reach is not None and until < date.max - NEAR and found.reach + NEAR > until
    return Horizon(
        published_until=until,
        days_left=(until - today).days,
        open=found.open,
        provisional=found.provisional,
        reach=found.reach,
        first_end=first.ends_at if first else None,
        first_case=first.number if first else None,
        near=near,
    )
