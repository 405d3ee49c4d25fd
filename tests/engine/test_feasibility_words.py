"""What is said of a clock that cannot be kept, and lengths in words and in days of the calendar."""

import pytest
from feasibility_cases import after, days, limited, promise, verdict, working
from hypothesis import given
from hypothesis import strategies as st

from engine.blueprint import Vocabulary
from engine.calendars import china
from engine.feasibility import Cause, Length, Unknown
from engine.feasibility.lengths import NOTHING
from engine.feasibility.sentences import conditions_text, names_of, range_text, reason_text, unknown_text
from engine.findings import Severity
from engine.spiff import lint_file, load, read, read_file
from engine.text import Text
from tests.drawing import bundle, clock, node, process

NAMES = {"answer": Text("等待答辩", "Await the answer"), "decide": Text("决定", "Decide")}


def spoken(found) -> Text:
    return reason_text(found, NAMES)


def test_what_is_forced_is_told_with_the_path_the_sum_and_the_end():
    nodes = [after("answer", "15 calendar-days"), after("other", "2 working-days"), node("user", "decide")]
    found = verdict(nodes, "begin -> answer -> other -> decide -> done", kb=promise(stops_after="decide"))
    assert spoken(found) == Text(
        "到“决定”至少须等待15日＋2个工作日（约18日）：“等待答辩”15日 → “other”2个工作日",
        "reaching “Decide” takes waits of at least 15 calendar days + 2 working days (about 18 days): "
        "“Await the answer” 15 calendar days → “other” 2 working days",
    )


def test_what_is_allowed_is_told_with_the_conditions_under_which_it_is_so():
    nodes = [node("xor", "which"), limited("answer", 15), node("user", "decide")]
    paths = ["begin -> which -[late]-> answer -> decide -> done", "which -[*]-> decide"]
    found = verdict(nodes, *paths, kb=promise(when="right == 'design'", stops_after="decide"))
    assert spoken(found) == Text(
        "各环节都不超期，到“决定”也可能用去15日：“等待答辩”15日（条件：right == 'design'；late）",
        "with every step in time, reaching “Decide” may take 15 calendar days: "
        "“Await the answer” 15 calendar days (where right == 'design'; late)",
    )


def test_of_many_conditions_a_few_are_told():
    assert conditions_text(()) == Text("", "")
    assert conditions_text(("a", "b", "c", "d")) == Text("（条件：a；b；c等）", " (where a; b; c …)")


@pytest.mark.parametrize("cause", Cause)
def test_each_thing_that_is_not_known_is_said(cause):
    said = unknown_text(Unknown("answer", cause, "later", days(3)), NAMES)
    assert "{" not in said.zh + said.en
    assert cause is Cause.ENDLESS or "等待答辩" in said.zh


def test_nodes_without_a_name_are_called_by_their_id_and_those_inside_have_theirs():
    inner = '<bpmn:startEvent id="in"/><bpmn:userTask id="look" name="查看" kb:en="Look"/><bpmn:endEvent id="out"/>'
    nodes = [
        node("start", "begin"),
        node("sub", "part", inner).replace(' name="part 的名称"', ""),
        node("end", "done"),
    ]
    blueprint = load(bundle("p", process("p", nodes, "begin -> part -> done")))
    names = names_of(blueprint.processes.values())
    assert names["look"] == Text("查看", "Look")
    assert names["part"] == Text("part", "part")


@pytest.mark.parametrize(
    ("length", "zh", "en"),
    [
        (NOTHING, "无", "none"),
        (Length(minutes=90), "1小时30分钟", "1 h 30 min"),
        (Length(minutes=45), "45分钟", "45 min"),
        (
            Length(months=1, hours=4),
            "1个月＋4个工作小时（约31日）",
            "1 month + 4 working hours (about 31 days)",
        ),
    ],
)
def test_lengths_in_words(length, zh, en):
    assert length.text() == Text(zh, en)


def test_the_range_of_a_length_is_told_where_there_is_one():
    assert range_text(days(10)) == Text("", "")
    assert range_text(Length(months=1)) == Text("28至31个日历日", "28 to 31 calendar days")


# --- what the calendar makes of a length -------------------------------------------------------------------------


def test_the_best_and_the_worst_case_are_those_of_the_calendar():
    assert days(10).calendar() == (10, 10)
    assert Length(months=3).calendar() == (89, 92)
    assert Length(hours=4).calendar().least == 0
    assert working(5).calendar().least == 5
    assert NOTHING.calendar() == (0, 0)


@given(
    st.integers(1, 40),
    st.dates(china().published_until.replace(year=2005), china().published_until.replace(year=2025)),
)
def test_no_day_of_the_years_on_record_is_outside_of_it(number, start):
    taken = (china().shift(start, number) - start).days
    least, most = working(number).calendar()
    assert least <= taken <= most


def test_longer_rows_are_put_together_of_shorter_ones():
    once, twice = working(1_000).calendar(), working(2_000).calendar()
    assert twice == (2 * once.least, 2 * once.most)
    assert Length(months=12_000_000).calendar().least > 360_000_000


# --- findings ------------------------------------------------------------------------------------------------------


def waiting(text: str) -> list[str]:
    return [node("start", "begin"), after("answer", text), node("user", "work"), node("end", "done")]


def drawn(text: str, key: str = "p") -> object:
    kb = clock("promise", 10, "calendar-days", basis="x")
    return bundle(key, process(key, waiting(text), "begin -> answer -> work -> done", kb=kb))


@pytest.mark.parametrize(
    ("text", "rule"), [("15 calendar-days", "clock-infeasible"), ("10 calendar-days", "clock-tight")]
)
def test_the_finding_is_a_warning_at_the_place_of_the_clock(text, rule):
    found = [finding for finding in read(drawn(text), Vocabulary()).findings if finding.rule == rule]
    assert [(one.element, one.file, one.severity) for one in found] == [("p", "p.bpmn", Severity.WARNING)]
    assert "promise 时限" in found[0].message.zh
    assert "promise clock" in found[0].message.en
    assert "10日" in found[0].message.zh


def test_a_clock_that_can_be_kept_is_no_finding():
    rules = {finding.rule for finding in read(drawn("5 calendar-days"), Vocabulary()).findings}
    assert rules.isdisjoint({"clock-infeasible", "clock-tight"})


def test_a_diagram_with_an_error_is_not_weighed():
    nodes = [*waiting("15 calendar-days"), node("service", "serve")]
    kb = clock("promise", 10, "calendar-days", basis="x")
    read_ = read(
        bundle("p", process("p", nodes, "begin -> answer -> work -> serve -> done", kb=kb)), Vocabulary()
    )
    assert read_.blueprint is None
    assert "clock-infeasible" not in {finding.rule for finding in read_.findings}


def test_a_file_by_itself_is_weighed_and_read(tmp_path):
    file = tmp_path / "p.bpmn"
    file.write_bytes(drawn("15 calendar-days").files["p.bpmn"])
    assert "clock-infeasible" in {finding.rule for finding in lint_file(file)}
    assert list(read_file(file).processes) == ["p"]
    file.write_bytes(b"<x/>")
    assert read_file(file) is None
    assert read_file(tmp_path / "none.bpmn") is None


def test_what_no_single_unit_rules_out_is_tight():
    nodes = [node("xor", "which"), after("one", "8 working-days"), after("two", "12 calendar-days")]
    paths = ["begin -> which -[x > 1]-> one -> done", "which -[*]-> two -> done"]
    assert verdict(nodes, *paths, kb=promise(7, "working-days")).severity == "tight"
    assert verdict(nodes, *paths, kb=promise(5, "calendar-days")).severity == "impossible"
