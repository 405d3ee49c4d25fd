"""What is proven of a table is true of it: overlaps, rules that never count, gaps."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.decisions import DecisionTable, HitPolicy, Input, Output, Rule, compile_cell, proofs
from engine.decisions.parts import type_of_cells
from engine.expressions import compile_expression
from engine.expressions.frame import Frame

NOW = datetime.fromisoformat("2026-09-24T09:00:00+08:00")


def table(policy, *rows, types=("string", "integer"), default=None, allowed=()):
    inputs = tuple(
        Input(
            f"i{place}",
            compile_expression(f"i{place}"),
            kind,
            compile_cell(allowed[place]).region if allowed else None,
        )
        for place, kind in enumerate(types)
    )
    rules = tuple(
        Rule(row, tuple(map(compile_cell, cells)), (compile_expression(str(row)),))
        for row, cells in enumerate(rows, 1)
    )
    output = Output("o", default=None if default is None else compile_expression(default))
    return DecisionTable("t", "表", policy, inputs, (output,), rules)


def overlaps(*rows, **more):
    return [
        (one.first.row, one.second.row, one.values)
        for one in proofs.overlaps(table(HitPolicy.UNIQUE, *rows, **more))
    ]


def dead(policy, *rows, **more):
    return [(one.rule.row, one.impossible) for one in proofs.dead_rules(table(policy, *rows, **more))]


def gap(*rows, policy=HitPolicy.UNIQUE, **more):
    found = proofs.gap(table(policy, *rows, **more))
    return None if found is None else found.values


def test_overlapping_rules_are_found_with_an_example():
    assert overlaps(('"a"', "< 5"), ('"a"', ">= 4"), ('"b"', "-")) == [(1, 2, ("a", 4))]
    assert overlaps(("-", "1"), ('not("a")', "-")) == [(1, 2, ("…", 1))]


def test_integers_have_nothing_between_them():
    assert overlaps(("-", "> 5"), ("-", "< 6")) == []
    assert overlaps(("-", "> 5"), ("-", "< 6"), types=("string", "number")) == [(1, 2, ("…", 5.5))]


def test_only_what_is_proven_is_said():
    assert overlaps(('starts_with(?, "a")', "-"), ('starts_with(?, "ab")', "-")) == []
    assert dead(HitPolicy.FIRST, ('starts_with(?, "a")', "-"), ('"a"', "-")) == []
    assert gap(('starts_with(?, "a")', "-"), ('not("b")', "-")) is None
    assert gap(('starts_with(?, "a")', "1"), ('not("b")', "-")) == ("b", 0)


def test_overlaps_are_of_unique_tables_only():
    assert proofs.overlaps(table(HitPolicy.FIRST, ("-", "-"), ("-", "-"))) == []


def test_many_overlaps_are_cut_off():
    assert len(overlaps(*[("-", "-")] * 30)) == 20


def test_rules_that_never_count():
    assert dead(HitPolicy.FIRST, ('"a"', "-"), ('not("a")', "< 3"), ('not("a")', ">= 3"), ("-", "7")) == [
        (4, False)
    ]
    assert dead(HitPolicy.UNIQUE, ('"a"', "-"), ('"a"', "1")) == []
    assert dead(HitPolicy.UNIQUE, ("5", "-"), ("-", '"x"')) == [(1, True), (2, True)]
    assert dead(
        HitPolicy.UNIQUE, ('"c"', "-"), types=("string", "integer"), allowed=('"a", "b"', "[0..9]")
    ) == [(1, True)]


def test_gaps_are_found_with_an_example():
    assert gap(('"a"', "< 5"), ('"a"', ">= 5")) == ("…", 0)
    assert gap(("-", "< 5"), ("-", "> 5")) == ("…", 5)
    assert gap(("-", "< 5"), ("-", "> 5"), policy=HitPolicy.FIRST) == ("…", 5)
    assert gap(("-", "-")) is None
    assert gap(('"a"', "-"), ('"b"', "-"), allowed=('"a", "b"', "-")) is None
    assert gap(('"a"', "-"), default="1") is None
    assert gap(('"a"', "-"), policy=HitPolicy.COLLECT) is None
    assert gap(policy=HitPolicy.FIRST) is None


def test_dates_follow_each_other():
    rows = (('<= "2026-06-30"',), ('>= "2026-07-01"',))
    assert gap(*rows, types=("date",)) is None
    assert gap(rows[0], types=("date",)) == ("2026-07-01",)
    assert gap(('"2026-01-01T00:00:00"',), types=("dateTime",)) is None


def test_booleans_have_two_values():
    assert gap(("true",), types=("boolean",)) == (False,)
    assert gap(("true",), ("false",), types=("boolean",)) is None


def test_a_proof_that_takes_too_long_says_nothing():
    columns = 10
    rows = []
    for row in range(150):
        tested = {row % columns: f'not("{row % 7}")', (row * 3 + 1) % columns: f'"{row % 5}", "{row % 3}"'}
        rows.append(tuple(tested.get(place, "-") for place in range(columns)))
    rows.append(("-",) * columns)
    assert gap(*rows, types=("string",) * columns) is None
    assert dead(HitPolicy.FIRST, *rows, rows[-1], types=("string",) * columns) is not None


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (('"a"', "-", 'not("b")'), "string"),
        (("1", "[2..3]"), "number"),
        (("true", "false"), "boolean"),
        (('"a"', "1"), ""),
        (("-",), ""),
        (("? > 1",), ""),
    ],
)
def test_the_type_of_a_column_may_be_seen_from_its_cells(cells, kind):
    assert type_of_cells(map(compile_cell, cells)) == kind


# --- against trying all values ---

integers = st.sampled_from(["-", "0", "1, 2", "< 2", ">= 3", "[1..3)", "not(1)", "not([1..2])", "> 4"])
texts = st.sampled_from(["-", '"a"', '"b"', '"a", "b"', 'not("a")'])
rows = st.lists(st.tuples(texts, integers), min_size=1, max_size=5)
VALUES = [(text, number) for text in ("a", "b", "c") for number in range(-1, 7)]


def _matching(of, values):
    frame = Frame({}, NOW)
    found = []
    for rule in of.rules:
        for place, accepts in rule.tests:
            frame.slots = [values[place]]
            if not accepts(frame):
                break
        else:
            found.append(rule.row)
    return found


@given(rows)
@settings(max_examples=150, deadline=None)
def test_proofs_agree_with_trying_all_values(some):
    unique, first = table(HitPolicy.UNIQUE, *some), table(HitPolicy.FIRST, *some)
    tried = [_matching(unique, values) for values in VALUES]
    pairs = {(a, b) for found in tried for a in found for b in found if a < b}
    assert {(one.first.row, one.second.row) for one in proofs.overlaps(unique)} == pairs
    firsts = {found[0] for found in tried if found}
    assert {one.rule.row for one in proofs.dead_rules(first)} == {rule.row for rule in first.rules} - firsts
    assert (proofs.gap(unique) is None) is all(tried)
