"""The columns and rows of one decision table."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml.etree import _Element

from engine.decisions import Aggregation, Cell, HitPolicy, Input, Output, Rule, compile_cell
from engine.decisions.parts import type_of_cells
from engine.decisions.regions import Region, point, universe
from engine.errors import ExpressionRefused
from engine.expressions import PROVIDED, RESERVED, Expression, compile_expression
from engine.expressions.lexer import PYTHON_WORDS, WORDS
from engine.expressions.syntax import Literal, Name
from engine.spiff.tables import rules
from engine.spiff.tables.report import Report
from engine.spiff.tables.source import ItemType, child, children, english_of, text_of, type_of
from engine.text import Text

MAX_RULES = 2_000
MAX_COLUMNS = 50
_VARIABLE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
_OURS = re.compile(r"feel/?$|^urn:kuaibao", re.IGNORECASE)
_INSTEAD = {"PRIORITY": "FIRST", "OUTPUT ORDER": "RULE ORDER"}


@dataclass(frozen=True, slots=True)
class TablePart:
    """One `decisionTable`: the report, the id and the name of its decision, and the file's types."""

    report: Report
    id: str
    what: Text
    types: dict[str, ItemType]

    # --- the table's own attributes ---

    def hit_policy(self, node: _Element) -> HitPolicy | None:
        """Read the hit policy; UNIQUE where none is written."""
        found = " ".join((node.get("hitPolicy") or "UNIQUE").upper().split())
        if found in _INSTEAD:
            self.report.add(
                rules.HIT_POLICY_REFUSED, self.id, self.what, found=found, instead=_INSTEAD[found]
            )
            return None
        if found not in set(HitPolicy):
            self.report.add(rules.HIT_POLICY, self.id, self.what, found=found[:40])
            return None
        return HitPolicy(found)

    def aggregation(self, node: _Element, policy: HitPolicy | None, outputs: int) -> Aggregation:
        """Read the aggregation of COLLECT."""
        found = (node.get("aggregation") or "").strip().upper()
        if not found or found == Aggregation.LIST:
            return Aggregation.LIST
        if found in set(Aggregation) and policy is HitPolicy.COLLECT and outputs == 1:
            return Aggregation(found)
        self.report.add(rules.AGGREGATION, self.id, self.what, found=found[:40])
        return Aggregation.LIST

    # --- columns ---

    def inputs(self, node: _Element) -> list[Input | None]:
        """Read the input columns; None where one is wrong."""
        return [self._input(column, place) for place, column in enumerate(children(node, "input"), 1)]

    def _input(self, column: _Element, place: int) -> Input | None:
        holder = child(column, "inputExpression")
        source = text_of(holder)
        label, english = (column.get("label") or source or str(place)).strip(), english_of(column)
        what = self._column("输入", "input", Text(label, english))
        if not source:
            self.report.add(rules.NO_INPUT_EXPRESSION, column.get("id", self.id), what)
            return None
        expression = self._expression(source, holder, column, what)
        kind = type_of(None if holder is None else holder.get("typeRef"), self.types)
        allowed = self._allowed(text_of(child(column, "inputValues")) or kind.allowed, column, what)
        return None if expression is None else Input(label, expression, kind.base, allowed, english)

    def outputs(self, node: _Element, fallback: str) -> list[Output | None]:
        """Read the output columns; a single one without a name gives the decision's own variable."""
        columns = list(children(node, "output"))
        if not columns:
            self.report.add(rules.NO_OUTPUT, self.id, self.what)
        names = [
            (column.get("name") or (fallback if len(columns) == 1 else "")).strip() for column in columns
        ]
        return [
            self._output(column, name, is_free=_is_variable(name) and name not in names[:place])
            for place, (column, name) in enumerate(zip(columns, names, strict=True))
        ]

    def _output(self, column: _Element, name: str, *, is_free: bool) -> Output | None:
        label, english = (column.get("label") or name).strip(), english_of(column)
        what, element = self._column("输出", "output", Text(label or "?", english)), column.get("id", self.id)
        if not is_free:
            self.report.add(rules.OUTPUT_NAME, element, what, found=name[:40])
            return None
        kind = type_of(column.get("typeRef"), self.types)
        allowed = self._allowed(text_of(child(column, "outputValues")) or kind.allowed, column, what)
        holder = child(column, "defaultOutputEntry")
        source = text_of(holder)
        default = self._expression(source, holder, column, what) if source else None
        return Output(name, label, kind.base, default, allowed, english)

    def _allowed(self, source: str, column: _Element, what: Text) -> Region | None:
        cell = self._cell(source, column, what) if source else None
        return None if cell is None else cell.region

    def _column(self, zh: str, en: str, label: Text) -> Text:
        return Text(f"{self.what.zh}的{zh}“{label.zh}”", f"the {en} “{label.to('en')}” of {self.what.en}")

    # --- rows ---

    def rows(self, node: _Element, inputs: list[Input | None], outputs: list[Output | None]) -> list[Rule]:
        """Read the rules; those with something wrong are left out."""
        found = []
        for row, rule in enumerate(children(node, "rule"), 1):
            before = self.report.errors
            cells = tuple(self._cells(rule, row, inputs))
            results = tuple(self._results(rule, row, outputs))
            if self.report.errors == before:
                found.append(Rule(row, cells, results, rule.get("id", ""), _annotation(rule)))
        return found

    def _cells(self, rule: _Element, row: int, inputs: list[Input | None]) -> Iterator[Cell]:
        entries = list(children(rule, "inputEntry"))
        if self._counted(rule, row, len(entries), len(inputs), Text("输入", "input")):
            for entry, column in zip(entries, inputs, strict=True):
                what = self._place(row, column)
                cell = self._cell(text_of(entry), entry, what)
                if cell is not None:
                    self._warn_of_bare(cell.bare, entry, what)
                    yield cell

    def _results(self, rule: _Element, row: int, outputs: list[Output | None]) -> Iterator[Expression]:
        entries = list(children(rule, "outputEntry"))
        if self._counted(rule, row, len(entries), len(outputs), Text("输出", "output")):
            for entry, column in zip(entries, outputs, strict=True):
                if (result := self._result(entry, row, column)) is not None:
                    yield result

    def _result(self, entry: _Element, row: int, column: Output | None) -> Expression | None:
        what, source = self._place(row, column), text_of(entry)
        if not source or source == "-":
            self.report.add(rules.OUTPUT_EMPTY, self._id(entry), what)
            return None
        expression = self._expression(source, entry, entry, what)
        if expression is not None and isinstance(expression.tree, Name):
            self._warn_of_bare((expression.tree.name,), entry, what)
        if expression is not None and column is not None:
            self._warn_of_stranger(expression, column, entry, what)
        return expression

    def _counted(self, rule: _Element, row: int, given: int, wanted: int, kind: Text) -> bool:
        if given == wanted:
            return True
        what = Text(f"{self.what.zh}第 {row} 行", f"Row {row} of {self.what.en}")
        self.report.add(rules.CELL_COUNT, self._id(rule), what, given=given, wanted=wanted, kind=kind)
        return False

    def _warn_of_bare(self, names: tuple[str, ...], entry: _Element, what: Text) -> None:
        for name in names:
            self.report.add(rules.BARE_NAME, self._id(entry), what, found=name)

    def _warn_of_stranger(self, expression: Expression, column: Output, entry: _Element, what: Text) -> None:
        tree = expression.tree
        if not isinstance(tree, Literal) or tree.value is None or not (column.type or column.allowed):
            return
        found = point(tree.value)
        if found is not None and found & universe(column.type, column.allowed) == Region():
            self.report.add(rules.OUTPUT_VALUE, self._id(entry), what, found=expression.source[:40])

    def _place(self, row: int, column: Input | Output | None) -> Text:
        label = Text("?", "?") if column is None else column.title
        return Text(
            f"{self.what.zh}第 {row} 行“{label.zh}”", f"row {row}, “{label.to('en')}”, of {self.what.en}"
        )

    # --- texts ---

    def _id(self, node: _Element) -> str:
        parent = node.getparent()
        return node.get("id") or (None if parent is None else parent.get("id")) or self.id

    def _expression(
        self, source: str, holder: _Element | None, node: _Element, what: Text
    ) -> Expression | None:
        self._check_language(holder, node, what)
        try:
            return compile_expression(source)
        except ExpressionRefused as error:
            self.report.refused(self._id(node), what, error)
            return None

    def _cell(self, source: str, node: _Element, what: Text) -> Cell | None:
        self._check_language(node, node, what)
        try:
            return compile_cell(source)
        except ExpressionRefused as error:
            self.report.refused(self._id(node), what, error)
            return None

    def _check_language(self, holder: _Element | None, node: _Element, what: Text) -> None:
        found = "" if holder is None else (holder.get("expressionLanguage") or "").strip()
        if found and not _OURS.search(found):
            self.report.add(rules.LANGUAGE, self._id(node), what, found=found[:80])


def is_language_ours(found: str) -> bool:
    """Whether a name of an expression language is FEEL's or ours: our cells are written much as FEEL's."""
    return not found or bool(_OURS.search(found))


def _annotation(rule: _Element) -> str:
    notes = [text_of(note) for note in children(rule, "annotationEntry")]
    notes += [(note.text or "").strip() for note in children(rule, "description")]
    return "；".join(note for note in notes if note)


def _is_variable(name: str) -> bool:
    return bool(_VARIABLE.fullmatch(name)) and name not in RESERVED | PROVIDED | WORDS | PYTHON_WORDS


def with_types(inputs: list[Input], found: list[Rule]) -> tuple[Input, ...]:
    """Give columns without a type the type that all their cells show."""
    return tuple(
        column if column.type else replace(column, type=type_of_cells(rule.cells[place] for rule in found))
        for place, column in enumerate(inputs)
    )
