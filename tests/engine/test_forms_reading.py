"""Form files: what is read, what is found, and that a hostile file neither hangs nor raises."""

import json
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from engine.findings import Severity
from engine.forms import keywords, read_form
from engine.forms.formats import FORMATS
from engine.forms.widgets import WIDGETS

QUICK = 20.0  # seconds of processor time: it does not hang
TITLES = {"title": "题", "x-title-en": "T"}


def form(properties=None, **more):
    found = {"x-key": "check-papers", "title": "审查材料", "x-title-en": "Check the papers", "type": "object"}
    found["properties"] = {"note": text()} if properties is None else properties
    return {**found, **more}


def text(**more):
    return {"type": "string", **TITLES, **more}


def read(schema, file="forms/check-papers.form.json"):
    return read_form(json.dumps(schema, ensure_ascii=False).encode(), file)


def fields(properties, **more):
    found, findings = read(form(properties, **more))
    assert findings == []
    return {field.name: field for field in found.fields}


def codes(findings):
    return {finding.rule for finding in findings}


# --- what is read ---


def test_a_form_has_its_key_its_titles_and_its_fields_in_order():
    found, findings = read(
        form(
            {"b": text(), "a": text(), "c": text()},
            **{"x-order": ["a"], "description": "说明", "x-description-en": "Help"},
        )
    )
    assert findings == []
    assert (found.key, found.title, found.help) == (
        "check-papers",
        ("审查材料", "Check the papers"),
        ("说明", "Help"),
    )
    assert [field.name for field in found.fields] == ["a", "b", "c"]
    assert found.writes == ("a", "b", "c")


def test_the_key_may_come_from_the_files_name():
    schema = form()
    del schema["x-key"]
    assert read(schema)[0].key == "check-papers"
    assert read(schema, "check-papers.json")[0].key == "check-papers"


def test_a_byte_order_mark_is_no_harm():
    assert read_form(b"\xef\xbb\xbf" + json.dumps(form()).encode(), "check-papers.form.json")[1] == []


def test_everything_that_a_field_may_say():
    found = fields({
        "amount": {
            "type": "number", "title": "金额", "x-title-en": "Amount", "description": "以元计", "x-description-en": "In yuan",
            "minimum": 0, "maximum": 10, "multipleOf": 0.01, "x-widget": "money", "x-unit": ["元", "yuan"],
            "x-placeholder": ["0.00", "0.00"], "default": 1.5, "x-show-if": "note != null",
        },
        "note": text(minLength=1, maxLength=5, pattern="^[a-z]*$", **{"x-pattern-help": ["小写", "lower case"], "readOnly": True}),
        "day": text(format="date", **{"x-not-after": "today", "x-not-before": "other"}),
        "who": {"type": "integer", **TITLES, "x-widget": "person", "x-role": "case-handler"},
    }, required=["amount"])  # fmt: skip
    amount, note, day, who = found.values()
    assert (amount.label, amount.help, amount.unit, amount.placeholder) == (
        ("金额", "Amount"),
        ("以元计", "In yuan"),
        ("元", "yuan"),
        ("0.00", "0.00"),
    )
    assert (amount.type, amount.widget, amount.required, amount.default, amount.pointer) == (
        "number",
        "money",
        True,
        1.5,
        "/amount",
    )
    assert (amount.limits.minimum, amount.limits.maximum, amount.limits.step) == (0, 10, 0.01)
    assert amount.show_if.names == {"note"}
    assert (note.limits.min_length, note.limits.max_length, note.limits.pattern) == (1, 5, "^[a-z]*$")
    assert (note.readonly, note.required, note.pattern_help.zh) == (True, False, "小写")
    assert (day.format, day.widget, day.not_after.source) == ("date", "date", "today")
    assert (who.role, who.widget) == ("case-handler", "person")


@pytest.mark.parametrize(
    ("schema", "widget"),
    [
        ({"type": "string"}, "text"),
        ({"type": "string", "maxLength": 500}, "textarea"),
        ({"type": "string", "format": "date"}, "date"),
        ({"type": "string", "format": "date-time"}, "datetime"),
        ({"type": "string", "format": "time"}, "time"),
        ({"type": "string", "format": "email"}, "text"),
        ({"type": "string", "enum": ["a", "b"], "x-enum-labels": [["甲", "A"], ["乙", "B"]]}, "radio"),
        ({"type": "integer", "enum": [1, 2, 3, 4, 5], "x-enum-labels": [["甲", "A"]] * 5}, "select"),
        ({"type": "integer"}, "number"),
        ({"type": "number"}, "number"),
        ({"type": "boolean"}, "radio"),
        ({"type": "array", "items": {"type": "string"}}, "textarea"),
        (
            {"type": "array", "items": {"type": "string", "enum": ["a"], "x-enum-labels": [["甲", "A"]]}},
            "checkboxes",
        ),
        ({"type": "array", "items": {"type": "object", "properties": {"a": text()}}}, "table"),
        ({"type": "object", "properties": {"a": text()}}, "fieldset"),
        ({"x-widget": "static"}, "static"),
    ],
)
def test_the_widget_that_fits_is_found(schema, widget):
    assert fields({"a": {**TITLES, **schema}})["a"].widget == widget


def test_choices_have_labels_and_booleans_are_yes_or_no():
    found = fields({
        "right": text(enum=["design", "invention"], **{"x-enum-labels": [["外观设计", "Design"], ["发明", "Invention"]]}),
        "agreed": {"type": "boolean", **TITLES},
        "sure": {"type": "boolean", **TITLES, "enum": [True], "x-enum-labels": [["确认", "Confirmed"]]},
        "kinds": {"type": "array", **TITLES, "items": {"type": "string", "enum": ["a"], "x-enum-labels": [["甲", "A"]]}},
    })  # fmt: skip
    assert [(one.value, one.label.zh) for one in found["right"].choices] == [
        ("design", "外观设计"),
        ("invention", "发明"),
    ]
    assert [(one.value, one.label.en) for one in found["agreed"].choices] == [(True, "Yes"), (False, "No")]
    assert [one.label.zh for one in found["sure"].choices] == ["确认"]
    assert [one.value for one in found["kinds"].choices] == ["a"]


def test_groups_and_tables_have_fields_of_their_own():
    row = {
        "type": "object",
        "properties": {"date": text(format="date"), "kind": text()},
        "required": ["kind"],
        "x-order": ["kind"],
    }
    found = fields({
        "applicant": {"type": "object", **TITLES, "properties": {"phone": text()}},
        "goods": {"type": "array", **TITLES, "items": row, "readOnly": True},
    })  # fmt: skip
    assert [field.pointer for field in found["applicant"].fields] == ["/applicant/phone"]
    kind, day = found["goods"].fields
    assert (kind.name, kind.required, kind.pointer, day.pointer) == (
        "kind",
        True,
        "/goods/*/kind",
        "/goods/*/date",
    )
    assert found["goods"].is_table
    assert found["goods"].item == "object"
    assert [field.name for field in found["goods"].walk()] == ["goods", "kind", "date"]


def test_definitions_of_the_same_file_are_written_out():
    definitions = {"phone": {"type": "string", "title": "电话", "x-title-en": "Telephone", "maxLength": 20}}
    properties = {
        "a": {"$ref": "#/$defs/phone"},
        "b": {"$ref": "#/$defs/phone", "title": "手机", "x-title-en": "Mobile"},
    }
    found = fields(properties, **{"$defs": definitions})
    assert (found["a"].label.zh, found["b"].label.zh, found["b"].limits.max_length) == ("电话", "手机", 20)


def test_what_a_form_reads_of_the_case():
    found, _ = read(form({
        "filed_on": text(readOnly=True),
        "note": text(**{"x-show-if": "route == 'x' and kind == 'y'"}),
        "kind": text(),
        "day": text(format="date", **{"x-not-before": "opened_on", "x-not-after": "today"}),
    }))  # fmt: skip
    assert found.reads == {"filed_on", "route", "opened_on"}
    assert found.writes == ("note", "kind", "day")


def test_what_is_only_shown_may_be_one_of_the_engines_names():
    found = fields(
        {
            "case_number": text(readOnly=True),
            "hint": {"x-widget": "static", "title": "提示", "x-title-en": "Hint"},
        }
    )
    assert found["hint"].is_static
    assert found["hint"].label.zh == "提示"


def test_a_readonly_field_may_be_shown_only_where_it_has_a_value():
    fields({"gaps": text(readOnly=True, **{"x-show-if": "exists(gaps)"})})


# --- what is found: the file ---

LONG = json.dumps(form({f"f{place}": text() for place in range(401)})).encode()
DEEP = b'{"a":' * 100 + b"1" + b"}" * 100
ENDLESS = b'{"a":' * 100_000


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "form-empty"),
        (b" \n", "form-empty"),
        (b"x" * 600_000, "form-too-large"),
        (json.dumps(form(), ensure_ascii=False).encode("gb18030"), "form-encoding"),
        (json.dumps(form()).encode("utf-16"), "form-encoding"),
        (b"\xff\xff\xff{}", "form-encoding"),
        (b"<html></html>", "form-json"),
        (b"{'a': 1}", "form-json"),
        (b'{"a": 1,}', "form-json"),
        (b'{"a": 1', "form-json"),
        (b'{"a": NaN}', "form-not-json"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "form-not-json"),
        (ENDLESS, "form-not-json"),
        (DEEP, "form-deep"),
        (b'{"a": 1, "a": 2}', "form-duplicate"),
        (b'{"a": [' + b"1," * 50_000 + b"1]}", "form-many"),
        (b"[]", "form-root"),
        (b"5", "form-root"),
        (b"null", "form-root"),
        (b"{}", "form-root"),
        (b'{"type": "object"}', "form-root"),
        (b'{"type": "object", "properties": []}', "form-root"),
        (b'{"type": "string", "properties": {}}', "form-root"),
        (LONG, "form-many"),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value[:20]),
)
def test_a_file_that_is_no_form(content, rule):
    found, findings = read_form(content, "x.form.json")
    assert found is None
    assert rule in codes(findings)
    for finding in findings:
        assert finding.file == "x.form.json"
        assert finding.message.zh != finding.message.en
        assert finding.remedy.zh


def test_an_encoding_is_named():
    _, (finding,) = read_form(json.dumps(form(), ensure_ascii=False).encode("gb18030"), "x")
    assert "GB18030" in finding.message.zh
    assert "UTF-8" in finding.remedy.zh


def test_json_errors_name_line_and_column():
    _, (finding,) = read_form(b'{\n "a": 1\n "b": 2}', "x")
    assert "第 3 行第 2 列" in finding.message.zh


# --- what is found: the schema ---

ROW = {"type": "array", **TITLES, "items": {"type": "object", "properties": {"a": text()}}}
CHOICE = {"enum": ["a", "b"], "x-enum-labels": [["甲", "A"], ["乙", "B"]]}


@pytest.mark.parametrize(
    ("schema", "rule", "pointer"),
    [
        (form(**{"$schema": "http://json-schema.org/draft-07/schema#"}), "form-dialect", "/$schema"),
        (form(**{"x-key": "Check Papers"}), "form-key", "/x-key"),
        (form(**{"x-key": 5}), "form-key", "/x-key"),
        (form(titel="x"), "form-keyword", ""),
        (form({"a": text(maxlength=5)}), "form-keyword", "/properties/a"),
        (form({"a": text(anyOf=[])}), "form-keyword", "/properties/a"),
        (form({"a": text(**{"x-wdget": "text"})}), "form-keyword", "/properties/a"),
        (form({"a": text(minimum=5)}), "form-keyword-place", "/properties/a"),
        (form(maxLength=5), "form-keyword-place", ""),
        (form({"a": {**ROW, "items": {**ROW["items"], "maxLength": 1}}}), "form-keyword-place", "/properties/a/items"),
        (form({"a": True}), "form-value", "/properties"),
        (form({"a": text(minLength="5")}), "form-value", "/properties/a/minLength"),
        (form({"a": text(minLength=-1)}), "form-value", "/properties/a/minLength"),
        (form({"a": text(maxLength=10**9)}), "form-value", "/properties/a/maxLength"),
        (form({"a": text(minLength=True)}), "form-value", "/properties/a/minLength"),
        (form({"a": text(title=["x"])}), "form-value", "/properties/a/title"),
        (form({"a": text(readOnly="yes")}), "form-value", "/properties/a/readOnly"),
        (form({"a": text(pattern=5)}), "form-value", "/properties/a/pattern"),
        (form({"a": text(**{"x-widget": ["text"]})}), "form-widget", "/properties/a"),
        (form({"a": text(**{"x-role": 5})}), "form-value", "/properties/a"),
        (form({"a": {"type": "number", **TITLES, "x-unit": "元"}}), "form-value", "/properties/a"),
        (form({"a": {"type": "number", **TITLES, "multipleOf": 0}}), "form-value", "/properties/a/multipleOf"),
        (form({"a": {"type": "number", **TITLES, "minimum": 5, "maximum": 1}}), "form-value", "/properties/a"),
        (form({"a": {"type": "number", **TITLES, "minimum": 1e400}}), "form-not-json", ""),
        (form({"a": text(minLength=5, maxLength=1)}), "form-value", "/properties/a"),
        (form({"a": text(const=5)}), "form-value", "/properties/a"),
        (form({"a": text(enum=[])}), "form-value", "/properties/a"),
        (form({"a": text(enum="ab")}), "form-value", "/properties/a/enum"),
        (form({"a": text(enum=["a", 1])}), "form-value", "/properties/a"),
        (form({"a": text(enum=["a", "a"])}), "form-value", "/properties/a"),
        (form({"a": {"type": "integer", **TITLES, "enum": [True]}}), "form-value", "/properties/a"),
        (form({"a": text(default=5)}), "form-value", "/properties/a/default"),
        (form({"a": text(default="c", **CHOICE)}), "form-value", "/properties/a/default"),
        (form(additionalProperties=True), "form-value", ""),
        (form(required="note"), "form-value", "/required"),
        (form(required=["note", "note"]), "form-value", "/required"),
        (form(allOf=[]), "form-value", "/allOf"),
        (form(allOf={}), "form-value", "/allOf"),
        (form(dependentRequired={"note": 1}), "form-value", "/dependentRequired"),
        (form({"a": {**ROW, "uniqueItems": 1}}), "form-value", "/properties/a/uniqueItems"),
        (form({"a": {**ROW, "items": []}}), "form-value", "/properties/a/items"),
        (form({"a": text(examples=5)}), "form-value", "/properties/a/examples"),
        (form({"a": TITLES}), "form-type", "/properties/a"),
        (form({"a": {**TITLES, "type": "null"}}), "form-type", "/properties/a"),
        (form({"a": {**TITLES, "type": ["string", "null"]}}), "form-type", "/properties/a"),
        (form({"a": text(format="ipv4")}), "form-format", "/properties/a"),
        (form({"a": text(**{"x-widget": "money"})}), "form-widget", "/properties/a"),
        (form({"a": text(**{"x-widget": "radio"})}), "form-widget", "/properties/a"),
        (form({"a": text(**{"x-widget": "date"})}), "form-widget", "/properties/a"),
        (form({"a": {**ROW, "x-widget": "people"}}), "form-widget", "/properties/a"),
        (form({"a": {"type": "array", **TITLES, "items": {"type": "string"}, "x-widget": "table"}}), "form-widget", "/properties/a"),
        (form({"a": {"type": "array", **TITLES}}), "form-items", "/properties/a"),
        (form({"a": {"type": "array", **TITLES, "items": {"type": "array", "items": {}}}}), "form-items", "/properties/a"),
        (form({"a": {"$ref": "https://example.cn/a.json"}}), "form-ref", "/properties/a"),
        (form({"a": {"$ref": "file:///etc/passwd"}}), "form-ref", "/properties/a"),
        (form({"a": {"$ref": "#/properties/b"}}), "form-ref", "/properties/a"),
        (form({"a": {"$ref": "#/$defs/zz"}}), "form-ref", "/properties/a"),
        (form({"a": {"$ref": 5}}), "form-ref", "/properties/a"),
        (form({"a": {"$ref": "#/$defs/b"}}, **{"$defs": []}), "form-ref", "/properties/a"),
        (form({"a": {"$ref": "#/$defs/b"}}, **{"$defs": {"b": {"$ref": "#/$defs/b"}}}), "form-ref-cycle", "/$defs/b"),
        (form({"a": text(pattern="[")}), "form-pattern", "/properties/a"),
        (form({"a": text(pattern="a" * 501)}), "form-pattern", "/properties/a"),
        (form({"a": text(pattern="(?=a)")}), "form-pattern-feature", "/properties/a"),
        (form({"a": text(pattern="^(a+)+$")}), "form-pattern-work", "/properties/a"),
        (form({"a b": text()}), "form-name", "/properties/a b"),
        (form({"_a": text()}), "form-name", "/properties/_a"),
        (form({"金额": text()}), "form-name", "/properties/金额"),
        (form({"len": text()}), "form-name-reserved", "/properties/len"),
        (form({"today": text(readOnly=True)}), "form-name-reserved", "/properties/today"),
        (form({"in": text()}), "form-name-reserved", "/properties/in"),
        (form({"from": text()}), "form-name-reserved", "/properties/from"),
        (form({"case_number": text()}), "form-name-reserved", "/properties/case_number"),
        (form(required=["zz"]), "form-required", ""),
        (form(**{"x-order": ["zz"]}), "form-order", ""),
        (form(**{"x-order": "note"}), "form-value", ""),
        (form({"a": {"type": "object", **TITLES, "properties": {"b": text(readOnly=True)}}}), "form-readonly", "/properties/a/properties/b"),
        (form({"a": text(**{"x-show-if": "b = 1"})}), "form-show-if", "/properties/a"),
        (form({"a": text(**{"x-show-if": 5})}), "form-show-if", "/properties/a"),
        (form({"a": text(format="date", **{"x-not-after": "today +"})}), "form-show-if", "/properties/a"),
        (form({"a": text(**{"x-show-if": "b"}), "b": text(**{"x-show-if": "a"})}), "form-show-if-circle", ""),
        (form({"a": text(**{"x-show-if": "a"})}), "form-show-if-circle", ""),
        (form({"a": text(enum=["a", "b"], **{"x-enum-labels": [["甲", "A"]]})}), "form-labels", "/properties/a"),
        (form({"a": text(enum=["a"], **{"x-enum-labels": ["甲"]})}), "form-labels", "/properties/a"),
        (form({"a": text(**{"x-enum-labels": [["甲", "A"]]})}), "form-labels", "/properties/a"),
        (form(**{"if": {"required": ["zz"]}}), "form-unknown-field", "/if"),
        (form(then={"properties": {"zz": {}}}), "form-unknown-field", "/then"),
        (form(dependentRequired={"note": ["zz"]}), "form-unknown-field", ""),
        (form(allOf=[{"if": {"not": {"required": ["zz"]}}}]), "form-unknown-field", "/allOf/0/if/not"),
        (form(allOf=[{"properties": {}}]), "form-keyword-place", "/allOf/0"),
        (form(**{"if": {"allOf": [{"required": ["zz"]}]}}), "form-unknown-field", "/if/allOf/0"),
        (form(**{"if": {"x-widget": "text"}}), "form-keyword-place", "/if"),
        (form(then={"properties": {"note": {"pattern": "(a+)+$"}}}), "form-pattern-work", "/then/properties/note"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(schema, rule, pointer):
    found, findings = read(schema)
    assert found is None
    assert (rule, pointer) in {(finding.rule, finding.element) for finding in findings}
    for finding in findings:
        assert finding.message.en
        assert finding.remedy.en


@pytest.mark.parametrize(
    ("schema", "rule"),
    [
        (form({"a": {"type": "string", "x-title-en": "T"}}), "form-title"),
        (form({"a": {"type": "string", "title": "题"}}), "form-title-en"),
        (form(title=""), "form-title"),
        (form(**{"x-title-en": ""}), "form-title-en"),
        (form({"a": text(enum=["a", "b"])}), "form-no-labels"),
        (form({"a": text(readOnly=True)}, required=["a"]), "form-readonly-required"),
        (form(**{"x-key": "other"}), "form-key-file"),
        (form(**{"if": {"properties": {"note": {"const": "x"}}}, "then": {"required": ["note"]}}), "form-if"),
    ],
)
def test_what_is_doubtful_is_said_and_the_form_read(schema, rule):
    found, findings = read(schema)
    assert found is not None
    assert codes(findings) == {rule}
    assert {finding.severity for finding in findings} == {Severity.WARNING}


def test_fields_without_titles_are_called_by_their_names():
    found, _ = read(form({"a": {"type": "string"}}, title="", **{"x-title-en": ""}))
    assert (found.title.zh, found.fields[0].label.zh) == ("check-papers", "a")


def test_a_misspelt_keyword_is_answered_with_the_one_meant():
    _, (finding,) = read(form({"a": text(maxlength=5)}))
    assert finding.message.zh == "字段“题”（a）有未知的关键字“maxlength”，是否为“maxLength”？"
    assert "is it “maxLength”?" in finding.message.en


def test_nesting_has_an_end():
    inner = text()
    for _ in range(5):
        inner = {"type": "object", **TITLES, "properties": {"a": inner}}
    assert "form-deep" in codes(read(form({"a": inner}))[1])


def test_definitions_cannot_multiply_without_end():
    definitions = {"d0": {"type": "object", **TITLES, "properties": {"a": text()}}}
    for level in range(1, 20):
        below = {"$ref": f"#/$defs/d{level - 1}"}
        definitions[f"d{level}"] = {
            "type": "object",
            **TITLES,
            "properties": {"a": below, "b": below, "c": below, "d": below},
        }
    began = process_time()
    assert "form-many" in codes(read(form({"x": {"$ref": "#/$defs/d19"}}, **{"$defs": definitions}))[1])
    assert process_time() - began < QUICK


def test_an_endless_row_of_findings_is_cut_off():
    found, findings = read(form({f"f{place}": {"type": "x"} for place in range(390)}))
    assert found is None
    assert len(findings) == 200


def test_the_forms_of_the_office_have_nothing_wrong():
    folder = Path(__file__).parents[2] / "bpmn"
    found = [(path.name, read_form(path.read_bytes(), path.name)) for path in folder.rglob("*.form.json")]
    assert [(name, findings) for name, (_, findings) in found if findings] == []


# --- whatever the file ---

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False) | st.sampled_from(["", "a", "string", "object", "array", "date", "#/$defs/a", "(a+)+"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "type", "items", "properties", "enum"]), inner, max_size=4),
    max_leaves=10,
)  # fmt: skip
KEYWORDS = st.sampled_from([
    "type", "title", "description", "enum", "const", "default", "readOnly", "required", "properties", "items", "format", "pattern",
    "minLength", "maxLength", "minimum", "maximum", "multipleOf", "minItems", "uniqueItems", "if", "then", "allOf", "not",
    "dependentRequired", "additionalProperties", "x-widget", "x-role", "x-show-if", "x-order", "x-enum-labels", "x-unit", "$ref", "$defs", "x-key",
])  # fmt: skip


@given(st.dictionaries(KEYWORDS, JSON, max_size=5), st.dictionaries(KEYWORDS, JSON, max_size=3))
@settings(max_examples=200, deadline=None)
def test_whatever_is_written_gives_a_form_or_findings(field, root):
    found, findings = read({**form({"a": {"type": "string", **field}}), **root})
    assert (found is None) == any(finding.severity is Severity.ERROR for finding in findings)
    if found is not None:
        Draft202012Validator.check_schema(found.schema)


@given(st.binary(max_size=80))
@settings(max_examples=50, deadline=None)
def test_whatever_bytes_give_findings(content):
    assert read_form(content, "x")[0] is None


def test_every_keyword_and_widget_is_in_the_guide():
    guide = (Path(__file__).parents[2] / "docs" / "forms.md").read_text()
    words = {
        *keywords.ROOT,
        *keywords.IN_CONDITION,
        *(word for some in keywords.BY_TYPE.values() for word in some),
    }
    words |= {widget for some in WIDGETS.values() for widget in some} | set(FORMATS)
    assert [word for word in sorted(words) if f"`{word}`" not in guide] == []
    found, findings = read_form(guide.split("```")[1].removeprefix("json").encode(), "check-papers.form.json")
    assert findings == []
    assert found is not None
