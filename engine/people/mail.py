"""Where a person's mail goes, and which of it is wanted."""

import re
from dataclasses import dataclass

from engine.errors import FormInvalid
from engine.findings import Finding, Severity
from engine.model import MailChoice
from engine.people.rows import person_of, require_administrator
from engine.text import Text
from engine.uow import UnitOfWork

__all__ = ["MailChoice", "MailRow", "checked", "choose", "of_actor", "set_address"]
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,130}", re.ASCII)
_WRONG = Finding(
    file="",
    element="/email",
    severity=Severity.ERROR,
    rule="not-an-address",
    message=Text("邮箱地址有误", "This is no mail address"),
    remedy=Text("写作 name@example.gov.cn", "Write it as name@example.gov.cn"),
)


@dataclass(frozen=True, slots=True)
class MailRow:
    """A person's address, empty where there is none, and what is wanted: "on", "urgent" or "off"."""

    address: str
    choice: str


def of_actor(uow: UnitOfWork) -> MailRow:
    """The actor's own."""
    person = person_of(uow.session, uow.actor.person_id or 0)
    return MailRow(person.email, person.mail)


def choose(uow: UnitOfWork, choice: MailChoice) -> None:
    """Remember which notices the actor gets by mail as well."""
    person_of(uow.session, uow.actor.person_id or 0).mail = choice


def set_address(uow: UnitOfWork, person_id: int, address: str) -> None:
    """Set where a person's mail goes, or that it goes nowhere; an administrator's right. FormInvalid for no address."""
    require_administrator(uow, "set-email")
    person_of(uow.session, person_id).email = checked(address)
    uow.audit("email-set", person=person_id, address=address)


def checked(address: str) -> str:
    """The address, if it is empty or one; FormInvalid."""
    if address and _ADDRESS.fullmatch(address) is None:
        raise FormInvalid([_WRONG])
    return address
