"""The worklist by keyboard alone, and what the pages do better with script."""

import pytest
from playwright.sync_api import expect

from engine import cases, tasks
from engine.queries import worklist

TITLES = ("云雀音箱外观设计核查", "激光雷达外壳外观设计核查", "婴儿车外观设计核查")


@pytest.fixture
def handler(office, sign_in):
    """A handler with three tasks."""
    for title in TITLES:
        with office.acting("intake") as uow:
            cases.start(uow, "design-check", facts={"applicant": "东南大学", "pages": 3}, title=title)
        office.pass_time(hours=1)
    with office.acting("handler") as uow:
        for row in worklist.pool(uow).rows:
            tasks.claim(uow, row.task_id)
    return sign_in("handler")


def test_a_task_is_opened_decided_and_submitted_without_a_mouse(handler):
    page = handler
    expect(page.locator("#pane-title")).to_have_text(TITLES[0])
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#pane-title")).to_have_text(TITLES[1])
    expect(page.locator('tr[aria-current="true"]')).to_contain_text(TITLES[1])
    page.keyboard.press("1")
    expect(page.get_by_role("radio", name="合格", exact=True)).to_be_checked()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".summary")).to_contain_text("请更正以下 1 处")
    expect(page.locator(".summary")).to_be_focused()
    assert page.title().startswith("错误：")
    page.fill("#f-opinion", "图片与产品一致")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toast")).to_contain_text("已提交")
    expect(page.locator("#pane-title")).to_have_text(TITLES[2])
    expect(page.locator("#pane-title")).to_be_focused()
    expect(page.locator("#nav a[aria-current] .n")).to_have_text("2")


def test_letters_go_to_pages_and_do_things(handler):
    page = handler
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/cases")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("婴儿车")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=*")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLES[2])


def test_a_letter_in_a_text_is_a_letter(handler):
    page = handler
    page.fill("#f-opinion", "")
    page.locator("#f-opinion").press_sequentially("j?/g c1")
    expect(page.locator("#f-opinion")).to_have_value("j?/g c1")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_fields_appear_as_they_are_asked_and_what_was_typed_stays(handler):
    page = handler
    page.fill("#f-opinion", "写到一半")
    expect(page.locator("#f-defects")).to_be_hidden()
    page.get_by_role("radio", name="需补正").check()
    expect(page.locator("#f-defects")).to_be_visible()
    expect(page.locator("#f-opinion")).to_have_value("写到一半")
    page.get_by_role("radio", name="不合格").check()
    expect(page.locator("#f-defects")).to_be_hidden()


def test_a_draft_is_kept_by_itself(handler):
    page = handler
    with page.expect_response("**/draft"):
        page.locator("#f-opinion").press_sequentially("先记一笔")
    expect(page.locator("[data-draft-note]")).to_contain_text("草稿已保存")
    page.reload()
    expect(page.locator("#f-opinion")).to_have_value("先记一笔")


def test_the_draft_button_does_not_load_the_page_anew(handler):
    page = handler
    page.evaluate("window.stays = true")
    page.fill("#f-opinion", "先记一笔")
    page.get_by_role("button", name="存草稿").click()
    expect(page.locator("[data-draft-note]")).to_contain_text("草稿已保存")
    assert page.evaluate("window.stays")


def test_when_the_session_ends_while_typing_nothing_is_lost(handler):
    page = handler
    page.get_by_role("radio", name="合格", exact=True).check()
    with page.expect_response("**/draft"):
        page.fill("#f-opinion", "写了很久的意见")
    page.context.clear_cookies(name="kuaibao")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("登录已过期")).to_be_visible()
    page.fill("#f-login", "handler")
    page.fill("#f-password", "correct horse battery")
    page.click("form.card [data-submit]")
    expect(page.get_by_text("写了很久的意见")).to_be_visible()
    page.click("[data-submit]")
    expect(page.locator("#toast")).to_contain_text("已提交")


def test_the_theme_changes_at_once_and_is_remembered(handler):
    page = handler
    ground = "getComputedStyle(document.querySelector('main')).color"
    before = page.evaluate(ground)
    with page.expect_response("**/theme"):
        page.get_by_role("button", name="切换深色与浅色").click()
    assert page.evaluate(ground) != before
    page.reload()
    assert page.evaluate(ground) != before


def test_the_language_changes_and_is_remembered_with_the_person(handler, sign_in):
    page = handler
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My tasks")
    assert page.locator("html").get_attribute("lang") == "en"
    page.context.clear_cookies()
    sign_in("handler")
    expect(page.get_by_role("heading", level=1)).to_have_text("My tasks")


def test_a_panel_closes_by_escape_and_gives_the_focus_back(handler):
    page = handler
    page.keyboard.press("t")
    expect(page.get_by_label("转给")).to_be_focused()
    page.get_by_label("转给").press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_label("转给")).to_be_hidden()
