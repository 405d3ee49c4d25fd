"""时限看板: what a supervisor looks at first."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Self

from flask import Blueprint, request

from engine.errors import NotAllowed
from engine.queries import dashboard, troubles
from engine.queries.dashboard import Attention, UnitLoad
from engine.queries.overlong import overlong
from engine.queries.rows import CaseRow, Urgency
from engine.uow import UnitOfWork
from web import dues, identity, pages

board = Blueprint("board", __name__)
board.before_request(identity.require)
DAYS = (1, 3, 7)
_FAR, _MANY = 400, 2000  # a group is shown whole, however far its ends are


class Asked(NamedTuple):
    """What the address asks for: one unit, one group, how many days ahead."""

    unit: int | None
    group: str | None
    days: int

    @classmethod
    def of_request(cls) -> Self:
        """Read the address; what makes no sense is not asked for."""
        days = request.args.get("days", type=int)
        group = request.args.get("show")
        shown = group if group in ("overdue", "today", "warned", "suspended") else None
        return cls(request.args.get("unit", type=int), shown, days if days in DAYS else 3)


class Load(NamedTuple):
    """Open cases of a unit, or of several, by the state of their clocks."""

    unit_id: int | None
    unit: str | None
    open: int
    overdue: int
    today: int
    warned: int
    suspended: int

    @classmethod
    def of(cls, row: UnitLoad) -> Self:
        """One unit's."""
        return cls(row.unit_id, row.unit, row.open, row.overdue, row.today, row.warned, row.suspended)

    @classmethod
    def total(cls, loads: Sequence[Self]) -> Self:
        """The sum."""
        numbers = zip(*(load[2:] for load in loads), strict=True)
        return (
            cls(None, None, *(sum(column) for column in numbers)) if loads else cls(None, None, 0, 0, 0, 0, 0)
        )

    @property
    def calm(self) -> int:
        """Those that nothing presses."""
        return max(0, self.open - self.overdue - self.today - self.warned - self.suspended)

    @property
    def parts(self) -> tuple[tuple[str, int], ...]:
        """Shares of the bar, with the state that gives each its colour."""
        return (
            ("late", self.overdue),
            ("warn", self.today + self.warned),
            ("ok", self.calm),
            ("hold", self.suspended),
        )


@board.get("/board")
def watch() -> str:
    """Overdue and soon due, by unit, with the escalations beside them."""
    asked = Asked.of_request()
    with identity.reading() as uow:
        if not uow.actor.has(*pages.WATCHERS):
            raise NotAllowed("watch", "role")
        found = dashboard.attention(uow, unit_id=asked.unit, days=_FAR, limit=_MANY)
        alerts, alarms = dashboard.inbox(uow, limit=12), troubles.stuck_alarms(uow)
        still = overlong(uow, unit_id=asked.unit)
        beside = {"alerts": alerts, "alarms": alarms, "overlong": still}
        return pages.show_in(uow, "pages/board.html", **beside, **_shown(uow, asked, found))


def _shown(uow: UnitOfWork, asked: Asked, found: Attention) -> dict[str, Any]:
    loads = [Load.of(row) for row in found.units]
    chosen = [load for load in loads if asked.unit in (None, load.unit_id)]
    today = uow.office.today(uow.now)
    return {
        "asked": asked,
        "found": found,
        "loads": loads,
        "total": Load.total(chosen),
        "rows": narrowed(found, asked, uow.now),
        "days": DAYS,
        "dues": dues.ahead(found.soon, today, uow.office.calendar),
    }


def narrowed(found: Attention, asked: Asked, now: datetime) -> Sequence[CaseRow]:
    """The cases of one group, or all that are overdue or end within the days asked for."""
    if asked.group == "suspended":
        return found.suspended
    if asked.group == "overdue":
        return found.overdue
    if asked.group:
        return [row for row in found.soon if row.urgency == Urgency(asked.group)]
    until = now + timedelta(days=asked.days)
    return [*found.overdue, *(row for row in found.soon if row.clock and row.clock.ends_at <= until)]
