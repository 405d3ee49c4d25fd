"""What a supervisor looks at first, and search."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.queries.rows import CaseRow, IncidentRow, NotificationRow
from engine.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class UnitLoad:
    """One unit's open cases and how pressing they are."""

    unit_id: int | None
    unit: str | None
    open: int
    overdue: int
    today: int
    warned: int
    suspended: int


@dataclass(frozen=True, slots=True)
class Attention:
    """Cases that need a supervisor: overdue, then those that end soon; loads by unit; open incidents."""

    overdue: tuple[CaseRow, ...]
    soon: tuple[CaseRow, ...]
    suspended: tuple[CaseRow, ...]
    units: tuple[UnitLoad, ...]
    incidents: tuple[IncidentRow, ...]


def attention(uow: UnitOfWork, *, unit_id: int | None = None, days: int = 3, limit: int = 200) -> Attention:
    """Overdue cases, those whose first clock ends within `days` calendar days, and the units' loads."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a search."""

    rows: tuple[CaseRow, ...]
    total: int
    by_state: Mapping[str, int]


def search(
    uow: UnitOfWork,
    *,
    text: str = "",
    definition_key: str | None = None,
    state: str | None = None,
    offset: int = 0,
    limit: int = 50,
) -> Found:
    """Find cases by a part of number or title (every word must be in one of them), newest first."""
    raise NotImplementedError


def inbox(uow: UnitOfWork, *, unread: bool = False, limit: int = 100) -> tuple[NotificationRow, ...]:
    """The actor's notifications whose time of delivery has come, newest first."""
    raise NotImplementedError
