"""The safe expression language of diagrams, decision tables and forms: nothing in a model runs Python.

Its own lexer, a small grammar (a part of Python's, so that precedence is what people expect) and closures: there
is no `eval`, and no way to an attribute of an object. Work, sizes and depth are bounded, and everything that goes
wrong is an `ExpressionRefused` with the place, the reason and the remedy in both languages.
"""

from engine.errors import ExpressionRefused
from engine.expressions.expression import Expression, compile_expression
from engine.expressions.functions import FUNCTIONS
from engine.expressions.script import PROVIDED, RESERVED, Script, compile_script

__all__ = [
    "FUNCTIONS",
    "PROVIDED",
    "RESERVED",
    "Expression",
    "ExpressionRefused",
    "Script",
    "compile_expression",
    "compile_script",
]
