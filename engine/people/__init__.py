"""People: who they are, what they may do, and how they sign in."""

from engine.people import absences, mail
from engine.people.directory import (
    PersonRow,
    UnitRow,
    activate,
    add,
    add_unit,
    all_units,
    deactivate,
    find,
    grant,
    listing,
    revoke,
)
from engine.people.inbox import mark_read
from engine.people.signing_in import SignIn, actor, authenticate, set_language, set_password

__all__ = [
    "PersonRow",
    "SignIn",
    "UnitRow",
    "absences",
    "activate",
    "actor",
    "add",
    "add_unit",
    "all_units",
    "authenticate",
    "deactivate",
    "find",
    "grant",
    "listing",
    "mail",
    "mark_read",
    "revoke",
    "set_language",
    "set_password",
]
