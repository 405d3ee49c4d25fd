"""Incidents: tokens that failed, and what to do about them."""

from engine.uow import UnitOfWork


def retry(uow: UnitOfWork, incident_id: int) -> bool:
    """Try the failed token again; True when it went on, False when it failed again (a new problem is recorded)."""
    raise NotImplementedError
