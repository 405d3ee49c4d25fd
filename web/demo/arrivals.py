"""What comes in: complaints, requests and leads, on working days within working hours."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from engine.office import Office
from web.demo import complaints, requests

Kind = tuple[str, str, float]

KINDS: Sequence[Kind] = (
    ("complaint-intake", "intake-clerk", 0.44),
    ("fast-preexamination", "intake-clerk", 0.36),
    ("patent-infringement", "intake-clerk", 0.13),
    ("patent-passing-off", "case-handler", 0.07),
)
"""Procedure, the role of whoever registers it, and its share of what comes in."""

LINKED = 0.21
"""So many cases are opened by other cases, for each one that comes in."""

_OPENS, _CLOSES = 8 * 60 + 35, 16 * 60 + 50
_NOON, _AFTERNOON = 11 * 60 + 30, 13 * 60 + 30


@dataclass(frozen=True, slots=True)
class Arrival:
    """A case that is to be opened: when, of which procedure, by whom, what is known of it, which unit answers for it."""

    at: datetime
    key: str
    role: str
    facts: Mapping[str, Any]
    unit: str | None = None


def arrivals(rng: Random, office: Office, since: datetime, until: datetime, cases: int) -> list[Arrival]:
    """So many cases, those that others open included, between two instants; in order of time."""
    coming = round(cases / (1 + LINKED))
    days = list(_working_days(office, office.today(since), office.today(until)))
    more_and_more = [1 + 1.2 * index / max(1, len(days)) for index, _ in enumerate(days)]
    chosen = rng.choices(days, more_and_more, k=coming) if days else []
    found = sorted(_instant(rng, office, day) for day in chosen)
    inside = [at for at in found if since < at < until]
    return [_arrival(rng, office, at) for at in inside]


def _working_days(office: Office, first: date, last: date) -> Iterator[date]:
    days = (first + timedelta(offset) for offset in range((last - first).days + 1))
    return (day for day in days if office.calendar.is_working(day))


def _instant(rng: Random, office: Office, day: date) -> datetime:
    minute = rng.choice((rng.randrange(_OPENS, _NOON), rng.randrange(_AFTERNOON, _CLOSES)))
    at = time(minute // 60, minute % 60, rng.randrange(60))
    return datetime.combine(day, at, office.timezone)


def _arrival(rng: Random, office: Office, at: datetime) -> Arrival:
    key, role, _ = rng.choices(KINDS, [share for _, _, share in KINDS])[0]
    make = {
        "complaint-intake": complaints.complaint,
        "fast-preexamination": requests.examination,
        "patent-infringement": requests.dispute,
        "patent-passing-off": complaints.lead,
    }[key]
    facts = make(rng, office.today(at))
    return Arrival(at, key, role, facts, requests.unit_of(facts) if key == "fast-preexamination" else None)
