"""Cells of decision tables: unary tests, and the sets of values that they are proven to accept."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.decisions import compile_cell
from engine.decisions.regions import ALL, Region, after, before, between, example, point, universe
from engine.errors import ExpressionRefused
from engine.expressions.frame import Frame

NOW = datetime.fromisoformat("2026-09-24T09:00:00+08:00")


def accepts(source, value, **variables):
    cell, frame = compile_cell(source), Frame(variables, NOW)
    frame.slots = [value]
    return cell.accepts is None or cell.accepts(frame)


@pytest.mark.parametrize(
    ("source", "fitting", "others"),
    [
        ("-", [1, "a", None, True], []),
        ("", [1, None], []),
        (" – ", [1], []),
        ('"a"', ["a"], ["b", None, 1]),
        ("= 5", [5], [4]),
        ("!= 5", [4, None], [5]),
        ('"a", "b"', ["a", "b"], ["c", None]),
        ('["a", "b"]', ["a", "b"], ["c"]),
        ("5, > 10", [5, 11], [10]),
        ("true", [True], [False, None, 1]),
        ("1", [1, 1.0], [True, None]),
        ("null", [None], [0, ""]),
        ("-5", [-5], [5]),
        ("(1 + 2) * 2", [6], [5]),
        ("< 5", [4.9], [5, None]),
        ("<= 5", [5], [6]),
        ("> 5", [6], [5]),
        (">= 5", [5], [4]),
        ("[1..5]", [1, 5], [0, 6, None]),
        ("(1..5)", [2], [1, 5]),
        ("[1..5)", [1, 4], [5]),
        ("(1..5]", [5], [1]),
        ("[-1..1]", [0], [2]),
        ('["2026-01-01".."2026-06-30"]', ["2026-02-01"], ["2026-07-01"]),
        ('>= date("2026-01-01")', ["2026-01-01"], ["2025-12-31"]),
        ("<= today", ["2026-09-24"], ["2026-09-25"]),
        ("[today()..add_days(today, 3)]", ["2026-09-26"], ["2026-09-28"]),
        ('not("a", "b")', ["c", None], ["a", "b"]),
        ("not([1..5], 7)", [6, 8], [3, 7]),
        ("not(null)", [0], [None]),
        ("not(? > 5)", [5], [6]),
        ("not (? > 5) and ? != 3", [2], [3, 6]),
        ("? > 3 and ? < 5", [4], [3, 5]),
        ('starts_with(?, "G06") or ? == "B"', ["G06F", "B"], ["H01"]),
        ('any(kind == ? for kind in ["a", "b"])', ["a"], ["c"]),
        ("[x for x in ?] == [1]", [[1]], [[2]]),
        ("exists(?)", [1], [None]),
        ("limit", [7], [8]),
        ("< limit", [6], [7]),
        ("[limit..limit + 3]", [7, 10], [6, 11]),
        ("kinds", ["a"], ["c"]),
        ("[]", [], [1, None]),
        ('{"a": 1}', [{"a": 1}], [{"a": 2}, 1]),
        ('[["a"]]', [["a"]], ["a"]),
    ],
)
def test_a_cell_accepts(source, fitting, others):
    variables = {"limit": 7, "kinds": ["a", "b"]}
    assert [value for value in fitting if not accepts(source, value, **variables)] == []
    assert [value for value in others if accepts(source, value, **variables)] == []


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("x > 3", "cell-boolean"),
        ("not x", "cell-boolean"),
        ("a and b", "cell-boolean"),
        ("[5..1]", "interval-backwards"),
        ("(5..5]", "interval-backwards"),
        ('["a"..5]', "interval-kinds"),
        ("> null", "no-order"),
        ("[true..false]", "no-order"),
        ("< [1]", "no-order"),
        ('date("2026-13-01")', "argument-value"),
        ("1,", "unfinished"),
        ("1 2", "surplus"),
        ("[1..5[", "unfinished"),
        ("]1..5]", "expected"),
        ("[1..", "unfinished"),
        ("外观", "chinese"),
        ("“外观”", "full-width"),
        ("? = 3", "operator"),
        ("not(1", "unfinished"),
        (None, "not-text"),
    ],
)
def test_a_cell_that_is_wrong_is_refused(source, problem):
    with pytest.raises(ExpressionRefused) as refused:
        compile_cell(source)
    assert refused.value.problem == problem


def test_a_condition_must_give_true_or_false():
    assert not accepts("default(?, null)", None)
    with pytest.raises(Exception, match="not-boolean"):
        accepts("? + 1", 1)


def test_what_a_cell_reads():
    assert compile_cell("[low..high], ? > other").names == {"low", "high", "other"}
    assert compile_cell("design").bare == ("design",)
    assert compile_cell('"design", limit + 1').bare == ()


def test_a_cell_is_compiled_once():
    assert compile_cell('"once"') is compile_cell('"once"')


# --- regions: what is proven is what happens ---

numbers = st.integers(-4, 4)
texts = st.sampled_from(["", "a", "b", "c", "2026-01-01", "2026-01-02"])
quoted = texts.map('"{}"'.format)
ends = st.tuples(numbers, numbers).filter(lambda pair: pair[0] < pair[1])
simple = st.one_of(
    numbers.map(str),
    quoted,
    st.sampled_from(["true", "false", "null"]),
    st.tuples(st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), st.one_of(numbers.map(str), quoted)).map(
        "".join
    ),
    st.builds(
        lambda pair, o, c: f"{o}{pair[0]}..{pair[1]}{c}", ends, st.sampled_from("[("), st.sampled_from("])")
    ),
)
cells = st.one_of(
    simple, st.lists(simple, min_size=2, max_size=3).map(", ".join), simple.map("not({})".format)
)


def _holds(region, value):
    return bool(region & point(value) != Region())


def _fits(source, value):
    try:
        return accepts(source, value)
    except Exception:  # noqa: BLE001 - a text against a number: neither in nor out
        return None


@given(cells, st.one_of(numbers, numbers.map(lambda n: n + 0.5), texts, st.none()))
@settings(max_examples=200, deadline=None)
def test_a_region_is_what_the_cell_accepts(source, value):
    fits = _fits(source, value)
    if fits is not None:
        assert _holds(compile_cell(source).region, value) is fits


@given(cells, cells)
@settings(max_examples=150, deadline=None)
def test_regions_obey_the_laws_of_sets(one, other):
    first, second = compile_cell(one).region, compile_cell(other).region
    assert ~~first == first
    assert first | ~first == ALL
    assert first & ~first == Region()
    assert ~(first | second) == ~first & ~second
    assert first & second == second & first


@given(cells, st.sampled_from(["", "number", "integer", "string", "date", "boolean"]))
@settings(max_examples=150, deadline=None)
def test_an_example_belongs_to_its_region(source, kind):
    region = compile_cell(source).region
    for value in example(region, kind):
        assert value == "…" or _holds(region, value)


@pytest.mark.parametrize(
    ("low", "high", "kind", "expected"),
    [
        (before(1), before(2), "integer", [1]),
        (after(1), before(2), "integer", []),
        (after(1), before(2), "number", [1.5]),
        (after(1), before(3), "integer", [2]),
        ((-1,), before(3), "integer", [2]),
        (after(3), (1,), "number", [4]),
        ((-1,), (1,), "number", [0]),
        ((-1,), (1,), "integer", [0]),
        ((-1,), before(2.5), "number", [1]),
        (before(3), (1,), "number", [3]),
    ],
)
def test_examples_of_numbers(low, high, kind, expected):
    assert example(between(low, high, 1), kind) == expected


@pytest.mark.parametrize(
    ("low", "high", "kind", "expected"),
    [
        (after("2026-01-31"), before("2026-02-01"), "date", []),
        (after("2026-01-31"), before("2026-02-02"), "date", ["2026-02-01"]),
        ((-1,), before("2026-02-02"), "date", ["2026-02-01"]),
        (after("9999-12-31"), (1,), "date", []),
        (after("x"), before("y"), "date", []),
        (after("x"), before("y"), "dateTime", []),
        (after("x"), before("y"), "string", ["…"]),
        (before("x"), before("y"), "string", ["x"]),
    ],
)
def test_examples_of_texts(low, high, kind, expected):
    assert example(between(low, high, "x"), kind) == expected


def test_moments_are_not_proven_by_their_texts():
    assert compile_cell('< "2026-01-01T00:00:00Z"').region is None
    assert point([1]) is None
    assert compile_cell('[["a"]]').region is None
    assert example(Region(null=True), "") == [None]
    assert example(universe("date", None), "date") == ["0001-01-01"]
