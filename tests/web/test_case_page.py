"""The case page and the ledger: what supervisors and directors do, and how a refusal looks."""

from datetime import date

import pytest

from engine import cases, documents, people, requests
from engine.queries import casefile
from engine.uow import SYSTEM
from tests.web.browsing import Forms

DAY = date(2026, 9, 24)
TITLE = "云雀音箱外观设计核查"


@pytest.fixture
def case(office):
    with office.acting("intake") as uow:
        return cases.start(uow, "design-check", facts={"applicant": "东南大学", "pages": 3}, title=TITLE).id


@pytest.fixture
def chief(browser_of, case):
    return browser_of("chief").open(f"/cases/{case}")


@pytest.fixture
def director(browser_of, case):
    return browser_of("director").open(f"/cases/{case}/clocks/1")


def test_the_page_has_everything_about_the_case(chief):
    for words in (
        "东南大学",
        "10日办结",
        "执法科",
        "收件员",
        "核查",
        "办理日志",
        "流程图",
        "收件登记，案件建立",
    ):
        assert words in chief.text
    assert 'id="diagram-marks"' in chief.text


def test_the_diagram_is_the_file_that_was_deployed(chief, case):
    answer = chief.client.get(f"/cases/{case}/diagram.bpmn")
    assert answer.mimetype == "application/xml"
    assert "design_check" in answer.get_data(as_text=True)


def test_a_supervisor_sets_the_priority(chief):
    chief.submit("/prioritise", priority="2", note="领导批示")
    assert "紧急程度已调整" in chief.text
    assert "特急" in chief.text


def test_a_supervisor_cancels_with_a_reason(chief):
    chief.submit("/cancel", note="请求人撤回")
    assert "案件已撤销" in chief.text
    assert "请求人撤回" in chief.text


def test_who_is_recused_sees_nothing_of_the_case(office, chief, browser_of, case):
    chief.submit("/recuse", person=str(office.ids["handler"]), note="亲属关系")
    assert "已登记回避" in chief.text
    other = browser_of("handler")
    assert TITLE not in other.open("/groups").text
    assert TITLE not in other.open("/cases").text
    assert other.open(f"/cases/{case}").status == 403
    assert "您已在本案中回避" in other.text


def test_a_handler_is_not_offered_what_a_supervisor_may_do_and_may_not_do_it(browser_of, case):
    page = browser_of("handler").open(f"/cases/{case}")
    assert "/suspend" not in page.text
    token = page.form("/sign-out")["fields"]["csrf_token"][0]
    answer = page.client.post(f"/cases/{case}/cancel", data={"csrf_token": token, "note": "不想办了"})
    assert answer.status_code == 403
    with_case = page.open(f"/cases/{case}")
    assert "办理中" in with_case.text


def test_an_administrator_sees_no_case(browser_of, case):
    assert browser_of("admin").open(f"/cases/{case}").status == 403


def test_the_ledger_explains_the_end_with_its_articles(director):
    for words in (
        "《民法典》第201条第1款",
        "国庆节",
        "2026年10月8日 17:00",
        "测试用",
        "期限已用 50%",
        "届满",
    ):
        assert words in director.text
    director.client.set_cookie("kuaibao-language", "en")
    assert "Civil Code, art. 203(1)" in director.open(director.address).text


def test_the_supervisor_sees_what_is_late_and_what_it_led_to(office, case, browser_of):
    office.pass_time(days=15)
    board = browser_of("chief").open("/board")
    assert "逾期 18 小时" not in board.text
    assert TITLE in board.text
    assert "已超期" in board.text
    assert TITLE in board.open("/board?show=overdue").text
    assert "没有需要关注的案件" in board.open("/board?show=suspended").text
    assert TITLE in board.open("/board?unit=1").text
    assert TITLE not in board.open("/board?unit=99").text


def test_a_notice_is_read_by_following_it(office, case, browser_of):
    office.pass_time(days=15)
    chief = browser_of("chief").open("/notices")
    assert "未读 <b>1</b>" in chief.text
    fields = next(form["fields"] for form in Forms(chief.text).forms if "_case" in form["fields"])
    chief.page = chief.client.post("/notices/read", data={**fields, "notice": ["1"]}, follow_redirects=True)
    chief.address = chief.page.request.path
    assert chief.address == f"/cases/{case}"
    assert "未读 <b>0</b>" in chief.open("/notices").text
    assert "没有提醒" in chief.open("/notices?show=unread").text


def test_all_notices_are_read_at_once_and_only_ones_own(office, case, browser_of):
    office.pass_time(days=15)
    with office.acting("handler") as uow:
        people.mark_read(uow)
    chief = browser_of("chief").open("/notices").submit("/notices/read")
    assert "未读 <b>0</b>" in chief.text


def test_procedures_show_their_clocks_steps_and_rules(browser_of):
    page = browser_of("chief").open("/procedures")
    assert "外观设计核查" in page.text
    page.open("/procedures/design-check")
    for words in ("10日办结", "办案人员", "核查表", "不得由同一人办理", "期限已用 50%"):
        assert words in page.text


def test_every_journal_entry_has_words(office, chief, case):
    with office.acting("intake") as uow:
        asked = requests.ask_suspension(uow, case, None, reason="appraisal", effective=DAY, note="鉴定")
        refused = requests.ask_extension(uow, case, 1, amount=5, note="复杂")
        withdrawn = requests.ask_correction(uow, case, 1, starts=date(2026, 9, 23), note="错")
        requests.withdraw(uow, withdrawn)
        documents.add(uow, case, "委托书.txt", b"...")
    with office.acting("director") as uow:
        requests.grant(uow, asked)
        requests.refuse(uow, refused, decision="理由不充分")
    chief.submit("/prioritise", priority="1", note="领导批示")
    office.pass_time(days=15)
    with office.engine.reading(SYSTEM) as uow:
        kinds = {entry.kind for entry in casefile.read(uow, case).timeline}
    page = chief.open(f"/cases/{case}").text
    assert [kind for kind in kinds if f">{kind}<" in page] == []
