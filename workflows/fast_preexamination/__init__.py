"""Fast-track pre-examination of patent applications (专利申请快速预审), up to the grant."""

from collections.abc import Mapping
from typing import Any

from engine.procedure import Party, Procedure
from engine.text import Text
from workflows.fast_preexamination.examiners import choose_examiner
from workflows.fast_preexamination.operations import (
    close_case,
    issue_certificate,
    log_office_action,
    mark_fast_track,
    request_correction,
)

KEY = "fast-preexamination"
APPLICANT = Text("备案主体", "Applicant")


def title(facts: Mapping[str, Any]) -> str:
    """Call a request by its applicant and its invention."""
    return (
        "：".join(facts[name] for name in ("applicant_name", "patent_title") if facts.get(name))
        or "快速预审请求"
    )


def parties(facts: Mapping[str, Any]) -> list[Party]:
    """Give the applicant, once it is known."""
    name = facts.get("applicant_name")
    return [Party(APPLICANT, name, facts.get("contact_phone") or "")] if name else []


procedure = Procedure(
    key=KEY,
    operations={
        "choose_examiner": choose_examiner,
        "request_correction": request_correction,
        "issue_certificate": issue_certificate,
        "mark_fast_track": mark_fast_track,
        "log_office_action": log_office_action,
        "close_case": close_case,
    },
    number="YS{year}-{sequence:04d}",
    title=title,
    parties=parties,
)
