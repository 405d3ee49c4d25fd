"""Signing in: argon2, and a rest for an account after repeated failures."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import cast

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import select

from engine.errors import PasswordRefused
from engine.model import Membership, Person
from engine.people.rows import person_of, require_administrator
from engine.text import Language
from engine.uow import Actor, UnitOfWork

_hasher = PasswordHasher()


@dataclass(frozen=True, slots=True)
class SignIn:
    """The answer to a sign-in: an actor, or why not ("unknown", "password", "inactive", "resting")."""

    actor: Actor | None
    refusal: str | None = None
    until: datetime | None = None  # when a resting account may try again


def set_password(uow: UnitOfWork, person_id: int, password: str) -> None:
    """Set a password, one's own or as an administrator; PasswordRefused when it is too short."""
    if uow.actor.person_id != person_id:
        require_administrator(uow, "set-password")
    person = person_of(uow.session, person_id)
    person.password_hash, person.failures, person.rests_until = hash_password(uow, password), 0, None
    uow.audit("password-set", person=person_id)


def set_language(uow: UnitOfWork, person_id: int, language: Language) -> None:
    """Remember the language that a person reads."""
    if uow.actor.person_id != person_id:
        require_administrator(uow, "set-language")
    person_of(uow.session, person_id).language = language


def authenticate(uow: UnitOfWork, login: str, password: str) -> SignIn:
    """Check a password; failures are counted and rest the account, so the unit of work must be committed."""
    person = uow.session.scalar(select(Person).where(Person.login == login).with_for_update())
    if person is None or person.password_hash is None:
        _matches(_nobody(), password)
        uow.audit("sign-in-refused", login=login[:80], why="unknown")
        return SignIn(None, "unknown")
    if person.rests_until is not None and uow.now < person.rests_until:
        uow.audit("sign-in-refused", person=person.id, why="resting")
        return SignIn(None, "resting", person.rests_until)
    if not _matches(person.password_hash, password):
        return _failed(uow, person)
    if not person.active:
        uow.audit("sign-in-refused", person=person.id, why="inactive")
        return SignIn(None, "inactive")
    return _succeeded(uow, person, password)


def _failed(uow: UnitOfWork, person: Person) -> SignIn:
    rules = uow.office.security
    person.failures += 1
    if person.failures >= rules.attempts:
        person.failures, person.rests_until = 0, uow.now + rules.rest
    uow.audit("sign-in-refused", person=person.id, why="password")
    return SignIn(
        None,
        "resting" if person.rests_until and uow.now < person.rests_until else "password",
        person.rests_until,
    )


def _succeeded(uow: UnitOfWork, person: Person, password: str) -> SignIn:
    person.failures, person.rests_until = 0, None
    if person.password_hash is not None and _hasher.check_needs_rehash(person.password_hash):
        person.password_hash = _hasher.hash(password)
    uow.audit("signed-in", person=person.id)
    return SignIn(actor(uow, person.id))


@cache
def _nobody() -> str:
    """Give a hash for nobody, so that an unknown login takes as long as a known one."""
    return _hasher.hash("nobody's password")


def _matches(hashed: str, password: str) -> bool:
    try:
        return _hasher.verify(hashed, password)
    except (Argon2Error, InvalidHashError):
        return False


def hash_password(uow: UnitOfWork, password: str) -> str:
    """Hash a password; PasswordRefused when it is too short."""
    shortest = uow.office.security.password_length
    if len(password) < shortest:
        raise PasswordRefused(shortest)
    return _hasher.hash(password)


def actor(uow: UnitOfWork, person_id: int) -> Actor | None:
    """The active person as an actor, for a session's next request; one statement."""
    columns = select(Person.name, Person.language, Person.active, Membership.role, Membership.unit_id)
    query = columns.outerjoin(Membership, Membership.person_id == Person.id).where(Person.id == person_id)
    rows = uow.session.execute(query.order_by(Membership.id)).all()
    if not rows or not rows[0].active:
        return None
    roles = frozenset(row.role for row in rows if row.role)
    unit = next((row.unit_id for row in rows if row.unit_id is not None), None)
    return Actor(person_id, rows[0].name, roles, unit, cast("Language", rows[0].language))
