"""`kuaibao demo`: an office built by running the engine through months of work."""

import re
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from engine import people
from engine.orm import Base
from engine.queries import casefile, dashboard, worklist
from engine.uow import SYSTEM
from tests.web.command import Command
from web.composition import open_office, serving
from web.demo import launch as launching
from web.demo.office_mark import OfficeMark, sign_in_password
from web.settings import Settings

PRESENT = "2026-11-19T15:00"  # a Thursday
WORDS = ("demo", "--cases", "90", "--months", "2", "--seed", "7", "--at", PRESENT)


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Command:
    """A demo of ninety cases, built once."""
    office = Command(tmp_path_factory.mktemp("built") / "office")
    said = office(*WORDS)
    assert said.err == ""  # nothing was stuck
    return office


@pytest.fixture
def demo(tmp_path, built) -> Command:
    return Command(tmp_path / "office", like=built)


def settings_of(kuaibao: Command) -> Settings:
    return Settings.read(kuaibao.folder / "config.yaml")


def asked(kuaibao: Command, question: str) -> list[tuple]:
    with sqlite3.connect(kuaibao.database) as connection:
        return connection.execute(question).fetchall()


# --- what is there ---


def test_there_are_about_so_many_cases_of_every_procedure_at_many_stages(built):
    found = dict(
        asked(
            built,
            "SELECT d.key, count(*) FROM cases c JOIN definition d ON d.id = c.definition_id GROUP BY 1",
        )
    )
    assert set(found) == {
        "complaint-intake",
        "patent-infringement",
        "patent-passing-off",
        "fast-preexamination",
    }
    assert 75 <= sum(found.values()) <= 105
    states = dict(asked(built, "SELECT state, count(*) FROM cases GROUP BY 1"))
    assert states["completed"] > states["running"] > 10
    nodes = asked(built, "SELECT DISTINCT node_id FROM task WHERE state = 'open'")
    assert len(nodes) >= 12


def test_complaints_have_led_to_linked_cases(built):
    linked = asked(built, "SELECT d.key, count(*) FROM case_link l JOIN cases c ON c.id = l.to_id JOIN definition d ON d.id = c.definition_id GROUP BY 1")  # fmt: skip
    assert {key for key, _ in linked} == {"patent-infringement", "patent-passing-off"}


def test_most_is_done_in_time_something_is_overdue_and_something_stands_still(built):
    missed, clocks = asked(built, "SELECT count(*) FILTER (WHERE breached_at IS NOT NULL), count(*) FROM clock WHERE kind != 'activity'")[0]  # fmt: skip
    assert 0 < missed < clocks / 6
    office = open_office(settings_of(built))
    with office.engine.reading(SYSTEM) as uow:
        found = dashboard.attention(uow)
    assert found.overdue
    assert found.suspended
    assert sum(load.suspended for load in found.units) == len(found.suspended)
    assert found.incidents == ()
    assert {load.unit for load in found.units} >= {"维权执法科", "预审一科", "预审二科"}
    office.engine.database.dispose()


def test_every_closed_case_says_at_which_end_of_its_diagram(built):
    ends = {end for (end,) in asked(built, "SELECT closed_reason FROM cases WHERE state = 'completed'")}
    assert None not in ends
    assert {"complaint_closed", "case_closed", "inquiry_answered"} <= ends


def test_tasks_are_in_hand_in_the_pools_and_begun(built):
    [(mine, pool, drafts)] = asked(built, "SELECT count(assignee_id), count(*) - count(assignee_id), count(draft) FROM task WHERE state = 'open'")  # fmt: skip
    assert mine > 5
    assert pool > 3
    assert drafts > 0


def test_everything_was_done_by_the_engine_in_its_time_and_the_journal_holds(built):
    assert built("journal", "verify").out == "The journal holds\n"
    first, last = asked(built, "SELECT min(at), max(at) FROM journal")[0]
    assert first > "2026-09-19"
    assert "2026-11-18" < last <= "2026-11-19T07:00:00.000000"
    assert asked(built, "SELECT count(*) FROM alarm WHERE problem IS NOT NULL") == [(0,)]
    assert asked(built, "SELECT count(*) FROM incident") == [(0,)]
    hours = asked(built, "SELECT DISTINCT (substr(at, 12, 2) + 8) % 24 FROM journal WHERE kind = 'task-completed' AND actor_id IS NOT NULL")  # fmt: skip
    assert {hour for (hour,) in hours} <= set(range(8, 18))


def test_parties_have_answered_and_people_have_been_told_and_have_read_some_of_it(built):
    kinds = {kind for (kind,) in asked(built, "SELECT DISTINCT kind FROM journal")}
    assert {"message-received", "timer-fired", "rung-fired", "clock-suspended", "task-claimed"} <= kinds
    [(told, unread)] = asked(built, "SELECT count(*), count(*) - count(read_at) FROM notification")
    assert told > unread > 0


def test_every_open_task_and_case_can_be_looked_at(built):
    office = open_office(settings_of(built))
    with office.engine.reading(SYSTEM) as uow:
        for row in dashboard.search(uow, limit=500).rows:
            file = casefile.read(uow, row.id)
            for task in file.tasks:
                if task.state == "open":
                    worklist.form(uow, task.id)
    office.engine.database.dispose()


def test_the_same_seed_gives_the_same_office(tmp_path):
    def made(name: str) -> list[tuple]:
        office = Command(tmp_path / name)
        office("demo", "--cases", "10", "--months", "1", "--seed", "7", "--at", PRESENT)
        return asked(office, "SELECT case_id, sequence, at, actor, kind, facts FROM journal ORDER BY 1, 2")

    once = made("one")
    assert once
    assert once == made("two")


# --- building ---


def test_it_says_what_it_built_and_how_to_sign_in(tmp_path):
    said = Command(tmp_path / "office")("demo", "--cases", "0", lang="zh").lines
    assert re.fullmatch(r"演示环境已建成：0 件案件，在办 0 件，中止 0 件，截至 .+（用时 \d+ 秒）", said[-2])
    assert "kuaibao-demo" in said[-1]


def test_an_office_that_is_not_empty_is_left_alone(demo):
    before = demo.database.read_bytes()
    assert "nothing was built" in demo("demo", "--if-empty").out
    assert "未建立演示数据" in demo("demo", "--if-empty", lang="zh").out
    assert "into an empty one only" in demo("demo", code=1).err
    assert "空数据库" in demo("demo", code=1, lang="zh").err
    assert demo.database.read_bytes() == before


def test_a_real_office_never_becomes_a_demo(tmp_path):
    real = Command(tmp_path / "office")
    real("init")
    real("user", "add", "chen", "--name", "陈", "--role", "director")
    assert real("demo", code=1).err
    assert "nothing was built" in real("demo", "--if-empty").out
    office = open_office(settings_of(real))
    assert office.mark is None
    office.engine.database.dispose()


def test_procedures_that_were_deployed_before_stay(tmp_path):
    office = Command(tmp_path / "office")
    office("init")
    office("demo", "--cases", "0")
    assert asked(office, "SELECT count(*) FROM definition") == [(4,)]


def test_what_is_interrupted_leaves_nothing_behind(tmp_path, monkeypatch):
    office = Command(tmp_path / "office")

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(launching, "build", stop)
        with pytest.raises((KeyboardInterrupt, AssertionError)):
            office("demo", "--cases", "5")
    assert asked(office, "SELECT count(*) FROM person") == [(0,)]
    assert [file.name for file in (office.folder / "var").iterdir() if file.name.startswith("demo-")] == []
    office("demo", "--cases", "0")


def test_a_demo_that_was_begun_in_place_and_not_finished_is_refused(tmp_path):
    office = Command(tmp_path / "office")
    office("init")
    opened = open_office(settings_of(office))
    with opened.engine.unit_of_work(SYSTEM) as uow:
        OfficeMark(complete=False).put(uow)
    opened.engine.database.dispose()
    assert "not finished" in office("demo", "--if-empty", code=1).err


@pytest.fixture
def bare_postgres(postgres_schema, postgres_database):
    """A PostgreSQL database without any tables; they are there again afterwards."""

    def empty() -> None:
        Base.metadata.drop_all(postgres_database.engine)
        with postgres_database.engine.begin() as connection:
            connection.execute(text("DROP TABLE IF EXISTS alembic_version"))

    empty()
    yield postgres_schema
    empty()
    postgres_database.create()


def test_on_postgresql_it_is_built_in_place(tmp_path, bare_postgres):
    office = Command(tmp_path / "office")
    office("demo", "--cases", "6", "--months", "1", KUAIBAO_DATABASE_URL=bare_postgres)
    assert office("journal", "verify", KUAIBAO_DATABASE_URL=bare_postgres).out == "The journal holds\n"
    assert office("demo", "--if-empty", KUAIBAO_DATABASE_URL=bare_postgres).out.startswith("There is")
    listed = office("case", "list", KUAIBAO_DATABASE_URL=bare_postgres).rows
    assert 3 <= len(listed) <= 12


# --- its mark, its password, its time ---


def test_everybody_signs_in_with_the_documented_password(demo):
    office = open_office(settings_of(demo))
    assert office.mark is not None
    assert (office.mark.complete, office.mark.public) == (True, True)
    assert sign_in_password(office.mark) == "kuaibao-demo"
    with office.engine.unit_of_work(SYSTEM) as uow:
        assert people.authenticate(uow, "wuhaitao", "kuaibao-demo").actor is not None
    office.engine.database.dispose()


def test_the_environment_may_say_another_password(tmp_path, monkeypatch):
    kuaibao = Command(tmp_path / "office")
    kuaibao("demo", "--cases", "0", KUAIBAO_DEMO_PASSWORD="nobody guesses this")
    office = open_office(settings_of(kuaibao))
    assert office.mark is not None
    assert office.mark.public is False
    with office.engine.unit_of_work(SYSTEM) as uow:
        assert people.authenticate(uow, "wuhaitao", "kuaibao-demo").refusal == "password"
    assert sign_in_password(office.mark) is None
    monkeypatch.setenv("KUAIBAO_DEMO_PASSWORD", "nobody guesses this")
    assert sign_in_password(office.mark) == "nobody guesses this"
    office.engine.database.dispose()
    assert "at least 10" in Command(tmp_path / "b")("demo", code=2, KUAIBAO_DEMO_PASSWORD="short").err


def test_a_demo_stands_where_its_time_was_left_and_others_hear_of_it(demo, monkeypatch):
    clock = [100.0]
    monkeypatch.setattr("web.office_time.monotonic", lambda: clock[0])
    served = serving(settings_of(demo))
    here = served.engine.now()
    assert abs(here - datetime(2026, 11, 19, 7, tzinfo=UTC)) < timedelta(minutes=5)
    demo("tick", "--at", "+5d")
    clock[0] += 10
    assert timedelta(days=5) <= served.engine.now() - here < timedelta(days=5, minutes=5)
    served.engine.database.dispose()


def test_time_that_is_moved_rings_everything_on_its_way_at_its_own_time(demo):
    rung = int(demo("tick", "--at", "+10d").out.split()[0])
    assert rung > 5
    late = asked(demo, "SELECT count(*) FROM rung WHERE late")
    assert late == [(0,)]
    assert demo("journal", "verify").out == "The journal holds\n"


def test_a_real_office_has_the_time_of_day(tmp_path):
    real = Command(tmp_path / "office")
    real("init")
    office = serving(settings_of(real))
    assert office.time.ahead() == timedelta()
    office.engine.database.dispose()


# --- as people run it ---


def test_the_command_itself_sees_that_there_is_something(demo):
    said = demo.really("demo", "--if-empty")
    assert (said.code, said.err) == (0, "")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_demo_with_the_documented_password_is_served_to_this_machine_alone(demo, lang):
    refused = demo.really("serve", "--host", "0.0.0.0", lang=lang)  # noqa: S104 - that is what is refused
    assert refused.code == 2
    assert "KUAIBAO_DEMO_PASSWORD" in refused.err
    assert ("演示环境" if lang == "zh" else "The demo") in refused.err


def test_what_is_refused_is_a_sentence_on_standard_error_and_an_exit_code(tmp_path):
    office = Command(tmp_path / "office")
    refused = office.really("case", "list")
    assert (refused.code, refused.out) == (1, "")
    assert "kuaibao init" in refused.err
    assert office.really("period", "2026-01-31", "1", "months").out.startswith("Last day 2026-02-28")
    (tmp_path / "bad.bpmn").write_text("<x/>")
    linted = office.really("lint", tmp_path / "bad.bpmn", "--json")
    assert linted.code == 1
    assert {"file", "element", "severity", "rule", "message", "remedy"} == set(linted.json[0])
