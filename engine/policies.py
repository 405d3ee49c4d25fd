"""What the diagram says of a clock: its amount, where it starts and stops, and its escalation rungs."""

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """The units in which the law gives periods; `hours` are working hours."""

    HOURS = "hours"
    WORKING_DAYS = "working-days"
    CALENDAR_DAYS = "calendar-days"
    MONTHS = "months"


class RungBase(StrEnum):
    """What a rung's place is measured by."""

    SHARE = "share"  # of the period, amount in percent: `50%`
    BEFORE_END = "before-end"  # `-2 working-days`
    END = "end"
    AFTER_END = "after-end"  # `+1 working-day`


@dataclass(frozen=True, slots=True)
class Rung:
    """One escalation rung. `level` is its place in time order, from 1; `notify` names assignee, group, roles."""

    level: int
    at: str
    base: RungBase
    amount: int
    unit: Unit | None
    notify: tuple[str, ...]
    priority: str | None = None  # "high" | "urgent"
    task: str | None = None  # opens a task for this role
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class ClockPolicy:
    """A `kb:clock` of the diagram. `amount` and `target` are whole numbers of `unit`; `when` is an expression."""

    id: str
    name: str
    name_en: str
    amount: int
    unit: Unit
    kind: str = "ordinary"  # "promise" | "ordinary" | "activity"
    target: int | None = None
    starts_after: tuple[str, ...] = ()
    stops_after: tuple[str, ...] = ()
    when: str | None = None
    basis: str = ""
    suspend_for: tuple[str, ...] = ()
    max_extension: int = 0
    max_extensions: int = 1
    extension_by: tuple[str, ...] = ()
    rungs: tuple[Rung, ...] = ()
