"""Random expressions: those that Python knows mean the same; whatever else is written raises one kind of error."""

import string
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import ExpressionRefused
from engine.expressions import FUNCTIONS, compile_expression, compile_script

NOW = datetime.fromisoformat("2026-09-24T09:00:00+08:00")
VARIABLES = {
    "a": 3,
    "b": -2,
    "c": 0.5,
    "t": "ab",
    "u": "",
    "yes": True,
    "no": False,
    "rows": [1, 2, 3],
    "none": None,
}

numbers = st.sampled_from(["a", "b", "c", "0", "1", "7", "2.5", "yes", "no", "True", "len(rows)", "rows[1]"])
texts = st.sampled_from(["t", "u", "'ab'", '"x"', "t[0]", "t[0:1]"])


def _binary(inner):
    signs = st.sampled_from(["+", "-", "*", "//", "%", "/"])
    pair = st.tuples(inner, signs, inner).map(" ".join)
    return st.one_of(pair, pair.map("({})".format), inner.map("-{}".format), inner.map("+ {}".format))


arithmetic = st.recursive(numbers, _binary, max_leaves=12)
comparisons = st.one_of(
    st.tuples(arithmetic, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), arithmetic).map(" ".join),
    st.tuples(arithmetic, st.just("<"), arithmetic, st.just("<="), arithmetic).map(" ".join),
    st.tuples(texts, st.sampled_from(["<", ">=", "==", "!=", "in", "not in"]), texts).map(" ".join),
    st.tuples(
        arithmetic, st.sampled_from(["in", "not in"]), st.sampled_from(["rows", "[1, 2.5]", "(7,)", "[]"])
    ).map(" ".join),
    st.sampled_from(["none is None", "a is not None", "yes", "no", "rows", "t"]),
)


def _logic(inner):
    joined = st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(" ".join)
    chosen = st.tuples(inner, st.just("if"), inner, st.just("else"), inner).map(" ".join)
    listed = inner.map("[x for x in rows if x > 1 and ({})]".format)
    return st.one_of(
        joined, joined.map("({})".format), inner.map("not ({})".format), chosen.map("({})".format), listed
    )


expressions = st.one_of(arithmetic, st.recursive(comparisons, _logic, max_leaves=10))


def _python(source):
    try:
        return eval(source, {"len": len, **VARIABLES})  # noqa: S307 - the oracle, on texts made right above
    except ZeroDivisionError:
        return ZeroDivisionError


def _ours(source):
    try:
        return compile_expression(source).evaluate(VARIABLES, now=NOW)
    except ExpressionRefused as refused:
        return ZeroDivisionError if refused.problem == "division-by-zero" else refused


@given(expressions)
@settings(max_examples=200, deadline=None)
def test_a_random_expression_means_what_python_says(source):
    expected, found = _python(source), _ours(source)
    assert found == expected, source
    assert isinstance(found, type(expected))


@given(expressions, st.sampled_from([" ", "\n", "\n    ", " # note\n", "\t\r\n"]))
@settings(max_examples=100, deadline=None)
def test_blanks_and_lines_mean_nothing(source, blank):
    assert _ours(source.replace(" ", blank)) == _ours(source)


SIGNS = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ".",
    ":",
    "=",
    "==",
    "<",
    ">=",
    "+",
    "-",
    "*",
    "/",
    "//",
    "%",
    "?",
    "..",
    "'a'",
    '"b"',
    "1",
    "2.5",
    "“",
    "外观",
    "&&",
    "**",
]
WORDS = [
    "and",
    "or",
    "not",
    "in",
    "is",
    "if",
    "else",
    "for",
    "null",
    "true",
    "today",
    "now",
    "x",
    "__class__",
]
words = st.sampled_from([*FUNCTIONS, *VARIABLES, *WORDS, *SIGNS, "\n"])
nonsense = st.one_of(
    st.lists(words, max_size=25).map(" ".join),
    st.lists(words, max_size=25).map("".join),
    st.text(max_size=40),
    st.text(alphabet=string.printable + "外“（", max_size=60),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["a", "v", ""]), inner, max_size=3)
    ),
    max_leaves=8,
)


def _refusal(compile_, source, variables):
    """Give the refusal, if it is one; whatever else is raised fails the test."""
    try:
        compiled = compile_(source)
        _ = (
            compiled.run(variables, now=NOW)
            if compile_ is compile_script
            else compiled.evaluate(variables, now=NOW)
        )
    except ExpressionRefused as refused:
        return refused
    return None


@given(nonsense, st.fixed_dictionaries(dict.fromkeys(["a", "t", "rows", "x"], json_values)))
@settings(max_examples=300, deadline=None)
def test_nothing_but_a_refusal_is_ever_raised(source, variables):
    for compile_ in (compile_expression, compile_script):
        refused = _refusal(compile_, source, variables)
        assert refused is None or (refused.text.zh and refused.line >= 1 and refused.column >= 1)


calls = st.builds(
    lambda name, arguments: f"{name}({', '.join(arguments)})",
    st.sampled_from(sorted(FUNCTIONS)),
    st.lists(
        st.sampled_from(["a", "t", "rows", "x", "null", "1", "'2026-01-31'", "2.5", "[]", "today", "zz"]),
        max_size=3,
    ),
)


@given(calls, st.fixed_dictionaries(dict.fromkeys(["a", "t", "rows", "x"], json_values)))
@settings(max_examples=300, deadline=None)
def test_no_function_raises_anything_else_or_gives_anything_but_json(source, variables):
    try:
        found = compile_expression(source).evaluate(variables, now=NOW)
    except ExpressionRefused:
        return
    assert found is None or type(found) in (bool, int, float, str, list, dict)


@given(json_values)
@settings(max_examples=100, deadline=None)
def test_a_value_comes_out_as_it_went_in(value):
    assert repr(compile_expression("value").evaluate({"value": value}, now=NOW)) == repr(value)


@given(json_values, json_values)
@settings(max_examples=150, deadline=None)
def test_values_are_equal_when_python_says_so(one, other):
    found = compile_expression("one == other").evaluate({"one": [one], "other": [other]}, now=NOW)
    assert found is (one == other)
