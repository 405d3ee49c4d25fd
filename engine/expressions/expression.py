"""An expression, compiled once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from engine.expressions import basics, reach, syntax
from engine.expressions.frame import Frame, Run
from engine.expressions.parser import parse
from engine.expressions.problems import Refusal, refused
from engine.expressions.scope import Scope, compile_node
from engine.expressions.values import SCALARS, exported, kind_of

_Compiled = TypeVar("_Compiled")
REGISTERED = (basics, reach)  # importing them registers their nodes
UNFORESEEN = (
    ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError, ValueError,
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """A compiled expression. `names`: the variables it reads; `optional`: those that may be missing."""

    source: str
    names: frozenset[str]
    optional: frozenset[str]
    tree: syntax.Node = field(repr=False)
    run: Run = field(repr=False)
    slots: int = field(repr=False)

    def evaluate(self, variables: Mapping[str, Any], *, now: datetime | None) -> Any:
        """Give the value, as JSON has it. `now` is in the office's zone: `today` is its day.

        Raises `ExpressionRefused`, and nothing else, whatever the variables hold. Without `now` the names `today`
        and `now` are unknown.
        """
        return self.evaluate_in(Frame(variables, now))

    def evaluate_in(self, frame: Frame) -> Any:
        """Evaluate in a frame whose budget others have used of."""
        frame.slots = [None] * self.slots
        try:
            value = self.run(frame)
            return value if value.__class__ in SCALARS else exported(frame, value)
        except Refusal as refusal:
            raise refused(self.source, refusal) from None
        except UNFORESEEN as error:
            raise refused(self.source, Refusal("failed", found=type(error).__name__)) from None

    def holds(self, variables: Mapping[str, Any], *, now: datetime | None) -> bool:
        """Evaluate a condition: true or false, and null counts as false; raises `ExpressionRefused` otherwise."""
        value = self.evaluate(variables, now=now)
        if value is None or isinstance(value, bool):
            return bool(value)
        raise refused(self.source, Refusal("not-boolean", kind=kind_of(value)))


def compile_expression(source: str) -> Expression:
    """Compile an expression, or give it from the cache; raises `ExpressionRefused`."""
    return compiled(source, _expression)


def compiled(source: str, compile_: Callable[[str], _Compiled]) -> _Compiled:
    """Compile a source; whatever goes wrong is refused."""
    if not isinstance(source, str):
        raise refused("", Refusal("not-text"))
    try:
        return compile_(source)
    except Refusal as refusal:
        raise refused(source, refusal) from None
    except RecursionError:
        raise refused(source, Refusal("too-deep", limit="?")) from None


@lru_cache(maxsize=8192)
def _expression(source: str) -> Expression:
    if not source.strip():
        raise Refusal("empty")
    return expression_of(source, parse(source), Scope())


def expression_of(source: str, tree: syntax.Node, scope: Scope) -> Expression:
    """Compile a tree; raises `Refusal`."""
    run = compile_node(tree, scope)
    return Expression(source, scope.all_names, scope.optional, tree, run, scope.slots)
