"""`kuaibao deploy` and `lint`."""

import re
import shutil
import sqlite3

import pytest

from tests.drawing import bundle, clock, node, process, timer
from tests.web.command import BPMN, Command

DIAGRAM = BPMN / "complaint-intake" / "complaint-intake.bpmn"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Command:
    """An office whose database has tables and nothing else."""
    first = Command(tmp_path_factory.mktemp("made") / "office")
    (first.folder / "bpmn").unlink()
    (first.folder / "bpmn").mkdir()
    first("init")
    return first


@pytest.fixture
def kuaibao(tmp_path, made) -> Command:
    return Command(tmp_path / "office", like=made)


@pytest.fixture
def folder(tmp_path):
    """A procedure of our own to spoil."""
    return shutil.copytree(BPMN / "complaint-intake", tmp_path / "complaint-intake")


def definitions(kuaibao: Command) -> list[tuple[str, int]]:
    with sqlite3.connect(kuaibao.database) as connection:
        return connection.execute("SELECT key, version FROM definition ORDER BY id").fetchall()


# --- deploy ---


def test_a_good_folder_is_deployed_and_says_its_version(kuaibao, folder):
    said = kuaibao("deploy", folder, "--note", "first").out
    assert re.fullmatch(r"Deployed .+, version 1\n", said)
    assert definitions(kuaibao) == [("complaint-intake", 1)]


def test_the_same_folder_again_changes_nothing(kuaibao, folder):
    kuaibao("deploy", folder)
    assert "没有变化" in kuaibao("deploy", folder, lang="zh").out
    assert definitions(kuaibao) == [("complaint-intake", 1)]


def test_a_changed_folder_is_the_next_version(kuaibao, folder):
    kuaibao("deploy", folder)
    diagram = folder / "complaint-intake.bpmn"
    diagram.write_text(diagram.read_text().replace("答复咨询", "答复咨询事项"))
    assert "version 2" in kuaibao("deploy", folder).out
    assert definitions(kuaibao) == [("complaint-intake", 1), ("complaint-intake", 2)]


def test_every_procedure_below_a_folder_is_deployed(kuaibao):
    assert len(kuaibao("deploy", BPMN).lines) == 4
    assert len(definitions(kuaibao)) == 4


def broken_diagram(folder):
    diagram = folder / "complaint-intake.bpmn"
    diagram.write_text(diagram.read_text()[:4000])


def missing_form(folder):
    (folder / "forms" / "answer-inquiry.form.json").unlink()


def broken_table(folder):
    (folder / "route.dmn").write_text("<html/>")


def broken_form(folder):
    (folder / "forms" / "answer-inquiry.form.json").write_bytes("{答复".encode("gb18030"))


@pytest.mark.parametrize("spoil", [broken_diagram, missing_form, broken_table, broken_form])
def test_of_a_bad_folder_nothing_is_deployed_and_every_problem_is_named(kuaibao, folder, spoil):
    spoil(folder)
    english = kuaibao("deploy", folder, code=1)
    assert "nothing was deployed" in english.err
    assert "[error " in english.err
    chinese = kuaibao("deploy", folder, code=1, lang="zh")
    assert "没有发布" in chinese.err
    assert definitions(kuaibao) == []


def test_of_several_procedures_the_good_ones_before_a_bad_one_stay_whole(kuaibao, tmp_path, folder):
    """Each procedure is deployed whole or not at all."""
    office = tmp_path / "several"
    shutil.copytree(BPMN / "fast-preexamination", office / "a-good")
    (office / "a-good" / "fast-preexamination.bpmn").rename(office / "a-good" / "a-good.bpmn")
    spoilt = shutil.copytree(folder, office / "complaint-intake")
    broken_diagram(spoilt)
    kuaibao("deploy", office, code=1)
    assert [key for key, _ in definitions(kuaibao)] in ([], ["a-good"])


def test_a_folder_without_a_diagram_is_said(kuaibao, tmp_path):
    assert "there is no .bpmn file" in kuaibao("deploy", tmp_path, code=2).err
    assert "没有 .bpmn 文件" in kuaibao("deploy", tmp_path / "nowhere", code=2, lang="zh").err


# --- lint ---


def test_good_files_have_no_findings(kuaibao):
    files = sorted((BPMN / "complaint-intake").rglob("*.*"))
    assert kuaibao("lint", *files, "--json").json == []
    assert kuaibao("lint", *files).out == f"{len(files)} files, 0 errors, 0 warnings\n"


def test_a_bad_file_is_named_with_place_rule_message_and_remedy_and_the_exit_code_is_1(kuaibao, folder):
    broken_diagram(folder)
    findings = kuaibao("lint", folder / "complaint-intake.bpmn", "--json", code=1).json
    assert findings
    for finding in findings:
        assert set(finding) == {"file", "element", "severity", "rule", "message", "remedy"}
        assert all(isinstance(value, str) for value in finding.values())
        assert finding["severity"] in ("error", "warning")
        assert finding["message"]
    assert any(finding["severity"] == "error" for finding in findings)
    assert all(finding["file"].endswith("complaint-intake.bpmn") for finding in findings)


def test_findings_are_told_in_the_asked_for_language(kuaibao, folder):
    broken_form(folder)
    form = folder / "forms" / "answer-inquiry.form.json"
    english = kuaibao("lint", form, code=1).out
    chinese = kuaibao("lint", form, code=1, lang="zh").out
    assert "error" in english
    assert "1 errors" in english
    assert "1 个错误" in chinese


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.bpmn", b"<!doctype html><html><body>hello</body></html>"),
        ("empty.bpmn", b""),
        ("bomb.bpmn", b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><l>&b;</l>'),
        ("table.dmn", b"not xml at all"),
        ("odd.form.json", b"[1, 2"),
        ("picture.png", b"\x89PNG\r\n"),
        ("binary.bpmn", bytes(range(256))),
    ],
)
def test_whatever_the_file_is_the_answer_is_a_finding(kuaibao, tmp_path, name, content):
    file = tmp_path / name
    file.write_bytes(content)
    findings = kuaibao("lint", file, "--json", code=1).json
    assert any(finding["severity"] == "error" for finding in findings)


def test_a_file_that_is_not_there_is_a_finding_too(kuaibao, tmp_path):
    findings = kuaibao("lint", tmp_path / "none.bpmn", "--json", code=1).json
    assert findings[0]["severity"] == "error"


def test_a_good_and_a_bad_file_together_end_with_1(kuaibao, tmp_path):
    bad = tmp_path / "bad.bpmn"
    bad.write_text("<x/>")
    findings = kuaibao("lint", DIAGRAM, bad, "--json", code=1).json
    assert {finding["file"].rpartition("/")[2] for finding in findings} == {"bad.bpmn"}


# --- clocks that cannot be kept ---


@pytest.fixture
def unkept(tmp_path):
    """A procedure whose answer takes longer than its promise."""
    nodes = [
        node("start", "begin"),
        node("catch", "answer", timer("Duration", "15 calendar-days")),
        node("user", "decide", kb='<kb:assignment role="case-handler"/>'),
        node("end", "done"),
    ]
    kb = clock("promise", 10, "calendar-days", basis="x", suspend_for="stay")
    made = bundle("unkept", process("unkept", nodes, "begin -> answer -> decide -> done", kb=kb))
    folder = tmp_path / "unkept"
    folder.mkdir()
    (folder / "unkept.bpmn").write_bytes(made.files["unkept.bpmn"])
    return folder


def test_a_clock_that_cannot_be_kept_is_deployed_with_a_reason_only(kuaibao, unkept):
    english = kuaibao("deploy", unkept, code=1)
    assert "deploying needs a reason" in english.err
    assert "[warning clock-infeasible]" in english.err
    assert "“answer 的名称” 15 calendar days" in english.err
    assert "须说明理由" in kuaibao("deploy", unkept, code=1, lang="zh").err
    assert definitions(kuaibao) == []
    kuaibao("deploy", unkept, "--reason", "a trial")
    assert definitions(kuaibao) == [("unkept", 1)]
    with sqlite3.connect(kuaibao.database) as connection:
        assert connection.execute("SELECT reason FROM definition").fetchall() == [("a trial",)]
    assert "nothing has changed" in kuaibao("deploy", unkept).out


def test_every_clock_is_listed_with_the_waits_on_its_paths(kuaibao, unkept):
    chinese = kuaibao("lint", unkept / "unkept.bpmn", "--clocks", lang="zh").lines
    assert chinese[:3] == [
        "[不可行] promise 时限（10日）",
        "  至少等待 15日：“answer 的名称”15日",
        "  至多等待 15日：“answer 的名称”15日",
    ]
    assert (
        "[Impossible] promise clock (10 calendar days)"
        in kuaibao("lint", unkept / "unkept.bpmn", "--clocks").out
    )
    both = kuaibao("lint", unkept / "unkept.bpmn", "--clocks", "--json").json
    assert "clock-infeasible" in {finding["rule"] for finding in both["findings"]}
    (row,) = both["clocks"]
    assert (row["clock"], row["severity"], row["period"]) == ("promise", "impossible", "10 calendar days")
    assert row["least"] == {
        "length": "15 calendar days",
        "days": 15.0,
        "nodes": ["begin", "answer", "decide", "done"],
        "where": [],
    }


def test_what_is_not_known_and_what_is_not_counted_is_listed(kuaibao):
    said = kuaibao(
        "lint", BPMN / "patent-infringement" / "patent-infringement.bpmn", "--clocks", lang="zh"
    ).out
    assert "  未知：自“起草处理决定”起每多一轮，再加4个工作日" in said
    assert "  不计入（中止）：公告送达" in said
    assert "  未设期限的人工环节：" in said


def test_of_a_file_with_an_error_no_clock_is_listed(kuaibao, folder):
    broken_diagram(folder)
    said = kuaibao("lint", folder / "complaint-intake.bpmn", "--clocks", "--json", code=1).json
    assert said["clocks"] == []
    assert said["findings"]
