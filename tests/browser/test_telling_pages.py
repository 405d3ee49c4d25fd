"""Absences, notices, the digest and the state of the system, in a browser: both languages, both themes, by keyboard."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from playwright.sync_api import expect

from engine import cases, people, tasks
from engine.alarms import wind_up
from engine.model import Alarm, Delivery
from engine.office import Mailing
from engine.people import absences
from engine.queries import worklist
from engine.uow import SYSTEM
from tests.web.little_office import LittleOffice
from workflows import procedures

LOOKS = tuple(product(("zh", "en"), ("light", "dark")))
PAGES = {
    "absences": ("chief", "/absences"),
    "absences-own": ("handler", "/absences"),
    "notices-with-mail": ("chief", "/notices"),
    "digest": ("chief", "/digest"),
    "system": ("admin", "/running"),
    "board-with-trouble": ("chief", "/board"),
}


def _away(office, login: str, first: date, days: int, **more: object) -> None:
    with office.acting(login) as uow:
        last = first + timedelta(days=days)
        absences.record(uow, office.ids[login], first=first, last=last, **more)


def _trouble(office) -> None:
    with office.engine.unit_of_work(SYSTEM) as uow:
        for mail in uow.session.query(Delivery).order_by(Delivery.id).limit(2):
            mail.give_up(problem="recipient: 550 5.1.1 no such user here")
        alarm = uow.session.query(Alarm).filter_by(kind="clock").order_by(Alarm.id).first()
        alarm.attempts, alarm.problem = 6, "ValueError: invalid literal for int() with base 10: 'broken'"


def _telling(office) -> None:
    """The office sends mails to everybody."""
    engine = office.engine
    engine.office = replace(engine.office, telling=replace(engine.office.telling, mailing=Mailing()))
    with engine.unit_of_work(SYSTEM) as uow:
        for login, number in office.ids.items():
            people.mail.set_address(uow, number, f"{login}@ip.example")


@pytest.fixture(scope="session")
def telling_office(built_office, tmp_path_factory):
    """An office with cases that are overdue, people who are away, and mails that did not arrive; made once."""
    office = LittleOffice(tmp_path_factory.mktemp("telling"), procedures(), of=built_office)
    _telling(office)
    wind_up(office.engine)
    for number in range(5):
        with office.acting("intake") as uow:
            facts = {"applicant": "东南大学", "pages": 3}
            cases.start(uow, "design-check", facts=facts, title=f"云雀音箱外观设计核查之{number + 1}")
        office.pass_time(hours=30)
    with office.acting("handler") as uow:
        for row in worklist.pool(uow).rows[:3]:
            tasks.claim(uow, row.task_id)
    today = office.engine.office.today(office.now)
    _away(office, "handler", today, 20, deputy_id=office.ids["second"], note="年休假")
    _away(office, "second", today + timedelta(days=2), 1, note="培训")
    office.pass_time(days=9)
    _trouble(office)
    office.close()
    return office


@pytest.fixture
def office(telling_office, tmp_path, stage):
    """Every test has a copy of it."""
    office = LittleOffice(tmp_path, procedures(), of=telling_office)
    telling = office.engine.office.telling
    office.engine.office = replace(office.engine.office, telling=replace(telling, mailing=Mailing()))
    stage.app = office.app()
    yield office
    office.close()


@pytest.mark.parametrize(("language", "theme"), LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_in_both_languages_and_themes(
    page, axe, sign_in, pictures, name, language, theme
):
    login, address = PAGES[name]
    sign_in(login)
    page.context.add_cookies(
        [
            {"name": key, "value": value, "url": page.url}
            for key, value in (("kuaibao-language", language), ("kuaibao-theme", theme))
        ]
    )
    page.goto(address)
    assert axe() == []
    if pictures is not None:
        page.screenshot(path=pictures / f"{name}-{theme}-{language}.png", full_page=True)


def test_an_absence_is_recorded_by_keyboard_and_taken_back(page, sign_in):
    sign_in("second")
    page.keyboard.press("g")
    page.keyboard.press("l")
    expect(page.get_by_role("heading", name="休假与代理", level=1)).to_be_visible()
    page.get_by_label("开始日期").fill("2026-11-02")
    page.get_by_label("结束日期").fill("2026-11-01")
    page.get_by_label("代理人").select_option(label="李佳 · 执法科")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("结束日期不得早于开始日期")
    expect(page.get_by_label("代理人")).to_have_value("3")
    page.get_by_label("结束日期").fill("2026-11-03")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("休假已登记")
    page.get_by_role("button", name="撤销王思远的休假").last.click()
    expect(page.get_by_role("status")).to_contain_text("休假登记已撤销")


def test_a_morning_from_the_notice_to_the_case(page, sign_in):
    sign_in("chief")
    page.goto("/notices")
    page.get_by_role("button", name="今日督办").first.click()
    expect(page.get_by_role("heading", name="督办摘要", level=1)).to_be_visible()
    page.get_by_role("link", name="云雀音箱外观设计核查之1").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("云雀音箱外观设计核查之1")
