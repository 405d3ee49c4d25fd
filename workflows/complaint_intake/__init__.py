"""One desk for all complaints (投诉举报统一受理转办): accept, refuse or transfer, and start the right procedure."""

from collections.abc import Mapping
from typing import Any

from engine.procedure import Party, Procedure
from engine.text import Text
from workflows.complaint_intake.operations import close_case, remind_transfer, start_linked_case

KEY = "complaint-intake"
COMPLAINANT = Text("投诉举报人", "Complainant")
RESPONDENT = Text("被投诉举报人", "Respondent")


def title(facts: Mapping[str, Any]) -> str:
    """Call a complaint by its subject, else by whom it is about."""
    about = facts.get("respondent_name")
    return facts.get("subject") or (f"投诉举报{about}" if about else "投诉举报")


def parties(facts: Mapping[str, Any]) -> list[Party]:
    """Give who complains, unless nameless, and of whom."""
    sides = ((COMPLAINANT, "complainant"), (RESPONDENT, "respondent"))
    return [
        Party(role, facts[f"{side}_name"], facts.get(f"{side}_phone") or "")
        for role, side in sides
        if facts.get(f"{side}_name")
    ]


procedure = Procedure(
    key=KEY,
    operations={
        "start_linked_case": start_linked_case,
        "remind_transfer": remind_transfer,
        "close_case": close_case,
    },
    number="TS{year}-{sequence:05d}",
    title=title,
    parties=parties,
)
