"""The time machine in a browser: a week goes by, and a promise is missed on the way."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from playwright.sync_api import expect

from tests.browser.proof_office import live_until, served
from tests.web.demo_office import DemoOffice
from web.demo import trips

BEFORE_THE_END = datetime(2026, 10, 5, 1, 0, tzinfo=UTC)
BREACH = "超期：承诺时限：外观设计10日"


@pytest.fixture
def office(built_office, tmp_path, stage):
    """A demo with a case whose promise ends in three days."""
    office = DemoOffice(tmp_path, built_office)
    stage.app = office.app()
    served(office)
    live_until(office, BEFORE_THE_END)
    yield office
    office.close()


def test_a_week_goes_by_and_the_breach_is_told_with_a_link_to_its_case(office, page, sign_in, axe, pictures):
    sign_in("chief")
    for key in ("g", "t"):
        page.keyboard.press(key)
    expect(page.get_by_role("heading", level=1)).to_have_text("时间机器")
    expect(page.get_by_role("region", name="接下来到期")).to_contain_text("届满：承诺时限：外观设计10日")
    week = page.get_by_role("button", name="前进 1 周")
    week.focus()
    page.keyboard.press("Enter")
    passed = page.get_by_role("region", name="上次前进的经过")
    expect(passed).to_contain_text(BREACH)
    expect(page.get_by_text("演示环境的现在是 2026年10月12日 09:00")).to_be_visible()
    line = passed.get_by_role("listitem").filter(has_text=BREACH)
    expect(line).to_contain_text("17:00")
    if pictures:
        page.screenshot(path=pictures / "travel.png", full_page=True)
    assert axe() == []
    line.get_by_role("link").click()
    expect(page.locator(".clockline").filter(has_text="承诺时限")).to_contain_text("逾期")


def test_a_long_trip_shows_how_far_it_has_come_and_ends_by_itself(office, page, sign_in, axe):
    trips.begin(office.engine, office.time() + timedelta(days=60), "周文博")
    trips.go_on(office.engine, office.time, seconds=-1)
    sign_in("director").goto("/time-machine")
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert axe() == []
    expect(page.get_by_text("由 周文博 发起")).to_be_visible()
    sign_in("chief").goto("/time-machine")
    expect(page.get_by_role("region", name="上次前进的经过")).to_contain_text(BREACH)
    expect(page.get_by_role("progressbar")).to_have_count(0)
    expect(page.get_by_role("complementary", name="演示环境")).to_contain_text("2026年12月4日 09:00")


@pytest.mark.parametrize(("language", "theme"), [*product(("zh", "en"), ("light", "dark"))])
def test_it_is_accessible_in_both_languages_and_themes(
    office, page, sign_in, axe, base_url, language, theme, pictures
):
    trips.begin(office.engine, office.time() + timedelta(days=7), "周文博")
    trips.go_on(office.engine, office.time)
    sign_in("chief")
    cookies = {"kuaibao-language": language, "kuaibao-theme": theme}
    page.context.add_cookies(
        [{"name": name, "value": text, "url": base_url} for name, text in cookies.items()]
    )
    page.goto("/time-machine")
    assert axe() == []
    if pictures:
        page.screenshot(path=pictures / f"time-machine-{theme}-{language}.png", full_page=True)


def test_without_script_a_trip_is_made_too(office, browser, base_url):
    context = browser.new_context(java_script_enabled=False, base_url=base_url, locale="zh-CN")
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("#f-login", "chief")
    page.fill("#f-password", "correct horse battery")
    page.click("form.card [data-submit]")
    page.goto("/time-machine")
    page.fill("#day", "2026-10-09")
    page.get_by_role("button", name="前往该时刻").click()
    expect(page.get_by_role("region", name="上次前进的经过")).to_contain_text(BREACH)
    context.close()
