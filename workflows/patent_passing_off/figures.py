"""The figures of a case that the office reports every month."""

from collections.abc import Iterable, Mapping
from typing import Any

from engine.procedure import OperationContext


def tally_figures(context: OperationContext) -> Mapping[str, Any]:
    """Add up what the investigation has brought so far (汇总执法数据)."""
    return figures(context.variables)


def figures(case: Mapping[str, Any]) -> dict[str, Any]:
    """Officers deployed by person-times (出动执法人员); value in yuan of the goods seized (没收、查扣物品货值)."""
    return {
        "officers_deployed": int(_sum(case.get("inspections"), "officers")),
        "goods_seized_value": _sum(case.get("seizure_list"), "value"),
    }


def penalties(case: Mapping[str, Any]) -> dict[str, Any]:
    """Fine and confiscated gains in yuan (罚没); nothing unless the decision is a penalty."""
    imposed = case.get("decision_kind") == "penalty"
    return {name: (case.get(name) or 0) if imposed else 0 for name in ("fine", "confiscated_gains")}


def _sum(rows: Iterable[Mapping[str, Any]] | None, name: str) -> Any:
    return round(sum(row.get(name) or 0 for row in rows or ()), 2)
