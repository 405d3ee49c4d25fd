"""Messages: delivered by name and keys to the instance that waits, kept when early, or starting a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a message: "delivered", "kept" or "started"; `repeated`: the key was seen before."""

    id: int
    status: str
    case_id: int | None = None
    number: str | None = None
    repeated: bool = False


def deliver(
    uow: UnitOfWork, name: str, *, keys: Mapping[str, Any], payload: Mapping[str, Any], key: str
) -> Delivery:
    """Deliver a message once per idempotency `key`; MessageUnknown, MessageAmbiguous."""
    raise NotImplementedError
