"""A case from the desk to the archive, in a browser without script."""

import pytest

from engine.steps.seen import fingerprint
from tests.web.little_office import PASSWORD

REGISTER = "/cases/new/design-check"
GOOD = {"applicant": "东南大学", "pages": "3", "_title": "云雀音箱外观设计核查"}


def registered(browser, **more):
    return browser.open(REGISTER).submit(REGISTER, **{**GOOD, **more})


@pytest.fixture
def case(browser_of):
    """A case that was registered just now."""
    browser = registered(browser_of("intake"))
    return int(browser.address.rsplit("/", 1)[1])


@pytest.fixture
def handler(case, browser_of):
    """A handler with the case's first task claimed, on the worklist."""
    browser = browser_of("handler").open("/groups")
    return browser.submit("/claim")


def test_a_clerk_registers_a_case_and_sees_it(browser_of):
    browser = registered(browser_of("intake"))
    assert browser.status == 200
    assert "已登记，案号 design-check-2026-0001" in browser.text
    assert "云雀音箱外观设计核查" in browser.text
    assert "10日办结" in browser.text


def test_only_those_who_may_begin_a_case_are_asked_to(browser_of):
    assert "外观设计核查" in browser_of("intake").open("/cases/new").text
    assert "没有您可以新建的业务" in browser_of("handler").open("/cases/new").text
    assert browser_of("handler").open(REGISTER).status == 403


def test_what_is_wrong_with_the_registration_is_said_and_what_was_typed_comes_back(browser_of):
    browser = registered(browser_of("intake"), applicant="东", pages="many", goods_value="-3")
    assert browser.status == 422
    assert browser.text.count("错误：") >= 4
    assert "<title>错误：" in browser.text
    for field in ("applicant", "pages", "goods_value"):
        assert f'href="#f-{field}"' in browser.text
    assert 'value="many"' in browser.text
    assert 'value="东"' in browser.text
    assert "design-check-2026" not in browser.open("/cases").text


def test_rows_of_a_table_are_kept_and_empty_ones_dropped(browser_of):
    rows = {
        "evidence__0__name": "照片",
        "evidence__0__count": "2",
        "evidence__1__name": "",
        "evidence__1__count": "",
    }
    browser = registered(browser_of("intake"), **rows)
    assert "照片 · 份数 2" in browser.text


def test_a_row_with_a_mistake_comes_back_with_the_place_of_it(browser_of):
    rows = {"evidence__0__name": "照片", "evidence__0__count": "0"}
    browser = registered(browser_of("intake"), **rows)
    assert browser.status == 422
    assert 'href="#f-evidence-0-count"' in browser.text
    assert 'id="f-evidence-0-count"' in browser.text


def test_a_field_that_is_not_asked_is_not_saved(browser_of):
    browser = registered(browser_of("intake"), agent="某代理所", has_agent="false")
    assert "某代理所" not in browser.text
    browser = registered(browser_of("intake"), agent="某代理所", has_agent=["false", "true"])
    assert "某代理所" in browser.text


def test_a_claimed_task_moves_from_the_group_to_the_person(handler):
    assert "已签收" in handler.text
    assert "我的待办" in handler.text
    assert "没有待领的任务" in handler.open("/groups").text


def test_a_task_can_be_put_back(handler):
    handler.submit("/return", note="另有安排")
    assert "已退回小组待领" in handler.text
    assert "没有待办的任务" in handler.text


def test_a_task_can_be_given_to_a_colleague(office, handler, browser_of):
    handler.submit("/assign", person=str(office.ids["second"]), note="请协助")
    assert "已转办" in handler.text
    assert "云雀音箱外观设计核查" in browser_of("second").text


def test_an_incomplete_form_comes_back_with_a_summary_and_nothing_is_done(handler, case):
    handler.submit("/complete", conclusion="amend", opinion="短")
    assert handler.status == 422
    assert "请更正以下 1 处" in handler.text
    assert ">短</textarea>" in handler.text
    assert 'value="amend" checked' in handler.text
    assert "云雀音箱外观设计核查" in handler.open("/").text


def test_two_people_in_turn_bring_it_to_the_archive(office, handler, case, browser_of):
    handler.submit("/complete", conclusion="pass", opinion="图片与产品一致")
    assert "已提交" in handler.text
    second = browser_of("second").open("/groups").submit("/claim").submit("/complete")
    assert "办结" in second.text
    page = second.open(f"/cases/{case}")
    assert "已办结" in page.text
    assert "按时办结" in page.text
    assert "归档" in page.text


def test_who_examined_may_not_approve(handler, case):
    handler.submit("/complete", conclusion="pass", opinion="图片与产品一致")
    page = handler.open(f"/cases/{case}")
    assert "您办理过前一环节，须由他人办理" in page.text
    assert "/claim" not in page.text


def test_a_draft_is_kept_and_comes_back(handler, browser_of):
    form = handler.form("/complete")
    action = form["action"].replace("complete", "draft")
    fields = {**form["fields"], "opinion": ["先记一笔"], "conclusion": ["amend"]}
    answer = handler.client.post(action, data=fields, headers={"HX-Request": "true"})
    assert answer.get_data(as_text=True) == "草稿已保存 今天 09:00"
    page = handler.open("/")
    assert ">先记一笔</textarea>" in page.text
    assert "今天 09:00 保存的草稿" in page.text
    assert 'title="有草稿"' in page.text


def test_a_draft_may_be_wrong(handler):
    form = handler.form("/complete")
    action = form["action"].replace("complete", "draft")
    answer = handler.client.post(action, data={**form["fields"], "opinion": ["短"]}, follow_redirects=True)
    assert answer.status_code == 200
    assert ">短</textarea>" in answer.get_data(as_text=True)


def test_the_fields_that_are_asked_follow_what_was_typed(handler):
    form = handler.form("/complete")
    action = form["action"].replace("complete", "fields")
    asked = handler.client.post(action, data={**form["fields"], "conclusion": ["amend"]}).get_data(
        as_text=True
    )
    hidden = handler.client.post(action, data={**form["fields"], "conclusion": ["pass"]}).get_data(
        as_text=True
    )
    assert "data-off" not in asked
    assert "data-off" in hidden


def test_a_task_that_is_done_cannot_be_done_again_and_what_was_typed_is_shown(handler):
    form = handler.form("/complete")
    fields = {**form["fields"], "conclusion": ["pass"], "opinion": ["图片与产品一致"]}
    handler.client.post(form["action"], data=fields)
    again = handler.client.post(form["action"], data={**fields, "opinion": ["第二次填写的意见"]})
    text = again.get_data(as_text=True)
    assert again.status_code == 409
    assert "已办结，不能再次办理" in text
    assert "核查意见</dt><dd>第二次填写的意见" in text


def test_a_stale_form_shows_what_others_wrote_and_can_be_submitted_again(handler):
    old = fingerprint(["opinion"], {"opinion": "他人曾经的意见"})
    handler.submit("/complete", conclusion="pass", opinion="图片与产品一致", _seen=old)
    assert handler.status == 409
    assert "他人修改了下列内容" in handler.text
    assert "“核查意见”已被他人清空" in handler.text
    assert ">图片与产品一致</textarea>" in handler.text
    handler.submit("/complete")
    assert "已提交" in handler.text


def test_the_wrong_role_is_refused_whatever_the_page_shows(case, browser_of):
    action = browser_of("handler").open("/groups").form("/complete")["action"]
    stranger = browser_of("reviewer")
    token = stranger.form("/sign-out")["fields"]["csrf_token"]
    answer = stranger.client.post(
        action, data={"csrf_token": token, "opinion": "越权填写的意见", "conclusion": "pass"}
    )
    assert answer.status_code == 403
    assert "没有权限" in answer.get_data(as_text=True)


def test_an_expired_session_keeps_what_was_typed(handler):
    form = handler.form("/complete")
    fields = {**form["fields"], "conclusion": ["pass"], "opinion": ["写了很久的意见"]}
    handler.client.delete_cookie("kuaibao")
    handler.page = handler.client.post(form["action"], data=fields)
    assert handler.status == 401
    assert "登录已过期" in handler.text
    handler.submit("/sign-in", login="handler", password=PASSWORD)
    assert "写了很久的意见" in handler.text
    assert "核查意见" in handler.text
    handler.submit("/complete")
    assert "已提交" in handler.text


def test_a_token_of_another_session_lets_the_person_look_it_over(handler):
    form = handler.form("/complete")
    fields = {**form["fields"], "csrf_token": ["old"], "conclusion": ["pass"], "opinion": ["写了很久的意见"]}
    handler.page = handler.client.post(form["action"], data=fields)
    assert handler.status == 400
    assert "页面已过期" in handler.text
    handler.submit("/complete")
    assert "已提交" in handler.text


def test_nobody_else_can_put_words_into_a_kept_form(stranger):
    page = stranger.open("/sign-in").submit(
        "/sign-in", login="handler", password=PASSWORD, kept="forged.token"
    )
    assert page.address == "/"
