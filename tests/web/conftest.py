import subprocess
import sys

import pytest

from tests.web.browsing import Browser
from tests.web.little_office import ROOT, LittleOffice
from web.assets import DIST


@pytest.fixture(scope="session", autouse=True)
def _catalogue():
    """The English catalogue as it stands, compiled."""
    po = ROOT / "web" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
    mo = po.with_suffix(".mo")
    if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
        command = [
            sys.executable,
            "-m",
            "babel.messages.frontend",
            "-q",
            "compile",
            "-i",
            str(po),
            "-o",
            str(mo),
        ]
        subprocess.run(command, check=True)
    assert (DIST / "manifest.json").exists(), "make assets"


@pytest.fixture(scope="session")
def first_office(tmp_path_factory):
    """People and a definition, made once; every test works on a copy."""
    first = LittleOffice(tmp_path_factory.mktemp("first"))
    first.deploy()
    first.close()
    return first


@pytest.fixture
def office(tmp_path, first_office):
    office = LittleOffice(tmp_path, of=first_office)
    yield office
    office.close()


@pytest.fixture
def browser_of(office):
    """A browser of one's own for each login, signed in."""
    app = office.app()
    return lambda login: Browser(app).sign_in(login)


@pytest.fixture
def stranger(office):
    return Browser(office.app())
