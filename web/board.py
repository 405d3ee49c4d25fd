"""时限看板: what a supervisor looks at first."""

from collections.abc import Sequence
from typing import NamedTuple, Self

from flask import Blueprint, request

from engine.errors import NotAllowed
from engine.queries import dashboard
from engine.queries.dashboard import Attention
from engine.queries.rows import CaseRow, Urgency
from web import identity, pages

board = Blueprint("board", __name__)
board.before_request(identity.require)
DAYS = (1, 3, 7)
_WATCHERS = ("supervisor", "director", "administrator")


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


@board.get("/board")
def watch() -> str:
    """Overdue and soon due, by unit, with the escalations beside them."""
    asked = Asked.of_request()
    with identity.reading() as uow:
        if not uow.actor.has(*_WATCHERS):
            raise NotAllowed("watch", "role")
        found = dashboard.attention(uow, unit_id=asked.unit, days=asked.days)
        alerts = dashboard.inbox(uow, limit=12)
        rows = narrowed(found, asked.group)
        return pages.show_in(
            uow, "pages/board.html", asked=asked, found=found, alerts=alerts, rows=rows, days=DAYS
        )


def narrowed(found: Attention, group: str | None) -> Sequence[CaseRow]:
    """The cases of one group, or all that are overdue or soon due."""
    if group == "suspended":
        return found.suspended
    if group == "overdue":
        return found.overdue
    if group:
        return [row for row in found.soon if row.urgency == Urgency(group)]
    return [*found.overdue, *found.soon]
