"""Load against capacity: on which working days more falls due than the office, or a part of it, closes on one.

A deadline is the next end of a case: of its own clocks, not those of single steps, most of which are the parties'. What
is closed is a case whose clocks were stopped, for whatever reason. So one deadline met is one thing closed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import accumulate
from typing import Final, NamedTuple

from sqlalchemy import Select, and_, case, func, select

from engine.model import OPEN, Case, Clock, ClockState, Definition, Unit
from engine.queries import dashboard
from engine.queries.rows import CaseRow, DayLoad, GroupLoad, Load, Pace
from engine.steps.rights import SUPERVISORS, require_role
from engine.text import Text
from engine.uow import UnitOfWork

AHEAD: Final = 20
"""Working days that are looked ahead."""

BACK: Final = 60
"""Working days, before today, from which the pace is taken: a quarter."""


class Group(NamedTuple):
    """A part of the office: a unit, a procedure, or both; None is all of them."""

    unit_id: int | None = None
    key: str | None = None

    def holds(self, unit_id: int | None, key: str) -> bool:
        """Does a case of this unit and procedure belong to it?"""
        return self.unit_id in (None, unit_id) and self.key in (None, key)


EVERYTHING = Group()


class _Open(NamedTuple):
    """An open case: its next deadline, whether one has gone by, whether it stands still."""

    case: int
    unit_id: int | None
    key: str
    due: date | None
    overdue: bool
    still: bool


class _Closed(NamedTuple):
    case: int
    unit_id: int | None
    key: str
    day: date


@dataclass(frozen=True, slots=True)
class _Facts:
    """What was read, with the days that it is counted by."""

    open: Sequence[_Open]
    closed: Sequence[_Closed]
    ahead: tuple[date, ...]
    back: tuple[date, ...]


def load(uow: UnitOfWork, group: Group = EVERYTHING) -> Load:
    """What falls due and what is closed, of a part of the office; five statements.

    NotAllowed for who does not supervise. Cases that the reader is recused from are left out.
    """
    facts = _read(uow)
    units = {
        str(row.id): row.name for row in uow.session.execute(select(Unit.id, Unit.name).order_by(Unit.id))
    }
    query = select(Definition.key, Definition.name).order_by(Definition.key, Definition.version)
    procedures: dict[str, Text] = {row.key: row.name for row in uow.session.execute(query)}
    rows, pace = _of(facts.open, group), _pace(facts, group)
    counted = Counter(_day(row.due, facts.ahead) for row in rows if row.due is not None)
    closed = Counter(row.day for row in facts.closed if group.holds(row.unit_id, row.key))
    return Load(
        days=tuple(_days(counted, facts.ahead, pace)),
        pace=pace,
        overdue=sum(row.overdue for row in rows),
        still=sum(row.still for row in rows),
        later=counted[None],
        units=tuple(_groups(facts, ((key, name, Group(int(key))) for key, name in units.items()))),
        procedures=tuple(_groups(facts, ((key, name, Group(None, key)) for key, name in procedures.items()))),
        closed=tuple((day, closed[day]) for day in facts.back),
    )


def due_on(uow: UnitOfWork, which: date | str, group: Group = EVERYTHING) -> tuple[CaseRow, ...]:
    """The cases behind a number: due on a day, `overdue`, `still` or `later`; five statements."""
    facts = _read(uow)
    chosen = [row.case for row in _of(facts.open, group) if _is(row, which, facts.ahead)]
    return dashboard.listed(uow, chosen)


def closed_on(uow: UnitOfWork, day: date, group: Group = EVERYTHING) -> tuple[CaseRow, ...]:
    """The cases of which something was closed on a working day; five statements."""
    rows = [row for row in _read(uow).closed if row.day == day and group.holds(row.unit_id, row.key)]
    return dashboard.listed(uow, list(dict.fromkeys(row.case for row in rows)))


# --- reading ---------------------------------------------------------------------------------------------------


def _read(uow: UnitOfWork) -> _Facts:
    """Three statements."""
    require_role(uow, "watch", *SUPERVISORS)
    today, calendar = uow.office.today(uow.now), uow.office.calendar
    first = uow.session.scalar(select(func.min(Case.opened_on)))
    ahead = [calendar.next_working(today)]
    while len(ahead) < AHEAD:
        ahead.append(calendar.shift(ahead[-1], 1))
    back = (calendar.shift(today, -number) for number in range(BACK, 0, -1))
    known = tuple(day for day in back if first is not None and day >= first)
    return _Facts(_open(uow), list(_closed(uow, known)), tuple(ahead), known)


def _open(uow: UnitOfWork) -> Sequence[_Open]:
    running = Clock.state == ClockState.RUNNING
    to_come = and_(running, Clock.ends_at > uow.now)
    query = (
        select(
            Case.id,
            Case.unit_id,
            Definition.key,
            func.min(case((to_come, Clock.last_day))),
            func.max(case((and_(running, Clock.ends_at <= uow.now), 1), else_=0)),
            func.max(case((running, 1), else_=0)),
        )
        .join(Clock, Clock.case_id == Case.id)
        .join(Definition, Definition.id == Case.definition_id)
        .where(Case.state.in_(OPEN), Clock.state != ClockState.STOPPED, Clock.token.is_(None))
        .where(dashboard.visible(uow))
        .group_by(Case.id, Case.unit_id, Definition.key)
        .order_by(Case.id)
    )
    rows = uow.session.execute(query)
    return [_Open(row[0], row[1], row[2], row[3], bool(row[4]), not row[5]) for row in rows]


def _closed(uow: UnitOfWork, days: Sequence[date]) -> Iterator[_Closed]:
    if not days:
        return
    zone, today = uow.office.timezone, uow.office.today(uow.now)
    since, until = (datetime.combine(day, time(), zone) for day in (days[0], today))
    query: Select[int, int | None, str, datetime | None] = (
        select(Clock.case_id, Case.unit_id, Definition.key, Clock.stopped_at)
        .join(Case, Case.id == Clock.case_id)
        .join(Definition, Definition.id == Case.definition_id)
        .where(Clock.token.is_(None), Clock.stopped_at >= since, Clock.stopped_at < until)
        .where(dashboard.visible(uow))
        .distinct()
    )
    for number, unit_id, key, at in uow.session.execute(query):
        if at is not None:
            yield _Closed(number, unit_id, key, _day(uow.office.today(at), days) or days[-1])


# --- counting --------------------------------------------------------------------------------------------------


def _of(rows: Iterable[_Open], group: Group) -> list[_Open]:
    return [row for row in rows if group.holds(row.unit_id, row.key)]


def _day(day: date, days: Sequence[date]) -> date | None:
    """The working day that a day belongs to: itself, or the next one; None after the last."""
    return next((one for one in days if one >= day), None)


def _is(row: _Open, which: date | str, ahead: Sequence[date]) -> bool:
    if which == "overdue":
        return row.overdue
    if which == "still":
        return row.still
    if row.due is None:
        return False
    return _day(row.due, ahead) == (None if which == "later" else which)


def _pace(facts: _Facts, group: Group) -> Pace:
    counted = Counter(row.day for row in facts.closed if group.holds(row.unit_id, row.key))
    numbers = [counted[day] for day in facts.back]
    if not numbers:
        return Pace(0, 0, 0.0, 0, 0)
    return Pace(len(numbers), sum(numbers), sum(numbers) / len(numbers), min(numbers), max(numbers))


def _days(counted: Mapping[date | None, int], ahead: Sequence[date], pace: Pace) -> Iterator[DayLoad]:
    by_then = accumulate(counted.get(day, 0) for day in ahead)
    for index, (day, so_far) in enumerate(zip(ahead, by_then, strict=True)):
        due, capacity = counted.get(day, 0), pace.mean * (index + 1)
        above, behind = due > pace.mean, so_far > capacity
        yield DayLoad(day, due, so_far, capacity, above=above, behind=behind)


def _groups(facts: _Facts, parts: Iterable[tuple[str, Text, Group]]) -> Iterator[GroupLoad]:
    for key, name, group in parts:
        rows, pace = _of(facts.open, group), _pace(facts, group)
        counted = Counter(_day(row.due, facts.ahead) for row in rows if row.due is not None)
        days = list(_days(counted, facts.ahead, pace))
        if rows or pace.closed:
            overdue, above = sum(row.overdue for row in rows), sum(day.above for day in days)
            yield GroupLoad(key, name, days[-1].by_then, overdue, pace, above)
