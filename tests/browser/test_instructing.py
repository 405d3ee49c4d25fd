"""Instructions in the browser: issued from a task to watch, answered and closed, by keyboard."""

import pytest
from playwright.sync_api import expect

from engine import cases, definitions, tasks
from engine.queries import casefile, worklist
from engine.uow import SYSTEM
from tests.drawing import clock, rung, simple

HANDLER = '<kb:assignment role="case-handler"/>'
PROMISE = clock("promise", 10, "calendar-days", rung("end", "supervisor", task="supervisor"))

THEME = "theme => { document.querySelector('#dark-theme').media = theme === 'dark' ? 'screen' : 'not all' }"


@pytest.fixture
def case(office):
    """A case of the handler whose clock has run out."""
    with office.engine.unit_of_work(SYSTEM) as uow:
        definitions.deploy(uow, simple(first=HANDLER, second=HANDLER, process=PROMISE))
    with office.acting("handler") as uow:
        number = cases.start(uow, "simple", facts={}, title="某某装置专利侵权纠纷").id
        tasks.claim(uow, worklist.pool(uow).rows[0].task_id)
    office.pass_time(days=15)
    return number


def look(page, axe, pictures, name):
    """Both themes, without a violation; pictures where somebody wants them."""
    for theme in ("light", "dark"):
        page.evaluate(THEME, theme)
        assert axe() == []
        if pictures:
            page.screenshot(path=pictures / f"{name}-{theme}.png", full_page=True)
    page.evaluate(THEME, "light")


def test_from_a_task_to_watch_to_the_answer_and_its_end(office, case, sign_in, axe, pictures):
    page = sign_in("chief")
    page.keyboard.press("g")
    page.keyboard.press("p")
    expect(page.get_by_role("heading", name="督办：promise 时限")).to_be_visible()
    look(page, axe, pictures, "watch")
    page.get_by_label("督办意见").fill("请说明超期原因和完成日期")
    page.get_by_label("督办意见").press("Control+Enter")
    expect(page.locator("#toast")).to_contain_text("督办已发出，督办任务办结")
    sign_in("handler")
    expect(page.locator("nav a[data-go=u] .n")).to_have_text("1")
    page.keyboard.press("g")
    page.keyboard.press("u")
    expect(page.get_by_role("heading", name="督办单", exact=True)).to_be_visible()
    look(page, axe, pictures, "list")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="我的答复")).to_be_visible()
    page.keyboard.press("c")
    expect(page.locator("#toast")).to_contain_text("已签收")
    look(page, axe, pictures, "answer")
    page.fill("#answer", "送达迟延，10月15日前办结")
    page.locator("#answer").press("Control+Enter")
    expect(page.locator("#toast")).to_contain_text("已答复")
    sign_in("chief")
    page.keyboard.press("g")
    page.keyboard.press("u")
    expect(page.get_by_role("heading", name="督办单", exact=True)).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("送达迟延，10月15日前办结")
    look(page, axe, pictures, "close")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toast")).to_contain_text("督办已办结")
    look(page, axe, pictures, "done")


def test_a_note_alone_completes_a_task_to_watch_and_a_refusal_keeps_the_page(
    office, case, sign_in, axe, pictures
):
    page = sign_in("chief")
    page.goto("/groups")
    expect(page.get_by_role("heading", name="督办：promise 时限")).to_be_visible()
    page.keyboard.press("m")
    expect(page.get_by_role("alert")).to_contain_text("请写明处理意见")
    look(page, axe, pictures, "refused")
    page.get_by_label("督办意见").first.fill("已与经办人面谈")
    page.get_by_label("督办意见").first.press("Escape")
    page.keyboard.press("m")
    expect(page.locator("#toast")).to_contain_text("已备注")
    assert "task-completed" in {entry.kind for entry in told(office, case)}


def told(office, case):
    """The case's journal."""
    with office.engine.reading(office.actor("chief")) as uow:
        return casefile.read(uow, case).timeline


def test_an_instruction_is_issued_on_the_case(office, sign_in, axe, pictures):
    with office.acting("intake") as uow:
        number = cases.start(
            uow, "design-check", facts={"applicant": "东南大学", "pages": 3}, title="某某"
        ).id
    page = sign_in("chief")
    page.goto(f"/cases/{number}")
    page.keyboard.press("i")
    expect(page.locator("#instruct-to")).to_be_focused()
    look(page, axe, pictures, "panel")
    page.select_option("#instruct-to", label="李佳 · 执法科")
    page.fill("#instruct-text", "请报告进度")
    page.locator("details[open] .btn.primary").click()
    expect(page.locator("#toast")).to_contain_text("督办已发出")
    expect(page.get_by_role("heading", name="督办", exact=True)).to_be_visible()
    look(page, axe, pictures, "case")
