"""From the settings to the engine: the one place that puts the office together."""

from collections.abc import Callable
from datetime import UTC, datetime

from engine.database import Database
from engine.uow import Engine
from web.house import office_of
from web.settings import Settings
from workflows import procedures


def wall_clock() -> datetime:
    """The present instant: the only reading of it in the product."""
    return datetime.now(UTC)  # noqa: TID251 - this is the door


def open_engine(settings: Settings, now: Callable[[], datetime] = wall_clock) -> Engine:
    """The engine on the settings' database; a relative SQLite file's folder is made."""
    settings.var.mkdir(parents=True, exist_ok=True)
    return Engine(Database(settings.database_url()), office_of(settings), procedures(), now)
