"""Marks on the office's database: what is true of it as a whole, by name."""

from collections.abc import Mapping
from typing import Any

from engine.errors import NotAllowed
from engine.model import Mark
from engine.uow import UnitOfWork


def read(uow: UnitOfWork, name: str) -> Mapping[str, Any] | None:
    """The facts of a mark; None where the office does not bear it."""
    found = uow.session.get(Mark, name)
    return None if found is None else found.facts


def put(uow: UnitOfWork, name: str, facts: Mapping[str, Any]) -> None:
    """Mark the office, or change what its mark says; an administrator's right."""
    if not uow.actor.has("administrator"):
        raise NotAllowed("mark", "role")
    found = uow.session.get(Mark, name)
    if found is None:
        uow.session.add(Mark(name=name, facts=dict(facts), at=uow.now))
    else:
        found.facts, found.at = dict(facts), uow.now
    uow.audit("office-marked", mark=name, **facts)
