"""Rows of a case file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.queries.rows.lists import CaseRow
from engine.text import Text


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """The head of a case file. `variables` is the instance's scope as it stands."""

    id: int
    number: str
    title: str
    definition_id: int
    definition_key: str
    definition_version: int
    definition: Text
    main: str  # id of the process
    state: str
    priority: int
    unit: str | None
    initiator: str | None
    opened_at: datetime
    opened_on: date
    closed_at: datetime | None
    closed_reason: str | None
    suspended_for: tuple[str, ...]
    variables: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party as the procedure's `parties` hook names it."""

    role: Text
    name: str
    contact: str = ""


@dataclass(frozen=True, slots=True)
class TokenRow:
    """Where the case stands: one live token on the diagram of `process_id`."""

    token: int
    process_id: str
    node_id: str
    kind: str  # user | timer | message | … | failed
    since: datetime | None = None
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One journal entry on the timeline."""

    sequence: int
    at: datetime
    actor: str
    kind: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LinkRow:
    """Another case this one is linked with; `outgoing`: this case started the other."""

    kind: str
    outgoing: bool
    case: CaseRow


@dataclass(frozen=True, slots=True)
class NotificationRow:
    """A message from the office to a person."""

    id: int
    person: str
    case_id: int | None
    number: str | None
    task_id: int | None
    kind: str  # rung | assigned | incident | note | …
    text: Text
    at: datetime
    deliver_at: datetime
    read_at: datetime | None
    late: bool
    priority: int


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """A token that failed and waits to be tried again."""

    id: int
    case_id: int
    token: int
    node_id: str
    problem: str
    at: datetime
    attempts: int
    resolved_at: datetime | None
