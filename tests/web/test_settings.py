"""config.yaml is checked as a whole, and an error names the key and what it expects."""

from pathlib import Path

import pytest

from engine.office import Mailing
from web.mail_sections import MailSettings
from web.postman import courier_of, mailing_of, telling_of
from web.settings import Settings, SettingsRefused

ROOT = Path(__file__).parents[2]


def written(folder: Path, content: str | bytes) -> Path:
    file = folder / "config.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def refusal(folder: Path, content: str | bytes) -> list[str]:
    with pytest.raises(SettingsRefused) as refused:
        Settings.read(written(folder, content))
    assert all(problem.zh and problem.en for problem in refused.value.problems)
    return [problem.en for problem in refused.value.problems]


def test_the_shipped_file_holds_every_setting_with_its_default():
    shipped = Settings.read(ROOT / "config.yaml").model_dump()
    words = {"suspension_reasons", "roles"}
    assert {key: shipped[key] for key in shipped if key not in words} == {
        key: value for key, value in Settings().model_dump().items() if key not in words
    }
    assert all(shipped[word] for word in words)


def test_an_empty_file_means_the_defaults(tmp_path):
    assert Settings.read(written(tmp_path, "")).server.port == 8000


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("offce: {}", "offce: there is no such setting"),
        ("office: {nme: x}", "office.nme: there is no such setting"),
        (
            "office: {timezone: Mars/Base}",
            "office.timezone: expects an IANA time zone such as Asia/Shanghai, not 'Mars/Base'",
        ),
        (
            "server: {port: eighty}",
            "server.port: expects a whole number from 1 to 65535 (a port), not 'eighty'",
        ),
        ("server: {port: 70000}", "server.port: expects a whole number from 1 to 65535 (a port), not 70000"),
        ("server: {secure_cookies: 1}", "server.secure_cookies: expects true or false, not 1"),
        ("server: 8000", "server: expects a group of `key: value` settings, not 8000"),
        ("roles: {director: {name: 局领导}}", "roles.director.name_en: is needed"),
        (
            "database: {url: mysql://x}",
            "database.url: expects sqlite:///FILE or postgresql+psycopg://user@host/name, not 'mysql://x'",
        ),
        ("- office", "expects `key: value` at the top level"),
        (
            "notifications: {quiet_hours: from 22:00}",
            "notifications.quiet_hours: expects hours such as 22:00-07:00, or nothing, not 'from 22:00'",
        ),
        (
            "notifications: {quiet_hours: 07:00-07:00}",
            "notifications.quiet_hours: expects hours such as 22:00-07:00, or nothing, not '07:00-07:00'",
        ),
        (
            "mail: {host: mail.example.gov.cn}",
            "mail.sender: expects an address such as Kuaibao <kuaibao@example.gov.cn>; needed beside a host, not ''",
        ),
        (
            "mail: {sender: nobody}",
            "mail.sender: expects an address such as Kuaibao <kuaibao@example.gov.cn>; needed beside a host, not 'nobody'",
        ),
        (
            "mail: {site: ftp://example.gov.cn}",
            "mail.site: expects the address of this site, such as https://kuaibao.example.gov.cn, or nothing, not 'ftp://example.gov.cn'",
        ),
    ],
)
def test_a_wrong_setting_is_named_with_what_it_expects(tmp_path, content, said):
    assert refusal(tmp_path, content) == [said]


def test_working_hours_that_end_before_they_start_are_refused(tmp_path):
    assert (
        "working_hours.monday.0" in refusal(tmp_path, "office: {working_hours: {monday: [17:00-08:30]}}")[0]
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("server: {port: 1}\nserver: {port: 2}", "written twice"),
        ("office: [", "is not correct YAML"),
        ("office: !!python/object/apply:os.system ['true']", "is not correct YAML"),
        ("office: {name: 中心}".encode("gb18030"), "is not UTF-8"),
        ("x: " + "[" * 5000, "is not correct YAML"),
        (b"#" * 300_000, "larger than 256 KB"),
    ],
)
def test_a_file_that_is_no_settings_file_is_refused_with_the_reason(tmp_path, content, said):
    assert said in refusal(tmp_path, content)[0]


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(SettingsRefused, match="cannot be read"):
        Settings.read(tmp_path / "none.yaml")


def test_every_problem_is_told_at_once(tmp_path):
    assert len(refusal(tmp_path, "a: 1\nb: 2\nserver: {port: 0, threads: 0}")) == 4


def test_the_secret_key_is_made_once_and_only_its_owner_may_read_it(tmp_path, monkeypatch):
    monkeypatch.delenv("KUAIBAO_SECRET_KEY", raising=False)
    settings = Settings.read(written(tmp_path, ""))
    assert settings.secret_key() == settings.secret_key() != ""
    assert (tmp_path / "var" / "secret-key").stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("KUAIBAO_SECRET_KEY", "from-outside")
    assert settings.secret_key() == "from-outside"


def test_a_relative_database_file_stands_beside_the_settings(tmp_path, monkeypatch):
    monkeypatch.delenv("KUAIBAO_DATABASE_URL", raising=False)
    settings = Settings.read(written(tmp_path, ""))
    assert settings.database_url() == f"sqlite:///{tmp_path}/var/kuaibao.sqlite3"
    monkeypatch.setenv("KUAIBAO_DATABASE_URL", "postgresql+psycopg://office@db/kuaibao")
    assert settings.database_url() == "postgresql+psycopg://office@db/kuaibao"


def test_mail_and_rest_are_as_the_settings_say(tmp_path, monkeypatch):
    monkeypatch.setenv("KUAIBAO_MAIL_PASSWORD", "from-outside")
    mail = "host: h.example, sender: Kuaibao <k@h.example>, site: https://k.example/, authority: ca.pem, details: true"
    settings = Settings.read(written(tmp_path, f"mail: {{{mail}}}\nnotifications: {{quiet_hours: ''}}"))
    telling = telling_of(settings)
    assert (telling.quiet, telling.digest) == (None, True)
    assert telling.mailing == Mailing(
        "https://k.example/cases/{}", "https://k.example/notices", "https://k.example/digest", details=True
    )
    server = courier_of(settings).server
    assert (server.host, server.port, server.sender) == ("h.example", 587, "Kuaibao <k@h.example>")
    assert (server.password, server.authority) == ("from-outside", str(tmp_path / "ca.pem"))
    assert telling_of(Settings()).mailing is None
    assert mailing_of(MailSettings(host="h.example", sender="k@h.example")) == Mailing()
