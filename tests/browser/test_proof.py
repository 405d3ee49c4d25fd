"""A design infringement case from the complaint to the archive, by clicking and typing, late on the way."""

from itertools import product

import pytest
from playwright.sync_api import expect

from engine import journal
from engine.uow import SYSTEM
from tests.browser import proof_case as said
from tests.browser.proof_desk import Desk
from tests.browser.proof_office import AFTER_THE_TENTH_DAY, checked, live_until, overdue, request_in_hand

PROMISE = "承诺时限：外观设计10日"
TITLE = "长河科技有限公司诉星河日用品商行：保温杯"
MISSED = f"案件 ZQ2026-0001“{PROMISE}”已于"


@pytest.fixture
def desk(page, pictures):
    return Desk(page, pictures)


def test_a_design_case_goes_from_the_complaint_to_the_archive_and_its_missed_promise_stays_on_record(
    desk, office
):
    the_complaint_is_accepted(desk)
    the_case_is_filed_and_served(desk)
    live_until(office, AFTER_THE_TENTH_DAY)
    the_supervisor_sees_it_and_the_director_too(desk)
    the_case_page_shows_the_promise_overdue_and_why(desk)
    the_case_is_decided(desk)
    it_is_served_and_archived(desk)
    the_breach_stays(desk)
    with office.engine.reading(SYSTEM) as uow:
        assert journal.verify(uow.session) == []


def the_complaint_is_accepted(desk):
    desk.sit("intake").register("投诉举报统一受理转办", said.COMPLAINT)
    expect(desk.toast).to_contain_text("已登记，案号 TS2026-00001")
    desk.take_and_do("审查受理条件", **said.EXAMINED)
    desk.sit("chief").take_and_do("审批处理意见", **said.AGREED)
    desk.sit("intake").take_and_do("告知投诉人", **said.TOLD)
    expect(desk.toast).to_contain_text("案件 TS2026-00001 办结")


def the_case_is_filed_and_served(desk):
    desk.take_and_do("核对请求材料", **said.CHECKED)
    desk.sit("director").take_and_do("立案审批", **said.FILED)
    desk.sit("chief").take_and_do("指定办案人员", **said.NAMED)
    desk.sit("handler").take_and_do("送达被请求人", **said.SERVED)


def the_supervisor_sees_it_and_the_director_too(desk):
    for login in ("chief", "director"):
        desk.sit(login).go("时限看板")
        desk.picture(f"board-{login}")
        row = desk.page.get_by_role("table", name="需要关注的案件").get_by_role("row").filter(has_text=TITLE)
        expect(row).to_contain_text("逾期 16 小时")
        expect(row).to_contain_text("特急")
        expect(desk.page.get_by_role("link", name="逾期").first).to_contain_text("1件")
        expect(desk.page.get_by_role("list", name="督办提醒")).to_contain_text(MISSED)
        desk.go("督办提醒")
        desk.picture(f"notices-{login}")
        expect(desk.page.get_by_role("button", name=MISSED)).to_be_visible()
    desk.sit("chief").take(f"督办：{PROMISE}")
    desk.note("已电话督促承办人，送达后立即审理。")


def the_case_page_shows_the_promise_overdue_and_why(desk):
    desk.sit("handler").take("等待答辩")
    desk.page.get_by_role("link", name="案件全貌").click()
    expect(desk.page.get_by_role("heading", level=1)).to_have_text(TITLE)
    desk.picture("case")
    clock = desk.page.locator(".clockline").filter(has_text=PROMISE)
    expect(clock).to_contain_text("逾期 16 小时")
    expect(desk.page.locator(".diagram-list")).to_contain_text("等待答辩")
    expect(desk.page.locator(".ov-token")).to_have_text("1")
    clock.locator("a.end").click()
    desk.picture("ledger")
    ledger = desk.page.get_by_role("main")
    expect(ledger.get_by_role("heading", level=1)).to_have_text(f"时限台账：{PROMISE}")
    for words in (
        "期间开始的当日",
        "国庆节",
        "《民法典》第203条",
        "2026年10月8日 17:00",
        "届满后 1 个工作日",
    ):
        expect(ledger).to_contain_text(words)


def the_case_is_decided(desk):
    desk.do("等待答辩", **said.ANSWERED)
    expect(desk.toast).to_contain_text("本案的下一环节“征询调解意愿”待签收")
    for task, answers in {
        "征询调解意愿": said.UNWILLING,
        "制定调查方案": said.PLANNED,
        "调取核实证据": said.COLLECTED,
        "审查证据": said.WEIGHED,
        "起草处理决定": said.DRAFTED,
    }.items():
        desk.take_and_do(task, **answers)
    desk.sit("reviewer").take_and_do("法制审核", **said.REVIEWED)
    desk.sit("director").take_and_do("审批处理决定", **said.APPROVED)


def it_is_served_and_archived(desk):
    desk.sit("second").take_and_do("送达处理决定", **said.DECISION_SERVED)
    desk.take_and_do("立卷归档", **said.ARCHIVED)
    expect(desk.toast).to_contain_text("案件 ZQ2026-0001 办结")


def the_breach_stays(desk):
    desk.sit("chief").go("全部案件")
    desk.page.get_by_role("main").get_by_role("link", name=TITLE).click()
    desk.picture("closed")
    page = desk.page
    expect(page.get_by_text("流程已走完")).to_be_visible()
    expect(page.locator(".clockline").filter(has_text=PROMISE)).to_contain_text("逾期")
    expect(page.locator(".timeline")).to_contain_text(f"超期：{PROMISE}")
    expect(page.locator(".timeline")).to_contain_text(f"督办提醒（届满前 2 个工作日）：{PROMISE}")
    expect(page.get_by_role("link", name="TS2026-00001")).to_be_visible()
    facts = page.get_by_role("region", name="案件信息")
    for words in (
        "购买公证书 · 公证文书 · 份数 2",
        "2026年9月24日 周四",
        "长市监知裁〔2026〕12号",
        "李佳、王思远",
    ):
        expect(facts).to_contain_text(words)
    expect(facts).not_to_contain_text("通知补正")  # nobody had to


LANGUAGES = {"zh": "切换深色与浅色", "en": "Switch between dark and light"}


def test_pages_of_a_real_case_are_accessible_in_both_languages_and_themes(
    office, page, sign_in, axe, base_url
):
    case = overdue(office)
    page.set_viewport_size(
        {"width": 1440, "height": 1800}
    )  # nothing lies half under the bar with the buttons
    for login, addresses in {
        "handler": ("/", f"/cases/{case}", f"/cases/{case}/clocks/2"),
        "chief": ("/board",),
        "intake": ("/cases/new/complaint-intake",),
    }.items():
        sign_in(login)
        for address, (language, toggle) in product(addresses, LANGUAGES.items()):
            page.context.add_cookies([{"name": "kuaibao-language", "value": language, "url": base_url}])
            page.goto(address)
            if address.endswith(f"/cases/{case}"):
                expect(page.locator("[data-diagram][data-ready]")).to_be_visible()
            assert axe() == [], (address, language)
            for _ in ("dark", "light again"):
                with page.expect_response("**/theme"):
                    page.get_by_role("button", name=toggle).click()
                assert axe("color-contrast") == [], (address, language)


def test_a_filing_is_approved_without_a_mouse(office, page, live_server):
    checked(office)
    office.pass_time(hours=1)
    checked(office, respondent_name="湘南贸易行", patent_title="茶壶")
    page.goto("/sign-in")
    page.keyboard.type("director")
    page.keyboard.press("Tab")
    page.keyboard.type("correct horse battery")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("我的待办")
    for key in ("g", "p"):
        page.keyboard.press(key)
    expect(page.get_by_role("heading", level=1)).to_have_text("小组待领")
    for key in ("j", "k", "j", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#pane-title")).to_contain_text("茶壶")
    page.keyboard.press("c")
    expect(page.locator("#toast")).to_contain_text("已签收")
    expect(page.locator("#pane-title")).to_contain_text("茶壶")
    page.keyboard.press("1")
    expect(page.get_by_role("radio", name="批准立案")).to_be_checked()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toast")).to_contain_text("已提交 ZQ2026-0002")


def test_a_digit_chooses_in_the_group_that_has_the_focus(office, page, sign_in):
    request_in_hand(office)
    sign_in("intake").goto("/groups")
    valid, entitled = (
        page.get_by_role("group", name=words) for words in ("专利权有效", "请求人是专利权人或者利害关系人")
    )
    valid.get_by_role("radio", name="是", exact=True).focus()
    page.keyboard.press("2")
    expect(valid.get_by_role("radio", name="否", exact=True)).to_be_checked()
    page.wait_for_load_state("networkidle")  # the fields that depend on it have come
    valid.get_by_role("radio", name="否", exact=True).focus()
    for key in ("Tab", "1"):
        page.keyboard.press(key)
    expect(entitled.get_by_role("radio", name="是", exact=True)).to_be_checked()
