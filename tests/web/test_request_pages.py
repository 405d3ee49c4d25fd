"""Asking and deciding on the pages: panels, the forms of their own, the list, the documents; all without script."""

from datetime import date, timedelta
from io import BytesIO

import pytest

from engine import cases, documents, requests
from tests.web.browsing import Forms
from tests.web.little_office import BUNDLE

TITLE = "云雀音箱外观设计核查"
TODAY = date(2026, 9, 24)
PDF = b"%PDF-1.7\n% a paper"


@pytest.fixture
def case(office):
    """A case that the intake clerk has opened; its promise ends on 10-08."""
    with office.acting("intake") as uow:
        return cases.start(uow, "design-check", facts={"applicant": "东南大学", "pages": 3}, title=TITLE).id


@pytest.fixture
def clerk(browser_of, case):
    return browser_of("intake").open(f"/cases/{case}")


@pytest.fixture
def ledger(browser_of, case):
    return browser_of("intake").open(f"/cases/{case}/clocks/1")


@pytest.fixture
def asked(office, case):
    """A suspension of the case that was asked for."""
    with office.acting("intake") as uow:
        return requests.ask_suspension(uow, case, None, reason="appraisal", effective=TODAY, note="委托鉴定")


def decide(browser, number, **values):
    return browser.open(f"/requests/{number}").submit("/decide", **values)


def buttons(page) -> list[str]:
    return [form["action"].rpartition("/")[2] for form in Forms(page.text).forms if "/ask/" in form["action"]]


# --- asking ------------------------------------------------------------------------------------------------------


def test_a_case_is_suspended_and_goes_on_as_one_asks_and_another_grants(clerk, browser_of, case):
    clerk.submit("/ask/suspend", note="鉴定委托书 3 号")
    assert "申请已提交，等待批准" in clerk.text
    assert "等待批准的申请" in clerk.text
    assert "案件已中止：" not in clerk.text
    chief = browser_of("chief")
    assert "收件员就案件" in chief.open("/notices").text
    decide(chief, 1, move="grant", decision="同意")
    assert "已批准，时限已重新计算" in chief.text
    assert "案件已中止：检验检测鉴定" in clerk.open(f"/cases/{case}").text
    assert "恢复条件：收到鉴定意见" in clerk.text
    assert "申请与审批记录" in clerk.text
    clerk.submit("/ask/resume")
    decide(chief, 2, move="grant")
    assert "案件已中止：" not in clerk.open(f"/cases/{case}").text


def test_one_clock_is_suspended_from_its_ledger(ledger, browser_of, case):
    ledger.submit("/ask/suspend", note="鉴定委托书")
    assert ledger.address == f"/cases/{case}/clocks/1"
    assert "10日办结" in decide(browser_of("chief"), 1, move="grant").text
    assert "暂停计时" in ledger.open(ledger.address).text
    assert buttons(ledger) == ["resume", "extend", "correct"]  # it stands still for its only reason
    ledger.submit("/ask/resume", note="鉴定完毕")
    decide(browser_of("chief"), 2, move="grant")
    assert "暂停计时" not in ledger.open(ledger.address).text


def test_an_extension_is_asked_for_and_granted_by_the_director_with_the_old_and_the_new_end(
    ledger, browser_of
):
    ledger.submit("/ask/extend", amount="5", note="案情复杂")
    director = browser_of("director").open("/requests/1")
    assert "2026年10月8日 17:00" in director.text
    assert "2026年10月9日 17:00" in director.text  # 15 days from 09-24
    director.submit("/decide", move="grant", decision="同意延长")
    assert "已批准" in director.text
    ledger.open(ledger.address)
    assert "2026年10月9日" in ledger.text
    assert "同意延长" in ledger.text


def test_a_start_is_corrected(ledger, browser_of, case):
    ledger.submit("/ask/correct", starts="2026-09-20", note="收件日登记有误")
    chief = browser_of("chief").open("/requests/1")
    assert "2026年9月20日 周日" in chief.text
    chief.submit("/decide", move="grant")
    ledger.open(ledger.address)
    assert "2026年9月20日" in ledger.text
    assert "收件日登记有误" in ledger.text


@pytest.mark.parametrize(
    ("kind", "values", "words"),
    [
        ("suspend", {"effective": "2026-10-24"}, "日期不得晚于今天"),
        ("suspend", {"effective": "2026-09-01"}, "生效日不得早于时限起算日"),
        ("suspend", {"effective": "soon"}, "请填写日期"),
        ("suspend", {"reason": ""}, "没有这一中止事由"),
        ("extend", {"amount": "6"}, "超过允许延长的上限"),
        ("extend", {"amount": "x"}, "请填写大于零的整数"),
        ("correct", {"starts": "2026-09-25"}, "起算不得晚于现在"),
        ("correct", {"starts": "2026-09-24"}, "与现有起算日相同"),
        ("correct", {"starts": ""}, "请填写日期"),
        ("correct", {"starts": "2026-09-20T25:00"}, "请填写日期"),
    ],
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(ledger, kind, values, words):
    ledger.submit(f"/ask/{kind}", **{"reason": "appraisal", **values}, note="鉴定委托书 3 号")
    assert ledger.status == 422
    assert words in ledger.text
    assert "鉴定委托书 3 号</textarea>" in ledger.text
    assert "附件须重新选择" in ledger.text
    fixed = {
        "suspend": {"effective": "2026-09-24", "reason": "appraisal"},
        "extend": {"amount": "5"},
        "correct": {"starts": "2026-09-20"},
    }[kind]
    ledger.submit(f"/ask/{kind}", **fixed)
    assert "申请已提交" in ledger.text


def test_the_same_is_not_offered_twice_and_not_taken_twice(ledger, case):
    ledger.submit("/ask/extend", amount="5", note="案情复杂")
    assert buttons(ledger) == ["suspend", "correct"]
    ledger.open(f"/cases/{case}/ask/extend?clock=1").submit("/ask/extend", amount="5", note="案情复杂")
    assert "同样的申请正在等待审批" in ledger.text


@pytest.mark.parametrize(
    "path", ["ask/dance", "ask/extend", "ask/correct", "ask/suspend?clock=4711", "ask/extend?clock=9"]
)
def test_what_cannot_be_asked_is_not_found(browser_of, case, path):
    assert browser_of("intake").open(f"/cases/{case}/{path}").status == 404


def test_who_does_not_work_on_the_case_is_offered_nothing_and_may_not_ask(browser_of, case):
    other = browser_of("reviewer").open(f"/cases/{case}/clocks/1")
    assert buttons(other) == []
    other.open(f"/cases/{case}/ask/suspend").submit("/ask/suspend", note="鉴定")
    assert other.status == 403
    assert "您不是本案的经办人员" in other.text


def test_a_case_that_has_gone_meanwhile_is_said(browser_of, case, office):
    page = browser_of("intake").open(f"/cases/{case}")
    with office.acting("director") as uow:
        cases.recuse(uow, case, office.ids["intake"], note="回避")
    page.submit("/ask/suspend", note="鉴定")
    assert page.status == 403


def test_clocks_with_the_same_start_are_corrected_together(office, browser_of):
    folder = office.folder / "two"
    (folder / "forms").mkdir(parents=True)
    text = (BUNDLE / "design-check.bpmn").read_text()
    first = text[text.index("<kb:clock") : text.index("</kb:clock>") + len("</kb:clock>")]
    second = first.replace('id="promise"', 'id="second"').replace("10日办结", "第二个时限")
    two = text.replace(first, first + second)
    two = two.replace('id="design_check"', 'id="two_check"').replace('"design_check"', '"two_check"')
    (folder / "two.bpmn").write_text(two)
    for form in (BUNDLE / "forms").iterdir():
        (folder / "forms" / form.name).write_bytes(form.read_bytes())
    office.deploy(folder)
    with office.acting("intake") as uow:
        case = cases.start(uow, "two", facts={"applicant": "东南大学", "pages": 3}, title=TITLE).id
    page = browser_of("intake").open(f"/cases/{case}/clocks/1")
    assert "同时起算的时限，一并申请更正" in page.text
    page.submit("/ask/correct", starts="2026-09-20", note="登记有误", also=["2"])
    chief = browser_of("chief").open("/requests")
    assert chief.text.count("更正起算</a>") == 2


# --- documents ---------------------------------------------------------------------------------------------------


def test_a_request_carries_a_document_that_is_handed_out_as_a_file(clerk, browser_of, case):
    clerk.submit("/ask/suspend", note="见附件", document=(BytesIO(PDF), "鉴定委托书.pdf"))
    chief = browser_of("chief").open("/requests/1")
    assert "鉴定委托书.pdf" in chief.text
    answer = chief.client.get(f"/cases/{case}/documents/1")
    assert answer.get_data() == PDF
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"] or "max-age=0" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"MZ\x90\x00", "不是可以接收的文件类型（PDF, PNG"), (b"", "文件是空的")],
)
def test_a_document_that_is_not_accepted_says_why_and_nothing_is_asked(clerk, content, words, office):
    clerk.submit("/ask/suspend", note="见附件，三份", document=(BytesIO(content), "program.pdf"))
    assert clerk.status == 422
    assert words in clerk.text
    assert "见附件，三份</textarea>" in clerk.text
    assert "没有提出过申请" in clerk.open("/requests?show=asked").text


def test_a_document_is_found_in_its_own_case_alone_and_by_who_may_read_it(office, browser_of, case):
    with office.acting("intake") as uow:
        paper = documents.add(uow, case, "委托书.txt", b"...")
        other = cases.start(uow, "design-check", facts={"applicant": "东南大学", "pages": 3}).id
    chief = browser_of("chief")
    assert chief.open(f"/cases/{other}/documents/{paper}").status == 404
    assert chief.open(f"/cases/{case}/documents/4711").status == 404
    assert browser_of("admin").open(f"/cases/{case}/documents/{paper}").status == 403


# --- deciding ----------------------------------------------------------------------------------------------------


def test_what_waits_is_counted_beside_the_navigation_and_listed(browser_of, asked):
    chief = browser_of("chief").open("/requests")
    assert "待我审批 <b>1</b>" in chief.text
    assert "申请中止" in chief.text
    assert TITLE in chief.text
    decide(chief, asked, move="grant")
    assert "没有等待您审批的申请" in chief.open("/requests").text
    assert "已批准" in chief.open("/requests?show=decided").text
    clerk = browser_of("intake").open("/requests?show=asked")
    assert "已批准" in clerk.text
    assert "没有等待您审批的申请" in clerk.open("/requests?show=nonsense").text


def test_a_refusal_without_a_reason_is_refused_and_with_one_is_told(browser_of, asked):
    chief = decide(browser_of("chief"), asked, move="refuse")
    assert chief.status == 422
    assert "不予批准须写明理由" in chief.text
    chief.submit("/decide", move="refuse", decision="缺少委托书")
    assert "已不予批准" in chief.text
    clerk = browser_of("intake").open("/notices")
    assert "缺少委托书" in clerk.text


def test_what_cannot_be_granted_now_says_so_and_keeps_the_remark(office, browser_of, case):
    with office.acting("intake") as uow:
        requests.ask_extension(uow, case, 1, amount=5, note="案情复杂")
    office.pass_time(days=20)
    director = browser_of("director").open("/requests/1")
    assert "现在不能批准。" in director.text
    director.submit("/decide", move="grant", decision="同意，请抓紧")
    assert director.status == 422
    assert "申请虽在届满前提出，但批准时期限已届满" in director.text
    assert "同意，请抓紧</textarea>" in director.text


def test_who_may_not_decide_is_not_offered_it(browser_of, asked):
    clerk = browser_of("intake").open(f"/requests/{asked}")
    assert "/decide" not in clerk.text
    clerk.submit("/withdraw")
    assert "申请已撤回" in clerk.text
    chief = browser_of("chief").open(f"/requests/{asked}")
    assert "已撤回" in chief.text
    assert "/decide" not in chief.text


def test_who_asked_may_not_decide_even_by_hand(office, browser_of, case):
    chief = browser_of("chief").open(f"/cases/{case}").submit("/ask/suspend", note="鉴定")
    token = chief.form("/sign-out")["fields"]["csrf_token"][0]
    answer = chief.client.post("/requests/1/decide", data={"csrf_token": token, "move": "grant"})
    assert answer.status_code == 403
    assert "申请人本人不能批准" in answer.get_data(as_text=True)
    assert chief.open("/requests/4711").status == 404


def test_the_next_that_waits_is_one_step_away(office, browser_of, case, asked):
    with office.acting("intake") as uow:
        requests.ask_correction(uow, case, 1, starts=date(2026, 9, 21), note="登记有误")
    chief = decide(browser_of("chief"), asked, move="grant")
    assert "/requests/2" in chief.text
    assert "下一件待审批" in chief.text


def test_it_is_all_in_english_too(browser_of, asked):
    chief = browser_of("chief")
    chief.client.set_cookie("kuaibao-language", "en")
    for words in ("Ask to suspend: The whole case", "If it is granted", "stands still", "Who may decide"):
        assert words in chief.open(f"/requests/{asked}").text
    assert "Waiting for me" in chief.open("/requests").text


# --- how long a suspension may last ------------------------------------------------------------------------------


def test_a_suspension_that_lasts_too_long_says_so_on_the_case_and_on_the_board(
    office, browser_of, case, asked
):
    chief = browser_of("chief")
    decide(chief, asked, move="grant")
    assert "中止超过规定时间" not in chief.open(f"/cases/{case}").text
    assert "中止超过规定时间" not in chief.open("/board?show=suspended").text
    office.pass_time(days=70)
    assert "中止超过规定时间" in chief.open(f"/cases/{case}").text
    assert "中止超过规定时间" in chief.open("/board?show=suspended").text
    office.now += timedelta(days=1)
    assert "超过规定时间" in chief.open("/notices").text
