"""Drafts of the calendar: days with their source, that count nowhere until they are published."""

from engine.calendar_years.checks import refuse_impossible
from engine.calendar_years.rows import overlay_row
from engine.calendars import Overlay
from engine.model import CalendarOverlay
from engine.people.rows import require_administrator
from engine.uow import UnitOfWork

FORMS = ("notice", "csv", "ics", "typed")
"""How a draft was read: a pasted notice, a table, a calendar file, or typed day by day."""


def draft(uow: UnitOfWork, overlay: Overlay, *, form: str = "typed", original: str = "") -> int:
    """Keep days as a draft, with the text they were read from; its number.

    NotAllowed for anybody but an administrator. CalendarRefused with the rule: no-days, no-source, no-working-day.
    """
    require_administrator(uow, "calendar")
    refuse_impossible(uow, overlay)
    row = CalendarOverlay.draft(overlay, form=form, original=original, by=uow.actor.person_id, at=uow.now)
    uow.session.add(row)
    uow.session.flush()
    _audit(uow, "calendar-drafted", row)
    return row.id


def change_draft(
    uow: UnitOfWork, overlay_id: int, overlay: Overlay, *, form: str = "typed", original: str = ""
) -> None:
    """Give a draft other days. NotFound; MoveRefused for what is a draft no longer; as `draft`."""
    require_administrator(uow, "calendar")
    refuse_impossible(uow, overlay)
    row = overlay_row(uow, overlay_id)
    row.change(overlay, form=form, original=original)
    _audit(uow, "calendar-draft-changed", row)


def drop(uow: UnitOfWork, overlay_id: int) -> None:
    """Give a draft up; it stays on record. NotFound, NotAllowed, MoveRefused."""
    require_administrator(uow, "calendar")
    row = overlay_row(uow, overlay_id)
    row.drop()
    _audit(uow, "calendar-draft-dropped", row)


def _audit(uow: UnitOfWork, kind: str, row: CalendarOverlay) -> None:
    facts = {"scope": row.scope, "source": row.source, "days": len(row.days), "publishes": row.publishes}
    uow.audit(kind, overlay=row.id, form=row.form, **facts)
