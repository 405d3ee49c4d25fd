"""Who carries mails out, as the outbox sees it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to one address. The same key and instant make the same Message-ID: a receiver can drop a double."""

    key: str
    address: str
    subject: str
    body: str
    created_at: datetime


class Stage(StrEnum):
    """Where a delivery failed."""

    CONNECT = "connect"
    TLS = "tls"
    SIGN_IN = "sign-in"
    SENDER = "sender"
    RECIPIENT = "recipient"
    CONTENT = "content"
    CONNECTION = "connection"  # it was lost in the middle


@dataclass(eq=False)
class Undelivered(Exception):
    """The mail was not taken; `problem` is what the server said.

    `permanent`: it never will be. `broken`: the connection is of no use any more.
    """

    stage: Stage
    problem: str
    permanent: bool = False
    broken: bool = False

    def __str__(self) -> str:
        """For logs, and beside the mail."""
        return f"{self.stage.value}: {self.problem}"


Send = Callable[[Mail], None]
"""Hands one mail over; Undelivered."""


class Courier(Protocol):
    """Carries mails out, several on one way."""

    def open(self, now: datetime) -> AbstractContextManager[Send]:
        """Set out; Undelivered where the way is blocked."""
        ...
