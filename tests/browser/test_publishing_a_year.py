"""A year is published in a browser, by keyboard: the notice is pasted, corrected, looked at, and counts."""

from datetime import UTC, datetime
from itertools import product

import pytest
from playwright.sync_api import expect

from engine import calendar_years, cases
from engine.calendars.reading import read_notice
from tests.web.notices import CONTRADICTORY, NOTICE_2027
from web.publishing import AT_ONCE

CORRECTED = NOTICE_2027.splitlines()[8]
FACTS = {"applicant": "东南大学", "pages": 3, "goods_value": 12800, "evidence": []}
TEN_DAYS_BEFORE_A_MOVED_SUNDAY = datetime(2027, 2, 3, 1, 0, tzinfo=UTC)
LOOKS = [*product(("zh", "en"), ("light", "dark"))]


@pytest.fixture
def case(office) -> int:
    """A case that ends provisionally on Monday 15 February 2027; the notice makes the Sunday before a working day."""
    office.now = TEN_DAYS_BEFORE_A_MOVED_SUNDAY
    with office.acting("intake") as uow:
        return cases.start(uow, "design-check", facts=FACTS, title="云雀音箱外观设计核查").id


@pytest.fixture
def draft(office, case) -> int:
    read = read_notice(NOTICE_2027)
    assert read.overlay is not None
    with office.acting("admin") as uow:
        return calendar_years.draft(uow, read.overlay, form="notice", original=NOTICE_2027)


@pytest.fixture
def looks(page, base_url):
    """Choose the language and the theme."""

    def choose(language: str, theme: str) -> None:
        said = {"kuaibao-language": language, "kuaibao-theme": theme}
        page.context.add_cookies(
            [{"name": name, "value": text, "url": base_url} for name, text in said.items()]
        )

    return choose


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def heading(page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_the_notice_of_a_year_is_pasted_corrected_previewed_and_published_without_a_mouse(
    office, case, page, sign_in, axe, pictures
):
    the_end_is_provisional(sign_in, case)
    sign_in("admin")
    press(page, "g", "y")
    heading(page, "2027年工作日历")
    expect(page.get_by_text("2027年放假安排尚未公布")).to_be_visible()
    press(page, "o")
    heading(page, "日历来源")
    press(page, "i")
    heading(page, "导入工作日历")
    it_is_pasted_and_corrected(page, axe)
    it_is_saved_previewed_and_published(page, axe)
    office.pass_time(minutes=1)
    expect(page.get_by_text("时限已按新日历重算")).to_be_visible()
    if pictures:
        page.screenshot(path=pictures / "calendar-published.png", full_page=True)
    press(page, "g", "y")
    heading(page, "2027年工作日历")
    expect(page.locator(".head .tag")).to_have_text("已公布")
    the_end_is_final(sign_in, case)


def the_end_is_provisional(sign_in, case):
    page = sign_in("handler")
    page.goto(f"/cases/{case}")
    clock = page.locator(".clockline").filter(has_text="10日办结")
    expect(clock).to_contain_text("2月15日 17:00")
    expect(clock).to_contain_text("暂定")


def it_is_pasted_and_corrected(page, axe):
    expect(page.get_by_label("通知全文")).to_be_focused()
    page.keyboard.insert_text(CONTRADICTORY)
    press(page, "Control+Enter")
    summary = page.locator(".summary")
    expect(summary).to_contain_text("有 1 处需要更正，没有保存任何内容")
    expect(summary).to_contain_text("第9行")
    expect(summary).to_be_focused()
    assert axe() == []
    press(page, "Tab", "Enter")  # the line is selected; what is typed replaces it
    expect(page.get_by_label("通知全文")).to_be_focused()
    page.keyboard.insert_text(CORRECTED)
    press(page, "Control+Enter")
    expect(page.get_by_text("读到 33 天：休息 28 天，上班 5 天，半天 0 天")).to_be_visible()
    assert axe() == []


def it_is_saved_previewed_and_published(page, axe):
    page.get_by_label("依据的文件", exact=True).focus()
    press(page, "Control+Enter")
    heading(page, "《国务院办公厅关于2027年部分节假日安排的通知》，国办发明电〔2026〕8号")
    expect(page.locator("#toast")).to_contain_text("已保存为草稿")
    press(page, "v")
    heading(page, "发布预览")
    row = (
        page.get_by_role("table", name="受影响的时限")
        .get_by_role("row")
        .filter(has_text="design-check-2027-0001")
    )
    for words in ("2027年2月15日 17:00", "暂定", "2027年2月14日 17:00", "提前 1 天"):
        expect(row).to_contain_text(words)
    expect(page.get_by_role("main")).not_to_contain_text("云雀音箱")
    assert axe() == []
    page.get_by_label("说明").focus()
    page.keyboard.type("1")
    press(page, "Control+Enter")
    expect(page.get_by_text("正在按新日历重算时限").first).to_be_visible()


def the_end_is_final(sign_in, case):
    page = sign_in("handler")
    page.goto(f"/cases/{case}")
    clock = page.locator(".clockline").filter(has_text="10日办结")
    expect(clock).to_contain_text("2月14日 17:00")
    expect(clock).not_to_contain_text("暂定")


PAGES = {
    "year": "/calendar/2027",
    "past-year": "/calendar/2026",
    "sources": "/calendar/sources",
    "source": "/calendar/sources/1",
    "preview": "/calendar/sources/1/preview",
    "import-notice": "/calendar/import",
    "import-csv": "/calendar/import?form=csv",
    "import-typed": "/calendar/import?form=typed",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_in_both_languages_and_themes(draft, page, sign_in, axe, looks, pictures, name):
    sign_in("admin")
    for language, theme in LOOKS if pictures else LOOKS[::3]:
        looks(language, theme)
        page.goto(PAGES[name])
        assert axe() == [], (language, theme)
        if pictures:
            page.screenshot(path=pictures / f"calendar-{name}-{theme}-{language}.png", full_page=True)


def test_a_preview_of_many_clocks_comes_as_it_is_computed_and_leaves_no_trace_of_its_progress(
    draft, office, stage, page, sign_in, axe
):
    stage.app.config[AT_ONCE] = 0
    sign_in("admin").goto("/calendar/sources/1/preview")
    expect(page.get_by_role("table", name="受影响的时限")).to_be_visible()
    expect(page.locator(".computing").first).to_be_hidden()
    assert axe() == []


def test_nothing_on_these_pages_stays_chinese_in_english(draft, page, sign_in, looks):
    sign_in("admin")
    looks("en", "light")
    for address in PAGES.values():
        page.goto(address)
        labels = page.evaluate(
            "[...document.querySelectorAll('main h2, main th, main dt, main button, main summary, main label, main .hint')].map(e => e.innerText)"
        )
        assert [text for text in labels if any("\u4e00" <= char <= "\u9fff" for char in text)] == [], address


def test_a_year_fits_a_narrow_window_and_a_sheet_of_paper(draft, page, sign_in, pictures):
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in("admin").goto("/calendar/2026")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1123, "height": 794})
    page.emulate_media(media="print")
    expect(page.locator(".nav")).to_be_hidden()
    expect(page.locator(".month").last).to_be_visible()
    if pictures:
        page.screenshot(path=pictures / "calendar-print.png", full_page=True)


def test_without_script_a_notice_is_imported_and_published(office, case, browser, base_url):
    context = browser.new_context(java_script_enabled=False, base_url=base_url, locale="zh-CN")
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("#f-login", "admin")
    page.fill("#f-password", "correct horse battery")
    page.click("form.card [data-submit]")
    page.goto("/calendar/import")
    page.fill("#text", NOTICE_2027)
    page.get_by_role("button", name="读取").click()
    page.get_by_role("button", name="保存为草稿").click()
    page.get_by_role("link", name="预览并发布").click()
    page.get_by_role("button", name="发布并重算").click()
    expect(page.get_by_text("正在按新日历重算时限").first).to_be_visible()
    office.pass_time(minutes=1)
    page.reload()
    expect(page.get_by_text("时限已按新日历重算")).to_be_visible()
    context.close()
