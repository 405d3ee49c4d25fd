"""The command line of an office: set up, people, journal, and what it says when something is wrong."""

import json
import re
import sqlite3

import pytest

from tests.web.command import Command
from web.settings import Settings


@pytest.fixture
def kuaibao(tmp_path) -> Command:
    return Command(tmp_path / "office")


@pytest.fixture(scope="session")
def prepared(tmp_path_factory) -> Command:
    """An office after `kuaibao init`, made once."""
    first = Command(tmp_path_factory.mktemp("prepared") / "office")
    first("init")
    return first


@pytest.fixture
def ready(tmp_path, prepared) -> Command:
    return Command(tmp_path / "ready", like=prepared)


def test_init_makes_the_database_deploys_every_procedure_and_says_what_comes_next(kuaibao):
    said = kuaibao("init").lines
    assert said[0] == "The database is ready"
    assert len([line for line in said if line.startswith("Deployed ")]) == 4
    assert said[-1].startswith("Next: kuaibao user add")
    assert kuaibao.database.exists()


def test_init_again_changes_nothing(ready):
    said = ready("init", lang="zh").lines
    assert len([line for line in said if line.endswith("没有变化")]) == 4


def test_without_a_database_every_command_says_what_to_do(kuaibao):
    assert "kuaibao init" in kuaibao("case", "list", code=1).err
    assert "请先运行" in kuaibao("journal", "verify", code=1, lang="zh").err


def test_a_password_is_made_and_shown_once(ready):
    said = ready("user", "add", "chen", "--name", "陈立群", "--role", "director").out
    assert re.search(r"Added 陈立群 \(chen\)\nPassword \(shown once\): \S{16}", said)
    assert ready("user", "list").rows == [["chen", "陈立群", "-", "director"]]


def test_a_password_may_come_from_standard_input(ready):
    said = ready("user", "add", "wu", "--name", "吴海", "--role", "case-handler", "--role", "supervisor", "--password-stdin", given="a long password\n")  # fmt: skip
    assert "Password" not in said.out
    assert ready("user", "list").rows == [["wu", "吴海", "-", "case-handler,supervisor"]]


def test_a_short_password_is_refused_with_the_length_that_is_needed(ready):
    refused = ready("user", "add", "wu", "--name", "吴海", "--role", "director", "--password-stdin", given="short\n", code=1)  # fmt: skip
    assert "10" in refused.err
    assert ready("user", "list").out.strip() == ""


def test_an_unknown_role_is_refused_and_the_known_ones_are_named(ready):
    refused = ready("user", "add", "x", "--name", "某", "--role", "king", code=2)
    assert refused.err.startswith("No role king; there are: intake-clerk")
    assert (
        "没有角色 king" in ready("user", "add", "x", "--name", "某", "--role", "king", code=2, lang="zh").err
    )


def test_a_login_is_taken_once(ready):
    ready("user", "add", "wu", "--name", "吴海", "--role", "director")
    refused = ready("user", "add", "wu", "--name", "别人", "--role", "director", code=1)
    assert refused.err
    assert "Traceback" not in refused.err


def test_a_unit_is_made_when_there_is_none(ready):
    ready("user", "add", "wu", "--name", "吴海", "--role", "case-handler", "--unit", "enforcement")
    ready("user", "add", "li", "--name", "李佳", "--role", "case-handler", "--unit", "enforcement")
    assert {row[2] for row in ready("user", "list").rows} == {"enforcement"}


def test_the_settings_are_checked_first_and_every_problem_is_named_in_the_asked_for_language(kuaibao):
    (kuaibao.folder / "config.yaml").write_text("server: {port: eighty}\noffce: {}\n")
    english = kuaibao("case", "list", code=2).err
    assert "server.port: expects a whole number" in english
    assert "offce: there is no such setting" in english
    assert "没有这个设置项" in kuaibao("case", "list", code=2, lang="zh").err


def test_the_office_language_is_spoken_unless_another_is_asked_for(kuaibao):
    config = kuaibao.folder / "config.yaml"
    config.write_text(config.read_text().replace("language: zh", "language: en", 1))
    assert kuaibao.really("init", lang="zh").out.startswith("数据库已就绪")
    assert Settings.read(config).office.language == "en"


def test_an_unknown_command_is_said(kuaibao):
    refused = kuaibao("fly", code=2)
    assert "No such command 'fly'" in refused.err


def test_help_lists_the_commands_in_the_order_of_an_office_s_life(kuaibao):
    listed = re.findall(r"^  (\w+)  ", kuaibao("--help").out.partition("Commands:")[2], re.MULTILINE)
    assert listed[:4] == ["init", "serve", "scheduler", "demo"]
    assert {"deploy", "lint", "user", "case", "period", "journal", "tick"} <= set(listed)


# --- the journal ---


@pytest.fixture
def recorded(ready) -> Command:
    """An office in which two cases were opened."""
    for subject in ("甲公司涉嫌侵权", "乙公司涉嫌侵权"):
        ready("case", "start", "complaint-intake", "--facts", _complaint(subject))
    return ready


def _complaint(subject: str) -> str:
    facts = {
        "channel": "12315",
        "received_on": "2026-01-05",
        "matter": "consultation",
        "subject": subject,
        "facts": "来电咨询。",
        "informant_kind": "anonymous",
        "right": "unknown",
        "industry": "other",
        "jurisdiction": "local",
    }
    return json.dumps(facts)


def test_the_journal_holds(recorded):
    assert recorded("journal", "verify").out == "The journal holds\n"
    assert recorded("journal", "verify", lang="zh").out == "办理日志完整\n"


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE journal SET actor = '别人' WHERE case_id = 1 AND sequence = 2",
        "UPDATE journal SET facts = replace(facts, '甲', '丙') WHERE case_id = 1",
        "DELETE FROM journal WHERE case_id = 2 AND sequence = 2",
        "DELETE FROM journal WHERE case_id = 2 AND sequence = (SELECT max(sequence) FROM journal WHERE case_id = 2)",
        "DELETE FROM journal WHERE case_id = 1",
        "UPDATE journal SET at = '2026-01-01T00:00:00.000000' WHERE case_id = 1 AND sequence = 1",
    ],
)  # fmt: skip
def test_what_was_changed_or_taken_from_the_journal_is_found(recorded, tampering):
    with sqlite3.connect(recorded.database) as connection:
        connection.execute(tampering)
    refused = recorded("journal", "verify", code=1)
    assert "The journal is broken in" in refused.err
    assert re.search(rf"TS\d{{4}}-0000{1 if 'case_id = 1' in tampering else 2}\b", refused.err)
    assert "校验不通过" in recorded("journal", "verify", code=1, lang="zh").err


def test_a_journal_that_is_gone_is_broken_and_no_database_to_set_up(recorded):
    with sqlite3.connect(recorded.database) as connection:
        connection.execute("DROP TABLE journal")
    assert "The journal is broken" in recorded("journal", "verify", code=1).err
