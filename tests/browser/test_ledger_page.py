"""The ledger in the browser: read by keyboard, on paper, and as a document."""

import pytest
from playwright.sync_api import expect

from tests.web import ledger_office as desk

LOOKS = (("zh", "light"), ("en", "dark"))


@pytest.fixture
def case(office):
    """A clock that stood still and was extended."""
    return desk.suspended_and_extended(office)


@pytest.fixture
def long_case(office, tmp_path):
    """A clock of 22 months with a target, that stands still."""
    desk.deploy(office, tmp_path / "long", 'amount="22" unit="months" target="18"')
    case = desk.start(office)
    office.pass_time(days=2)
    desk.suspend(office, case, office.engine.office.today(office.now))
    return case


def look(page, language, theme):
    chosen = {"kuaibao-language": language, "kuaibao-theme": theme}
    page.context.add_cookies(
        [{"name": name, "value": value, "url": page.url} for name, value in chosen.items()]
    )


def clean(page, axe, address, pictures, name):
    for language, theme in LOOKS:
        look(page, language, theme)
        page.goto(address)
        for fold in page.locator("main details.fold, main details.quiet").all():
            fold.evaluate("it => { it.open = true }")
        assert axe() == [], (language, theme)
        if pictures:
            page.screenshot(path=pictures / f"{name}-{theme}-{language}.png", full_page=True)


def test_a_suspended_and_extended_clock_is_accessible_in_both_themes(case, page, axe, sign_in, pictures):
    sign_in("director")
    clean(page, axe, f"/cases/{case}/clocks/1", pictures, "ledger-extended")


def test_a_long_and_suspended_clock_is_accessible_in_both_themes(
    office, long_case, page, axe, sign_in, pictures
):
    sign_in("director")
    clean(page, axe, f"/cases/{long_case}/clocks/{desk.clock_of(office, long_case)}", pictures, "ledger-long")


def test_the_ledger_is_reached_and_read_by_keyboard(case, page, sign_in):
    sign_in("director")
    page.goto(f"/cases/{case}")
    chip = page.locator(f'a.chip[href="/cases/{case}/clocks/1"]').first
    chip.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("时限台账：10日办结")
    words = page.locator("details.in-words")
    words.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(words).to_contain_text("中止，不计入：检验检测鉴定")
    past = page.locator(".earlier details").first
    past.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(past).to_contain_text("期间开始的当日2026年9月24日")


def test_quiet_months_of_a_long_period_open_by_keyboard(office, long_case, page, sign_in):
    sign_in("chief")
    page.goto(f"/cases/{long_case}/clocks/{desk.clock_of(office, long_case)}")
    month = page.locator("details.quiet").first
    expect(month.locator("table")).to_be_hidden()
    month.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(month.locator("table")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_day_is_told_apart_without_its_colour(case, page, sign_in):
    sign_in("chief")
    page.goto(f"/cases/{case}/clocks/1")
    expect(page.locator("td.hold b").first).to_have_text("停")
    expect(page.locator("td.end b")).to_have_text("止")
    expect(page.locator("td.start b")).to_have_text("起")
    assert "repeating-linear-gradient" in page.locator("td.hold").first.evaluate(
        "it => getComputedStyle(it).backgroundImage"
    )


def test_paper_has_the_case_the_days_and_no_buttons(case, page, sign_in, pictures):
    sign_in("chief")
    page.goto(f"/cases/{case}/clocks/1")
    page.emulate_media(media="print")
    expect(page.locator(".nav")).to_be_hidden()
    expect(page.locator(".head .btn").first).to_be_hidden()
    expect(page.locator(".daygrid").first).to_be_visible()
    expect(page.locator("main .print-only").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("云雀音箱外观设计核查")
    if pictures:
        page.set_viewport_size({"width": 760, "height": 1000})
        page.screenshot(path=pictures / "ledger-print.png", full_page=True)


def test_the_pdf_is_one_key_away(case, page, sign_in):
    sign_in("chief")
    page.goto(f"/cases/{case}/clocks/1")
    link = page.locator('[data-key="f"]')
    answer = page.request.get(link.get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")
    expect(link).to_have_attribute("title", "存卷的 PDF (f)")


def test_a_narrow_window_shows_every_day(case, page, sign_in, pictures):
    sign_in("chief")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/cases/{case}/clocks/1")
    expect(page.locator("td.end")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    if pictures:
        page.screenshot(path=pictures / "ledger-narrow.png", full_page=True)
