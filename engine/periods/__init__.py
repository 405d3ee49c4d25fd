"""Legal periods: how the law counts them, and a ledger that explains each end."""

from engine.calendars import WorkingHours
from engine.periods.counting import End, count, due, end_of, moved, recount
from engine.periods.drawing import strip
from engine.periods.ledger import Ledger, Step
from engine.periods.problems import problem_text
from engine.periods.replay import replay
from engine.periods.rules import Rule
from engine.periods.rungs import rung_at, schedule, target_of
from engine.periods.strips import Mark, Stretch, Strip, StripDay
from engine.periods.terms import Closing, Extension, Span, Terms
from engine.periods.texts import calculate, parse_span, parse_start
from engine.policies import Period, Unit, parse_period, parse_rung

__all__ = [
    "Closing",
    "End",
    "Extension",
    "Ledger",
    "Mark",
    "Period",
    "Rule",
    "Span",
    "Step",
    "Stretch",
    "Strip",
    "StripDay",
    "Terms",
    "Unit",
    "WorkingHours",
    "calculate",
    "count",
    "due",
    "end_of",
    "moved",
    "parse_period",
    "parse_rung",
    "parse_span",
    "parse_start",
    "problem_text",
    "recount",
    "replay",
    "rung_at",
    "schedule",
    "strip",
    "target_of",
]
