"""What the expression language refuses, where, and with which remedy."""

from datetime import datetime

import pytest

from engine.errors import ExpressionRefused
from engine.expressions import compile_expression
from engine.expressions.sentences import PROBLEMS

NOW = datetime.fromisoformat("2026-09-24T09:00:00+08:00")


def refusal(source, **variables):
    with pytest.raises(ExpressionRefused) as refused:
        compile_expression(source).evaluate(variables, now=NOW)
    return refused.value


@pytest.mark.parametrize(
    ("source", "problem", "column"),
    [
        ("", "empty", 1),
        ("  \n ", "empty", 1),
        ("# only a remark", "unfinished", 16),
        (None, "not-text", 1),
        (5, "not-text", 1),
        ([], "not-text", 1),
        ("a" * 20_001, "too-long", 1),
        ("right == “design”", "full-width", 10),
        ("a ，b", "full-width", 3),
        ("１ + 1", "full-width", 1),
        ("a ≥ 1", "full-width", 3),
        ("right == 外观设计", "chinese", 10),
        ("a § b", "character", 3),
        ("a \x00 b", "character", 3),
        ("'abc", "string-open", 1),
        ("'a\nb'", "string-open", 1),
        (r"'\x41'", "string-escape", 1),
        ("f'{a}'", "string-prefix", 1),
        ("b'a'", "string-prefix", 1),
        ("10days", "number-form", 1),
        ("007", "number-form", 1),
        ("1.2.3", "number-form", 1),
        ("1_000", "number-form", 1),
        ("0x1f", "number-form", 1),
        ("1.", "number-form", 1),
        ("9" * 41, "number-form", 1),
        ("1e999", "number-too-large", 1),
        ("lambda: 1", "word", 1),
        ("a b", "surplus", 3),
        ("a +", "unfinished", 4),
        ("(a", "unfinished", 3),
        ("a[1", "unfinished", 4),
        ("(a]", "expected", 3),
        ("a[]", "expected", 3),
        ("a == not b", "expected", 6),
        ("[x for 1 in a]", "expected", 8),
        ("{'a': 1, 2}", "expected", 11),
        ("a.1", "expected", 3),
        ("a. 1", "expected", 4),
        ("1 if 2", "unfinished", 7),
        ("1..5", "operator", 2),
        ("a = 1", "operator", 3),
        ("f(a = 1)", "operator", 5),
        ("a ? b : c", "operator", 3),
        ("x.lower()", "method", 8),
        ("(a)(b)", "method", 4),
        ("[x(1) for x in a]", "method", 2),
        ("lenn(a)", "function-unknown", 1),
        ("len", "function-uncalled", 1),
        ("len(a, b)", "arguments", 1),
        ("min()", "arguments", 1),
        ("round(1, 2, 3)", "arguments", 1),
        ("default(1 + 1, 2)", "path-wanted", 1),
        ("default('a b', 2)", "path-wanted", 1),
        ("exists('1')", "path-wanted", 1),
        ("_a", "name-hidden", 1),
        ("a._b", "name-hidden", 3),
        ("a is 1", "is-literal", 3),
        ("[len for len in a]", "assign-reserved", 6),
        ("[today for today in a]", "assign-reserved", 8),
    ],
)
def test_what_cannot_be_compiled(source, problem, column):
    error = refusal(source)
    assert (error.problem, error.column, error.line) == (problem, column, 1)


@pytest.mark.parametrize(
    ("foreign", "remedy"),
    [
        ("a && b", "and"),
        ("a || b", "or"),
        ("!a", "not"),
        ("a === b", "=="),
        ("a !== b", "!="),
        ("a <> b", "!="),
        ("a ** 2", "multiply"),
        ("${a}", "Drop"),
        ("#{a}", "Drop"),
        ("a ?? b", "default"),
        ("a?.b", "default"),
        ("a; b", "line"),
        ("a -> b", "Functions"),
        ("a => b", ">="),
        ("a =< b", "<="),
        ("(a := 1)", "assigned"),
        ("@'2026-01-01'", "text"),
        ("a & b", "and"),
        ("a | b", "or"),
        ("`a`", "quote"),
        ("~a", "not"),
        ("a ^ 2", "multiply"),
        ("a \\\n + b", "backslash"),
    ],
)
def test_what_other_languages_write_is_answered_with_our_way(foreign, remedy):
    error = refusal(foreign)
    assert error.problem == "operator"
    assert remedy in error.remedy.en
    assert error.remedy.zh != error.remedy.en


@pytest.mark.parametrize(
    ("function", "instead"),
    [
        ("str(a)", "to_text"),
        ("count(a)", "len"),
        ("substring(a)", "name[0:4]"),
        ("startswith(a)", "starts_with"),
    ],
)
def test_functions_of_other_languages_are_answered_with_ours(function, instead):
    assert instead in refusal(function).remedy.en


def test_an_unknown_function_without_a_likeness_gets_the_list():
    assert "days_between" in refusal("zzzzzz(a)").remedy.zh


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("missing", "name-unknown"),
        ("record.missing", "field-unknown"),
        ("record['missing']", "field-unknown"),
        ("rows[7]", "index-out"),
        ("rows['a']", "index-kind"),
        ("rows[true]", "index-kind"),
        ("record[1]", "index-kind"),
        ("rows['a':]", "index-kind"),
        ("nothing.a", "null-access"),
        ("nothing[0]", "null-access"),
        ("nothing[:1]", "null-access"),
        ("text.upper", "no-fields"),
        ("number.real", "no-fields"),
        ("rows.append", "no-fields"),
        ("number[0]", "no-fields"),
        ("record[1:2]", "no-fields"),
        ("{1: 2}", "index-kind"),
        ("nothing > 1", "null-compare"),
        ("text > 1", "not-comparable"),
        ("rows > rows", "not-comparable"),
        ("text + 1", "not-computable"),
        ("text - text", "not-computable"),
        ("text * 3", "not-computable"),
        ("text % 3", "not-computable"),
        ("-text", "not-computable"),
        ("+text", "not-computable"),
        ("1 in 1", "not-contained"),
        ("1 in text", "not-contained"),
        ("1 / 0", "division-by-zero"),
        ("1 // 0", "division-by-zero"),
        ("1 % 0", "division-by-zero"),
        ("[x for x in text]", "not-iterable"),
        ("len(1)", "argument-kind"),
        ("lower(null)", "argument-kind"),
        ("round('a')", "argument-kind"),
        ("min([])", "empty-list"),
        ("max([1, 'a'])", "not-comparable"),
        ("sum(['a'])", "not-computable"),
        ("sorted([1, 'a'])", "argument-value"),
        ("to_number('1,5')", "argument-value"),
        ("to_number(null)", "argument-value"),
        ("to_text(rows)", "argument-kind"),
        ("join([[1]], '')", "argument-value"),
        ("round(1.5, 99)", "argument-value"),
        ("split('a', '')", "argument-value"),
        ("replace('a', '', 'b')", "argument-value"),
        ("date('2026-02-30')", "argument-value"),
        ("date('20260131')", "argument-value"),
        ("add_days('2026-01-01', 99999999)", "argument-value"),
        ("add_days('2026-01-01', 99999999999999)", "argument-value"),
        ("add_months('2026-01-01', -99999)", "argument-value"),
        ("object", "unknown-kind"),
        ("[object]", "unknown-kind"),
        ("mixed", "failed"),
    ],
)
def test_what_cannot_be_evaluated(source, problem):
    variables = {
        "record": {"a": 1},
        "rows": [1],
        "nothing": None,
        "text": "t",
        "number": 1,
        "object": object(),
        "mixed": {1, "a"},
    }
    assert refusal(source, **variables).problem == problem


def test_a_name_that_was_misspelt_is_answered_with_the_one_meant():
    assert "handlers" in refusal("hanlders", handlers=[]).text.zh


def test_the_place_of_a_refusal_is_its_line_and_column():
    error = refusal("right == 'design'\n  and days >\n    missing", right="design", days=1)
    assert (error.line, error.column) == (3, 5)
    inside = refusal("1 +\n lower(5)")
    assert (inside.line, inside.column) == (2, 2)
    deeper = refusal("1 +\n contains(5, 5)")
    assert (deeper.line, deeper.column) == (2, 2)


def test_every_problem_is_said_in_both_languages():
    for message, remedy in PROBLEMS.values():
        assert message.zh
        assert message.en
        assert remedy.zh
        assert remedy.en


def test_a_refusal_says_itself_to_people_and_to_logs():
    error = refusal("right == 外观")
    assert error.text.zh == "中文“外观”没有放在引号内"
    assert "English names" in error.remedy.en
    assert "right == 外观" in str(error)
