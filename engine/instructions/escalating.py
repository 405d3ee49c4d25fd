"""Nobody has answered in time: those above are told at once, then each working day, and at last each week."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from engine.instructions import rules, telling
from engine.model import Case, Instruction
from engine.office import Office
from engine.steps.persons import recipients
from engine.uow import UnitOfWork

DAILY = 10
"""So often it is told daily; then once a week."""

_WEEK = timedelta(days=7)


def escalate(uow: UnitOfWork, case: Case, one: Instruction, *, late: bool) -> datetime:
    """Tell who issued it and those above, and remind the person; when to do so again.

    The first time the supervisors of the case's unit, then the directors. `late`: it should have been told earlier.
    """
    level = "supervisor" if one.escalated == 0 else "director"
    people = [*telling.issuer(uow, case, one), *_above(uow, case, one, level)]
    telling.tell_above(uow, case, one, people, late=late)
    one.escalate(uow.book(case), late=late)
    return again(uow.office, one, uow.now)


def again(office: Office, one: Instruction, now: datetime) -> datetime:
    """The next time: the same time of the next working day, or, after ten times, of the day a week later."""
    today = office.today(now)
    day = (
        office.calendar.shift(today, 1)
        if one.escalated < DAILY
        else office.calendar.next_working(today + _WEEK)
    )
    time = office.local(one.answer_by).timetz()
    return min(datetime.combine(day, time), rules.close_of(office, day))


def _above(uow: UnitOfWork, case: Case, one: Instruction, level: str) -> Sequence[int]:
    """Those of a level; the directors where there is none but the person."""
    for role in (level, "director"):
        found = [each for each in recipients(uow.session, case, [role]) if each != one.to_id]
        if found:
            return found
    return []
