"""Absences: who is away when, and who is told of things meanwhile."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from engine.errors import AbsenceRefused, NotAllowed, NotFound
from engine.model import Absence, Membership, Person
from engine.people.rows import ADMINISTRATORS, person_of
from engine.steps.notices import Notice, notify
from engine.steps.rights import SUPERVISORS
from engine.steps.standins import away_on
from engine.steps.supervising import supervised_units
from engine.text import Text
from engine.uow import UnitOfWork

LONGEST = timedelta(days=366)
LONGEST_NOTE = 300


def record(
    uow: UnitOfWork, person_id: int, *, first: date, last: date, deputy_id: int | None = None, note: str = ""
) -> int:
    """Record that a person is away from `first` to `last`, both included; the absence's id.

    One's own, or, as an administrator or a supervisor of the person's unit, anybody's. NotAllowed, NotFound,
    AbsenceRefused with the rule: absence-order, -past, -too-long, -note, -overlap; deputy-self, -inactive, -role, -cycle.
    """
    person = person_of(uow.session, person_id)
    require_say(uow, person_id, "record-absence")
    _check_days(uow, first, last, note)
    absence = Absence(person_id=person_id, first=first, last=last, note=note, recorded_at=uow.now)
    absence.recorded_by = uow.actor.person_id
    _lock(uow.session, person_id, deputy_id)
    _check_overlap(uow.session, absence)
    if deputy_id is not None:
        absence.deputy_id = deputy_id
        _check_deputy(uow.session, absence)
    uow.session.add(absence)
    uow.session.flush()
    facts = {"person": person_id, "first": first, "last": last, "deputy": deputy_id}
    uow.audit("absence-recorded", absence=absence.id, **facts)
    _tell(uow, absence, person)
    return absence.id


def cancel(uow: UnitOfWork, absence_id: int) -> None:
    """Take an absence back, also one that has begun; NotFound, NotAllowed, MoveRefused."""
    absence = uow.session.get(Absence, absence_id, with_for_update=True)
    if absence is None:
        raise NotFound("absence", absence_id)
    require_say(uow, absence.person_id, "cancel-absence")
    absence.cancel(at=uow.now, today=uow.office.today(uow.now))
    uow.audit("absence-cancelled", absence=absence_id, person=absence.person_id)


def away(session: Session, day: date) -> Mapping[int, int | None]:
    """Who is away on a day, each with the one who stands in in the end; None where nobody does. One statement."""
    found = away_on(session, day)
    return {person: found.deputy(person) for person in found.named}


def may_record(uow: UnitOfWork, person_id: int) -> bool:
    """May the actor record this person's absences?"""
    if uow.actor.has(*ADMINISTRATORS) or uow.actor.person_id == person_id:
        return True
    return uow.actor.has(*SUPERVISORS) and person_id in supervised_people(uow)


def require_say(uow: UnitOfWork, person_id: int, action: str) -> None:
    """Raise NotAllowed unless the actor may record this person's absences."""
    if not may_record(uow, person_id):
        raise NotAllowed(action, "supervisor")


def supervised_people(uow: UnitOfWork) -> frozenset[int]:
    """The persons of the units that the actor supervises, and of those below; all where it is the whole office."""
    units = supervised_units(uow.session, uow.actor.person_id)
    if units is None:
        return frozenset(uow.session.scalars(select(Person.id)))
    return frozenset(uow.session.scalars(select(Membership.person_id).where(Membership.unit_id.in_(units))))


# --- the rules ---------------------------------------------------------------------------------------------------


def _check_days(uow: UnitOfWork, first: date, last: date, note: str) -> None:
    rules = {
        "absence-order": last < first,
        "absence-past": last < uow.office.today(uow.now),
        "absence-too-long": last - first >= LONGEST,
        "absence-note": len(note) > LONGEST_NOTE,
    }
    _refuse(rules)


def _refuse(rules: Mapping[str, bool]) -> None:
    broken = next((rule for rule, holds in rules.items() if holds), None)
    if broken is not None:
        raise AbsenceRefused(broken)


def _lock(session: Session, *people: int | None) -> None:
    """One absence of a person, and one that names them as deputy, at a time."""
    wanted = select(Person.id).where(Person.id.in_([one for one in people if one is not None]))
    session.execute(wanted.order_by(Person.id).with_for_update())


def _overlapping(session: Session, person_id: int, first: date, last: date) -> Sequence[Absence]:
    meets = and_(Absence.last >= first, Absence.first <= last, Absence.cancelled_at.is_(None))
    return session.scalars(select(Absence).where(Absence.person_id == person_id, meets)).all()


def _check_overlap(session: Session, absence: Absence) -> None:
    _refuse({"absence-overlap": bool(_overlapping(session, absence.person_id, absence.first, absence.last))})


def _check_deputy(session: Session, absence: Absence) -> None:
    """A deputy is somebody else, still here, with a role of the person's, and does not have the person as deputy."""
    assert absence.deputy_id is not None  # noqa: S101 - asked before
    deputy = person_of(session, absence.deputy_id)
    shared = _roles(session, deputy.id) & _roles(session, absence.person_id)
    _refuse(
        {
            "deputy-self": deputy.id == absence.person_id,
            "deputy-inactive": not deputy.active,
            "deputy-role": not shared,
            "deputy-cycle": absence.person_id in set(_chain(session, deputy.id, absence.first, absence.last)),
        }
    )


def _roles(session: Session, person_id: int) -> set[str]:
    return set(session.scalars(select(Membership.role).where(Membership.person_id == person_id)))


def _chain(
    session: Session, person_id: int, first: date, last: date, seen: frozenset[int] = frozenset()
) -> Iterator[int]:
    """Whoever would stand in for a person within these days, through all deputies of deputies."""
    for one in _overlapping(session, person_id, first, last):
        if one.deputy_id is not None and one.id not in seen:
            yield one.deputy_id
            days = max(first, one.first), min(last, one.last)
            yield from _chain(session, one.deputy_id, *days, seen | {one.id})


# --- telling -----------------------------------------------------------------------------------------------------


def _tell(uow: UnitOfWork, absence: Absence, person: Person) -> None:
    """Tell the deputy, and the person where somebody else has recorded it."""
    days = _days(absence)
    if absence.deputy_id is not None:
        text = Text(
            f"{person.name}{days.zh}休假，其间督办提醒由您代收",
            f"{person.name} is away {days.en}; notices reach you meanwhile",
        )
        notify(uow, [absence.deputy_id], Notice("absence", text, own=True))
    if uow.actor.person_id != person.id:
        text = Text(f"已登记您{days.zh}休假", f"You are recorded as away {days.en}")
        notify(uow, [person.id], Notice("absence", text, own=True))


def _days(absence: Absence) -> Text:
    first, last = absence.first, absence.last
    zh, en = f"{first.month}月{first.day}日", f"{first:%Y-%m-%d}"
    if first == last:
        return Text(f"于 {zh} ", f"on {en}")
    return Text(f"于 {zh} 至 {last.month}月{last.day}日", f"from {en} to {last:%Y-%m-%d}")
