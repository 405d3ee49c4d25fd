"""Who works here: units, persons, and their roles."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select

from engine.errors import Conflict, NotFound
from engine.model import Membership, Person, Unit
from engine.people.handing_back import hand_back
from engine.people.mail import checked
from engine.people.rows import person_of, require_administrator, unit_of
from engine.people.signing_in import hash_password
from engine.text import Text
from engine.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person for lists."""

    id: int
    login: str
    name: str
    email: str
    language: str
    active: bool
    roles: tuple[tuple[str, int | None], ...]  # role, unit
    unit: str | None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit of the office."""

    id: int
    key: str
    name: Text
    parent_id: int | None


def add_unit(uow: UnitOfWork, key: str, name: str, *, name_en: str = "", parent: str | None = None) -> int:
    """Add a unit of the office; its id."""
    require_administrator(uow, "add-unit")
    above = unit_of(uow.session, parent).id if parent else None
    unit = Unit(key=key, name=Text(name, name_en), parent_id=above)
    uow.session.add(unit)
    uow.session.flush()
    uow.audit("unit-added", unit=key, name=name)
    return unit.id


def add(
    uow: UnitOfWork,
    *,
    login: str,
    name: str,
    roles: Sequence[str] = (),
    unit: str | None = None,
    password: str | None = None,
    email: str = "",
    language: str = "zh",
) -> int:
    """Add a person with memberships in `unit` (its key, made where there is none); the id.

    NotAllowed, Conflict (the login is taken), PasswordRefused, FormInvalid (no mail address), NotFound (a role that the
    office has not).
    """
    require_administrator(uow, "add-person")
    if unit is not None and uow.session.scalar(select(Unit.id).where(Unit.key == unit)) is None:
        add_unit(uow, unit, unit)
    if uow.session.scalar(select(exists().where(Person.login == login))):
        raise Conflict("login", login)
    hashed = hash_password(uow, password) if password is not None else None
    person = Person(
        login=login,
        name=name,
        email=checked(email),
        language=language,
        password_hash=hashed,
        added_at=uow.now,
    )
    uow.session.add(person)
    uow.session.flush()
    uow.audit("person-added", person=person.id, login=login, name=name)
    for role in roles:
        grant(uow, person.id, role, unit=unit)
    return person.id


def grant(uow: UnitOfWork, person_id: int, role: str, *, unit: str | None = None) -> None:
    """Give a person a role, in a unit (its key) or in the whole office; NotFound for a role the office has not."""
    require_administrator(uow, "grant")
    if uow.office.roles and role not in uow.office.roles:
        raise NotFound("role", role)
    unit_id = unit_of(uow.session, unit).id if unit else None
    known = exists().where(
        Membership.person_id == person_id,
        Membership.role == role,
        Membership.unit_id.is_not_distinct_from(unit_id),
    )
    if not uow.session.scalar(select(known)):
        uow.session.add(
            Membership(person_id=person_of(uow.session, person_id).id, role=role, unit_id=unit_id)
        )
        uow.session.flush()
        uow.audit("role-granted", person=person_id, role=role, unit=unit)


def revoke(uow: UnitOfWork, person_id: int, role: str) -> None:
    """Take a role from a person, in every unit; open tasks that need it go back to the pool."""
    require_administrator(uow, "revoke")
    held = select(Membership).where(Membership.person_id == person_id, Membership.role == role)
    for membership in uow.session.scalars(held):
        uow.session.delete(membership)
    uow.audit("role-revoked", person=person_id, role=role)
    hand_back(uow, person_id, role)


def deactivate(uow: UnitOfWork, person_id: int) -> None:
    """Let a person sign in no more; the work done stays on record, open tasks go back to the pool."""
    require_administrator(uow, "deactivate")
    person_of(uow.session, person_id).active = False
    uow.audit("person-deactivated", person=person_id)
    hand_back(uow, person_id)


def activate(uow: UnitOfWork, person_id: int) -> None:
    """Let a person sign in again."""
    require_administrator(uow, "activate")
    person = person_of(uow.session, person_id)
    person.active, person.failures, person.rests_until = True, 0, None
    uow.audit("person-activated", person=person_id)


def find(uow: UnitOfWork, login: str) -> int:
    """The id of the person with a login; NotFound."""
    found = uow.session.scalar(select(Person.id).where(Person.login == login))
    if found is None:
        raise NotFound("person", login)
    return found


def listing(uow: UnitOfWork) -> tuple[PersonRow, ...]:
    """Everybody, by unit and name."""
    roles = select(Membership.person_id, Membership.role, Membership.unit_id).order_by(Membership.id)
    held: dict[int, list[tuple[str, int | None]]] = {}
    for person_id, role, unit_id in uow.session.execute(roles):
        held.setdefault(person_id, []).append((role, unit_id))
    units = {unit.id: unit.name.to(uow.actor.language) for unit in uow.session.scalars(select(Unit))}
    rows = [
        _person_row(person, tuple(held.get(person.id, ())), units)
        for person in uow.session.scalars(select(Person))
    ]
    return tuple(sorted(rows, key=lambda row: (row.unit or "", row.name, row.id)))


def _person_row(
    person: Person, roles: tuple[tuple[str, int | None], ...], units: dict[int, str]
) -> PersonRow:
    unit = next((units[unit_id] for _, unit_id in roles if unit_id is not None), None)
    return PersonRow(
        person.id, person.login, person.name, person.email, person.language, person.active, roles, unit
    )


def all_units(uow: UnitOfWork) -> tuple[UnitRow, ...]:
    """Every unit of the office, by key."""
    return tuple(
        UnitRow(unit.id, unit.key, unit.name, unit.parent_id)
        for unit in uow.session.scalars(select(Unit).order_by(Unit.key))
    )
