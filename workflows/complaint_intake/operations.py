"""What the diagram of the intake asks of Python: the linked case, reminders of a transfer, how it ended."""

from collections.abc import Mapping
from typing import Any

from engine.procedure import Notify, OperationContext, Outcome, StartCase
from engine.text import Text

HANDED_ON = (
    *("channel", "received_on", "informant_kind", "subject", "facts", "claims", "industry", "evidence"),
    *("right", "patent_number", "patent_title", "patentee"),
    *("complainant_name", "complainant_kind", "complainant_id"),
    *("complainant_phone", "complainant_address", "complainant_agent"),
    *("respondent_name", "respondent_kind", "respondent_id", "respondent_phone", "respondent_address"),
)
"""What the started case takes over from the complaint."""

OUTCOMES = {"accept": "accepted", "refuse": "refused", "transfer": "transferred"}


def start_linked_case(context: OperationContext) -> Outcome:
    """Start the procedure that the complaint belongs to, with its facts; the number comes back."""
    case = context.variables
    effect = StartCase(case["procedure"], handed_on(case, context.case_number), into="linked_number")
    return Outcome({"linked_procedure": case["procedure"]}, [effect])


def handed_on(case: Mapping[str, Any], number: str) -> dict[str, Any]:
    """Give the facts for the started case: what was filled in, and where it comes from."""
    facts = {name: case[name] for name in HANDED_ON if case.get(name) not in (None, "", [])}
    return {**facts, "intake_number": number, "lead_source": "complaint"}


def remind_transfer(context: OperationContext) -> Outcome:
    """Remind the intake desk and its supervisor that the other body has not answered yet."""
    case = context.variables
    times = int(case.get("reminders") or 0) + 1
    text = _unanswered(context.case_number, case, times)
    notices = [Notify(text, role="intake-clerk"), Notify(text, role="supervisor", priority=1)]
    return Outcome({"reminders": times, "reminded_on": context.today.isoformat()}, notices)


def close_case(context: OperationContext) -> Mapping[str, Any]:
    """Close the complaint (办结): its day and its outcome, for the monthly report."""
    route = context.variables["route"]
    return {"closed_on": context.today.isoformat(), "outcome": OUTCOMES.get(route, route)}


def _unanswered(number: str, case: Mapping[str, Any], times: int) -> Text:
    body, letter = case.get("transfer_to") or "", case.get("transfer_number") or ""
    return Text(
        f"{number} 转办{body}（{letter}）尚未答复，请催办（第{times}次提醒）。",
        f"{number}: {body} has not answered {letter} yet. Please ask again (reminder {times}).",
    )
