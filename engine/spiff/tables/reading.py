"""A file of decision tables: its decisions, and which of them requires which."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml.etree import _Element

from engine.decisions import DecisionTable, Output, Requirement
from engine.findings import Finding
from engine.spiff.names import local, namespace
from engine.spiff.tables import rules
from engine.spiff.tables.checks import check
from engine.spiff.tables.parts import MAX_COLUMNS, MAX_RULES, TablePart, is_language_ours, with_types
from engine.spiff.tables.report import Report
from engine.spiff.tables.source import ItemType, child, children, is_dmn, item_types, title_of
from engine.spiff.xml import XmlRefused, parse_xml
from engine.text import Text

MAX_DECISIONS = 100
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,99}")
_LOGIC = ("literalExpression", "invocation", "context", "list", "relation", "functionDefinition", "conditional", "for", "every", "some", "filter")  # fmt: skip
_NOWHERE = Text("", "")


@dataclass(slots=True)
class _File:
    """What is known of a file while it is read. A table is None where something is wrong with it."""

    report: Report
    types: dict[str, ItemType]
    tables: dict[str, DecisionTable | None] = field(default_factory=dict)
    nodes: dict[str, _Element] = field(default_factory=dict)
    linked: dict[str, DecisionTable | None] = field(default_factory=dict)


def read_tables(content: bytes, file: str) -> tuple[dict[str, DecisionTable], list[Finding]]:
    """Read a DMN file: its decision tables by id, and findings. Whatever is in it, this raises nothing.

    A decision with an error is left out, and so is one that requires it.
    """
    report = Report(file)
    root = _root(content, report)
    if root is None:
        return {}, report.findings
    found = _File(report, item_types(root))
    _read_decisions(root, found)
    linked = {key: _linked(key, found, ()) for key in found.tables}
    return {key: table for key, table in linked.items() if table is not None}, report.findings


def _root(content: bytes, report: Report) -> _Element | None:
    try:
        root = parse_xml(content)
    except XmlRefused as problem:
        place = "" if problem.line is None else f"line {problem.line}"
        rule = rules.UNREADABLE.get(problem.problem, rules.UNREADABLE["not-xml"])
        report.add(rule, place, _NOWHERE, detail=problem.detail, line=problem.line or 1)
        return None
    if local(root) != "definitions" or not is_dmn(root):
        found = namespace(root) or "—"
        report.add(rules.WRONG_ROOT, root.get("id", ""), _NOWHERE, name=local(root), found=found[:200])
        return None
    return root


def _read_decisions(root: _Element, found: _File) -> None:
    decisions = list(children(root, "decision"))
    whole = Text("文件", "The file")
    if not decisions:
        found.report.add(rules.NO_DECISION, root.get("id", ""), whole)
    if len(decisions) > MAX_DECISIONS:
        found.report.add(rules.TOO_MANY, "", whole, limit=MAX_DECISIONS, kind=Text("决策", "decisions"))
        return
    language = root.get("expressionLanguage", "").strip()
    if not is_language_ours(language):
        found.report.add(rules.LANGUAGE, root.get("id", ""), whole, found=language[:80])
        return
    for node in decisions:
        _read_decision(node, found)


def _called(node: _Element) -> Text:
    name, english = title_of(node)
    return Text(f"决策表“{name}”", f"the decision table “{english or name}”")


def _read_decision(node: _Element, found: _File) -> None:
    key, what = node.get("id", ""), _called(node)
    if not _ID.fullmatch(key):
        found.report.add(rules.ID, key, what, found=key[:40])
    elif key in found.tables:
        found.report.add(rules.DUPLICATE, key, what, found=key)
        found.tables[key] = None
    else:
        found.nodes[key] = node
        found.tables[key] = _table(node, key, what, found)


def _table(node: _Element, key: str, what: Text, found: _File) -> DecisionTable | None:
    before, body = found.report.errors, _body(node, key, what, found.report)
    if body is None:
        return None
    part = TablePart(found.report, key, what, found.types)
    inputs, outputs = part.inputs(body), part.outputs(body, _variable(node, key))
    policy = part.hit_policy(body)
    aggregation = part.aggregation(body, policy, len(outputs))
    rows = part.rows(body, inputs, outputs)
    if found.report.errors > before or policy is None:
        return None
    name, english = title_of(node)
    sure = [column for column in inputs if column is not None]
    table = DecisionTable(
        key, name, policy, with_types(sure, rows), _sure(outputs), tuple(rows), aggregation, english
    )  # fmt: skip
    check(table, found.report, what)
    return table


def _sure(outputs: list[Output | None]) -> tuple[Output, ...]:
    return tuple(column for column in outputs if column is not None)


def _body(node: _Element, key: str, what: Text, report: Report) -> _Element | None:
    """Give the `decisionTable` of a decision, if it is one and of a bearable size."""
    body = child(node, "decisionTable")
    if body is None:
        logic = next(children(node, *_LOGIC), None)
        if logic is None:
            report.add(rules.NO_TABLE, key, what)
        else:
            report.add(rules.NOT_A_TABLE, key, what, found=local(logic))
        return None
    return body if _is_bearable(body, key, what, report) else None


def _is_bearable(body: _Element, key: str, what: Text, report: Report) -> bool:
    limits = (
        ("rule", MAX_RULES, Text("规则", "rules")),
        ("input", MAX_COLUMNS, Text("输入", "inputs")),
        ("output", MAX_COLUMNS, Text("输出", "outputs")),
    )
    for name, limit, kind in limits:
        if sum(1 for _ in children(body, name)) > limit:
            report.add(rules.TOO_MANY, key, what, limit=limit, kind=kind)
            return False
    if child(body, "rule") is None:
        report.add(rules.NO_RULE, key, what)
        return False
    return True


def _variable(node: _Element, key: str) -> str:
    """Give the name under which others see a decision's result."""
    variable = child(node, "variable")
    return ("" if variable is None else variable.get("name", "").strip()) or key.replace("-", "_")


# --- decisions that require decisions ---


def _linked(key: str, found: _File, path: tuple[str, ...]) -> DecisionTable | None:
    """Give a table with those that it requires, theirs included; None where one of them is wrong."""
    if key in found.linked:
        return found.linked[key]
    what = _called(found.nodes[key])
    if key in path:
        found.report.add(rules.REQUIRED_CYCLE, key, what)
        return None
    needed = list(_required(found.nodes[key], key, what, found))
    tables = [None if one is None else _linked(one, found, (*path, key)) for one in needed]
    whole = [one for one in tables if one is not None]
    is_whole = len(whole) == len(tables) and _knows_nothing(key, what, found)
    table = found.tables[key] if is_whole else None
    requires = tuple(Requirement(_variable(found.nodes[one.key], one.key), one) for one in whole)
    found.linked[key] = None if table is None else replace(table, requires=requires)
    return found.linked[key]


def _required(node: _Element, key: str, what: Text, found: _File) -> Iterator[str | None]:
    """Give the ids of the decisions that it requires; None for one that is not there."""
    for href in _hrefs(node, "informationRequirement", "requiredDecision"):
        name = href.removeprefix("#")
        if name not in found.nodes:
            found.report.add(rules.REQUIRED_ELSEWHERE, key, what, found=href[:100])
        yield name if name in found.nodes else None


def _knows_nothing(key: str, what: Text, found: _File) -> bool:
    """Whether it uses no business knowledge model."""
    models = list(_hrefs(found.nodes[key], "knowledgeRequirement", "requiredKnowledge"))
    for href in models:
        found.report.add(rules.REQUIRED_KNOWLEDGE, key, what, found=href[:100])
    return not models


def _hrefs(node: _Element, requirement: str, required: str) -> Iterator[str]:
    for holder in children(node, requirement):
        for one in children(holder, required):
            yield one.get("href", "").strip()
