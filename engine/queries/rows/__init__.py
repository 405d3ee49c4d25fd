"""The frozen rows that queries give: what a page, a command or the REST interface shows."""

from engine.queries.rows.calendars import (
    CalendarOverview,
    CalendarRevisionRow,
    Horizon,
    OverlayDetail,
    OverlayRow,
    WallDay,
    WallYear,
)
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
from engine.queries.rows.forecasts import ComparedRow, CurvePoint, Explained, ForecastRow, RiskRow, Risks
from engine.queries.rows.instructions import Blank, InstructionRow
from engine.queries.rows.lists import CaseRow, ClockChip, Counts, PersonRef, Urgency, Worklist, WorkRow
from engine.queries.rows.load import DayLoad, GroupLoad, Load, Pace
from engine.queries.rows.requests import DocumentRow, RequestRow
from engine.queries.rows.tasks import TaskForm, TaskRow

__all__ = [
    "Blank",
    "CalendarOverview",
    "CalendarRevisionRow",
    "CaseFacts",
    "CaseRow",
    "ClockChip",
    "ClockRow",
    "ComparedRow",
    "Counts",
    "CurvePoint",
    "DayLoad",
    "DocumentRow",
    "Entry",
    "Explained",
    "ExtensionRow",
    "ForecastRow",
    "GroupLoad",
    "Horizon",
    "IncidentRow",
    "InstructionRow",
    "LinkRow",
    "Load",
    "NotificationRow",
    "OverlayDetail",
    "OverlayRow",
    "Pace",
    "PartyRow",
    "PersonRef",
    "RequestRow",
    "RiskRow",
    "Risks",
    "RungRow",
    "SuspensionRow",
    "TaskForm",
    "TaskRow",
    "TokenRow",
    "Urgency",
    "WallDay",
    "WallYear",
    "WorkRow",
    "Worklist",
]
