"""Decision tables: hit policies, requirements, and what happens when a table gives no answer."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.decisions import (
    Aggregation,
    DecisionRefused,
    DecisionTable,
    HitPolicy,
    Input,
    Output,
    Requirement,
    Rule,
    compile_cell,
)
from engine.expressions import compile_expression
from engine.tokens.problems import problem_of

NOW = datetime.fromisoformat("2026-09-24T09:00:00+08:00")


def table(policy, *rows, inputs=("right", "days"), outputs=("route",), key="route", **more):
    columns = tuple(Input(name, compile_expression(name)) for name in inputs)
    rules = tuple(
        Rule(
            row,
            tuple(compile_cell(cell) for cell in cells[: len(inputs)]),
            tuple(compile_expression(cell) for cell in cells[len(inputs) :]),
        )
        for row, cells in enumerate(rows, 1)
    )
    given = tuple(one if isinstance(one, Output) else Output(one, one) for one in outputs)
    return DecisionTable(key, "分流", policy, columns, given, rules, **more)


def decide(of, **variables):
    return of.decide(variables, now=NOW)


def refusal(of, **variables):
    with pytest.raises(DecisionRefused) as refused:
        decide(of, **variables)
    return refused.value


ROWS = (
    ('"design"', "< 10", '"fast"'),
    ('"design"', ">= 5", '"slow"'),
    ("-", "> 100", '"late"'),
)


def test_unique_gives_the_one_rule_that_matches():
    assert decide(table(HitPolicy.UNIQUE, *ROWS), right="design", days=1) == {"route": "fast"}


def test_unique_refuses_two():
    error = refusal(table(HitPolicy.UNIQUE, *ROWS), right="design", days=7)
    assert (error.problem, error.rules, error.table) == ("several-rules", (1, 2), "分流")
    assert "第 1, 2 行" in error.text.zh
    assert "right = 'design', days = 7" in error.text.en


def test_first_gives_the_first():
    assert decide(table(HitPolicy.FIRST, *ROWS), right="design", days=7) == {"route": "fast"}
    assert decide(table(HitPolicy.FIRST, *ROWS), right="x", days=101) == {"route": "late"}


def test_any_takes_several_that_say_the_same():
    same = (("-", "< 10", '{"a": [1]}'), ('"design"', "-", '{"a": [days - 6]}'))
    of = table(HitPolicy.ANY, *same)
    assert decide(of, right="design", days=7) == {"route": {"a": [1]}}
    error = refusal(of, right="design", days=8)
    assert (error.problem, error.rules) == ("rules-differ", (1, 2))


def test_rule_order_and_collect_give_lists_in_the_order_of_the_rules():
    for policy in (HitPolicy.RULE_ORDER, HitPolicy.COLLECT):
        of = table(
            policy,
            ("-", "-", "1", "'a'"),
            ('"x"', "-", "2", "'b'"),
            ("-", "-", "3", "'c'"),
            outputs=("n", "t"),
        )
        assert decide(of, right="y", days=0) == {"n": [1, 3], "t": ["a", "c"]}
        assert decide(table(policy, ('"x"', "-", "1")), right="y", days=0) == {"route": []}


@pytest.mark.parametrize(
    ("aggregation", "some", "none"),
    [
        (Aggregation.SUM, 6.5, 0),
        (Aggregation.MIN, 1, None),
        (Aggregation.MAX, 3.5, None),
        (Aggregation.COUNT, 3, 0),
    ],
)
def test_collect_makes_one_number(aggregation, some, none):
    rows = (('"x"', "-", "1"), ('"x"', "-", "2"), ('"x"', "-", "days"))
    of = table(HitPolicy.COLLECT, *rows, aggregation=aggregation)
    assert decide(of, right="x", days=3.5) == {"route": some}
    assert decide(of, right="y", days=3.5) == {"route": none}


def test_what_cannot_be_added_is_refused():
    of = table(HitPolicy.COLLECT, ("-", "-", "1"), ("-", "-", "'a'"), aggregation=Aggregation.SUM)
    assert refusal(of, right="x", days=1).problem == "not-addable"
    of = table(HitPolicy.COLLECT, ("-", "-", "1"), ("-", "-", "null"), aggregation=Aggregation.MAX)
    assert refusal(of, right="x", days=1).problem == "not-addable"


def test_no_rule_is_an_error_that_shows_what_was_asked():
    error = refusal(table(HitPolicy.UNIQUE, *ROWS), right=None, days=True)
    assert error.problem == "no-rule"
    assert "right = null，days = true" in error.text.zh


def test_defaults_stand_in_where_no_rule_matches():
    outputs = (Output("route", default=compile_expression('right + "?"')), Output("note"))
    of = table(HitPolicy.FIRST, ('"design"', "-", '"fast"', '"n"'), outputs=outputs)
    assert decide(of, right="x", days=1) == {"route": "x?", "note": None}
    wrong = table(
        HitPolicy.FIRST,
        ('"design"', "-", '"fast"'),
        outputs=(Output("route", default=compile_expression("zz")),),
    )
    assert refusal(wrong, right="x", days=1).problem == "input"


def test_what_cannot_be_evaluated_is_named_by_row_and_column():
    of = table(HitPolicy.UNIQUE, ("-", "< 5", "1"), ("-", "> 5", "missing + 1"))
    assert refusal(of, right="x").problem == "input"
    error = refusal(of, right="x", days="many")
    assert (error.problem, error.rules) == ("cell", (1,))
    assert "“days”" in error.text.zh
    error = refusal(of, right="x", days=9)
    assert (error.problem, error.rules) == ("cell", (2,))
    assert "missing" in error.text.en
    odd = table(HitPolicy.UNIQUE, ("? in [x for x in odd]", "-", "1"))
    assert refusal(odd, right="x", days=1, odd={1, "a"}).problem == "cell"


def test_a_table_without_inputs_decides_too():
    assert decide(table(HitPolicy.FIRST, ("1",), inputs=())) == {"route": 1}


def test_comprehensions_in_cells_have_room():
    row = ('any(x == ? for x in ["a"])', "any(y > ? for y in [5])", "1")
    assert decide(table(HitPolicy.UNIQUE, row), right="a", days=4) == {"route": 1}


# --- decisions that require decisions ---


def test_what_is_required_is_decided_first():
    level = table(HitPolicy.COLLECT, ("> 10", "1"), ("> 20", "1"), inputs=("days",), outputs=("level",), key="level", aggregation=Aggregation.SUM)  # fmt: skip
    pair = table(HitPolicy.FIRST, ("-", "1", "2"), inputs=("right",), outputs=("a", "b"), key="pair")
    of = table(
        HitPolicy.FIRST,
        ("2", "a + both.b"),
        ("-", "0"),
        inputs=("grade",),
        requires=(Requirement("grade", level), Requirement("both", pair)),
    )
    assert decide(of, right="x", days=21) == {"route": 3}
    assert decide(of, right="x", days=1) == {"route": 0}
    assert of.names == {"days", "right"}
    assert of.writes == ("route",)


def test_a_ladder_of_diamonds_is_decided_once_a_table():
    of = table(HitPolicy.FIRST, ("-", "1"), inputs=("start",), outputs=("n0",), key="n0")
    for step in range(1, 40):
        of = table(
            HitPolicy.FIRST,
            ("-", f"l{step} + 1"),
            inputs=(f"r{step}",),
            outputs=(f"n{step}",),
            key=f"n{step}",
            requires=(Requirement(f"l{step}", of), Requirement(f"r{step}", of)),
        )
    assert decide(of, start=0) == {"n39": 40}


# --- speed, and random tables against an oracle ---


def test_two_hundred_rules_are_decided_in_well_under_a_millisecond():
    rows = [(f'"k{row % 20}"', f"[{row * 10}..{row * 10 + 9}]", f'"r{row}"') for row in range(200)]
    of = table(HitPolicy.UNIQUE, *rows)
    variables = {"right": "k19", "days": 1995}
    assert of.decide(variables, now=NOW) == {"route": "r199"}


cells = st.sampled_from(["-", "1", "2, 3", "< 3", "[1..2]", "not(2)", "(0..3)"])
SETS = {
    "-": range(5),
    "1": [1],
    "2, 3": [2, 3],
    "< 3": [0, 1, 2],
    "[1..2]": [1, 2],
    "not(2)": [0, 1, 3, 4],
    "(0..3)": [1, 2],
}


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=6), st.integers(0, 4), st.integers(0, 4))
@settings(max_examples=150, deadline=None)
def test_random_tables_match_the_rules_that_their_sets_say(rows, right, days):
    of = table(HitPolicy.RULE_ORDER, *((a, b, str(place)) for place, (a, b) in enumerate(rows)))
    expected = [place for place, (a, b) in enumerate(rows) if right in SETS[a] and days in SETS[b]]
    assert decide(of, right=right, days=days) == {"route": expected}


def test_a_table_without_an_answer_is_an_incident_that_says_why():
    problem = problem_of(refusal(table(HitPolicy.UNIQUE, *ROWS), right="design", days=7))
    assert problem.code == "decision"
    assert problem.text.zh.startswith(
        "决策表没有给出结果：决策表“分流”的命中策略为唯一（UNIQUE），但第 1, 2 行同时符合"
    )
    assert problem.text.en.startswith("A decision table gave no answer: The decision table “分流” is UNIQUE")
