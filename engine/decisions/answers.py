"""What the matching rules amount to, by hit policy."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engine.decisions.parts import Aggregation, HitPolicy, Output, Rule
from engine.decisions.problems import refused, unreadable
from engine.errors import DecisionRefused, ExpressionRefused
from engine.expressions import library
from engine.expressions.frame import Frame
from engine.expressions.operations import equal
from engine.expressions.problems import Refusal
from engine.expressions.values import known
from engine.text import Text

if TYPE_CHECKING:
    from engine.decisions.table import DecisionTable

_SHOWN = 40


def answer(
    table: "DecisionTable", frame: Frame, rules: Sequence[Rule], values: Sequence[Any]
) -> Mapping[str, Any]:
    """Give the outputs by name; raises `DecisionRefused`."""
    if table.hit_policy in (HitPolicy.COLLECT, HitPolicy.RULE_ORDER):
        return _collected(table, frame, rules)
    if not rules:
        return _defaults(table, frame, values)
    if len(rules) > 1 and table.hit_policy is HitPolicy.UNIQUE:
        raise _several("several-rules", table, rules, values)
    found = _outputs(table, frame, rules[0])
    for rule in rules[1:]:
        if not equal(frame, found, _outputs(table, frame, rule)):
            raise _several("rules-differ", table, rules, values)
    return found


def _several(
    problem: str, table: "DecisionTable", rules: Sequence[Rule], values: Sequence[Any]
) -> DecisionRefused:
    return refused(problem, table.title, [rule.row for rule in rules], facts=_shown(table, values))


def _shown(table: "DecisionTable", values: Sequence[Any]) -> Text:
    """Show what was decided on."""
    pairs = [(column.title, _said(value)) for column, value in zip(table.inputs, values, strict=True)]
    zh = "，".join(f"{title.zh} = {value}" for title, value in pairs)
    return Text(zh, ", ".join(f"{title.to('en')} = {value}" for title, value in pairs))


def _said(value: Any) -> str:
    text = (
        {None: "null", True: "true", False: "false"}.get(value)
        if value is None or isinstance(value, bool)
        else None
    )
    return text or repr(value)[:_SHOWN]


def _outputs(table: "DecisionTable", frame: Frame, rule: Rule) -> dict[str, Any]:
    pairs = zip(table.outputs, range(len(rule.outputs)), strict=True)
    return {output.name: _output(table, frame, rule, place) for output, place in pairs}


def _output(table: "DecisionTable", frame: Frame, rule: Rule, place: int) -> Any:
    try:
        return rule.outputs[place].evaluate_in(frame)
    except ExpressionRefused as error:
        raise unreadable(table.title, table.outputs[place].title, (rule.row,), error) from None


def _defaults(table: "DecisionTable", frame: Frame, values: Sequence[Any]) -> dict[str, Any]:
    if all(output.default is None for output in table.outputs):
        raise refused("no-rule", table.title, facts=_shown(table, values))
    return {output.name: _default(table, frame, output) for output in table.outputs}


def _default(table: "DecisionTable", frame: Frame, output: Output) -> Any:
    try:
        return None if output.default is None else output.default.evaluate_in(frame)
    except ExpressionRefused as error:
        raise unreadable(table.title, output.title, (), error) from None


def _collected(table: "DecisionTable", frame: Frame, rules: Sequence[Rule]) -> dict[str, Any]:
    if table.aggregation is Aggregation.COUNT:
        return {table.outputs[0].name: len(rules)}
    rows = [_outputs(table, frame, rule) for rule in rules]
    lists = {output.name: [row[output.name] for row in rows] for output in table.outputs}
    if table.aggregation is Aggregation.LIST:
        return lists
    (name, found), *_ = lists.items()
    return {name: _aggregated(table, frame, rules, found)}


_AGGREGATES: dict[Aggregation, Callable[[Frame, list[Any]], Any]] = {
    Aggregation.SUM: library.total,
    Aggregation.MIN: library.least,
    Aggregation.MAX: library.greatest,
}


def _aggregated(table: "DecisionTable", frame: Frame, rules: Sequence[Rule], found: list[Any]) -> Any:
    if not found:
        return 0 if table.aggregation is Aggregation.SUM else None
    try:
        return known(_AGGREGATES[table.aggregation](frame, found))
    except Refusal:
        rows = [rule.row for rule in rules]
        raise refused("not-addable", table.title, rows, facts=", ".join(map(_said, found))[:200]) from None
