"""Scripts: lines of `name = expression`, all or none."""

from datetime import datetime

import pytest

from engine.errors import ExpressionRefused
from engine.expressions import PROVIDED, RESERVED, compile_script

NOW = datetime.fromisoformat("2026-09-24T09:00:00+08:00")


def run(source, **variables):
    return compile_script(source).run(variables, now=NOW)


def test_lines_see_what_the_lines_before_them_wrote():
    assert run("total = fine + 1\n\n# a remark\ndouble = total * 2  # another", fine=4) == {
        "total": 5,
        "double": 10,
    }


def test_only_the_names_written_come_out():
    assert run("a = 2", a=1, b=3) == {"a": 2}


def test_an_expression_may_go_on_over_lines():
    source = """
        rows = [
            x
            for x in given
            if x > 1
        ]
        total = sum(rows)
            + 1
    """
    assert run(source, given=[1, 2, 3]) == {"rows": [2, 3], "total": 6}


def test_all_or_nothing():
    variables = {"a": [1]}
    with pytest.raises(ExpressionRefused) as refused:
        compile_script("a = [2]\nb = missing").run(variables, now=NOW)
    assert (refused.value.problem, refused.value.line, refused.value.column) == ("name-unknown", 2, 5)
    assert variables == {"a": [1]}


def test_what_a_script_reads_and_writes():
    script = compile_script("a = b + c\nd = a + default(e, f)\na = d\nb = exists(a) and exists(c)")
    assert script.writes == ("a", "d", "b")
    assert script.names == {"b", "c", "e", "f"}
    assert script.optional == {"e"}


def test_what_is_written_shares_nothing():
    given = [1]
    found = run("a = given\nb = a", given=given)
    assert found == {"a": [1], "b": [1]}
    assert found["a"] is not found["b"]
    assert found["a"] is not given


@pytest.mark.parametrize(
    ("source", "problem", "line"),
    [
        ("", "empty", 1),
        ("# remark\n\n", "empty", 1),
        (None, "not-text", 1),
        ("a", "statement", 1),
        ("a == 1", "statement", 1),
        ("print('x')", "statement", 1),
        ("= 1", "statement", 1),
        ("1 = 2", "statement", 1),
        ("'a' = 2", "statement", 1),
        ("a = 1\nb", "statement", 2),
        ("a = 1\nb.c(2)", "statement", 2),
        ("a = 1 b = 2", "statement", 1),
        ("a = b = 2", "statement", 1),
        ("if a: b = 1", "statement", 1),
        ("in = 1", "statement", 1),
        ("a.b = 1", "assign-field", 1),
        ("a['b'] = 1", "assign-field", 1),
        ("a = 1\na += 1", "assign-twice", 2),
        ("a //= 1", "assign-twice", 1),
        ("a = 1; b = 2", "operator", 1),
        ("len = 1", "assign-reserved", 1),
        ("today = 1", "assign-reserved", 1),
        ("_a = 1", "assign-reserved", 1),
        ("from = 1", "assign-reserved", 1),
        ("case_number = 1", "assign-reserved", 1),
        ("a =", "unfinished", 1),
        ("a =\nb = 1", "unfinished", 2),
        ("a = (1\nb = 2", "expected", 2),
        ("a, b = 1", "statement", 1),
        ("import os", "statement", 1),
        ("a = 1 2", "surplus", 1),
        ("a = 1)\nb = 2", "surplus", 1),
    ],
)
def test_what_is_no_script(source, problem, line):
    with pytest.raises(ExpressionRefused) as refused:
        compile_script(source)
    assert (refused.value.problem, refused.value.line) == (problem, line)


def test_reserved_names_are_known_to_others():
    assert {"len", "today", "default"} <= RESERVED
    assert {"case_number", "opened_on", "title", "initiator"} == PROVIDED
