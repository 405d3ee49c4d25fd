"""工作日历: a year on one page, for everybody."""

import pytest


@pytest.mark.parametrize("login", ["handler", "chief", "director", "admin", "intake"])
def test_everybody_may_look_at_a_year(browser_of, login):
    browser = browser_of(login).open("/calendar/2026")
    assert "2026年工作日历" in browser.text
    assert "已公布" in browser.text
    assert "全年 248 个工作日" in browser.text
    assert "国办发明电〔2025〕7号" in browser.text
    assert browser.text.count('<table class="month">') == 12


def test_it_opens_at_the_present_year_and_shows_the_present_day(browser_of):
    browser = browser_of("handler").open("/calendar")
    assert browser.address == "/calendar/2026"
    assert browser.text.count('aria-current="date">') == 1
    assert 'aria-current="date">24' in browser.text


def test_a_year_that_is_not_published_says_so_plainly(browser_of):
    browser = browser_of("handler").open("/calendar/2027")
    assert '<span class="tag warn">暂定</span>' in browser.text
    assert "2027年放假安排尚未公布" in browser.text
    assert "节日（暂定）" in browser.text


def test_one_goes_from_year_to_year_by_key_and_back_to_the_present_one(browser_of):
    browser = browser_of("handler").open("/calendar/2027")
    for link in ('href="/calendar/2026" data-key="h"', 'href="/calendar/2028" data-key="l"'):
        assert link in browser.text
    assert "今年" in browser.text
    assert 'data-key="h"' not in browser.open("/calendar/1999").text
    assert 'data-key="l"' not in browser.open("/calendar/2100").text


@pytest.mark.parametrize("year", ["1998", "2101", "99999"])
def test_there_are_no_other_years(browser_of, year):
    assert browser_of("handler").open(f"/calendar/{year}").status == 404


def test_strangers_are_sent_to_the_sign_in(stranger):
    assert stranger.open("/calendar/2026").address == "/sign-in"


def test_it_is_there_in_english(browser_of):
    browser = browser_of("handler")
    browser.client.set_cookie("kuaibao-language", "en")
    browser.open("/calendar/2027")
    assert "Calendar of 2027" in browser.text
    assert "have not been published" in browser.text
