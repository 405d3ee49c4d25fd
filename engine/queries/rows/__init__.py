"""The frozen rows that queries give: what a page, a command or the REST interface shows."""

from engine.queries.rows.cases import (
    CaseFacts,
    Entry,
    IncidentRow,
    LinkRow,
    NotificationRow,
    PartyRow,
    TokenRow,
)
from engine.queries.rows.clocks import ClockRow, ExtensionRow, RungRow, SuspensionRow
from engine.queries.rows.lists import CaseRow, ClockChip, Counts, PersonRef, Urgency, Worklist, WorkRow
from engine.queries.rows.tasks import TaskForm, TaskRow

__all__ = [
    "CaseFacts",
    "CaseRow",
    "ClockChip",
    "ClockRow",
    "Counts",
    "Entry",
    "ExtensionRow",
    "IncidentRow",
    "LinkRow",
    "NotificationRow",
    "PartyRow",
    "PersonRef",
    "RungRow",
    "SuspensionRow",
    "TaskForm",
    "TaskRow",
    "TokenRow",
    "Urgency",
    "WorkRow",
    "Worklist",
]
