"""What people fill in: parsed from a page, cleaned by the schema, and answered in their language."""

import json
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import FormInvalid
from engine.forms import read_form

NOW = datetime.fromisoformat("2026-09-24T09:00:00+08:00")


def form(properties, **more):
    schema = {
        "x-key": "f",
        "title": "表",
        "x-title-en": "F",
        "type": "object",
        "properties": properties,
        **more,
    }
    found, findings = read_form(json.dumps(schema).encode(), "f.form.json")
    assert [finding for finding in findings if finding.severity == "error"] == []
    return found


def field(kind="string", title="题", english="Field", **more):
    return {"type": kind, "title": title, "x-title-en": english, **more}


def choice(*values, kind="string", **more):
    return field(
        kind, enum=list(values), **{"x-enum-labels": [[str(value), str(value)] for value in values]}, **more
    )


def table(columns, **more):
    return field(
        "array", items={"type": "object", "properties": columns, "required": more.pop("needs", [])}, **more
    )


def clean(of, values, variables=None):
    return of.clean(values, variables or {}, now=NOW)


def problems(of, values, variables=None):
    with pytest.raises(FormInvalid) as invalid:
        clean(of, values, variables)
    return {(problem.element, problem.rule): problem.message for problem in invalid.value.problems}


# --- parsing ---


def parsed(schema, *texts):
    return form({"a": schema}).parse({"a": list(texts)}).get("a", "nothing")


@pytest.mark.parametrize(
    ("schema", "text", "expected"),
    [
        (field(), "  a b ", "  a b "),
        (field(), " ", None),
        (field("integer"), "12", 12),
        (field("integer"), "１，０００", 1000),
        (field("integer"), "-3", -3),
        (field("integer"), "12.0", 12),
        (field("integer"), "12.5", 12.5),
        (field("integer"), "twelve", "twelve"),
        (field("integer"), "1e5", "1e5"),
        (field("integer"), "", None),
        (field("number"), "¥1,234.50 元", 1234.5),
        (field("number"), "3", 3),
        (field("number"), "9" * 31, "9" * 31),
        (field("boolean"), "true", True),
        (field("boolean"), "否", False),
        (field("boolean"), "maybe", "maybe"),
        (field("boolean"), "", None),
        (field(format="date"), "2026年1月5日", "2026-01-05"),
        (field(format="date"), "2026/1/5", "2026-01-05"),
        (field(format="date"), "２０２６．１．５", "2026-01-05"),
        (field(format="date"), "2026-02-30", "2026-02-30"),
        (field(format="date"), "soon", "soon"),
        (field(format="date-time"), "2026-01-05T09:30", "2026-01-05T09:30:00"),
        (field(format="date-time"), "2026-01-05 09:30", "2026-01-05T09:30:00"),
        (field(format="date-time"), "later", "later"),
        (choice(1, 2, kind="integer"), "2", 2),
        (choice("a"), "b", "b"),
    ],
)
def test_a_text_becomes_the_value_that_it_means_or_stays(schema, text, expected):
    found = parsed(schema, text)
    assert found == expected
    assert type(found) is type(expected)


def test_lists_are_what_was_chosen_or_one_line_each():
    kinds = field(
        "array", items={"type": "string", "enum": ["a", "b"], "x-enum-labels": [["甲", "A"], ["乙", "B"]]}
    )
    people = field("array", items={"type": "integer"}, **{"x-widget": "people"})
    lines = field("array", items={"type": "string"})
    of = form({"kinds": kinds, "people": people, "lines": lines})
    assert of.parse({}) == {"kinds": [], "people": [], "lines": []}
    raw = {
        "kinds": ["a", "b", ""],
        "people": ["3"],
        "people.1": ["4"],
        "people.0": ["x"],
        "lines": ["one\r\n\r\ntwo"],
    }
    assert of.parse(raw) == {"kinds": ["a", "b"], "people": [3, "x", 4], "lines": ["one", "two"]}


def test_tables_and_groups_come_in_by_dotted_names():
    of = form({
        "goods": table({"name": field(), "count": field("integer"), "seized": field("boolean", **{"x-widget": "checkboxes"})}),
        "applicant": field("object", properties={"phone": field(), "lines": table({"a": field()})}),
    })  # fmt: skip
    raw = {
        "goods.10.name": ["later"],
        "goods.2.name": ["first"],
        "goods.2.count": ["0"],
        "goods.2.seized": ["on"],
        "goods.3.name": [""],
        "goods.4.count": ["0"],
        "goods.x.name": ["no row"],
        "applicant.phone": ["138"],
        "applicant.lines.0.a": ["x"],
        "csrf_token": ["secret"],
    }
    assert of.parse(raw) == {
        "goods": [
            {"name": "first", "count": 0, "seized": True},
            {"count": 0, "seized": False},
            {"name": "later", "seized": False},
        ],
        "applicant": {"phone": "138", "lines": [{"a": "x"}]},
    }


def test_what_was_not_sent_is_not_there():
    of = form(
        {
            "a": field(),
            "b": field("boolean"),
            "c": field("boolean", **{"x-widget": "checkboxes"}),
            "d": field(readOnly=True),
        }
    )
    assert of.parse({"d": ["x"], "a": []}) == {"c": False}


# --- cleaning ---


def test_values_are_tidied_and_empty_ones_are_null():
    of = form(
        {"a": field(), "b": field(), "n": field("integer"), "list": field("array", items={"type": "string"})}
    )
    assert clean(of, {"a": " x\r\ny ", "b": "  ", "n": 3.0}) == {"a": "x\ny", "b": None, "n": 3, "list": []}


def test_what_was_not_sent_leaves_the_variable_as_it_is():
    of = form({"a": field(), "b": field(), "c": field("array", items={"type": "string"})})
    assert clean(of, {"b": None}, {"a": "old", "b": "old", "c": ["x"]}) == {"b": None}
    assert clean(of, {"c": None}, {"a": "old", "b": "old", "c": ["x"]}) == {"c": []}


def test_records_have_all_their_fields():
    of = form({
        "who": field("object", properties={"name": field(), "kinds": field("array", items={"type": "string"}), "hint": {"x-widget": "static", "title": "x", "x-title-en": "x"}}),
        "rows": table({"a": field(), "b": field("integer")}),
    })  # fmt: skip
    given = {"who": {"name": " n ", "hint": "x"}, "rows": [{"b": 2.0}, {"a": " "}]}
    assert clean(of, given) == {
        "who": {"name": "n", "kinds": []},
        "rows": [{"a": None, "b": 2}, {"a": None, "b": None}],
    }
    assert clean(of, {"who": None}) == {"who": None, "rows": []}


def test_read_only_fields_are_never_written():
    of = form({"a": field(readOnly=True, maxLength=1), "b": field()}, required=["a"])
    assert clean(of, {"a": "forged", "b": "x"}, {"a": "long ago"}) == {"b": "x"}
    shown = form({"rows": table({"a": field()}, readOnly=True), "b": field()})
    assert clean(shown, {"rows": [{"zz": 1}], "b": "x"}, {"rows": 5}) == {"b": "x"}


PHONE = field(pattern="^1[0-9]{10}$", description="手机号", **{"x-description-en": "mobile number"})
SIMPLE = [
    (field(), 5, "type", "“题”须为文本", "“Field” must be text"),
    (field("integer"), 1.5, "type", "“题”须为整数", "“Field” must be a whole number"),
    (field("integer"), True, "type", "“题”须为整数", "“Field” must be a whole number"),
    (field("integer"), "x", "type", "“题”须为整数", "“Field” must be a whole number"),
    (field("number"), "x", "type", "“题”须为数字", "“Field” must be a number"),
    (field("boolean"), "x", "type", "“题”须选择是或否", "“Field” must be yes or no"),
    (field("array", items={"type": "string"}), "x", "type", "“题”须为列表", "“Field” must be a list"),
    (field("object", properties={}), "x", "type", "“题”须为一组字段", "“Field” must be a group of fields"),
    (field(minLength=3), "ab", "minLength", "“题”至少 3 个字，现为 2 个字", "“Field” needs at least 3 characters; it has 2"),
    (field(maxLength=1), "外观", "maxLength", "“题”最多 1 个字，现为 2 个字", "“Field” may have at most 1 characters; it has 2"),
    (PHONE, "123", "pattern", "“题”的格式不正确：手机号", "“Field” does not have the right form: mobile number"),
    (field(pattern="^[0-9]+$"), "x", "pattern", "“题”的格式不正确", "“Field” does not have the right form"),
    (field(pattern="^[0-9]+$", **{"x-pattern-help": ["只写数字", "digits only"]}), "x", "pattern", "“题”的格式不正确：只写数字", "“Field” does not have the right form: digits only"),
    (field(pattern="^[0-9]*$"), "1" * 1001, "pattern", "“题”的格式不正确", "“Field” does not have the right form"),
    (choice("a", "b"), "c", "enum", "“题”须从选项中选择", "“Field” must be one of the choices"),
    (field("boolean", const=True), False, "const", "“题”须为 是", "“Field” must be yes"),
    (field("number", minimum=0, **{"x-unit": ["元", " yuan"]}), -1, "minimum", "“题”不能小于 0元", "“Field” must be at least 0 yuan"),
    (field("number", maximum=9), 10, "maximum", "“题”不能大于 9", "“Field” must be at most 9"),
    (field("number", exclusiveMinimum=0), 0, "exclusiveMinimum", "“题”须大于 0", "“Field” must be more than 0"),
    (field("number", exclusiveMaximum=9), 9, "exclusiveMaximum", "“题”须小于 9", "“Field” must be less than 9"),
    (field("number", multipleOf=0.01), 1.005, "multipleOf", "“题”须为 0.01 的整数倍", "“Field” must be a multiple of 0.01"),
    (field(format="date"), "2026-02-30", "format", "“题”须为有效日期，例如 2026-01-31", "“Field” must be a date, such as 2026-01-31"),
    (field(format="date"), "20260131", "format", "“题”须为有效日期，例如 2026-01-31", "“Field” must be a date, such as 2026-01-31"),
    (field(format="date-time"), "2026-01-31", "format", "“题”须为有效的日期和时间，例如 2026-01-31T09:00", "“Field” must be a date and time, such as 2026-01-31T09:00"),
    (field(format="time"), "25:00", "format", "“题”须为有效时间，例如 09:00", "“Field” must be a time, such as 09:00"),
    (field(format="email"), "a@b", "format", "“题”须为有效的电子邮箱地址", "“Field” must be an e-mail address"),
    (field(format="uri"), "ftp://a", "format", "“题”须为有效的网址，例如 https://example.cn/", "“Field” must be a web address, such as https://example.cn/"),
    (field("array", items={"type": "integer"}, minItems=2, **{"x-widget": "people"}), [1], "minItems", "“题”至少 2 项，现为 1 项", "“Field” needs at least 2; it has 1"),
    (field("array", items={"type": "integer"}, maxItems=1), [1, 2], "maxItems", "“题”最多 1 项，现为 2 项", "“Field” may have at most 1; it has 2"),
    (field("array", items={"type": "integer"}, uniqueItems=True), [1, 1], "uniqueItems", "“题”中有重复的项", "“Field” has the same item twice"),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "value", "rule", "zh", "en"), SIMPLE)
def test_a_broken_rule_is_said_in_the_persons_language(schema, value, rule, zh, en):
    assert problems(form({"a": schema}), {"a": value}) == {("/a", rule): (zh, en)}


@pytest.mark.parametrize(
    ("schema", "zh"),
    [
        (field(), "请填写“题”"),
        (choice("a"), "请选择“题”"),
        (field("integer", **{"x-widget": "person"}), "请选择“题”"),
        (table({"a": field()}), "请至少填写一行“题”"),
    ],
)
def test_what_is_required_is_asked_for(schema, zh):
    of = form({"a": schema}, required=["a"])
    assert problems(of, {})["/a", "required"].zh == zh
    assert problems(of, {"a": None})["/a", "required"].zh == zh


def test_a_blank_is_no_answer_but_an_empty_list_is():
    of = form({"a": field(), "b": field("array", items={"type": "string"})}, required=["a", "b"])
    assert set(problems(of, {"a": " ", "b": []})) == {("/a", "required")}
    assert clean(of, {"a": "x", "b": []}) == {"a": "x", "b": []}


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        (field("number", multipleOf=0.01), 19.99),
        (field(format="date"), "2026-02-28"),
        (field(format="date-time"), "2026-02-28T09:00"),
        (field(format="date-time"), "2026-02-28T09:00:00.5+08:00"),
        (field(format="time"), "09:00"),
        (field(format="email"), "ipr@cs.gov.cn"),
        (field(format="uri"), "https://example.cn/a?b=c"),
        (field(pattern="[0-9]"), "a1b"),
        (field("integer"), 10**20),
    ],
)
def test_what_is_right_comes_through(schema, value):
    assert clean(form({"a": schema}), {"a": value}) == {"a": value}


def test_problems_in_tables_name_the_row_and_the_column():
    of = form({"goods": table({"name": field(title="名称", english="Name"), "count": field("integer", title="数量", english="Count", minimum=1)}, needs=["name"], title="物品", english="Goods")})  # fmt: skip
    found = problems(of, {"goods": [{"name": "x", "count": 0}, {"count": "y"}, "z", {"name": "n", "zz": 1}]})
    assert found == {
        ("/goods/0/count", "minimum"): (
            "“物品”第 1 行“数量”不能小于 1",
            "“Goods”, row 1, “Count” must be at least 1",
        ),
        ("/goods/1/count", "type"): (
            "“物品”第 2 行“数量”须为整数",
            "“Goods”, row 2, “Count” must be a whole number",
        ),
        ("/goods/1/name", "required"): ("请填写“物品”第 2 行“名称”", "Fill in “Goods”, row 2, “Name”"),
        ("/goods/2", "type"): ("“物品”第 3 行须为一组字段", "“Goods”, row 3 must be a group of fields"),
        ("/goods/3/zz", "additionalProperties"): ("表单中没有字段 “zz”", "The form has no field “zz”"),
    }


def test_problems_in_groups_and_lists_name_the_place():
    of = form({
        "who": field("object", title="申请人", properties={"phone": field(title="电话")}, required=["phone"]),
        "people": field("array", title="人员", items={"type": "integer"}, **{"x-widget": "people"}),
    })  # fmt: skip
    found = problems(of, {"who": {"zz": 1}, "people": [1, "x"]})
    assert found["/who/phone", "required"].zh == "请填写“申请人”“电话”"
    assert found["/people/1", "type"].zh == "“人员”第 2 项须为整数"
    assert ("/who/zz", "additionalProperties") in found


def test_problems_stand_in_the_order_of_the_form():
    of = form({name: field("integer") for name in "cab"}, required=["a"])
    assert [place for place, _ in problems(of, {"b": "x", "c": "x", "zz": 1})] == ["/c", "/a", "/b", "/zz"]


def test_an_unknown_field_is_refused():
    assert problems(form({"a": field()}), {"b": 1}) == {
        ("/b", "additionalProperties"): ("表单中没有字段 “b”", "The form has no field “b”")
    }


@pytest.mark.parametrize(
    "monster",
    [
        ["x"] * 60_000,
        "x" * 300_000,
        float("nan"),
        float("inf"),
        10**100,
        json.loads("[" * 400 + "]" * 400),
    ],
    ids=["many", "long", "nan", "inf", "huge", "deep"],
)
def test_monsters_are_refused(monster):
    of = form({"a": field("array", items={"type": "string"}), "b": field("number")})
    assert set(problems(of, {"a": monster, "b": 1})) == {("", "too-large")}


# --- what is shown ---


def test_a_hidden_field_is_neither_required_nor_saved():
    of = form(
        {"right": choice("design", "patent"), "number": field(**{"x-show-if": "right == 'patent'"})},
        required=["right", "number"],
    )
    assert clean(of, {"right": "design", "number": "forged"}) == {"right": "design"}
    assert set(problems(of, {"right": "patent"})) == {("/number", "required")}
    assert clean(of, {"right": "patent", "number": "1"}) == {"right": "patent", "number": "1"}


def test_a_hidden_field_hides_what_hangs_on_it():
    of = form({
        "c": field(**{"x-show-if": "b == 'x'"}),
        "b": field(**{"x-show-if": "a == 'x'"}),
        "a": field(),
    })  # fmt: skip
    everything = {"a": "x", "b": "x", "c": "x"}
    assert clean(of, everything) == everything
    assert clean(of, {**everything, "a": "y"}) == {"a": "y"}


def test_a_condition_may_ask_the_case_and_the_day():
    of = form({"late": field(**{"x-show-if": "days_between(opened_on, today) > 10"})})
    assert of.shown({}, {"opened_on": "2026-09-01"}, now=NOW) == {"/late"}
    assert of.shown({}, {"opened_on": "2026-09-20"}, now=NOW) == frozenset()
    assert of.shown({}, {"opened_on": "2026-09-01"}) == frozenset()


def test_a_condition_that_cannot_be_decided_does_not_hold():
    of = form({"amount": field("number"), "why": field(**{"x-show-if": "amount > 1000"})})
    assert of.shown({}, {}, now=NOW) == {"/amount"}
    assert of.shown({"amount": "typed"}, {}, now=NOW) == {"/amount"}
    assert of.shown({"amount": 2000}, {}, now=NOW) == {"/amount", "/why"}


def test_a_field_of_the_form_comes_before_a_variable_of_the_same_name():
    of = form({"a": field(), "b": field(**{"x-show-if": "a == 'case'"})})
    assert "/b" not in of.shown({}, {"a": "case"}, now=NOW)
    shown = form({"a": field(readOnly=True), "b": field(**{"x-show-if": "a == 'case'"})})
    assert "/b" in shown.shown({"a": "forged"}, {"a": "case"}, now=NOW)
    assert "/b" not in shown.shown({}, {}, now=NOW)


def test_conditions_inside_tables_and_groups_ask_their_own_row_first():
    inner = {"kind": field(), "other": field(**{"x-show-if": "kind == 'other' and top == 'x'"})}
    of = form(
        {"top": field(), "rows": table(inner, needs=["other"]), "group": field("object", properties=inner)}
    )
    given = {
        "top": "x",
        "rows": [{"kind": "other", "other": "1"}, {"kind": "a", "other": "forged"}],
        "group": {"kind": "a", "other": "z"},
    }
    assert clean(of, given) == {
        "top": "x",
        "rows": [{"kind": "other", "other": "1"}, {"kind": "a", "other": None}],
        "group": {"kind": "a", "other": None},
    }
    assert set(problems(of, {**given, "rows": [{"kind": "other"}]})) == {("/rows/0/other", "required")}
    assert "/rows/0/other" in of.shown(given, {}, now=NOW)
    assert "/rows/1/other" not in of.shown(given, {}, now=NOW)
    assert "/group/kind" in of.shown({}, {}, now=NOW)


def test_static_text_and_read_only_fields_are_shown_and_hidden_too():
    of = form({
        "hint": {"x-widget": "static", "title": "提示", "x-title-en": "Hint", "x-show-if": "exists(gaps)"},
        "gaps": field(readOnly=True, **{"x-show-if": "exists(gaps)"}),
    })  # fmt: skip
    assert of.shown({}, {}, now=NOW) == frozenset()
    assert of.shown({}, {"gaps": "x"}, now=NOW) == {"/hint", "/gaps"}
    assert clean(of, {}, {"gaps": "x"}) == {}


# --- conditions of the schema, dates, defaults ---


def test_if_then_else_and_dependent_fields():
    of = form(
        {
            "route": choice("accept", "refuse"),
            "why": field(),
            "a": field(),
            "b": field(),
            "kind": field(readOnly=True),
        },
        required=["route"],
        allOf=[
            {
                "if": {"properties": {"route": {"const": "refuse"}}, "required": ["route"]},
                "then": {"required": ["why"]},
            },
            {
                "if": {"properties": {"kind": {"const": "strict"}}, "required": ["kind"]},
                "then": {"properties": {"a": {"minLength": 3}}},
            },
        ],
        dependentRequired={"a": ["b"]},
    )
    assert clean(of, {"route": "accept"})["why"] is None
    assert set(problems(of, {"route": "refuse"})) == {("/why", "required")}
    assert set(problems(of, {"route": "accept", "a": "x"})) == {("/b", "required")}
    assert set(problems(of, {"route": "accept", "a": "x", "b": "y"}, {"kind": "strict"})) == {
        ("/a", "minLength")
    }


def test_dates_may_be_bound_to_others():
    bounds = {"x-not-before": "received_on", "x-not-after": "today"}
    of = form({
        "received_on": field(format="date"),
        "answered_on": field(format="date", **bounds),
        "visits": table({"from": field(format="date"), "to": field(format="date", **{"x-not-before": "row_start"}), "row_start": field(format="date")}),
        "moment": field(format="date-time", **bounds),
        "odd": field(format="date", **{"x-not-after": "5"}),
        "group": field("object", properties={"day": field(format="date", **bounds)}),
    })  # fmt: skip
    fine = {
        "received_on": "2026-09-01",
        "answered_on": "2026-09-24",
        "moment": "2026-09-24T23:00",
        "odd": "2026-01-01",
        "group": {"day": "2026-09-02"},
    }
    assert clean(of, fine)["answered_on"] == "2026-09-24"
    found = problems(
        of,
        {**fine, "answered_on": "2026-08-31", "moment": "2026-09-25T00:00", "group": {"day": "2026-01-01"}},
    )
    assert set(found) == {
        ("/answered_on", "not-before"),
        ("/moment", "not-after"),
        ("/group/day", "not-before"),
    }
    assert found["/answered_on", "not-before"].zh == "“题”不能早于 2026-09-01"
    assert of.clean({"answered_on": "2099-01-01"}, {})["answered_on"] == "2099-01-01"
    rows = [{"to": "2026-01-01", "row_start": "2026-01-02"}, {"to": "2026-01-03", "row_start": "2026-01-02"}]
    assert set(problems(of, {"visits": rows})) == {("/visits/0/to", "not-before")}


def test_a_form_opens_with_the_cases_values_or_its_defaults():
    of = form(
        {
            "a": field(default="x"),
            "b": field(default="y"),
            "c": field(readOnly=True),
            "d": field(),
            "s": {"x-widget": "static", "title": "t", "x-title-en": "t"},
        }
    )
    assert of.initial({"b": "case", "c": 1}) == {"a": "x", "b": "case", "c": 1, "d": None}


# --- properties ---

FULL = form(
    {
        "name": field(minLength=2, maxLength=5),
        "right": choice("design", "patent"),
        "number": field(pattern="^[0-9]{2,4}$", **{"x-show-if": "right == 'patent'"}),
        "amount": field("number", minimum=0, multipleOf=0.01),
        "count": field("integer", maximum=9),
        "agreed": field("boolean"),
        "day": field(format="date", **{"x-not-after": "today"}),
        "kinds": field("array", items={"type": "string", "enum": ["a", "b"], "x-enum-labels": [["甲", "A"], ["乙", "B"]]}, uniqueItems=True),
        "rows": table({"a": field(), "n": field("integer", minimum=1), "b": field(**{"x-show-if": "n > 3"})}, needs=["a"], maxItems=2),
        "who": field("object", properties={"phone": field(maxLength=11), "mail": field(format="email")}, required=["phone"]),
    },
    required=["name", "number"],
)  # fmt: skip
anything = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 12) | st.floats(-2, 20).map(lambda n: round(n, 2)) | st.sampled_from(["", " ", "ab", "design", "patent", "12", "2026-01-01", "2099-01-01", "a", "a@b.cn"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "n", "b", "phone", "mail"]), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip
NAMES = ["name", "right", "number", "amount", "count", "agreed", "day", "kinds", "rows", "who"]


@given(
    st.dictionaries(st.sampled_from([*NAMES, "zz"]), anything),
    st.dictionaries(st.sampled_from(NAMES), anything, max_size=3),
)
@settings(max_examples=200, deadline=None)
def test_whatever_is_sent_is_cleaned_or_answered(values, variables):
    before = repr(values)
    try:
        found = clean(FULL, values, variables)
    except FormInvalid as invalid:
        found = None
        said = [(problem.element, problem.message.zh, problem.message.en) for problem in invalid.problems]
        assert all(zh and en and "{" not in zh for _, zh, en in said)
    assert repr(values) == before
    if found is not None:
        assert set(found) <= set(NAMES)
        json.dumps(found)
        assert clean(FULL, found, {}) == {
            **{name: None for name in NAMES if name in clean(FULL, found, {})},
            **clean(FULL, found, {}),
            **found,
        }


texts = st.sampled_from(
    ["", " ", "ab", "design", "12", "１２", "1.5", "x", "2026年1月1日", "true", "on", "否", "a", "a@b.cn"]
)
keys = st.sampled_from(
    [
        *NAMES,
        "rows.0.a",
        "rows.0.n",
        "rows.7.a",
        "rows.x.a",
        "rows.1",
        "who.phone",
        "who.mail.x",
        "kinds.0",
        "zz",
        "",
        ".",
    ]
)


@given(st.dictionaries(keys, st.lists(texts, max_size=2)))
@settings(max_examples=150, deadline=None)
def test_whatever_a_page_sends_is_parsed_and_no_text_is_lost(raw):
    found = FULL.parse(raw)
    json.dumps(found)
    for name in ("name", "count", "day"):
        sent = raw.get(name)
        if sent:
            assert (found[name] is None) == (not sent[-1].strip())
            assert (
                found[name] is None
                or isinstance(found[name], (int, float))
                or found[name] == sent[-1]
                or name == "day"
            )
