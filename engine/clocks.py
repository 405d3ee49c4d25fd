"""Use cases of a clock: suspend, resume, extend."""

from datetime import date

from engine.uow import UnitOfWork


def suspend(
    uow: UnitOfWork, clock_id: int, *, reason: str, effective: date, note: str, requested_by: int | None = None
) -> None:
    """Stand one clock still; SuspensionRefused says which rule."""
    raise NotImplementedError


def resume(uow: UnitOfWork, clock_id: int, *, reason: str, effective: date, note: str = "") -> None:
    """Let one clock run again from `effective`, which counts."""
    raise NotImplementedError


def extend(uow: UnitOfWork, clock_id: int, *, amount: int, requested_by: int, note: str) -> None:
    """Extend a clock by `amount` of its own unit; the actor grants. ExtensionRefused says which rule."""
    raise NotImplementedError
