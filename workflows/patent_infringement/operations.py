"""What the diagram of the infringement dispute asks of Python: the figures, and how the case ended."""

from collections.abc import Mapping
from typing import Any

from engine.procedure import Notify, OperationContext, Outcome
from engine.text import Text

ENDINGS = {
    "infringed": Text("侵权成立", "infringed"),
    "not-infringed": Text("侵权不成立", "not infringed"),
    "dismissed": Text("撤销案件", "dismissed"),
    "mediated": Text("调解结案", "mediated"),
    "withdrawn": Text("撤回请求", "withdrawn"),
    "settled": Text("和解", "settled"),
}


def file_case(context: OperationContext) -> Mapping[str, Any]:
    """File the case (立案) and open the figures of the monthly report at zero."""
    known = context.variables
    return {
        "filed_on": context.today.isoformat(),
        "officers_deployed": 0,
        "goods_seized_value": 0,
        "turnover_involved": known.get("turnover_involved") or 0,
        "inspections": known.get("inspections") or [],
    }


def close_case(context: OperationContext) -> Outcome:
    """Close the case (办结): its day, its outcome, its figures; and tell the handlers."""
    outcome = ending(context.variables)
    values = {"closed_on": context.today.isoformat(), "outcome": outcome, **figures(context.variables)}
    handlers = context.variables.get("handlers") or []
    return Outcome(values, [Notify(_closed(context.case_number, outcome), to=handlers)] if handlers else [])


def ending(case: Mapping[str, Any]) -> str:
    """Tell how a case ended: withdrawn or settled before a mediation, that before a decision."""
    if case.get("withdrawal_kind"):
        return str(case["withdrawal_kind"])
    if case.get("agreement_reached"):
        return "mediated"
    return str(case["infringement_finding"])


def figures(case: Mapping[str, Any]) -> dict[str, Any]:
    """Add up the figures: officers by person-times (出动执法人员), turnover in yuan (涉案经营额).

    In a dispute between two parties nothing is confiscated, so the value of goods seized (没收物品货值) is 0.
    """
    inspections = case.get("inspections") or []
    return {
        "officers_deployed": sum(int(visit.get("officers") or 0) for visit in inspections),
        "turnover_involved": case.get("turnover_involved") or 0,
        "goods_seized_value": 0,
    }


def _closed(number: str, outcome: str) -> Text:
    how = ENDINGS.get(outcome, Text(outcome, outcome))
    return Text(
        f"案件 {number} 已结案：{how.zh}，请立卷归档。",
        f"Case {number} is closed: {how.en}. Please archive it.",
    )
