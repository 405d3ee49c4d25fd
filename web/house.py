"""The office as its settings describe it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from engine.calendars import WorkingHours, china
from engine.office import Office, Security
from engine.periods import Closing
from engine.text import Text
from web.settings import Settings


def office_of(settings: Settings) -> Office:
    """The office as the engine sees it."""
    chosen, security = settings.office, settings.security
    return Office(
        name=Text(chosen.name, chosen.name_en),
        calendar=china(),
        hours=WorkingHours.of(chosen.working_hours.model_dump(), ZoneInfo(chosen.timezone)),
        closing=Closing(chosen.end_of_day),
        language=chosen.language,
        roles={key: word.text for key, word in settings.roles.items()},
        reasons={key: word.text for key, word in settings.suspension_reasons.items()},
        security=Security(
            password_length=security.password_length,
            attempts=security.sign_in_attempts,
            rest=timedelta(minutes=security.sign_in_rest_minutes),
        ),
    )
