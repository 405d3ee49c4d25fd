"""From the settings to the engine: the one place that puts the office together."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from engine.calendars import WorkingHours, china
from engine.office import Office, Security
from engine.text import Text
from engine.uow import Database, Engine
from web.settings import Settings
from workflows import procedures


def wall_clock() -> datetime:
    """The present instant: the only reading of it in the product."""
    return datetime.now(UTC)  # noqa: TID251 - this is the door


def open_engine(settings: Settings, now: Callable[[], datetime] = wall_clock) -> Engine:
    """The engine on the settings' database; a relative SQLite file's folder is made."""
    settings.var.mkdir(parents=True, exist_ok=True)
    return Engine(Database(settings.database_url()), office_of(settings), procedures(), now)


def office_of(settings: Settings) -> Office:
    """The office as the engine sees it."""
    chosen, security = settings.office, settings.security
    return Office(
        name=Text(chosen.name, chosen.name_en),
        calendar=china(),
        hours=WorkingHours.of(chosen.working_hours.model_dump()),
        timezone=ZoneInfo(chosen.timezone),
        language=chosen.language,
        roles={key: word.text for key, word in settings.roles.items()},
        reasons={key: word.text for key, word in settings.suspension_reasons.items()},
        security=Security(
            password_length=security.password_length,
            attempts=security.sign_in_attempts,
            rest=timedelta(minutes=security.sign_in_rest_minutes),
        ),
    )
