"""What the diagram of passing-off cases asks of Python: filing, reminders to the police, closing."""

from collections.abc import Mapping
from typing import Any

from engine.procedure import Notify, OperationContext, Outcome
from engine.text import Text
from workflows.patent_passing_off.figures import figures, penalties

OUTCOMES = {"penalty": "penalised", "no-penalty": "not-penalised", "withdrawn": "withdrawn"}


def file_case(context: OperationContext) -> Mapping[str, Any]:
    """File the case (立案) and open the figures of the monthly report at zero."""
    return {
        "filed_on": context.today.isoformat(),
        "turnover_involved": 0,
        "fine": 0,
        "confiscated_gains": 0,
        **figures(context.variables),
    }


def remind_transfer(context: OperationContext) -> Outcome:
    """Remind the handlers and the supervisor that the police have not decided yet."""
    case = context.variables
    times = int(case.get("reminders") or 0) + 1
    text = _undecided(context.case_number, case, times)
    notices = [Notify(text, to=case.get("handlers") or ()), Notify(text, role="supervisor", priority=1)]
    return Outcome({"reminders": times, "reminded_on": context.today.isoformat()}, notices)


def close_case(context: OperationContext) -> Mapping[str, Any]:
    """Close the case (结案): its day, its outcome and its figures."""
    case = context.variables
    return {
        "closed_on": context.today.isoformat(),
        "outcome": OUTCOMES[case["decision_kind"]],
        **figures(case),
        **penalties(case),
    }


def _undecided(number: str, case: Mapping[str, Any], times: int) -> Text:
    body, letter = case.get("transfer_to") or "", case.get("transfer_number") or ""
    return Text(
        f"{number} 移送{body}（{letter}）尚未答复是否立案，请督促（第{times}次提醒）。",
        f"{number}: {body} has not decided on {letter} yet. Please ask again (reminder {times}).",
    )
