"""How long things take: the office's people by task, and those outside by what they are waited for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

Days = tuple[float, float]
"""The least and the most, in days of work; most take less than the middle."""

USUAL: Days = (0.1, 1.3)
WORK: Mapping[str, Days] = {
    "decide_route": (0.05, 0.3),
    "answer_inquiry": (0.05, 0.8),
    "examine_complaint": (0.2, 2.0),
    "approve_outcome": (0.1, 1.2),
    "tell_complainant": (0.1, 1.0),
    "check_papers": (0.2, 1.5),
    "approve_filing": (0.1, 1.0),
    "name_handlers": (0.05, 0.6),
    "serve_respondent": (0.1, 1.4),
    "offer_mediation": (0.05, 0.6),
    "hold_mediation": (0.3, 1.2),
    "plan_investigation": (0.05, 0.5),
    "inspect_site": (0.1, 1.0),
    "collect_evidence": (0.1, 1.2),
    "review_evidence": (0.1, 1.0),
    "hold_hearing": (2.0, 3.2),
    "draft_decision": (0.2, 1.4),
    "legal_review": (0.1, 1.0),
    "approve_decision": (0.1, 0.8),
    "serve_decision": (0.1, 0.8),
    "archive_case": (0.5, 5.0),
    "receive_appraisal": (5.0, 14.0),
    "await_appraisal": (4.0, 10.0),
    "await_invalidity": (25.0, 60.0),
    "await_announcement": (60.0, 61.0),
    "verify_lead": (0.5, 5.0),
    "record_findings": (0.1, 1.0),
    "draft_penalty": (0.1, 0.8),
    "notify_penalty": (0.1, 0.8),
    "dispose_goods": (6.0, 17.0),
    "enforce_penalty": (2.0, 10.0),
    "report_closing": (0.3, 3.0),
    "examine": (0.4, 2.6),
    "write_rejection": (0.1, 0.6),
    "verify_filing": (0.1, 0.8),
    "record_office_action": (0.1, 0.8),
    "record_grant": (0.1, 1.0),
}
OUTSIDE: Mapping[str, Days] = {
    "await_supplement": (0.5, 4.2),
    "await_correction": (0.5, 4.2),
    "await_answer": (1.0, 9.0),
    "await_filing": (0.5, 4.5),
    "await_response": (1.0, 7.0),
    "record_statement": (0.5, 4.5),
    "track_answer": (6.0, 24.0),
    "track_police": (3.0, 12.0),
    "await_invalidity": (25.0, 70.0),
}
GRANTS: Mapping[str, Days] = {"design": (2.5, 6.5), "utility-model": (7.0, 16.0), "invention": (35.0, 110.0)}
"""How long the national office takes, by kind of patent."""

_SILENT = {
    "await_answer": 0.15,
    "record_statement": 0.25,
    "track_examination": 0.0,
    "await_announcement": 1.0,
}
_SELDOM_SILENT = 0.04
_WRITES = 0.55
_HURRIES: Sequence[tuple[timedelta, float]] = (
    (timedelta(days=2), 0.2),
    (timedelta(days=5), 0.4),
    (timedelta(days=10), 0.6),
)
"""With so much time left, things take so much of their usual time."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What comes from outside: after so long a time (a share of the period, or days of work), by message or on paper."""

    after: float
    by_message: bool


def effort(rng: Random, node: str) -> float:
    """How many days of work pass before a task is done."""
    return _between(rng, WORK.get(node, USUAL))


def hurry(left: timedelta | None) -> float:
    """What is nearly over is done first: by how much, as the time goes that is left."""
    if left is None:
        return 1.0
    return next((share for until, share in _HURRIES if left <= until), 1.0)


def reply(rng: Random, node: str, right: str | None) -> Reply | None:
    """When those outside answer, if they do."""
    if rng.random() < _SILENT.get(node, _SELDOM_SILENT):
        return None
    span = (
        GRANTS.get(right or "", GRANTS["design"]) if node == "track_examination" else OUTSIDE.get(node, USUAL)
    )
    return Reply(_between(rng, span), rng.random() < _WRITES)


def _between(rng: Random, span: Days) -> float:
    least, most = span
    return least + (most - least) * min(rng.random(), rng.random() + 0.1)


def haste(rng: Random, *, lying: float) -> float:
    """How slowly a case goes: nearly all as usual, some slowly, and a share is left lying."""
    paces = rng.uniform(0.6, 1.2), rng.uniform(1.3, 2.0), rng.uniform(2.5, 5.0)
    return rng.choices(paces, (0.92 - lying, 0.08, lying))[0]
