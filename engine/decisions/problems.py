"""Why a decision table gives no answer, in both languages."""

from collections.abc import Sequence

from engine.errors import DecisionRefused, ExpressionRefused
from engine.text import Text

_PROBLEMS: dict[str, tuple[Text, Text]] = {
    "no-rule": (
        Text("决策表“{table}”没有符合的规则（{facts}）", "No rule of the decision table “{table}” matches ({facts})"),
        Text("请补充规则、最后加一行全为“-”的规则，或为输出设置默认值", "Add a rule, a last row of “-”, or a default output"),
    ),
    "several-rules": (
        Text("决策表“{table}”的命中策略为唯一（UNIQUE），但第 {rows} 行同时符合（{facts}）",
             "The decision table “{table}” is UNIQUE, but rows {rows} match at the same time ({facts})"),
        Text("请修改条件使其互不重叠，或改用 FIRST", "Make the conditions disjoint, or use FIRST"),
    ),
    "rules-differ": (
        Text("决策表“{table}”的命中策略为任意（ANY），但第 {rows} 行的结果不同（{facts}）",
             "The decision table “{table}” is ANY, but rows {rows} give different results ({facts})"),
        Text("请使这些规则的结果一致，或改用 FIRST", "Make their results the same, or use FIRST"),
    ),
    "not-addable": (
        Text("决策表“{table}”第 {rows} 行的结果不能汇总（{facts}）", "The results of rows {rows} of the decision table “{table}” cannot be aggregated ({facts})"),
        Text("SUM 需要数字，MIN、MAX 需要同类的值", "SUM takes numbers; MIN and MAX take values of one kind"),
    ),
    "input": (
        Text("决策表“{table}”的输入“{column}”无法计算：{why}", "The input “{column}” of the decision table “{table}” cannot be evaluated: {why}"),
        Text("{remedy}", "{remedy}"),
    ),
    "cell": (
        Text("决策表“{table}”第 {rows} 行“{column}”无法计算：{why}", "Row {rows}, “{column}”, of the decision table “{table}” cannot be evaluated: {why}"),
        Text("{remedy}", "{remedy}"),
    ),
}  # fmt: skip


def refused(problem: str, table: Text, rows: Sequence[int] = (), **facts: str | Text) -> DecisionRefused:
    """Give the error with its sentences."""
    said: dict[str, str | Text] = {"table": table, "rows": ", ".join(map(str, rows)), **facts}
    message, remedy = (_filled(template, said) for template in _PROBLEMS[problem])
    return DecisionRefused(table=table.zh, problem=problem, rules=tuple(rows), text=message, remedy=remedy)


def unreadable(table: Text, column: Text, rows: Sequence[int], error: ExpressionRefused) -> DecisionRefused:
    """Give the error of an input, or of a cell in a row."""
    return refused(
        "cell" if rows else "input", table, rows, column=column, why=error.text, remedy=error.remedy
    )


def _filled(template: Text, facts: dict[str, str | Text]) -> Text:
    zh, en = (
        {name: (fact[place] or fact.zh) if isinstance(fact, Text) else fact for name, fact in facts.items()}
        for place in (0, 1)
    )
    return Text(template.zh.format(**zh), template.en.format(**en))
