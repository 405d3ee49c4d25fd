"""What marks an office as a demo, and what goes with that."""

import os
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Self

from engine import marks
from engine.uow import UnitOfWork

NAME = "demo"
PASSWORD = "KUAIBAO_DEMO_PASSWORD"  # noqa: S105 - the variable's name, not its value
_DEFAULT = "kuaibao-demo"


def demo_password() -> str:
    """Everybody's password in a demo office: the environment's, else `kuaibao-demo`."""
    return os.environ.get(PASSWORD) or _DEFAULT


def default_password() -> bool:
    """Is it the one that everybody can read in the documentation?"""
    return demo_password() == _DEFAULT


@dataclass(frozen=True, slots=True)
class OfficeMark:
    """The demo's mark.

    `complete`: it was built to its end. `public`: everybody has the documented password. `ahead_seconds`: by how much
    its time is ahead of the time of day; negative where it is behind.
    """

    complete: bool = False
    public: bool = True
    ahead_seconds: float = 0.0

    @property
    def ahead(self) -> timedelta:
        """By how much its time is ahead of the time of day."""
        return timedelta(seconds=self.ahead_seconds)

    @classmethod
    def read(cls, uow: UnitOfWork) -> Self | None:
        """The office's mark; None where it is no demo."""
        facts = marks.read(uow, NAME)
        return None if facts is None else cls(**facts)

    def put(self, uow: UnitOfWork) -> None:
        """Mark the office."""
        marks.put(uow, NAME, asdict(self))


def sign_in_password(mark: OfficeMark) -> str | None:
    """The password that the sign-in page may offer; None where only those know it who built the demo."""
    return _DEFAULT if mark.public else os.environ.get(PASSWORD) or None
