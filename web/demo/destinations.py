"""Where a demo's time may be moved to at one press: a day on, a week on, the next morning, the next thing that falls due."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from engine.office import Office
from engine.queries.ahead import Due
from engine.text import Text
from web.due_words import due_text


class Destination(NamedTuple):
    """An instant, what it is called, and what there is to see there."""

    at: datetime
    name: Text
    what: Text = Text("", "")


def destinations(office: Office, now: datetime, due: Sequence[Due]) -> list[Destination]:
    """The usual ones, and the next thing that falls due."""
    found = [
        Destination(now + timedelta(days=1), Text("前进 1 天", "1 day on")),
        Destination(now + timedelta(days=7), Text("前进 1 周", "1 week on")),
        Destination(next_morning(office, now), Text("到下一个工作日上班时", "To the next working morning")),
    ]
    upcoming = next((row for row in due if row.at > now), None)
    if upcoming is not None:
        found.append(
            Destination(upcoming.at, Text("到下一项到期", "To what falls due next"), due_text(upcoming))
        )
    return found


def next_morning(office: Office, now: datetime) -> datetime:
    """The next opening of the office that is still to come: today's, where it is."""
    today = office.today(now)
    opening = office.opening(_midnight(office, today))
    return opening if opening > now else office.opening(_midnight(office, today + timedelta(days=1)))


def _midnight(office: Office, day: date) -> datetime:
    return datetime.combine(day, time(), office.timezone).astimezone(UTC)
