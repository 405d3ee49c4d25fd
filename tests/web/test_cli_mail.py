"""`kuaibao mail` against a real mail server, and the settings that it reads."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from engine import people
from engine.steps.notices import Notice, notify
from engine.text import Text
from engine.uow import SYSTEM
from tests.mail_server import MailServer, mail_server, nobody_listens
from tests.web.command import Command
from web.composition import open_office
from web.demo.office_mark import OfficeMark
from web.settings import Settings


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as found:
        yield found


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> Command:
    """An office after `kuaibao init`, made once."""
    first = Command(tmp_path_factory.mktemp("prepared") / "office")
    first("init")
    return first


def with_mail(folder: Path, prepared: Command, port: int, **mail: object) -> Command:
    """A command whose settings name a mail server."""
    kuaibao, file = Command(folder, like=prepared), folder / "config.yaml"
    settings = yaml.safe_load(file.read_text())
    account = {"security": "none", "sender": "快保 <kuaibao@ip.example>"}
    settings["mail"] = {"host": "127.0.0.1", "port": port, **account, **mail}
    file.write_text(yaml.safe_dump(settings, allow_unicode=True))
    return kuaibao


@pytest.fixture
def kuaibao(tmp_path, prepared, server) -> Command:
    return with_mail(tmp_path / "office", prepared, server.port, site="https://ip.example/")


def test_a_test_mail_says_that_mail_is_set_up_right(kuaibao, server):
    said = kuaibao("mail", "test", "a@ip.example").out
    assert said == "127.0.0.1 has taken a test mail to a@ip.example\n"
    assert server.readers() == ["a@ip.example"]
    assert "That it has arrived means that mail is set up right." in server.bodies()[0]


def test_it_says_what_failed(kuaibao, server, tmp_path, prepared):
    server.to_recipients = ["550 no such user"]
    said = kuaibao("mail", "test", "a@ip.example", code=1).err
    assert f"(127.0.0.1:{server.port}): the recipient was refused. The server: 550 no such user" in said
    with nobody_listens() as port:
        other = with_mail(tmp_path / "other", prepared, port)
        assert "连接不上邮件服务器" in other("mail", "test", "a@ip.example", code=1, lang="zh").err


def test_without_a_server_it_names_the_setting(tmp_path):
    kuaibao = Command(tmp_path / "office")
    assert "mail.host" in kuaibao("mail", "test", "a@ip.example", code=2).err


def tell(kuaibao: Command, login: str) -> None:
    """Tell somebody something that does not wait."""
    office = open_office(Settings.read(kuaibao.folder / "config.yaml"))
    with office.engine.unit_of_work(SYSTEM) as uow:
        notice = Notice("note", Text("有一条消息", "There is a message"), priority=2, at_once=True)
        notify(uow, [people.find(uow, login)], notice)
    office.engine.database.dispose()


def test_what_waits_is_sent_by_a_tick_and_what_failed_is_listed_and_tried_again(kuaibao, server):
    for login in ("chen", "wu"):
        kuaibao("user", "add", login, "--name", login, "--role", "director", "--email", f"{login}@ip.example")
        tell(kuaibao, login)
    server.to_recipients = ["550 no such user"]
    assert kuaibao("tick").lines[-1] == "2 mails handled"
    listed = kuaibao("mail", "list")
    assert [[row[0], row[1], row[4]] for row in listed.rows] == [
        ["2", "sent", "wu@ip.example"],
        ["1", "given-up", "chen@ip.example"],
    ]
    assert listed.err == "waiting 0 · sent 1 · not delivered 1\n"
    assert kuaibao("mail", "list", "--state", "given-up").rows[0][-1] == "recipient: 550 no such user"
    assert kuaibao("mail", "retry", "1").out == "Mail 1 will be sent again\n"
    assert kuaibao("tick").lines[-1] == "1 mails handled"
    assert server.readers() == ["wu@ip.example", "chen@ip.example"]
    assert "https://ip.example/notices\n" in server.bodies()[0]
    assert "there is no such mail" in kuaibao("mail", "retry", "9", code=1).err.lower()


def test_a_demo_sends_nothing_whatever_its_settings_say(kuaibao, server):
    kuaibao("user", "add", "chen", "--name", "陈立群", "--role", "director", "--email", "c@ip.example")
    settings = Settings.read(kuaibao.folder / "config.yaml")
    office = open_office(settings)
    with office.engine.unit_of_work(SYSTEM) as uow:
        OfficeMark().put(uow)
    office.engine.database.dispose()
    tell(kuaibao, "chen")
    kuaibao("tick")
    assert (server.mails, kuaibao("mail", "list").rows) == ([], [])


def test_an_address_is_set_and_must_be_one(kuaibao):
    kuaibao("user", "add", "chen", "--name", "陈立群", "--role", "director")
    assert kuaibao("user", "email", "chen", "c@ip.example").out == "The mail address of chen is set\n"
    assert "no mail address" in kuaibao("user", "email", "chen", "nobody", code=1).err
    assert "there is no person" in kuaibao("user", "email", "nobody", "c@ip.example", code=2).err
    assert (
        "no mail address"
        in kuaibao("user", "add", "wu", "--name", "吴", "--role", "director", "--email", "wu", code=1).err
    )
