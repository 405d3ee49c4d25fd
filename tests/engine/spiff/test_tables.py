"""Decision tables out of DMN files: what is read, what is found, and that nothing else ever happens."""

from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.decisions import Aggregation, HitPolicy
from engine.findings import Severity
from engine.spiff.tables import read_tables
from engine.spiff.tables.parts import MAX_RULES
from engine.spiff.tables.reading import MAX_DECISIONS

NOW = datetime.fromisoformat("2026-09-24T09:00:00+08:00")
DMN13 = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def rule(*cells, number=1, outputs=1, notes=""):
    tags = ["inputEntry"] * (len(cells) - outputs) + ["outputEntry"] * outputs
    inner = "".join(
        f"<{tag}><text>{escape(cell)}</text></{tag}>" for tag, cell in zip(tags, cells, strict=True)
    )
    return f'<rule id="r{number}">{notes}{inner}</rule>'


def column(expression, kind="string", label=None, values=""):
    allowed = f"<inputValues><text>{escape(values)}</text></inputValues>" if values else ""
    shown = "" if label is None else f" label={quoteattr(label)}"
    return f'<input id="i-{escape(expression)}"{shown}><inputExpression typeRef="{kind}"><text>{escape(expression)}</text></inputExpression>{allowed}</input>'


def decision(*rows, inputs=None, outputs='<output name="route" typeRef="string"/>', key="route", attributes="", before="", more="", logic=None):  # fmt: skip
    columns = column("right") if inputs is None else inputs
    rules = "".join(
        rule(*row, number=place, outputs=outputs.count("<output ")) for place, row in enumerate(rows, 1)
    )
    table = logic or f"<decisionTable {attributes}>{columns}{outputs}{rules}{more}</decisionTable>"
    return f'<decision id="{key}" name="分流" kb:en="Routing">{before}{table}</decision>'


def file(*decisions, namespace=DMN13, attributes="", before=""):
    inner = "".join(decisions)
    text = f'<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="{namespace}" xmlns:kb="urn:kuaibao:bpmn:1" id="d" name="d" namespace="x" {attributes}>{before}{inner}</definitions>'
    return text.encode()


def read(*decisions, **more):
    return read_tables(file(*decisions, **more), "route.dmn")


def codes(findings):
    return [finding.rule for finding in findings]


TWO = (('"design"', '"fast"'), ("-", '"slow"'))


def first(*rows, **more):
    return decision(*rows, attributes='hitPolicy="FIRST"', **more)


# --- what is read ---


@pytest.mark.parametrize(
    "namespace",
    [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        DMN13,
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    ],
)
def test_every_version_of_dmn_is_read(namespace):
    tables, findings = read(first(*TWO), namespace=namespace)
    assert findings == []
    table = tables["route"]
    assert (table.key, table.title.zh, table.title.en, table.hit_policy) == (
        "route",
        "分流",
        "Routing",
        HitPolicy.FIRST,
    )
    assert table.decide({"right": "design"}, now=NOW) == {"route": "fast"}
    assert table.names == {"right"}


def test_unique_is_what_is_meant_where_nothing_is_written():
    tables, _ = read(decision(('"design"', '"fast"'), ('not("design")', '"slow"')))
    assert tables["route"].hit_policy is HitPolicy.UNIQUE


@pytest.mark.parametrize("policy", ["RULE ORDER", "rule  order", "COLLECT", "ANY"])
def test_hit_policies(policy):
    tables, findings = read(decision(*TWO, attributes=f'hitPolicy="{policy}"'))
    assert tables["route"].hit_policy == " ".join(policy.upper().split())
    assert findings == []


def test_aggregations():
    rows = (("-", "1"), ("-", "2"))
    tables, findings = read(
        decision(
            *rows,
            outputs='<output name="n" typeRef="number"/>',
            attributes='hitPolicy="COLLECT" aggregation="SUM"',
        )
    )
    assert findings == []
    assert tables["route"].aggregation is Aggregation.SUM
    assert tables["route"].decide({"right": 1}, now=NOW) == {"n": 3}


def test_labels_annotations_and_whole_cells():
    more = "<annotation name='n'/>"
    row = '<rule id="r9"><description>理由</description><inputEntry><text>\n  "a",\n  "b"\n</text></inputEntry><outputEntry><text><![CDATA["x"]]></text></outputEntry><annotationEntry><text>第三条</text></annotationEntry></rule>'
    tables, findings = read(
        decision(inputs=column("right", label="权利", values='"a", "b"'), more=more + row)
    )
    assert findings == []
    table = tables["route"]
    assert table.inputs[0].label == "权利"
    assert (table.rules[0].id, table.rules[0].annotation) == ("r9", "第三条；理由")
    assert table.decide({"right": "b"}, now=NOW) == {"route": "x"}


def test_an_output_without_a_name_is_the_decisions_variable():
    for before, name in (("", "my_route"), ('<variable name="target"/>', "target")):
        tables, findings = read(first(*TWO, key="my-route", outputs="<output />", before=before))
        assert findings == []
        assert tables["my-route"].writes == (name,)


def test_defaults_of_outputs():
    outputs = '<output name="route"><defaultOutputEntry><text>"other"</text></defaultOutputEntry></output>'
    tables, findings = read(decision(('"design"', '"fast"'), outputs=outputs))
    assert findings == []
    assert tables["route"].decide({"right": "x"}, now=NOW) == {"route": "other"}


def test_types_of_the_file_are_followed():
    types = (
        '<itemDefinition name="tRight"><typeRef>tBase</typeRef></itemDefinition>'
        '<itemDefinition name="tBase"><typeRef>feel:string</typeRef><allowedValues><text>"a", "b"</text></allowedValues></itemDefinition>'
        '<itemDefinition name="tLoop"><typeRef>tLoop</typeRef></itemDefinition>'
    )
    inputs = column("right", kind="tRight") + column("loop", kind="tLoop") + column("free", kind="Any")
    tables, findings = read(
        decision(('"a"', "-", "-", "1"), ('"b"', "-", "-", "2"), inputs=inputs, outputs='<output name="n"/>'),
        before=types,
    )
    assert findings == []
    assert [one.type for one in tables["route"].inputs] == ["string", "tLoop", ""]


def test_several_decisions_and_those_that_they_require():
    needs = '<informationRequirement><requiredInput href="#x"/></informationRequirement><informationRequirement><requiredDecision href="#level"/></informationRequirement><authorityRequirement><requiredAuthority href="#law"/></authorityRequirement>'
    level = first(("-", '"high"'), key="level", outputs='<output name="grade"/>')
    tables, findings = read(
        first(('"high"', '"fast"'), ("-", '"slow"'), inputs=column("level"), before=needs), level
    )
    assert findings == []
    assert list(tables) == ["route", "level"]
    assert tables["route"].decide({"right": 1}, now=NOW) == {"route": "fast"}
    assert tables["route"].names == {"right"}


# --- what is found ---

NO_TABLE = "<literalExpression><text>1</text></literalExpression>"
REQUIRES = '<informationRequirement><requiredDecision href="{}"/></informationRequirement>'
KNOWS = '<knowledgeRequirement><requiredKnowledge href="#model"/></knowledgeRequirement>'
BAD_CELL = first(("外观", '"fast"'), ("-", '"slow"'))


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "dmn-empty-file"),
        (b"  \n", "dmn-empty-file"),
        (b"hello", "dmn-not-xml"),
        (b"PK\x03\x04xx", "dmn-not-xml"),
        (b"<html><body/></html>", "dmn-html"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "dmn-doctype"),
        (b"<definitions", "dmn-not-well-formed"),
        (b"<a>" * 500, "dmn-too-deep"),
        (file(first(*TWO)).decode().encode("gb18030"), "dmn-encoding"),
        (b"<a>" + b"x" * 5_000_000 + b"</a>", "dmn-too-large"),
        (b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "dmn-wrong-root"),
        (b"<definitions/>", "dmn-wrong-root"),
        (f'<decision xmlns="{DMN13}"/>'.encode(), "dmn-wrong-root"),
        (file(), "dmn-no-decision"),
        (file(*(first(*TWO, key=f"k{place}") for place in range(MAX_DECISIONS + 1))), "dmn-too-many"),
        (file(first(*[("-", "1")] * (MAX_RULES + 1))), "dmn-too-many"),
        (file(first(("-",) * 51 + ("1",), inputs=column("right") * 51)), "dmn-too-many"),
        (file(first(*TWO, key="")), "dmn-id"),
        (file(first(*TWO, key="1 2")), "dmn-id"),
        (file(first(*TWO), first(*TWO)), "dmn-duplicate"),
        (file(f'<decision id="a" name="b">{NO_TABLE}</decision>'), "dmn-not-a-table"),
        (file('<decision id="a" name="b"/>'), "dmn-no-table"),
        (file(first()), "dmn-no-rule"),
        (file(decision(*TWO, attributes='hitPolicy="PRIORITY"')), "dmn-hit-policy-refused"),
        (file(decision(*TWO, attributes='hitPolicy="OUTPUT ORDER"')), "dmn-hit-policy-refused"),
        (file(decision(*TWO, attributes='hitPolicy="BEST"')), "dmn-hit-policy"),
        (file(decision(*TWO, attributes='hitPolicy="FIRST" aggregation="SUM"')), "dmn-aggregation"),
        (file(decision(*TWO, attributes='hitPolicy="COLLECT" aggregation="AVG"')), "dmn-aggregation"),
        (file(first(("-", "1", "2"), outputs='<output name="a"/><output name="b"/>').replace("FIRST", 'COLLECT" aggregation="SUM')), "dmn-aggregation"),
        (file(first(*TWO), attributes='expressionLanguage="http://www.w3.org/1999/XPath"'), "dmn-language"),
        (file(first(*TWO).replace("<inputExpression", '<inputExpression expressionLanguage="python"')), "dmn-language"),
        (file(first(*TWO).replace("<outputEntry", '<outputEntry expressionLanguage="juel"')), "dmn-language"),
        (file(first(*TWO).replace("<inputEntry", '<inputEntry expressionLanguage="javascript"')), "dmn-language"),
        (file(first(*TWO, inputs=column("right && x"))), "dmn-expression"),
        (file(first(*TWO, inputs=column("right", values="[1"))), "dmn-expression"),
        (file(BAD_CELL), "dmn-expression"),
        (file(first(("-", "'" + "外" * 300))), "dmn-expression"),
        (file(first(("-", "__import__('os')"))), "dmn-expression"),
        (file(first(*TWO, outputs='<output name="a"><defaultOutputEntry><text>(</text></defaultOutputEntry></output>')), "dmn-expression"),
        (file(first(("-",), ("-",), outputs="")), "dmn-no-output"),
        (file(first(*TWO, outputs='<output name="len"/>')), "dmn-output-name"),
        (file(first(*TWO, outputs='<output name="路线"/>')), "dmn-output-name"),
        (file(first(*TWO, outputs='<output name="case_number"/>')), "dmn-output-name"),
        (file(first(("-", "1", "2"), outputs='<output name="a"/><output name="a"/>')), "dmn-output-name"),
        (file(first(("-", "1", "2"), outputs='<output name="a"/><output label="B"/>')), "dmn-output-name"),
        (file(first(*TWO, inputs=column(""))), "dmn-input-missing"),
        (file(first(*TWO, inputs="<input/>")), "dmn-input-missing"),
        (file(first(("-", "-", "1"))), "dmn-cell-count"),
        (file(first(("1",))), "dmn-cell-count"),
        (file(first(("-", "1"), ("-", "2"), more="<rule><inputEntry><text>-</text></inputEntry></rule>")), "dmn-cell-count"),
        (file(first(("-", ""))), "dmn-output-empty"),
        (file(first(("-", "-"))), "dmn-output-empty"),
        (file(first(*TWO, before=REQUIRES.format("other.dmn#x"))), "dmn-required-elsewhere"),
        (file(first(*TWO, before=REQUIRES.format("#nothing"))), "dmn-required-elsewhere"),
        (file(first(*TWO, before=KNOWS)), "dmn-required-knowledge"),
        (file(first(*TWO, before=REQUIRES.format("#route"))), "dmn-required-cycle"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_the_table_left_out(content, rule):
    tables, findings = read_tables(content, "route.dmn")
    assert rule in codes(findings)
    assert "route" not in tables
    for finding in findings:
        assert finding.file == "route.dmn"
        assert finding.message.zh != finding.message.en
        assert finding.remedy.zh
        assert finding.remedy.en


@pytest.mark.parametrize(
    ("decisions", "rule", "element"),
    [
        ([first(("design", '"fast"'), ("-", '"slow"'))], "dmn-bare-name", "r1"),
        ([first(("-", "fast"))], "dmn-bare-name", "r1"),
        ([first(("-", "5"))], "dmn-output-value", "r1"),
        ([decision(('"a"', '"x"'), ('"a", "b"', '"y"'), ("-", '"z"'))], "dmn-overlap", "r2"),
        ([first(("-", '"x"'), ('"a"', '"y"'))], "dmn-unreachable", "r2"),
        ([first(("5", '"x"'), ("-", '"y"'))], "dmn-impossible", "r1"),
        ([first(('"a"', '"x"'))], "dmn-gap", "route"),
    ],
)
def test_what_is_doubtful_is_said_and_the_table_read(decisions, rule, element):
    tables, findings = read(*decisions)
    assert rule in codes(findings)
    assert "route" in tables
    assert {finding.severity for finding in findings} == {Severity.WARNING}
    assert element in {finding.element for finding in findings if finding.rule == rule}


def test_values_of_outputs_are_held_against_what_is_allowed():
    outputs = '<output name="route"><outputValues><text>"fast", "slow"</text></outputValues></output>'
    _, findings = read(first(('"a"', '"fast"'), ("-", '"quick"'), outputs=outputs))
    assert codes(findings) == ["dmn-output-value"]
    assert read(first(('"a"', "null"), ("-", "upper('x')"), outputs=outputs))[1] == []


def test_a_finding_names_the_table_the_row_and_the_column():
    _, findings = read(first(("-", '"x"'), ("> 外", '"y"'), inputs=column("right", label="权利")))
    (finding,) = findings
    assert finding.element == "r2"
    assert finding.message.zh.startswith(
        "决策表“分流”第 2 行“权利”的表达式“> 外”有误：中文“外”没有放在引号内"
    )
    assert finding.message.en.startswith(
        "The expression “> 外” of row 2, “权利”, of the decision table “Routing” is wrong"
    )


def test_a_gap_names_values_that_no_rule_takes():
    inputs = column("right", label="权利") + column("days", kind="integer") + column("urgent", kind="boolean")
    outputs = '<output name="n"/>'
    _, findings = read(
        first(
            ('"a"', "-", "-", "1"),
            ("-", ">= 3", "-", "2"),
            ("-", "-", "true", "3"),
            inputs=inputs,
            outputs=outputs,
        )
    )
    assert codes(findings) == ["dmn-gap"]
    assert "权利 = 其他文本，days = 2，urgent = false" in findings[0].message.zh
    assert "权利 = another text, days = 2, urgent = false" in findings[0].message.en


def test_a_column_without_a_type_has_the_type_of_its_cells():
    inputs = "<input><inputExpression><text>right</text></inputExpression></input>"
    tables, findings = read(
        decision(('"a"', "1"), ('not("a")', "2"), inputs=inputs, outputs='<output name="n"/>')
    )
    assert findings == []
    assert tables["route"].inputs[0].type == "string"


def test_an_error_in_one_table_spares_the_others_but_not_those_that_require_it():
    good, needing = first(*TWO, key="good"), first(*TWO, key="needing", before=REQUIRES.format("#route"))
    tables, findings = read(BAD_CELL, good, needing)
    assert list(tables) == ["good"]
    assert codes(findings) == ["dmn-expression"]


def test_circles_are_reported_and_nothing_of_them_read():
    one, other = (
        first(*TWO, key="one", before=REQUIRES.format("#two")),
        first(*TWO, key="two", before=REQUIRES.format("#one")),
    )
    tables, findings = read(one, other, first(*TWO))
    assert list(tables) == ["route"]
    assert set(codes(findings)) == {"dmn-required-cycle"}


def test_an_endless_row_of_findings_is_cut_off():
    tables, findings = read(first(*[("外", '"x"')] * 500, ("-", '"y"')))
    assert tables == {}
    assert len(findings) == 200


TAGS = ("decisionTable", "rule", "input", "text", "inputEntry")
PIECES = (
    "<decision id='a'>",
    "</decision>",
    "1",
    "外",
    "&lt;",
    "&x;",
    "<output name='b'/>",
    "<!-- c -->",
    "<![CDATA[<]]>",
)
pieces = st.sampled_from([*PIECES, *(f"<{tag}>" for tag in TAGS), *(f"</{tag}>" for tag in TAGS)])


@given(st.one_of(st.binary(max_size=60), st.lists(pieces, max_size=20).map(lambda row: file("".join(row)))))
@settings(max_examples=150, deadline=None)
def test_nothing_is_ever_raised(content):
    tables, findings = read_tables(content, "x.dmn")
    assert tables or findings


@given(
    st.integers(0, 2_000),
    st.integers(1, 40),
    st.sampled_from([b"", b"<", b'"', b"\x00", b"\xff", b"&", "外".encode("gb18030")]),
)
@settings(max_examples=150, deadline=None)
def test_a_damaged_file_is_answered(start, length, instead):
    whole = file(first(*TWO, before=REQUIRES.format("#level")), first(*TWO, key="level"))
    read_tables(whole[:start] + instead + whole[start + length :], "x.dmn")
