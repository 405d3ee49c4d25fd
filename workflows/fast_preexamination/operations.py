"""What the diagram of the pre-examination asks of Python: rounds, numbers, marks and the days to grant."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.procedure import Notify, OperationContext, Outcome
from engine.text import Text

PREFIX, CERTIFICATE = "YS", "YSHG"


def request_correction(context: OperationContext) -> Mapping[str, Any]:
    """Count a round of correction (补正); the diagram allows two."""
    rounds = int(context.variables.get("correction_rounds") or 0) + 1
    return {"correction_rounds": rounds, "correction_requested_on": context.today.isoformat()}


def issue_certificate(context: OperationContext) -> Outcome:
    """Issue the certificate (预审合格证明) under a number of its own, and note the pass."""
    number = certificate_number(context.case_number)
    today = context.today.isoformat()
    values = {"certificate_number": number, "certificate_issued_on": today, "passed_on": today}
    return Outcome(values, _tell_examiner(context, _issued(context.case_number, number)))


def certificate_number(case_number: str) -> str:
    """Derive the certificate's number from the case's, so that each leads to the other."""
    return CERTIFICATE + case_number.removeprefix(PREFIX)


def mark_fast_track(context: OperationContext) -> Mapping[str, Any]:
    """Mark the application for the fast track; the clocks of the grant start with it."""
    return {"fast_track": True, "fast_tracked_on": context.today.isoformat(), "office_actions": []}


def log_office_action(context: OperationContext) -> Mapping[str, Any]:
    """Add the office action (审查意见), with its answer or without, to the case's list."""
    case = context.variables
    result = case.get("response_result") or "unanswered"
    row = {
        "action_number": case.get("action_number"),
        "action_kind": case.get("action_kind"),
        "action_issued_on": case.get("action_issued_on"),
        "responded_on": None if result == "unanswered" else case.get("responded_on"),
        "response_result": result,
    }
    return {"office_actions": [*(case.get("office_actions") or []), row]}


def close_case(context: OperationContext) -> Mapping[str, Any]:
    """Close the case (办结): its day, its outcome and the days to grant."""
    outcome = ending(context.variables)
    days = days_to_grant(context.variables) if outcome == "granted" else None
    return {"closed_on": context.today.isoformat(), "outcome": outcome, "grant_days": days}


def ending(case: Mapping[str, Any]) -> str:
    """Tell how a case ended."""
    if case.get("withdrawal_kind"):
        return "withdrawn"
    return "granted" if case.get("office_event") == "granted" else "refused"


def days_to_grant(case: Mapping[str, Any]) -> int:
    """Count the calendar days from the mark, where the promise starts, to the grant."""
    return (date.fromisoformat(case["granted_on"]) - date.fromisoformat(case["fast_tracked_on"])).days


def _tell_examiner(context: OperationContext, text: Text) -> list[Notify]:
    examiner = context.variables.get("examiner")
    return [Notify(text, to=[examiner])] if examiner else []


def _issued(case_number: str, number: str) -> Text:
    return Text(
        f"{case_number} 预审合格，证明编号 {number}；请通知申请人在5个工作日内提交正式申请。",
        f"{case_number} passed; the certificate is {number}. Ask the applicant to file within 5 working days.",
    )
