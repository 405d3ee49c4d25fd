"""A clock as it is shown: its shape, then its words, then its colour."""

from dataclasses import dataclass
from datetime import datetime

from engine.policies import PARTY
from engine.queries.rows import ClockChip, Urgency
from engine.text import Text
from web import moments

PROVISIONAL = Text("暂定", "provisional")
IN_BRACKETS = Text("（暂定）", " (provisional)")
_STATES = {
    Urgency.OVERDUE: "late",
    Urgency.TODAY: "warn",
    Urgency.WARNED: "warn",
    Urgency.RUNNING: "ok",
    Urgency.SUSPENDED: "hold",
}
GROUPS = {
    Urgency.OVERDUE: Text("逾期", "Overdue"),
    Urgency.TODAY: Text("今日到期", "Due today"),
    Urgency.WARNED: Text("预警", "Warned"),
    Urgency.RUNNING: Text("正常", "Running"),
    Urgency.SUSPENDED: Text("暂停计时", "Suspended"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """`state` chooses shape and colour: ok and warn a ring filled by `percent`, late a triangle, hold two bars."""

    state: str  # ok | warn | late | hold | done
    text: Text
    percent: int
    provisional: bool


def state_of(urgency: Urgency) -> str:
    """The chip's state for an urgency."""
    return _STATES[urgency]


def is_provisional(clock: ClockChip) -> bool:
    """Whether a clock's end may still move because a year's notice is not on record; not once it has stopped."""
    return clock.provisional and clock.state != "stopped"


def marked(text: Text, clock: ClockChip) -> Text:
    """A text about a clock's end, that says so where it is provisional."""
    return Text(text.zh + IN_BRACKETS.zh, text.en + IN_BRACKETS.en) if is_provisional(clock) else text


def chip(clock: ClockChip, now: datetime) -> Chip:
    """What a clock says at an instant."""
    if clock.kind == PARTY and (clock.ended or clock.state == "stopped"):
        return Chip(
            "done", Text("已届满", "Ended") if clock.ended else Text("已结束", "Over"), 100, provisional=False
        )
    if clock.state == "stopped":
        text = Text("逾期办结", "Done late") if clock.breached else Text("按时办结", "Done in time")
        return Chip("late" if clock.breached else "done", text, 100, provisional=False)
    if clock.state == "suspended":
        return Chip("hold", Text("暂停计时", "Suspended"), clock.percent, clock.provisional)
    percent = min(100, max(4, clock.percent))
    return Chip(state_of(clock.urgency), moments.countdown(clock.ends_at, now), percent, clock.provisional)
