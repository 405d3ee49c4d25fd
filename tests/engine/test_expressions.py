"""What the expression language can say."""

from collections import ChainMap
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

import pytest

from engine.expressions import ExpressionRefused, compile_expression

NOW = datetime.fromisoformat("2026-09-24T09:00:00+08:00")


def value(source, **variables):
    return compile_expression(source).evaluate(variables, now=NOW)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("7 // 2, ", None),
        ("-7 // 2", -4),
        ("7 % 4", 3),
        ("1 / 4", 0.25),
        ("- -3", 3),
        ("+true", 1),
        ("1.5e2", 150.0),
        ("2 < 3 <= 3", True),
        ("2 < 3 < 3", False),
        ("1 != 2", True),
        ("not 1 == 2", True),
        ("not not 0", False),
        ("true and false or true", True),
        ("0 or 'none'", "none"),
        ("0 and 1/0", 0),
        ("1 or 1/0", 1),
        ("null is None", True),
        ("1 is not null", True),
        ("True is true", True),
        ('"a" + "b"', "ab"),
        ("[1, 2] + [3]", [1, 2, 3]),
        ("(1, 2,)", [1, 2]),
        ("()", []),
        ("{}", {}),
        ("{1, 2}", [1, 2]),
        ('{"a": 1, "b": [2],}', {"a": 1, "b": [2]}),
        ("[x * 2 for x in [1, 2, 3] if x > 1]", [4, 6]),
        ("[x + y for x in [1, 2] for y in [x, 3]]", [2, 4, 4, 5]),
        ("[k for k in {'a': 1}]", ["a"]),
        ("1 if false else 2 if true else 3", 2),
        (r'"tab\t line\n quote\" back\\"', 'tab\t line\n quote" back\\'),
        ("'设计' in '外观设计'", True),
        ("2 in [1, 2]", True),
        ("[1] in [[1], 2]", True),
        ("[1] in [1, 2]", False),
        ("3 not in (1, 2)", True),
        ("'a' in {'a': 1}", True),
        ("[1, {'a': [2]}] == [1, {'a': [2]}]", True),
        ("[1, {'a': [2]}] == [1, {'a': [3]}]", False),
        ("[1] == [1, 2]", False),
        ("{'a': 1} != {'b': 1}", True),
        ("[1] == 1", False),
        ("[[1]] == [1]", False),
        ("'abc'[1]", "b"),
        ("'abcdef'[1:3]", "bc"),
        ("[1, 2, 3][-1]", 3),
        ("[1, 2, 3][:2]", [1, 2]),
        ("[1, 2, 3][1:]", [2, 3]),
    ],
)
def test_what_is_written_means_what_python_means(source, expected):
    if expected is None:
        with pytest.raises(ExpressionRefused):
            value(source)
    else:
        found = value(source)
        assert found == expected
        assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("lower('AB')", "ab"),
        ("upper('ab')", "AB"),
        ("trim('　a ')", "a"),
        ("len('外观')", 2),
        ("len([1, 2])", 2),
        ("contains('abc', 'b')", True),
        ("contains([1, 2], 3)", False),
        ("starts_with('G06F 17/00', 'G06F')", True),
        ("ends_with('长沙某公司', '公司')", True),
        ("matches('G06F 17/00', 'G06F*')", True),
        ("matches('G06F', 'G0?F')", True),
        ("matches('abc', 'a*c*d')", False),
        ("matches('', '**')", True),
        ("matches('abc', 'abd')", False),
        ("matches('mississippi', 'm*issip*i')", True),
        ("replace('a-b-c', '-', '')", "abc"),
        ("split('a; b ;c', ';')", ["a", "b", "c"]),
        ("join(['张三', '李四'], '、')", "张三、李四"),
        ("join([1, true, null, 2.0], ',')", "1,true,,2"),
        ("to_text(2.5)", "2.5"),
        ("to_number(' -12.50 ')", -12.5),
        ("to_number('7')", 7),
        ("to_number(7)", 7),
        ("round(2.5)", 3),
        ("round(-2.5)", -3),
        ("round(2.675, 2)", 2.68),
        ("round(7, 2)", 7),
        ("floor(2.7)", 2),
        ("ceil(2.1)", 3),
        ("abs(-2)", 2),
        ("min(3, 1, 2)", 1),
        ("max([3, 1, 2])", 3),
        ("max('2026-01-01', '2026-02-01')", "2026-02-01"),
        ("sum([])", 0),
        ("sum(x.v for x in [{'v': 1}, {'v': 2.5}])", 3.5),
        ("any(x > 2 for x in [1, 3])", True),
        ("all([])", True),
        ("sorted([3, 1, 2])", [1, 2, 3]),
        ("sorted(['b', 'a'])", ["a", "b"]),
        ("distinct([1, 2, 1, [3], [3]])", [1, 2, [3]]),
        ("is_empty('')", True),
        ("is_empty(0)", False),
        ("today", "2026-09-24"),
        ("today()", "2026-09-24"),
        ("now", "2026-09-24T09:00:00+08:00"),
        ("date('2026-01-31')", "2026-01-31"),
        ("date('2026-01-31T20:00:00Z')", "2026-02-01"),
        ("add_days('2026-02-27', 2)", "2026-03-01"),
        ("add_days('2026-03-01', -1)", "2026-02-28"),
        ("add_months('2026-01-31', 1)", "2026-02-28"),
        ("add_months('2026-01-31', -2)", "2025-11-30"),
        ("days_between('2026-09-24', '2026-10-04')", 10),
        ("hours_between('2026-09-24T08:30:00+08:00', now)", 0.5),
        ("hours_between('2026-09-24T00:30', now)", 8.5),
        ("year_of(today)", 2026),
        ("month_of(today)", 9),
        ("day_of(today)", 24),
        ("weekday_of(today)", 4),
    ],
)
def test_functions(source, expected):
    assert value(source) == expected


def test_variables_are_read_by_name_and_by_path():
    variables = {
        "right": "design",
        "applicant": {"phone": "138", "kinds": ["a", {"b": 2}]},
        "place": 1,
        "key": "phone",
    }
    assert value("right == 'design' and applicant.phone == '138'", **variables)
    assert value("applicant.kinds[place].b", **variables) == 2
    assert value("applicant['phone'] + applicant[key]", **variables) == "138138"


def test_words_of_the_language_may_be_names_of_fields():
    assert value("a.in + a.null + a.from", a={"in": 1, "null": 2, "from": 3}) == 6


def test_an_expression_may_be_broken_and_indented():
    source = """
        right == 'design'   # a remark
          and (
            days > 3
            or urgent
          )
    """
    assert value(source, right="design", days=1, urgent=True)


def test_dates_compare_as_texts_and_moments_as_instants():
    assert value("received_on <= today", received_on="2026-09-24")
    assert value("opened < now", opened="2026-09-24T00:59:59Z")
    assert not value("opened < now", opened="2026-09-24T01:00:00Z")
    assert value("opened < now", opened="2026-09-24T08:59:59")
    assert value("day < moment", day="2026-09-24", moment="2026-09-24T00:00:01+08:00")
    assert value("'2026-09-24T1' > '2026-09-24T0'")
    assert value("a < b", a="2026-09-24T08:00", b="2026-09-24T09:00")


def test_without_an_instant_naive_moments_still_compare():
    expression = compile_expression("a < b")
    assert expression.evaluate({"a": "2026-01-01T08:00", "b": "2026-01-01T09:00Z"}, now=None)
    assert (
        compile_expression("days_between(a, b)").evaluate({"a": "2026-01-01", "b": "2026-01-02"}, now=None)
        == 1
    )
    with pytest.raises(ExpressionRefused):
        compile_expression("today").evaluate({}, now=None)
    with pytest.raises(ExpressionRefused):
        compile_expression("today()").evaluate({}, now=None)


def test_what_may_be_missing_is_asked_for_by_default_and_exists():
    assert value("default(note, 'none')") == "none"
    assert value("default(applicant.phone, 'none')", applicant={}) == "none"
    assert value("default(rows[3].name, 'none')", rows=[]) == "none"
    assert value("default(a.b, 'none')", a=None) == "none"
    assert value("default(a, 'none')", a=None) == "none"
    assert value("default(a, 'none')", a=0) == 0
    assert not value("exists(note)")
    assert not value("exists(note)", note=None)
    assert value("exists('applicant.phone')", applicant={"phone": ""})


def test_other_errors_come_through_default():
    with pytest.raises(ExpressionRefused) as refused:
        value("default(a['x' + 1], 0)", a={})
    assert refused.value.problem == "not-computable"


def test_names_are_the_variables_and_nothing_else():
    source = "sum(x.v + tax for x in goods if x.v > least) + len(today) + default(note.length, other)"
    expression = compile_expression(source)
    assert expression.names == {"goods", "tax", "least", "note", "other"}
    assert expression.optional == {"note"}
    both = compile_expression("exists(a) and a > default(b[c], 1)")
    assert (both.names, both.optional) == ({"a", "b", "c"}, {"b", "c"})


def test_an_item_of_a_comprehension_hides_a_variable_only_inside():
    assert value("[x for x in [1]] + [x]", x=9) == [1, 9]
    assert compile_expression("[x for x in [1]] + [x]").names == {"x"}


class Kind(StrEnum):
    DESIGN = "design"


def test_values_come_in_as_json_has_them():
    variables = {
        "day": date(2026, 1, 31),
        "moment": datetime(2026, 1, 31, 9, tzinfo=UTC),
        "kind": Kind.DESIGN,
        "fine": Decimal("10.50"),
        "whole": Decimal(10),
        "pair": (1, 2),
        "record": MappingProxyType({"a": (date(2026, 1, 1),)}),
        "set": {"b", "a"},
    }
    found = value("[day, moment, kind, fine, whole, pair, record, set]", **variables)
    assert found == [
        "2026-01-31",
        "2026-01-31T09:00:00+00:00",
        "design",
        10.5,
        10,
        [1, 2],
        {"a": ["2026-01-01"]},
        ["a", "b"],
    ]
    assert type(found[2]) is str
    assert value("record.a[0] < day", **variables)
    assert value("[pair, day] == [[1, 2], '2026-01-31']", **variables)


def test_a_scope_may_be_any_mapping():
    assert compile_expression("a + b").evaluate(ChainMap({"a": 1}, {"a": 5, "b": 2}), now=NOW) == 3


def test_what_comes_out_shares_nothing_with_the_variables():
    handlers = [{"id": 1}]
    found = value("handlers", handlers=handlers)
    assert found == handlers
    assert found is not handlers
    assert found[0] is not handlers[0]


def test_a_condition_holds_or_not():
    assert compile_expression("a > 1").holds({"a": 2}, now=NOW) is True
    assert compile_expression("a").holds({"a": None}, now=NOW) is False
    with pytest.raises(ExpressionRefused) as refused:
        compile_expression("a").holds({"a": "no"}, now=NOW)
    assert refused.value.problem == "not-boolean"


def _deep_in_the_stack(levels, source):
    if levels:
        return _deep_in_the_stack(levels - 1, source)
    try:
        return compile_expression(source).names
    except ExpressionRefused as refused:
        return refused.problem


def test_deep_in_the_stack_an_expression_is_refused_at_worst():
    found = set()
    for levels in range(100, 900, 20):
        try:
            found.add(_deep_in_the_stack(levels, "(" * 20 + f"level{levels}" + ")" * 20))
        except RecursionError:  # raised by the test's own descent
            break
    assert "too-deep" in found
    assert frozenset({"level100"}) in found


def test_an_expression_is_compiled_once():
    assert compile_expression("once + 1") is compile_expression("once + 1")
