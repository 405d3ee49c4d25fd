"""Instructions on the pages: issued from a case and from a task to watch, answered, closed; all without script."""

from datetime import timedelta

import pytest

from engine import cases, definitions, instructions, tasks
from engine.queries import worklist
from tests.drawing import clock, rung, simple

TITLE = "云雀音箱外观设计核查"
HANDLER = '<kb:assignment role="case-handler"/>'


@pytest.fixture
def case(office):
    """A case of the intake clerk."""
    with office.acting("intake") as uow:
        return cases.start(uow, "design-check", facts={"applicant": "东南大学", "pages": 3}, title=TITLE).id


@pytest.fixture
def issued(office, case):
    """An instruction of the supervisor to the handler, to answer by the end of the 28th."""
    with office.acting("chief") as uow:
        soon = uow.office.calendar.shift(uow.office.today(uow.now), 1)
        return instructions.issue(uow, case, to=office.ids["handler"], text="说明进度", answer_by=soon)


@pytest.fixture
def watched(office):
    """A case whose clock has run out, and the task to watch that it opened."""
    promise = clock("promise", 10, "calendar-days", rung("end", "supervisor", task="supervisor"))
    with office.acting("admin") as uow:
        definitions.deploy(uow, simple(first=HANDLER, second=HANDLER, process=promise))
    with office.acting("handler") as uow:
        number = cases.start(uow, "simple", facts={}, title="某某装置").id
        tasks.claim(uow, worklist.pool(uow).rows[0].task_id)
    office.pass_time(days=15)
    with office.acting("chief") as uow:
        row = next(row for row in worklist.pool(uow).rows if row.kind == "watch")
    return number, row.task_id


def test_an_instruction_goes_from_the_case_to_the_answer_and_is_closed(browser_of, office, case):
    chief = browser_of("chief").open(f"/cases/{case}")
    chief.submit("/instruct", to=str(office.ids["handler"]), text="说明进度")
    assert "督办已发出" in chief.text
    assert "周文博 于" in chief.text
    assert "督办：说明进度" in chief.text  # in the journal
    handler = browser_of("handler").open("/instructions")
    assert "说明进度" in handler.text
    assert "待签收" in handler.text
    assert "督办，请于" in handler.open("/notices").text
    handler.open("/instructions/1").submit("/acknowledge")
    assert "已签收，请按时答复" in handler.text
    handler.submit("/reply", answer="已约谈双方")
    assert "已答复，等待督办人办结" in handler.text
    assert "没有等待您答复的督办" in handler.open("/instructions?show=waiting").text
    assert "说明进度" in handler.open("/instructions").text  # what is done
    chief.open("/instructions")
    assert "已答复" in chief.text
    chief.open("/instructions/1").submit("/close", note="很好")
    assert "督办已办结" in chief.text
    assert "很好" in chief.text
    assert "督办办结" in chief.open(f"/cases/{case}").text


def test_the_number_beside_the_navigation_says_what_waits(browser_of, office, issued):
    handler = browser_of("handler").open("/instructions")
    assert 'href="/instructions" data-go="u"' in handler.text
    entry = handler.text.split('data-go="u"')[1].split("</a>")[0]
    assert ">1</span>" in entry
    assert "hot" not in entry
    office.now += timedelta(days=5)
    entry = handler.open("/instructions").text.split('data-go="u"')[1].split("</a>")[0]
    assert "hot" in entry
    assert "逾期" in handler.text
    assert "说明进度" in browser_of("chief").open("/instructions").text  # what the supervisor issued


def test_an_answer_is_asked_for_again_and_an_instruction_withdrawn(browser_of, office, case, issued):
    browser_of("handler").open(f"/instructions/{issued}").submit("/reply", answer="在办")
    chief = browser_of("chief").open(f"/instructions/{issued}")
    chief.submit("/reopen", note="请写明日期")
    assert "已要求重新答复" in chief.text
    chief.submit("/withdraw", note="")
    assert chief.status == 422
    assert "请写明处理意见" in chief.text
    chief.submit("/withdraw", note="已当面说明")
    assert "督办已撤回" in chief.text
    assert "督办须重新答复" in chief.open(f"/cases/{case}").text


def test_a_refusal_keeps_what_was_typed(browser_of, office, case, issued):
    chief = browser_of("chief").open(f"/cases/{case}")
    chief.submit("/instruct", to=str(office.ids["handler"]), text="请说明原因", answer_by="2026-09-01")
    assert chief.status == 422
    assert "答复期限须晚于现在" in chief.text
    form = chief.form("/instruct")["fields"]
    assert (form["text"], form["answer_by"], form["to"]) == (
        ["请说明原因"],
        ["2026-09-01"],
        [str(office.ids["handler"])],
    )
    chief.submit("/instruct", answer_by="")
    assert "请填写答复期限" in chief.text
    chief.submit("/instruct", answer_by="2026-09-29", to="0")
    assert chief.status == 404
    handler = browser_of("handler").open(f"/instructions/{issued}").submit("/reply", answer=" ")
    assert handler.status == 422
    assert "请写明答复内容" in handler.text
    chief.open(f"/instructions/{issued}")
    handler.submit("/reply", answer="在办")
    chief.submit("/withdraw", note="不必")
    assert chief.status == 409
    assert "当前状态为“已答复”，不能撤回这项督办" in chief.text
    chief.open(f"/instructions/{issued}").submit("/reopen", note="请写明日期", answer_by="2026-09-01")
    assert chief.status == 422
    assert chief.form("/reopen")["fields"]["note"] == ["请写明日期"]


def test_who_may_not_is_told_so(browser_of, office, case, issued):
    handler = browser_of("handler").open(f"/cases/{case}")
    assert f"/cases/{case}/instruct" not in handler.text
    second = browser_of("second").open(f"/instructions/{issued}")
    assert "我的答复" not in second.text
    assert second.open("/instructions/999").status == 404
    assert browser_of("chief").open(f"/cases/{case}/instruct").status == 200


def test_a_task_to_watch_shows_its_clock_and_is_done_with_an_instruction(browser_of, office, watched):
    case, task = watched
    chief = browser_of("chief").open(f"/cases/{case}")
    assert f"/cases/{case}/clocks/" in chief.text
    assert "promise 时限：时限台账" in chief.text
    chief.submit(f"/tasks/{task}/settle", move="instruct", text="")
    assert chief.status == 422
    assert "请写明督办意见" in chief.text
    chief.submit(f"/tasks/{task}/settle", move="instruct", text="说明超期原因")
    assert "督办已发出，督办任务办结" in chief.text
    assert "说明超期原因" in chief.text
    handler = browser_of("handler").open("/instructions/1")
    assert "promise 时限" in handler.text


def test_a_task_to_watch_is_done_with_a_note_from_the_worklist(browser_of, office, watched):
    case, task = watched
    chief = browser_of("chief").open(f"/groups?task={task}")
    chief.submit(f"/tasks/{task}/settle", move="note", text=" ")
    assert chief.status == 422
    assert "请写明处理意见" in chief.text
    chief.open(f"/groups?task={task}").submit(f"/tasks/{task}/settle", move="note", text="已与经办人面谈")
    assert "已备注，督办任务办结" in chief.text
    assert "已与经办人面谈" in chief.open(f"/cases/{case}").text


def test_what_nobody_answers_is_told_above_and_says_so(browser_of, office, case, issued):
    office.pass_time(days=8)
    chief = browser_of("chief").open(f"/instructions/{issued}")
    assert "逾期后已上报" in chief.text
    assert "督办逾期未答复，第 1 次上报" in chief.open(f"/cases/{case}").text


def test_the_pages_speak_english(browser_of, case, issued):
    handler = browser_of("handler")
    handler.client.set_cookie("kuaibao-language", "en")
    assert "Time left" in handler.open("/instructions").text
    assert "My answer" in handler.open(f"/instructions/{issued}").text
    assert "Instruction: 说明进度" in handler.open(f"/cases/{case}").text
