"""People: who they are, what they may do, and how they sign in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.uow import Actor, UnitOfWork


@dataclass(frozen=True, slots=True)
class SignIn:
    """The answer to a sign-in: an actor, or why not ("unknown", "password", "inactive", "resting")."""

    actor: Actor | None
    refusal: str | None = None
    until: datetime | None = None  # when a resting account may try again


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


def add_unit(uow: UnitOfWork, key: str, name: str, *, name_en: str = "", parent: str | None = None) -> int:
    """Add a unit of the office; its id."""
    raise NotImplementedError


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
    """Add a person with memberships in `unit` (its key); the id. Conflict where the login is taken."""
    raise NotImplementedError


def set_password(uow: UnitOfWork, person_id: int, password: str) -> None:
    """Set a password; PasswordRefused when it is too short."""
    raise NotImplementedError


def authenticate(uow: UnitOfWork, login: str, password: str) -> SignIn:
    """Check a password; failures are counted and rest the account, so the unit of work must be committed."""
    raise NotImplementedError


def actor(uow: UnitOfWork, person_id: int) -> Actor | None:
    """The active person as an actor, for a session's next request; one statement."""
    raise NotImplementedError


def listing(uow: UnitOfWork) -> tuple[PersonRow, ...]:
    """Everybody, by unit and name."""
    raise NotImplementedError
