"""Asking and deciding in the browser: with a document, by keyboard, and after a refusal."""

from datetime import date

import pytest
from playwright.sync_api import expect

from engine import cases, requests

TITLE = "云雀音箱外观设计核查"
PAPER = {"name": "鉴定委托书 3 号.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n% a paper"}


@pytest.fixture
def case(office):
    """A case of the intake clerk; its promise ends on 10-08."""
    with office.acting("intake") as uow:
        return cases.start(uow, "design-check", facts={"applicant": "东南大学", "pages": 3}, title=TITLE).id


def test_a_suspension_is_asked_for_with_a_document_and_granted_by_keyboard(office, case, sign_in, axe):
    page = sign_in("intake")
    page.goto(f"/cases/{case}/clocks/1")
    page.keyboard.press("s")
    expect(page.locator("#ask-suspend-reason")).to_be_focused()
    page.fill("#ask-suspend-note", "委托省质检院鉴定")
    page.set_input_files("#ask-suspend-document", PAPER)
    page.locator("details[open] .btn.primary").click()
    expect(page.locator("#toast")).to_contain_text("申请已提交")
    expect(page.get_by_role("heading", name="等待批准的申请")).to_be_visible()
    sign_in("chief")
    expect(page.locator("nav a[data-go=a] .n")).to_have_text("1")
    page.keyboard.press("g")
    page.keyboard.press("a")
    expect(page.get_by_role("heading", name="审批", exact=True)).to_be_visible()
    assert axe() == []
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="鉴定委托书 3 号.pdf")).to_be_visible()
    expect(page.get_by_role("heading", name="批准后")).to_be_visible()
    assert axe() == []
    page.keyboard.press("a")
    expect(page.locator("#toast")).to_contain_text("已批准")
    office.now = office.now.replace(month=10, day=15)
    with office.acting("intake") as uow:
        requests.ask_resumption(uow, case, 1, reason="appraisal", effective=date(2026, 10, 15))
    page.goto("/requests")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2026年10月26日 17:00")).to_be_visible()  # 20 days on 10-04: a Saturday
    page.keyboard.press("a")
    expect(page.locator("#toast")).to_contain_text("已批准")
    page.goto(f"/cases/{case}/clocks/1")
    expect(page.get_by_text("起中止，2026年10月15日（星期四）恢复")).to_be_visible()
    expect(page.locator("main")).to_contain_text("2026年10月26日")
    assert axe() == []


def test_an_extension_is_asked_for_and_granted_by_the_director(case, sign_in):
    page = sign_in("intake")
    page.goto(f"/cases/{case}/clocks/1")
    page.keyboard.press("e")
    page.fill("#ask-extend-amount", "5")
    page.fill("#ask-extend-note", "案情复杂")
    page.locator("details[open] .btn.primary").click()
    expect(page.locator("#toast")).to_contain_text("申请已提交")
    sign_in("director")
    page.goto("/requests/1")
    expect(page.locator("main")).to_contain_text("2026年10月9日 17:00")
    page.fill("#decision", "同意延长")
    page.locator("#decision").press("Control+Enter")
    expect(page.locator("#toast")).to_contain_text("已批准")
    page.goto(f"/cases/{case}/clocks/1")
    expect(page.locator("main")).to_contain_text("同意延长")
    expect(page.locator("main")).to_contain_text("2026年10月9日")


def test_a_refusal_keeps_what_was_typed(case, sign_in, axe):
    page = sign_in("intake")
    page.goto(f"/cases/{case}/clocks/1")
    page.keyboard.press("e")
    page.fill("#ask-extend-amount", "50")
    page.fill("#ask-extend-note", "案情复杂，证据尚待核实")
    page.locator("details[open] .btn.primary").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("超过允许延长的上限")
    expect(page).to_have_title("错误：申请延长 · design-check-2026-0001 · 快保")
    expect(page.locator("#ask-note")).to_have_value("案情复杂，证据尚待核实")
    assert axe() == []
    page.fill("#ask-amount", "5")
    page.locator("#ask-amount").press("Control+Enter")
    expect(page.locator("#toast")).to_contain_text("申请已提交")


def test_a_decision_against_it_needs_a_reason_and_keeps_the_page(case, office, sign_in):
    with office.acting("intake") as uow:
        requests.ask_correction(uow, case, 1, starts=date(2026, 9, 21), note="收件日登记有误")
    page = sign_in("chief")
    page.goto(f"/cases/{case}")
    page.keyboard.press("a")
    expect(page.get_by_role("heading", name="更正起算：10日办结")).to_be_visible()
    page.keyboard.press("x")
    expect(page.get_by_role("alert")).to_contain_text("不予批准须写明理由")
    page.fill("#decision", "没有依据")
    page.locator("#decision").press("Escape")
    page.keyboard.press("x")
    expect(page.locator("#toast")).to_contain_text("已不予批准")
    expect(page.locator("main")).to_contain_text("没有依据")
