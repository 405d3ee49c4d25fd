"""An end that may still move says so, wherever it is shown: every page, both languages, the command line, the diagram."""

import html
import re
import shutil

import pytest
from werkzeug.routing import BuildError

from engine import requests, tasks
from engine.queries import worklist
from tests.web import ledger_office as desk
from tests.web.command import Command

ENDS = {"zh": ("2027年1月4日 17:00", "暂定"), "en": ("4 Jan 2027 17:00", "provisional")}
NEAR = 16
"""So many characters after the end the mark stands, at the latest."""

VALUES = {
    "case_id": 1,
    "clock_id": 1,
    "task_id": 1,
    "request_id": 1,
    "kind": "extend",
    "key": "design-check",
    "version": 1,
    "number": 1,
    "process": "design_check",
}
QUERIES = {"board.watch": "?days=7", "asking.form": "?clock=1"}
SHOWN = {
    "director": {
        "cases.file",
        "cases.found",
        "board.watch",
        "clocks.ledger",
        "requests.listing",
        "requests.detail",
    },
    "handler": {"cases.file", "worklist.mine", "clocks.ledger", "requests.detail"},
}
"""Pages that are known to show an end; any other may."""


@pytest.fixture
def case(office):
    """A case that ends in a year without a notice, claimed, past its first rung, with a request about its clock."""
    office.now = desk.DECEMBER
    case = desk.start(office)
    with office.acting("handler") as uow:
        tasks.claim(uow, worklist.pool(uow).rows[0].task_id)
        requests.ask_extension(uow, case, 1, amount=5, note="案情复杂")
    office.pass_time(days=6)
    return case


def visible(page: str) -> str:
    """The text of a page, and what its elements say when pointed at."""
    body = re.sub(r"(?s)<(script|style|template)\b.*?</\1>", " ", page.partition("<main")[2])
    body = re.sub(r'<[^>]*?\btitle="\s*([^"]*)"[^>]*>', r" \1 ‖ ", body)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", body)))


def unmarked(text: str, end: str, mark: str) -> list[str]:
    """Every place where the end stands without its mark."""
    places = [found.end() for found in re.finditer(re.escape(end), text)]
    return [text[max(0, at - 60) : at + 30] for at in places if mark not in text[at : at + len(mark) + NEAR]]


def addresses(app):
    """Every page that can be asked for, by its endpoint."""
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            values = {name: VALUES[name] for name in rule.arguments if name in VALUES}
            if "GET" not in rule.methods or set(values) != set(rule.arguments):
                continue
            try:
                yield rule.endpoint, adapter.build(rule.endpoint, values) + QUERIES.get(rule.endpoint, "")
            except BuildError:
                continue


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("login", ["handler", "director"])
def test_every_page_that_shows_the_end_marks_it(office, case, browser_of, login, language):
    end, mark = ENDS[language]
    browser = browser_of(login)
    browser.client.set_cookie("kuaibao-language", language)
    showing, missing = set(), {}
    for endpoint, address in dict(addresses(browser.client.application)).items():
        page = browser.client.get(address)
        if page.status_code != 200 or page.mimetype != "text/html":
            continue
        text = visible(page.get_data(as_text=True))
        if end in text:
            showing.add(endpoint)
        if found := unmarked(text, end, mark):
            missing[endpoint] = found
    assert missing == {}
    assert showing >= SHOWN[login]


def test_the_sweep_would_see_a_page_that_forgets_the_mark():
    page = '<main><p title="截止 2027年1月4日 17:00">甲</p><p>2027年1月4日 17:00（暂定）</p><b>2027年1月4日 17:00</b> 前</main>'
    assert len(unmarked(visible(page), *ENDS["zh"])) == 2


def test_the_diagram_says_it_at_the_token(case, browser_of):
    text = browser_of("chief").open(f"/cases/{case}").text
    assert re.search(r'"text": "[^"]*(\\u6682\\u5b9a|暂定)', text)


def test_notices_say_it(case, browser_of):
    text = visible(browser_of("handler").open("/notices").text)
    assert "将于 2027年1月4日 17:00 届满（暂定）" in text


def test_the_journal_says_it(case, browser_of):
    text = visible(browser_of("chief").open(f"/cases/{case}").text)
    assert "时限开始：10日办结，截止 2027年1月4日 17:00（暂定）" in text


def test_the_board_says_on_which_days_ends_may_move(case, browser_of):
    columns = (
        browser_of("chief").open("/board").text.partition('<ol class="columns">')[2].partition("</ol>")[0]
    )
    assert columns.count("暂定") == 1


def test_a_clock_that_has_stopped_is_not_marked_on_its_chip(office, case, browser_of):
    page = browser_of("director").open(f"/cases/{case}")
    page.submit("/cancel", note="请求人撤回")
    chip = re.search(r'<a class="chip.*?</a>', page.text, re.DOTALL)[0]
    assert "暂定" not in chip


@pytest.mark.parametrize(("language", "mark"), [("zh", "（暂定）"), ("en", " (provisional)")])
def test_the_command_line_says_it(office, case, tmp_path, language, mark):
    command = Command(tmp_path / "desk")
    command.database.parent.mkdir()
    office.close()  # what is in the journal of the database goes into its file
    shutil.copyfile(office.file, command.database)
    assert f"2027-01-04 17:00{mark}" in command("case", "show", "design-check-2026-0001", lang=language).out
    assert f"2027-01-04{mark}" in command("case", "list", lang=language).out
    assert f"2027-01-04{mark}" in command("period", "2026-12-24", "10", "calendar-days", lang=language).out
