"""The page of a procedure says which of its clocks can be kept."""

import json
import re

import pytest

from engine import definitions
from engine.errors import InfeasibleClock
from engine.uow import SYSTEM
from tests.drawing import bundle, clock, node, process, timer
from tests.web.browsing import Browser
from web.errors import answer
from web.feasibility import Mark

ADDRESS = "/procedures/unkept"
NODES = [
    node("start", "begin"),
    node("catch", "answer", timer("Duration", "15 calendar-days")),
    node("user", "decide"),
    node("end", "done"),
]


@pytest.fixture
def unkept(office):
    """A procedure deployed although its promise cannot be kept, beside a period that can."""
    kb = clock("promise", 10, "calendar-days", target="7", basis="x") + clock(
        "ordinary", 1, "months", basis="x"
    )
    made = bundle("unkept", process("unkept", NODES, "begin -> answer -> decide -> done", kb=kb))
    with office.engine.unit_of_work(SYSTEM) as uow:
        definitions.deploy(uow, made, note="试点", reason="试点期间承诺时限只作统计")
    return office


@pytest.fixture
def page(unkept, browser_of) -> Browser:
    return browser_of("chief").open(ADDRESS)


def section(page: Browser) -> str:
    return page.text.split('aria-labelledby="feasibility-title"')[1].split("</section>")[0]


def test_each_clock_is_told_in_words_with_its_path_the_worst_first(page):
    said = section(page)
    assert said.index("不可行") < said.index("可行</span>")
    for words in (
        "promise 时限",
        "须等待",
        "15日",
        "到“done 的名称”",
        "超出约5日",
        "目标 7日",
        "期限 10日",
        "28至31个日历日",
    ):
        assert words in said
    assert "另有 1 个人工环节没有自己的期限" in said


def test_the_reason_given_is_shown(page):
    assert "试点期间承诺时限只作统计" in section(page)


def test_the_drawing_has_words_for_those_who_do_not_see_it(page):
    labels = re.findall(r'role="img" aria-label="([^"]+)"', section(page))
    assert labels[0] == "promise 时限：期限10日，至少等待15日，至多等待15日"


def test_in_english_as_well(page):
    page.client.set_cookie("kuaibao-language", "en")
    said = section(page.open(ADDRESS))
    for words in (
        "Feasibility of the clocks",
        "Impossible",
        "15 calendar days",
        "about 5 days beyond",
        "Reason given",
    ):
        assert words in said


def test_a_clocks_path_can_be_put_on_the_diagram(page):
    assert "diagram-marks" not in page.text
    assert 'href="/procedures/unkept?version=1&amp;clock=unkept:promise#diagram"' in page.text
    page.open(f"{ADDRESS}?clock=unkept:promise")
    marks = json.loads(re.search(r'id="diagram-marks">(.*?)</script>', page.text)[1])
    assert marks["path"] == ["begin", "answer", "decide", "done"]
    assert marks["clocks"] == [{"node": "answer", "state": "late", "text": "15日", "title": "answer 的名称"}]
    assert "图上标出的是“promise 时限”的路径" in page.text


def test_a_clock_that_is_not_there_marks_nothing(page):
    assert "diagram-marks" not in page.open(f"{ADDRESS}?clock=unkept:none").text


def test_limits_rounds_and_suspensions_are_told_and_limits_of_single_steps_only_counted(office, browser_of):
    own = clock("review", 6, "calendar-days", kind="activity")
    nodes = [
        *NODES[::3],
        node("user", "appraise", kb='<kb:suspends reason="appraisal"/>'),
        node("user", "draft", kb=own),
        node("user", "check", kb=clock("check", 5, "calendar-days", kind="activity")),
        node("xor", "passed"),
    ]
    kb = clock("promise", 10, "calendar-days", basis="x", when="right == 'design'", suspend_for="appraisal")
    line = "begin -> appraise -> draft -> check -> passed -[*]-> done"
    made = bundle("tight", process("tight", nodes, line, "passed -[result == 'back']-> draft", kb=kb))
    with office.engine.unit_of_work(SYSTEM) as uow:
        definitions.deploy(uow, made)
    said = section(browser_of("chief").open("/procedures/tight"))
    for words in (
        "余地不足",
        "至少等待",
        "无",
        "至多等待",
        "11日",
        "（条件：right == &#39;design&#39;）",
        "超出约1日",
    ):
        assert words in said
    for words in (
        "自“draft 的名称”起每多一轮，再加11日",
        "中止，不计入",
        "appraise 的名称",
        "另有 2 个单一环节的时限",
    ):
        assert words in said


def test_a_step_without_an_assignment_is_shown(page):
    assert "decide 的名称" in page.text


def test_words_at_the_edge_stand_on_the_inside():
    assert [Mark(x, ("", "")).anchor for x in (3, 50, 95)] == ["start", "middle", "end"]


def test_the_refusal_has_a_sentence():
    status, said = answer(InfeasibleClock([object()]))
    assert status == 422
    assert "须说明理由" in said.zh
