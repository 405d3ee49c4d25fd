"""What every answer says to the browser, and every way in which a request can be wrong."""

import pytest

from tests.web.browsing import Browser
from web import security
from web.assets import Assets, AssetsNotBuilt

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def policy_of(answer):
    return dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))


@pytest.mark.parametrize("address", ["/sign-in", "/", "/cases", "/board", "/nothing"])
def test_the_policy_is_strict_on_every_page(browser_of, address):
    assert policy_of(browser_of("chief").open(address).page) == POLICY


def test_only_a_page_with_a_diagram_lets_its_library_set_styles(browser_of):
    page = browser_of("chief").open("/procedures/design-check").page
    assert policy_of(page) == {**POLICY, "style-src-attr": "'unsafe-inline'"}


def test_every_answer_carries_the_headers_and_pages_stay_out_of_caches(browser_of):
    answer = browser_of("handler").open("/").page
    for name in ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Permissions-Policy"):
        assert answer.headers[name] == security._HEADERS[name]
    assert answer.headers["Cache-Control"] == "no-store"


def test_assets_are_cached_for_good_and_sent_compressed(office):
    client = office.app().test_client()
    name = Assets.read()["app"]["js"]
    plain = client.get(f"/assets/{name}")
    small = client.get(f"/assets/{name}", headers={"Accept-Encoding": "gzip, br"})
    assert plain.status_code == small.status_code == 200
    assert "immutable" in small.headers["Cache-Control"]
    assert small.headers["Content-Encoding"] in ("br", "gzip")
    assert small.headers["Content-Type"] == plain.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert len(small.data) < len(plain.data) / 2
    small.close()
    plain.close()


@pytest.mark.parametrize(
    "name", ["../bootstrap.py", "..%2fbootstrap.py", "manifest.json.nothing", "%00", "x" * 3000]
)
def test_nothing_else_is_served_as_an_asset(office, name):
    assert office.app().test_client().get(f"/assets/{name}").status_code in (404, 308)


def test_without_built_assets_the_application_does_not_begin(tmp_path):
    with pytest.raises(AssetsNotBuilt):
        Assets.read(tmp_path)


PROBLEMS = [
    ("get", "/nothing", 404, "没有找到", "No such thing" and "Not found"),
    ("get", "/cases/999", 404, "没有这个案件", "no such case"),
    ("get", "/cases/999/clocks/1", 404, "没有这个案件", "no such case"),
    ("get", "/procedures/nothing", 404, "没有这个流程定义", "no such definition"),
    ("get", "/cases/new/nothing", 404, "没有这个流程定义", "no such definition"),
    ("get", "/tasks/999", 404, "没有这项任务", "no such task"),
    ("get", "/tasks/1/complete", 405, "不支持的操作", "Not possible here"),
    ("get", "/board", 403, "您不能查看时限看板", "may not see the deadlines"),
    ("get", "/procedures/design-check?version=99", 404, "没有这个流程定义", "no such definition"),
    ("get", "/procedures/design-check/1/nothing.bpmn", 404, "没有这个流程", "no such process"),
]


@pytest.mark.parametrize(("method", "address", "status", "chinese", "english"), PROBLEMS)
def test_each_problem_is_a_page_in_both_languages(browser_of, method, address, status, chinese, english):
    browser = browser_of("handler")
    assert chinese in browser.open(address).text
    assert browser.status == status
    browser.client.set_cookie("kuaibao-language", "en")
    assert english in browser.open(address).text


def test_what_is_too_large_is_refused(office):
    server = office.settings.server.model_copy(update={"max_request_mb": 1})
    office.settings = office.settings.model_copy(update={"server": server})
    browser = Browser(office.app()).sign_in("handler")
    token = browser.form("/sign-out")["fields"]["csrf_token"][0]
    answer = browser.client.post("/language", data={"csrf_token": token, "language": "x" * 2_000_000})
    assert answer.status_code == 413
    assert "内容太大" in answer.get_data(as_text=True)


def test_what_nobody_foresaw_is_a_page_with_a_number_and_nothing_inside(office, browser_of, monkeypatch):
    browser = browser_of("handler")

    def breaks(_uow):
        raise ZeroDivisionError("a secret")

    monkeypatch.setattr("web.worklist.reads.mine", breaks)
    browser.open("/")
    assert browser.status == 500
    assert "请向系统管理员提供编号" in browser.text
    assert "secret" not in browser.text
    assert "Traceback" not in browser.text


@pytest.mark.parametrize(
    "address",
    [
        "/?f=nothing&task=abc",
        "/?task=99999",
        "/?d=nothing",
        "/cases?page=-1&state=x",
        "/cases?page=99999999999",
        "/cases?q=%25'\"<",
        "/groups?f=%00",
    ],
)
def test_an_address_that_makes_no_sense_is_still_answered(browser_of, address):
    assert browser_of("handler").open(address).status == 200


def test_words_of_people_are_words_on_the_page(browser_of):
    browser = browser_of("intake")
    evil = "<script>alert(1)</script>"
    browser.open("/cases/new/design-check").submit("/design-check", applicant=evil, pages="3", _title=evil)
    assert browser.status == 200
    assert evil not in browser.text
    assert "&lt;script&gt;" in browser.text


def test_a_form_without_its_token_changes_nothing(browser_of):
    browser = browser_of("handler")
    assert browser.client.post("/language", data={"language": "en"}).status_code == 400
    assert "我的待办" in browser.open("/").text


def test_htmx_sends_the_token_as_a_header(browser_of):
    browser = browser_of("handler")
    token = browser.form("/sign-out")["fields"]["csrf_token"][0]
    answer = browser.client.post("/theme", data={"theme": "dark"}, headers={"X-CSRFToken": token})
    assert answer.status_code == 303
