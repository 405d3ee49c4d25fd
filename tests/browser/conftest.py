"""Pages in the distribution's Chromium, against an office of their own whose time is told to it."""

import os
import shutil
import threading
from pathlib import Path

import pytest
from playwright.sync_api import expect
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.web.conftest import _catalogue  # noqa: F401 - the English catalogue, compiled
from tests.web.little_office import PASSWORD, ROOT, LittleOffice
from workflows import procedures

AXE = ROOT / "web" / "assets" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
)
EXPECTED = ("422", "409", "403", "404", "401")
"""Statuses of which Chromium's console complains, and which a test may ask for."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    assert CHROMIUM, "make browser"
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": list(FLAGS)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1440, "height": 900},
        "reduced_motion": "reduce",
    }


class _Quiet(WSGIRequestHandler):
    def log(self, *_args, **_more):
        pass


class Stage:
    """What the server shows: the pages of the test's own office."""

    def __init__(self) -> None:
        self.app = None

    def __call__(self, environ, start_response):
        return self.app(environ, start_response)


@pytest.fixture(scope="session")
def stage():
    return Stage()


@pytest.fixture(scope="session")
def base_url(stage):
    """One server on a port of the loopback, for all tests."""
    server = make_server("127.0.0.1", 0, stage, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def built_office(tmp_path_factory):
    """People, the procedures of the office and a small one, made once; every test file works on a copy."""
    built = LittleOffice(tmp_path_factory.mktemp("built"), procedures())
    for folder in sorted((ROOT / "bpmn").iterdir()):
        built.deploy(folder)
    built.deploy()
    built.close()
    return built


@pytest.fixture
def office(built_office, tmp_path, stage):
    """The office: `office.now` is its time, `office.pass_time(days=11)` lets it go by and rings what is due."""
    office = LittleOffice(tmp_path, procedures(), of=built_office)
    stage.app = office.app()
    yield office
    office.close()


@pytest.fixture
def live_server(office, base_url):
    """The address of the office's pages."""
    return base_url


@pytest.fixture
def page(live_server, page):
    """Every test fails on a script error, a console error or a violated policy, whatever it was about."""
    page.set_default_timeout(30_000)
    expect.set_options(timeout=20_000)  # for a machine that does something else, too
    seen: list[str] = []
    page.on("pageerror", lambda error: seen.append(f"page error: {error}"))
    page.on("console", lambda said: _complaint(said) and seen.append(f"console: {said.text[:300]}"))
    page.on(
        "requestfailed", lambda request: seen.append(f"failed: {request.url}") if _lost(request) else None
    )
    yield page
    assert not seen, seen


def _complaint(said) -> bool:
    expected = said.text.startswith("Failed to load resource") and any(
        status in said.text for status in EXPECTED
    )
    return said.type in ("error", "warning") and not expected


def _lost(request) -> bool:
    return "/assets/" in request.url and request.failure != "net::ERR_ABORTED"


@pytest.fixture
def axe(page):
    """Violations that axe finds on the page as it stands; by all its rules, or by those that are named."""

    def run(*only):
        page.evaluate(AXE.read_text())  # not a script element: that would break the policy
        rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        chosen = {"type": "rule", "values": list(only)} if only else {"type": "tag", "values": rules}
        found = page.evaluate("chosen => axe.run(document, {runOnly: chosen})", chosen)
        return [
            (
                row["id"],
                row["impact"],
                [node["target"] for node in row["nodes"]][:3],
                row["nodes"][0]["failureSummary"][:200],
            )
            for row in found["violations"]
        ]

    return run


@pytest.fixture
def sign_in(page):
    """Sign in as somebody; whoever was there before is signed out."""

    def go(login: str):
        page.context.clear_cookies(name="kuaibao")
        page.goto("/sign-in")
        page.fill("#f-login", login)
        page.fill("#f-password", PASSWORD)
        page.click("[data-submit]")
        page.wait_for_url("**/")
        return page

    return go


@pytest.fixture(scope="session")
def pictures() -> Path | None:
    """Where to leave pictures of pages, if somebody wants to look at them (KUAIBAO_PICTURES)."""
    folder = os.environ.get("KUAIBAO_PICTURES")
    return Path(folder) if folder else None
