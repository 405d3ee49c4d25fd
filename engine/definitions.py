"""Definitions: versioned and immutable."""

from dataclasses import dataclass
from datetime import datetime

from engine.blueprint import Bundle
from engine.text import Text
from engine.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class DefinitionRow:
    """A deployed version. `created` is False where the same content was already the latest version."""

    id: int
    key: str
    version: int
    name: Text
    hash: str
    deployed_at: datetime
    deployed_by: str
    note: str
    created: bool = True


def deploy(
    uow: UnitOfWork, bundle: Bundle, *, note: str = "", accept_warnings: bool = True
) -> DefinitionRow:
    """Publish a bundle as the next version; BundleRefused with every finding, and nothing is deployed."""
    raise NotImplementedError


def latest(uow: UnitOfWork, key: str) -> DefinitionRow:
    """The latest version of one definition; NotFound."""
    raise NotImplementedError


def all_latest(uow: UnitOfWork) -> tuple[DefinitionRow, ...]:
    """The latest version of every definition, by key."""
    raise NotImplementedError
