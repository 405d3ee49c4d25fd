"""The safe expression language of diagrams, tables and forms: nothing in a model runs Python."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from types import CodeType
from typing import Any

from engine.errors import ExpressionRefused

_ALLOWED = (
    ast.Expression, ast.BoolOp, ast.boolop, ast.UnaryOp, ast.unaryop, ast.BinOp, ast.Add, ast.Sub, ast.Compare, ast.cmpop,
    ast.IfExp, ast.Name, ast.expr_context, ast.Constant, ast.Subscript, ast.List, ast.Tuple, ast.Dict, ast.Call,
)  # fmt: skip
_FUNCTIONS = {"len": len, "any": any, "all": all, "sum": sum, "min": min, "max": max}


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """A compiled expression."""

    source: str
    names: frozenset[str]
    code: CodeType

    def evaluate(self, variables: Mapping[str, Any], *, now: datetime) -> Any:
        """Give the value; raises `ExpressionRefused`."""
        scope = {**variables, "today": now.date().isoformat(), "now": now.isoformat(), **_FUNCTIONS}
        try:
            return eval(self.code, {"__builtins__": {}, **scope})  # noqa: S307 - a placeholder, replaced by our own evaluator
        except Exception as error:
            raise ExpressionRefused(self.source, str(error)) from error


@lru_cache(maxsize=4096)
def compile_expression(source: str) -> Expression:
    """Compile; raises `ExpressionRefused`."""
    try:
        tree = ast.parse("(" + source.strip() + ")", mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise ExpressionRefused(source, str(error)) from error
    nodes = list(ast.walk(tree))
    for node in nodes:
        if not isinstance(node, _ALLOWED):
            raise ExpressionRefused(source, f"{type(node).__name__} is not allowed")
    names = {node.id for node in nodes if isinstance(node, ast.Name)} - _FUNCTIONS.keys() - {"today", "now"}
    return Expression(source, frozenset(names), compile(tree, "<expression>", "eval"))


@dataclass(frozen=True, slots=True, eq=False)
class Script:
    """Lines of `name = expression`."""

    source: str
    writes: tuple[str, ...]
    names: frozenset[str]
    lines: tuple[tuple[str, Expression], ...]

    def run(self, variables: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """Give the names written, all of them or none."""
        written: dict[str, Any] = {}
        for name, expression in self.lines:
            written[name] = expression.evaluate({**variables, **written}, now=now)
        return written


@lru_cache(maxsize=4096)
def compile_script(source: str) -> Script:
    """Compile lines of `name = expression`; raises `ExpressionRefused`."""
    lines = []
    for number, line in enumerate(source.splitlines(), 1):
        if not line.strip() or line.strip().startswith("#"):
            continue
        name, equals, text = (part.strip() for part in line.partition("="))
        if not equals or not name.isidentifier() or name.startswith("_"):
            raise ExpressionRefused(source, 'only "name = expression"', number)
        lines.append((name, compile_expression(text)))
    names = frozenset().union(*(expression.names for _, expression in lines))
    return Script(source, tuple(dict.fromkeys(name for name, _ in lines)), names, tuple(lines))
