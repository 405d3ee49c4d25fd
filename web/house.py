"""The office as its settings describe it."""

from datetime import timedelta

from engine.calendars import WorkingHours, china
from engine.office import Forecasting, Office, Security
from engine.periods import Closing
from engine.text import Text
from web.postman import telling_of
from web.settings import Settings

MEGABYTE = 1024 * 1024


def office_of(settings: Settings) -> Office:
    """The office as the engine sees it."""
    chosen, security, learnt = settings.office, settings.security, settings.forecasts
    return Office(
        name=Text(chosen.name, chosen.name_en),
        calendar=china(),
        hours=WorkingHours.of(chosen.working_hours.model_dump(), settings.timezone),
        closing=Closing(chosen.end_of_day),
        language=chosen.language,
        roles={key: word.text for key, word in settings.roles.items()},
        reasons={key: word.text for key, word in settings.suspension_reasons.items()},
        suspension_rules={
            key: word.rule for key, word in settings.suspension_reasons.items() if word.rule is not None
        },
        document_limit=settings.documents.max_mb * MEGABYTE,
        security=Security(
            password_length=security.password_length,
            attempts=security.sign_in_attempts,
            rest=timedelta(minutes=security.sign_in_rest_minutes),
        ),
        telling=telling_of(settings),
        forecasting=Forecasting(learnt.least_finished, learnt.months, learnt.kind),
    )
