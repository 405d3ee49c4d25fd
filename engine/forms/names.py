"""The names of fields: they become variables, so they must be words of the expression language that mean nothing else."""

import re

from engine.expressions import PROVIDED, RESERVED
from engine.expressions.lexer import PYTHON_WORDS, WORDS
from engine.forms.document import Report

_MEANING = RESERVED | WORDS | PYTHON_WORDS
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")


def check_name(report: Report, name: str, pointer: str, *, is_variable: bool, is_written: bool) -> None:
    """Report a name that cannot be used. Inside tables and groups, names are no variables."""
    if not _NAME.fullmatch(name):
        report.add("form-name", pointer, found=name[:60])
    elif is_variable and (name in _MEANING or (is_written and name in PROVIDED)):
        report.add("form-name-reserved", pointer, found=name)
