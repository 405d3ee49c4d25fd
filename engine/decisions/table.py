"""A decision table: conditions in, named outputs out. Compiled at reading; deciding only runs closures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.decisions import answers
from engine.decisions.parts import Aggregation, HitPolicy, Input, Output, Rule
from engine.decisions.problems import unreadable
from engine.errors import DecisionRefused, ExpressionRefused
from engine.expressions.expression import UNFORESEEN
from engine.expressions.frame import Frame
from engine.expressions.problems import Refusal, refused
from engine.text import Text


@dataclass(frozen=True, slots=True, eq=False)
class Requirement:
    """A decision whose result is an input of another one, under this name."""

    name: str
    table: "DecisionTable"


@dataclass(frozen=True, slots=True, eq=False)
class DecisionTable:
    """A decision table. What it requires is decided first, and its outputs are seen as variables."""

    key: str
    name: str
    hit_policy: HitPolicy = HitPolicy.UNIQUE
    inputs: tuple[Input, ...] = ()
    outputs: tuple[Output, ...] = ()
    rules: tuple[Rule, ...] = ()
    aggregation: Aggregation = Aggregation.LIST
    name_en: str = ""
    requires: tuple[Requirement, ...] = ()

    @property
    def title(self) -> Text:
        """Its name in both languages."""
        return Text(self.name, self.name_en)

    @property
    def writes(self) -> tuple[str, ...]:
        """The variables that it gives."""
        return tuple(output.name for output in self.outputs)

    @property
    def names(self) -> frozenset[str]:
        """The variables that it reads, its requirements' included."""
        own = frozenset().union(*self._names())
        given = frozenset().union(*({needed.name, *needed.table.writes} for needed in self.requires))
        return (own - given).union(*(needed.table.names for needed in self.requires))

    def _names(self) -> Iterator[frozenset[str]]:
        yield from (column.expression.names for column in self.inputs)
        for rule in self.rules:
            yield from (cell.names for cell in rule.cells)
            yield from (output.names for output in rule.outputs)

    def decide(self, variables: Mapping[str, Any], *, now: datetime | None) -> Mapping[str, Any]:
        """Give the outputs of the rules that match, by name; raises `DecisionRefused`.

        UNIQUE, FIRST, ANY: a value each, the defaults where no rule matches. RULE ORDER and COLLECT: a list each, in
        the order of the rules. COLLECT with SUM, MIN, MAX, COUNT: one number (of no rule: 0, null, null, 0).
        """
        return self._decide(variables, now, {})

    def _decide(
        self, variables: Mapping[str, Any], now: datetime | None, done: dict[str, Mapping[str, Any]]
    ) -> Mapping[str, Any]:
        frame = Frame(self._with_required(variables, now, done), now)
        values = [self._value(column, frame) for column in self.inputs]
        matching = list(self._matching(frame, values))
        return answers.answer(self, frame, matching, values)

    def _with_required(
        self, variables: Mapping[str, Any], now: datetime | None, done: dict[str, Mapping[str, Any]]
    ) -> Mapping[str, Any]:
        scope = dict(variables) if self.requires else variables
        for needed in self.requires:
            if needed.table.key not in done:
                done[needed.table.key] = needed.table._decide(variables, now, done)  # noqa: SLF001 - of our own class
            result = done[needed.table.key]
            scope = {
                **scope,
                **result,
                needed.name: next(iter(result.values())) if len(result) == 1 else dict(result),
            }
        return scope

    def _value(self, column: Input, frame: Frame) -> Any:
        try:
            return column.expression.evaluate_in(frame)
        except ExpressionRefused as error:
            raise unreadable(self.title, column.title, (), error) from None

    def _matching(self, frame: Frame, values: list[Any]) -> Iterator[Rule]:
        """Give the rules that match, in their order; of FIRST only one."""
        rows = [[value] for value in values]
        for rule in self.rules:
            if self._matches(frame, rule, rows):
                yield rule
                if self.hit_policy is HitPolicy.FIRST:
                    return

    def _matches(self, frame: Frame, rule: Rule, rows: list[list[Any]]) -> bool:
        place = 0
        try:
            for place, accepts in rule.tests:
                frame.slots = rows[place]
                if not accepts(frame):
                    return False
        except Refusal as refusal:
            raise self._unreadable(rule, place, refusal) from None
        except UNFORESEEN as error:
            raise self._unreadable(rule, place, Refusal("failed", found=type(error).__name__)) from None
        return True

    def _unreadable(self, rule: Rule, place: int, refusal: Refusal) -> DecisionRefused:
        error = refused(rule.cells[place].source, refusal)
        return unreadable(self.title, self.inputs[place].title, (rule.row,), error)
