"""What an instruction must have: words, somebody who can answer, and a time that lies ahead."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from engine.errors import InstructionRefused, NotFound
from engine.model import Clock, Membership, Person, Recusal, Task, TaskKind
from engine.office import Office
from engine.periods import Closing
from engine.periods.moments import instant, local_instant
from engine.periods.reckoning import closing_of
from engine.uow import OUTSIDE_CASES, UnitOfWork

FAR = timedelta(days=366)
LONGEST = 2000
"""Characters of an instruction and of an answer."""

LONGEST_NOTE = 1000


def words(text: str, rule: str, longest: int = LONGEST) -> str:
    """A text without the blanks around it; InstructionRefused with the rule where it is empty, `long` above the longest."""
    said = text.strip()
    if not said:
        raise InstructionRefused(rule)
    if len(said) > longest:
        raise InstructionRefused("long")
    return said


def until(office: Office, answer_by: date, now: datetime) -> datetime:
    """By when to answer: an instant, or the close of business of a day, rolled to the next working day (art. 203).

    InstructionRefused: past, far (more than 366 days ahead).
    """
    day = office.today(answer_by) if isinstance(answer_by, datetime) else answer_by
    if day > office.today(now) + FAR:
        raise InstructionRefused("far")
    at = answer_by if isinstance(answer_by, datetime) else close_of(office, answer_by)
    if at <= now:
        raise InstructionRefused("past")
    return local_instant(at, office.timezone).astimezone(UTC)


def close_of(office: Office, day: date) -> datetime:
    """The close of business of a day; of the next working day where it is one of rest."""
    working = office.calendar.next_working(day).toordinal()
    at = closing_of(working, office.calendar, office.hours, Closing.BUSINESS)
    return instant(at, office.timezone).astimezone(UTC)


def person(uow: UnitOfWork, case_id: int, person_id: int) -> Person:
    """Whom it is for. NotFound; InstructionRefused: self, inactive, staff (no work on cases), recused."""
    found = uow.session.get(Person, person_id)
    if found is None:
        raise NotFound("person", person_id)
    if person_id == uow.actor.person_id:
        raise InstructionRefused("self")
    if not found.active:
        raise InstructionRefused("inactive")
    roles = uow.session.scalars(select(Membership.role).where(Membership.person_id == person_id))
    if OUTSIDE_CASES.issuperset(roles):
        raise InstructionRefused("staff")
    if uow.session.get(Recusal, (case_id, person_id)) is not None:
        raise InstructionRefused("recused")
    return found


def about(uow: UnitOfWork, case_id: int, clock_id: int | None, task_id: int | None) -> None:
    """NotFound unless the clock, and the task to watch, are the case's."""
    if clock_id is not None:
        clock = select(Clock.id).where(Clock.id == clock_id, Clock.case_id == case_id)
        if uow.session.scalar(clock) is None:
            raise NotFound("clock", clock_id)
    if task_id is not None:
        watch = select(Task.id).where(Task.id == task_id, Task.case_id == case_id)
        if uow.session.scalar(watch.where(Task.kind == TaskKind.WATCH)) is None:
            raise NotFound("task", task_id)
