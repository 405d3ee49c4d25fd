"""Every page in both languages and both themes: no violation of accessibility, of the policy, no error."""

from itertools import product

import pytest
from playwright.sync_api import expect

from engine import cases, tasks
from engine.queries import dashboard, worklist
from tests.web.little_office import LittleOffice
from workflows import procedures

LANGUAGES = ("zh", "en")
THEMES = ("light", "dark")
LOOKS = (("zh", "light"), ("en", "dark"))


@pytest.fixture(scope="session")
def busy_office(built_office, tmp_path_factory):
    """An office with cases at several stages: overdue, warned, running, suspended, completed; made once."""
    busy = LittleOffice(tmp_path_factory.mktemp("busy"), procedures(), of=built_office)
    _file_cases(busy)
    _work(busy)
    _supervise(busy)
    busy.pass_time(days=5)
    busy.close()
    return busy


@pytest.fixture
def office(busy_office, tmp_path, stage):
    """Every test has a copy of it."""
    office = LittleOffice(tmp_path, procedures(), of=busy_office)
    stage.app = office.app()
    yield office
    office.close()


def _file_cases(office):
    evidence = [{"name": "照片", "count": 2}]
    facts = {"applicant": "东南大学", "pages": 3, "goods_value": 12800, "evidence": evidence}
    for number in range(6):
        with office.acting("intake") as uow:
            cases.start(uow, "design-check", facts=facts, title=f"云雀音箱外观设计核查之{number + 1}")
        office.pass_time(hours=40)


def _work(office):
    with office.acting("handler") as uow:
        for row in worklist.pool(uow).rows[:4]:
            tasks.claim(uow, row.task_id)
    with office.acting("handler") as uow:
        rows = worklist.mine(uow).rows
        tasks.complete(uow, rows[0].task_id, {"conclusion": "pass", "opinion": "图片与产品一致"})
        tasks.save_draft(uow, rows[1].task_id, {"opinion": "先记一笔"})


def _supervise(office):
    with office.acting("chief") as uow:
        found = dashboard.search(uow).rows
        today = office.engine.office.today(office.now)
        cases.suspend(
            uow,
            found[0].id,
            reason="appraisal",
            effective=today,
            note="鉴定委托书",
            requested_by=office.ids["handler"],
        )
        cases.prioritise(uow, found[1].id, 1, note="领导批示")
        cases.recuse(uow, found[1].id, office.ids["second"], note="亲属")


PAGES = {
    "sign-in": ("", "/sign-in"),
    "worklist": ("handler", "/"),
    "groups": ("second", "/groups"),
    "case": ("handler", "/cases/2"),
    "case-of-supervisor": ("chief", "/cases/2"),
    "suspended": ("chief", "/cases/6"),
    "ledger": ("director", "/cases/2/clocks/2"),
    "cases": ("chief", "/cases"),
    "choose": ("intake", "/cases/new"),
    "intake": ("intake", "/cases/new/patent-infringement"),
    "board": ("chief", "/board"),
    "outlook": ("chief", "/outlook?show=thin&due=overdue"),
    "forecast": ("handler", "/cases/2/clocks/2/forecast"),
    "notices": ("chief", "/notices"),
    "procedures": ("chief", "/procedures"),
    "procedure": ("chief", "/procedures/design-check"),
    "keys": ("handler", "/keys"),
    "missing": ("handler", "/nothing"),
    "forbidden": ("handler", "/board"),
}


def choose(page, language, theme):
    page.context.add_cookies(
        [
            {"name": "kuaibao-language", "value": language, "url": page.url or "http://127.0.0.1"},
            {"name": "kuaibao-theme", "value": theme, "url": page.url or "http://127.0.0.1"},
        ]
    )


def visit(page, sign_in, who, address):
    if who:
        sign_in(who)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    if page.locator("[data-diagram]").count():
        expect(page.locator("[data-diagram][data-ready]")).to_be_visible()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_in_both_languages_and_themes(
    office, base_url, page, axe, sign_in, pictures, name
):
    who, address = PAGES[name]
    page.goto("/sign-in")
    if who:
        sign_in(who)
    for language, theme in LOOKS if not pictures else product(LANGUAGES, THEMES):
        choose(page, language, theme)
        visit(page, None, "", address)
        assert axe() == [], (language, theme)
        if pictures:
            page.screenshot(path=pictures / f"{name}-{theme}-{language}.png")


def test_nothing_that_a_page_says_by_itself_stays_chinese_in_english(page, sign_in):
    """Names of people, titles of cases and what people wrote stay as they are."""
    sign_in("chief")
    choose(page, "en", "light")
    for address in ("/", "/groups", "/cases/new", "/keys", "/notices"):
        page.goto(address)
        labels = page.evaluate(
            "[...document.querySelectorAll('h1,h2,h3,th,dt,button,summary,label')].map(e => e.innerText)"
        )
        known = ("周文博", "中文", "周")
        assert [
            text for text in labels if any("\u4e00" <= c <= "\u9fff" for c in text) and text not in known
        ] == []


def test_the_diagram_shows_where_the_case_is_what_its_clock_says_and_the_logo(page, sign_in):
    visit(page, sign_in, "handler", "/cases/2")
    expect(page.locator(".ov-token")).to_have_text("1")
    expect(page.locator(".ov-clock")).to_contain_text("逾期")
    expect(page.locator(".bjs-powered-by")).to_be_visible()
    expect(page.locator(".diagram-list")).to_contain_text("核查")


def test_the_wheel_moves_the_page_over_a_diagram(page, sign_in):
    visit(page, sign_in, "chief", "/procedures/design-check")
    box = page.locator("#canvas").bounding_box()
    page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.mouse.wheel(0, 300)
    scrolled = "document.querySelector('main').scrollTop"
    for _ in range(100):
        if page.evaluate(scrolled) > 100:
            return
        page.wait_for_timeout(20)
    pytest.fail("the page stands still")


def test_paper_has_the_list_and_nothing_else(page, sign_in, pictures):
    visit(page, sign_in, "handler", "/")
    page.emulate_media(media="print")
    expect(page.locator(".list table")).to_be_visible()
    for gone in (".nav", ".top", ".pane", ".seg >> nth=0"):
        expect(page.locator(gone)).to_be_hidden()
    if pictures:
        page.screenshot(path=pictures / "worklist-print.png")


def test_a_narrow_window_is_usable(page, sign_in, pictures):
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, sign_in, "handler", "/")
    page.locator("a.row").first.click()
    expect(page.locator("#pane-title")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    if pictures:
        page.screenshot(path=pictures / "worklist-narrow.png", full_page=True)


def test_without_script_every_step_works(office, browser, base_url):
    context = browser.new_context(java_script_enabled=False, base_url=base_url, locale="zh-CN")
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("#f-login", "handler")
    page.fill("#f-password", "correct horse battery")
    page.click("form.card [data-submit]")
    expect(page.get_by_role("heading", level=1)).to_have_text("我的待办")
    expect(page.locator("#f-defects")).to_be_visible()
    page.get_by_role("radio", name="合格", exact=True).check()
    page.fill("#f-opinion", "短")
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".summary")).to_contain_text("请更正以下 1 处")
    page.fill("#f-opinion", "图片与产品一致")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#toast")).to_contain_text("已提交")
    context.close()
