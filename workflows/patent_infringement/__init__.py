"""Administrative adjudication of patent infringement disputes (专利侵权纠纷行政裁决)."""

from collections.abc import Mapping
from typing import Any

from engine.procedure import Party, Procedure
from engine.text import Text
from workflows.patent_infringement.operations import close_case, file_case

KEY = "patent-infringement"
COMPLAINANT = Text("请求人", "Complainant")
RESPONDENT = Text("被请求人", "Respondent")


def title(facts: Mapping[str, Any]) -> str:
    """Call a case by its parties and its patent."""
    parties = [facts.get(name) for name in ("complainant_name", "respondent_name")]
    who = "诉".join(party for party in parties if party)
    return "：".join(part for part in (who, facts.get("patent_title")) if part) or "专利侵权纠纷"


def parties(facts: Mapping[str, Any]) -> list[Party]:
    """Give the two sides, as far as they are known."""
    sides = ((COMPLAINANT, "complainant"), (RESPONDENT, "respondent"))
    return [
        Party(role, facts[f"{side}_name"], facts.get(f"{side}_phone") or "")
        for role, side in sides
        if facts.get(f"{side}_name")
    ]


procedure = Procedure(
    key=KEY,
    operations={"file_case": file_case, "close_case": close_case},
    number="ZQ{year}-{sequence:04d}",
    title=title,
    parties=parties,
)
