"""Signing in: what is told, what is kept, and what an attacker cannot do."""

import pytest

from engine import people
from engine.uow import SYSTEM
from tests.web.browsing import Browser
from tests.web.little_office import PASSWORD


def test_a_person_signs_in_and_comes_to_the_worklist(stranger):
    page = stranger.sign_in("handler")
    assert page.status == 200
    assert "我的待办" in page.text
    assert "李佳" in page.text


@pytest.mark.parametrize(("login", "password"), [("handler", "wrong"), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_password_and_an_unknown_account_are_told_the_same(stranger, login, password):
    page = stranger.sign_in(login, password)
    assert page.status == 422
    assert "账号或密码不正确" in page.text
    assert "wrong" not in page.text


def test_the_account_that_was_typed_comes_back_and_the_password_does_not(stranger):
    page = stranger.sign_in("handler", "no-such-password")
    assert 'value="handler"' in page.text
    assert "no-such-password" not in page.text


def test_an_account_rests_after_repeated_failures_and_says_until_when(stranger):
    for _ in range(5):
        stranger.sign_in("handler", "wrong")
    page = stranger.sign_in("handler")
    assert page.status == 429
    assert "账号已暂停登录，今天 09:15 后可再试" in page.text


def test_a_page_leads_back_after_signing_in(stranger):
    stranger.open("/cases?q=abc")
    assert stranger.address == "/sign-in"
    stranger.submit("/sign-in", login="handler", password=PASSWORD)
    assert (stranger.address, stranger.status) == ("/cases", 200)


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "evil",
        "/\t/evil",
        "http:/evil",
    ],
)
def test_nobody_is_led_to_another_site(office, target):
    client = office.app().test_client()
    page = client.get("/sign-in", query_string={"next": target})
    token = page.get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
    answer = client.post(
        "/sign-in",
        query_string={"next": target},
        data={"csrf_token": token, "login": "handler", "password": PASSWORD},
    )
    assert (answer.status_code, answer.location) == (303, "/")


def test_the_session_is_a_new_one_after_signing_in(office):
    client = office.app().test_client()
    with client.session_transaction() as before:
        before["planted"] = "by somebody else"
    Browser.sign_in(browser := Browser(office.app()), "handler")
    browser.client = client
    browser.sign_in("handler")
    with client.session_transaction() as after:
        assert "planted" not in after
        assert after["person"] == office.ids["handler"]


def test_the_session_cookie_is_closed_to_scripts_and_other_sites(stranger):
    answer = (
        stranger.open("/sign-in").submit("/sign-in", follow=False, login="handler", password=PASSWORD).page
    )
    cookie = next(
        value for name, value in answer.headers if name == "Set-Cookie" and value.startswith("kuaibao=")
    )
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_behind_https_the_cookie_is_bound_to_the_host(office):
    server = office.settings.server.model_copy(update={"secure_cookies": True})
    office.settings = office.settings.model_copy(update={"server": server})
    client = office.app().test_client()
    answer = client.get("/sign-in", base_url="https://localhost")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-kuaibao=")
    assert "Secure" in cookie


def test_signing_out_ends_the_session(browser_of):
    browser = browser_of("handler")
    browser.submit("/sign-out")
    assert browser.address == "/sign-in"
    assert browser.open("/").address == "/sign-in"


def test_signing_out_needs_the_token_of_the_page(browser_of):
    browser = browser_of("handler")
    browser.client.post("/sign-out")
    assert browser.open("/").status == 200


def test_a_person_who_left_the_office_is_signed_out(office, browser_of):
    browser = browser_of("handler")
    with office.engine.unit_of_work(SYSTEM) as uow:
        people.deactivate(uow, office.ids["handler"])
    assert browser.open("/").address == "/sign-in"


def test_one_address_may_only_try_so_often(office):
    app = office.app()
    assert app.config["SIGN_IN_LIMIT"] == "30 per minute"
    app.config["SIGN_IN_LIMIT"] = "2 per minute"
    browser = Browser(app)
    for _ in range(3):
        browser.sign_in("nobody", "wrong")
    assert browser.status == 429
    assert "请求太频繁" in browser.text


def test_a_demo_office_shows_its_accounts_and_says_that_it_is_one(office):
    browser = Browser(office.app(demo=True)).open("/sign-in")
    assert "演示账号" in browser.text
    assert "李佳" in browser.text
    browser.submit("/sign-in", login="handler", password=PASSWORD)
    assert "演示环境" in browser.text


def test_an_ordinary_office_shows_no_accounts(stranger):
    assert "李佳" not in stranger.open("/sign-in").text


def test_an_expired_session_answers_htmx_with_the_way_to_the_sign_in(stranger):
    answer = stranger.client.get("/?f=overdue", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/sign-in?next=/?f%3Doverdue")
