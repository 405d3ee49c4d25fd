"""The ledger's page: what is on it, and how it is reached."""

import re
from datetime import date, timedelta

import pytest

from engine import cases
from tests.web import ledger_office as desk
from tests.web.pdf_text import pages
from web.assets import AssetsNotBuilt
from web.clocks import no_fonts


@pytest.fixture
def case(office):
    return desk.suspended_and_extended(office)


@pytest.fixture
def ledger(browser_of, case):
    return browser_of("chief").open(f"/cases/{case}/clocks/1")


def test_the_days_are_drawn_with_letters_numbers_and_sources(ledger):
    cells = re.findall(r'<td class="([\w ]+)" title="([^"]*)"[^>]*>\s*(.*?)</td>', ledger.text, re.DOTALL)
    by_day = {tip.partition("：")[0]: (looks, tip, body) for looks, tip, body in cells if tip}
    looks, tip, body = by_day["2026年9月26日（星期六）"]
    assert looks == "hold"
    assert "检验检测鉴定" in tip
    assert "<b>停</b>" in body
    looks, tip, body = by_day["2026年10月14日（星期三）"]
    assert looks == "count end"
    assert "<b>止</b>" in body
    assert '<span class="c">15</span>' in body
    assert "国办发明电" in by_day["2026年10月1日（星期四）"][1]
    assert by_day["2026年10月9日（星期五）"][0] == "count former"


def test_the_same_is_said_in_words(ledger):
    words = ledger.text.partition("用文字逐段说明")[2].partition("</details>")[0]
    assert "2026年9月26日（星期六）至2026年9月30日（星期三）" in words
    assert "中止，不计入：检验检测鉴定" in words
    assert "第 11 至 14 日" in words


def test_steps_suspensions_extensions_rungs_and_the_proof_are_on_the_page(ledger):
    for words in (
        "《民法典》第201条第1款",
        "鉴定委托书 3 号",
        "案情复杂",
        "吴晓彤",
        "届时告知科室负责人",
        "复核一致",
        "chinesecalendar",
        "未修订",
    ):
        assert words in ledger.text, words


def test_earlier_ledgers_are_told_with_who_when_and_why_and_read_in_full(ledger):
    past = ledger.text.partition('id="past-title"')[2].partition("</section>")[0]
    assert "恢复 · 2026年10月8日 17:00 → 2026年10月9日 17:00" in past
    assert "延长 · 2026年10月9日 17:00 → 2026年10月14日 17:00" in past
    assert past.count("期间开始的当日2026年9月24日") >= 2
    assert "周文博" in past


def test_a_suspended_clock_says_what_would_resume_it(office, browser_of):
    case = desk.start(office)
    office.pass_time(days=2)
    desk.suspend(office, case, date(2026, 9, 26))
    ledger = browser_of("chief").open(f"/cases/{case}/clocks/{desk.clock_of(office, case)}")
    assert "尚未恢复" in ledger.text
    assert "时限尚在中止，届满时间按当日恢复推算" in ledger.text
    assert "检验检测鉴定" in ledger.text


def test_a_closed_clock_says_when_it_stopped_and_whether_it_was_kept(office, browser_of, case):
    with office.acting("director") as uow:
        cases.cancel(uow, case, reason="请求人撤回")
    ledger = browser_of("director").open(f"/cases/{case}/clocks/1")
    assert "2026年10月2日 09:00（按时）" in ledger.text
    assert "已停止" in ledger.text
    ledger.client.set_cookie("kuaibao-language", "en")
    assert "2 Oct 2026 09:00 (in time)" in ledger.open(ledger.address).text


def test_a_breach_that_was_lifted_stays_on_the_page_in_both_languages(office, browser_of):
    case = desk.start(office)
    office.pass_time(days=15)
    desk.suspend(office, case, date(2026, 9, 28))
    ledger = browser_of("chief").open(f"/cases/{case}/clocks/1")
    assert "2026年10月8日 17:00 届满未办结" in ledger.text
    assert "因补记中止，经周文博批准撤销" in ledger.text
    assert "，记录保留" in ledger.text
    ledger.client.set_cookie("kuaibao-language", "en")
    assert "The end went by on 8 Oct 2026 17:00" in ledger.open(ledger.address).text


def test_nothing_on_the_page_stays_chinese_in_english_but_what_people_wrote(ledger):
    ledger.client.set_cookie("kuaibao-language", "en")
    main = ledger.open(ledger.address).text.partition("<main")[2].partition("</main>")[0]
    said = re.sub(r"<[^>]+>", " ", main)
    for known in (
        desk.TITLE, "周文博", "吴晓彤", "李佳", "案情复杂", "鉴定委托书 3 号", "鉴定意见已收", "测试用", "执法科",
        "国办发明电〔2025〕", "号",
    ):  # fmt: skip
        said = said.replace(known, "")
    assert re.findall(r"[\u4e00-\u9fff]+", said) == []


def test_the_document_is_fetched_under_its_name_in_the_readers_language(ledger, case):
    answer = ledger.client.get(f"/cases/{case}/clocks/1/ledger.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert "design-check-2026-0001-promise.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] in ("no-store", "no-cache")
    assert "时限台账" in pages(answer.data)[0]
    english = ledger.client.get(f"/cases/{case}/clocks/1/ledger.pdf?lang=en")
    assert "Deadline Ledger" in pages(english.data)[0]
    assert "时限台账" in pages(ledger.client.get(f"/cases/{case}/clocks/1/ledger.pdf?lang=fr").data)[0]
    assert f'href="/cases/{case}/clocks/1/ledger.pdf?lang=zh"' in ledger.text


@pytest.mark.parametrize("address", ["/cases/1/clocks/1/ledger.pdf", "/cases/1/clocks/1"])
def test_who_may_not_see_the_case_sees_no_ledger(office, browser_of, stranger, case, address):
    with office.acting("chief") as uow:
        cases.recuse(uow, case, office.ids["second"], note="亲属")
    assert browser_of("second").open(address).status == 403
    assert browser_of("admin").open(address).status == 403
    assert stranger.open(address).address == "/sign-in"
    assert browser_of("chief").open(address.replace("clocks/1", "clocks/99")).status == 404


@pytest.mark.parametrize(
    ("login", "address"),
    [("chief", "/cases/1"), ("chief", "/board?days=7"), ("chief", "/cases"), ("handler", "/groups")],
)
def test_a_chip_leads_to_its_ledger(office, browser_of, case, login, address):
    office.now += timedelta(days=10)
    ledger = browser_of(login).open(address)
    assert re.search(r'<a class="chip [a-z]+" href="/cases/1/clocks/1"', ledger.text)


def test_without_fonts_the_page_says_who_can_help(office):
    with office.app().test_request_context("/cases/1/clocks/1/ledger.pdf"):
        body, status = no_fonts(AssetsNotBuilt("fonts"))
    assert status == 503
    assert "make assets" in body
