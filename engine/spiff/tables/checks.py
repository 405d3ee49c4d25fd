"""Warnings about a table that can be proven before it runs."""

from collections.abc import Sequence
from typing import Any

from engine.decisions import DecisionTable, proofs
from engine.decisions.regions import OTHER_TEXT
from engine.spiff.tables import rules
from engine.spiff.tables.report import Report
from engine.text import Text

_WORDS = {None: "null", True: "true", False: "false"}


def check(table: DecisionTable, report: Report, what: Text) -> None:
    """Report overlaps, rules that never count, and gaps."""
    for overlap in proofs.overlaps(table):
        values = _said(table, overlap.values)
        first, second = overlap.first.row, overlap.second.row
        report.add(
            rules.OVERLAP, overlap.second.id or table.key, what, first=first, second=second, values=values
        )
    for dead in proofs.dead_rules(table):
        rule = rules.IMPOSSIBLE if dead.impossible else rules.DEAD
        report.add(rule, dead.rule.id or table.key, what, row=dead.rule.row)
    if gap := proofs.gap(table):
        report.add(rules.GAP, table.key, what, values=_said(table, gap.values))


def _said(table: DecisionTable, values: Sequence[Any]) -> Text:
    pairs = list(zip(table.inputs, values, strict=True))
    zh = "，".join(f"{column.title.zh} = {_value(value, '其他文本')}" for column, value in pairs)
    en = ", ".join(f"{column.title.to('en')} = {_value(value, 'another text')}" for column, value in pairs)
    return Text(zh, en)


def _value(value: Any, other: str) -> str:
    if value == OTHER_TEXT:
        return other
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    return f'"{value}"' if isinstance(value, str) else str(value)
