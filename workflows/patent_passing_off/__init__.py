"""Investigation and penalty for passing off a patent (假冒专利查处)."""

from collections.abc import Mapping
from typing import Any

from engine.procedure import Party, Procedure
from engine.text import Text
from workflows.patent_passing_off.figures import tally_figures
from workflows.patent_passing_off.operations import close_case, file_case, remind_transfer

KEY = "patent-passing-off"
INFORMANT = Text("举报人", "Informant")
PARTY = Text("当事人", "Party")


def title(facts: Mapping[str, Any]) -> str:
    """Call a case by the party and the product."""
    product = facts.get("product_name")
    what = f"涉嫌假冒专利（{product}）" if product else "涉嫌假冒专利"
    return f"{facts.get('respondent_name') or ''}{what}"


def parties(facts: Mapping[str, Any]) -> list[Party]:
    """Give the party, and the informant where one gave a name."""
    sides = ((PARTY, "respondent"), (INFORMANT, "complainant"))
    return [
        Party(role, facts[f"{side}_name"], facts.get(f"{side}_phone") or "")
        for role, side in sides
        if facts.get(f"{side}_name")
    ]


procedure = Procedure(
    key=KEY,
    operations={
        "file_case": file_case,
        "tally_figures": tally_figures,
        "remind_transfer": remind_transfer,
        "close_case": close_case,
    },
    number="JM{year}-{sequence:04d}",
    title=title,
    parties=parties,
)
