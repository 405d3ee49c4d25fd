"""What the guides say is so: links lead somewhere, commands exist, tables are the code's, examples run."""

import re
import shlex
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest

from engine.blueprint import Blueprint, Vocabulary
from engine.bundles import read_folder
from engine.graph import Process, Trigger, TriggerKind
from engine.spiff import read
from engine.spiff.lint.vocabulary import WORDS
from tests.office import Office
from web.cli import main
from web.sections import WorkingWeek
from web.settings import Settings

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
EXAMPLE = DOCS / "example" / "rights-advice"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md")])
GUIDES = ("examiner", "supervisor", "modeler", "operator", "integrator")
LARGEST_PICTURE = 300_000
QUESTION = "展会上能否维权？"


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def fences(page: Path) -> list[tuple[str, str]]:
    return re.findall(r"^```(\w*)\n(.*?)^```$", page.read_text(), re.MULTILINE | re.DOTALL)


def lines_of(page: Path) -> list[str]:
    """The lines of its fences without a language, and what stands in the text as `kuaibao …`."""
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
    inline = re.findall(r"`((?:\S*/)?kuaibao [^`|]+)`", text)
    return [line for kind, block in fences(page) if not kind for line in block.splitlines()] + inline


def shown() -> Iterator[tuple[str, str]]:
    """Every command line of ours that a page shows: at the start of a line, or behind `;`, `&&`, `do`, a variable."""
    command = re.compile(r"(?:^|&& |; |\bdo |\w=\S+ )(?:\S*/)?kuaibao ((?:[^|;>#'\"]|'[^']*'|\"[^\"]*\")+)")
    for page in PAGES:
        for line in lines_of(page):
            yield from ((name(page), found[1].strip()) for found in command.finditer(line))


SHOWN = list(dict.fromkeys(shown()))


def parse(words: list[str]) -> None:
    """Parse as the command itself would, without running it."""
    command: click.Command = main
    context: click.Context | None = None
    while True:
        context = command.make_context(command.name, words, parent=context)
        if not isinstance(command, click.Group):
            return
        words = [*context._protected_args, *context.args]
        _, found, words = command.resolve_command(context, words)
        assert found is not None
        command = found


@pytest.mark.parametrize("written_page", PAGES, ids=name)
def test_links_lead_somewhere(written_page):
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", written_page.read_text())
    assert [link for link in links if "://" not in link and not (written_page.parent / link).exists()] == []


@pytest.mark.parametrize(("where", "line"), SHOWN, ids=lambda part: part[:60])
def test_a_command_that_is_shown_exists(where, line, tmp_path, monkeypatch):
    del where
    monkeypatch.chdir(tmp_path)
    (tmp_path / "request.json").write_text("{}")
    parse(shlex.split(line))


def test_many_commands_are_shown():
    assert {line.split()[0] for _, line in SHOWN} >= {
        *(
            "init",
            "serve",
            "scheduler",
            "deploy",
            "lint",
            "user",
            "case",
            "task",
            "period",
            "journal",
            "tick",
        ),
    }


# --- both languages ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_says_the_same_in_both_languages(guide):
    english, chinese = DOCS / f"{guide}.md", DOCS / f"{guide}.zh-CN.md"
    assert commands_of(english) == commands_of(chinese)
    assert len(headings(english)) == len(headings(chinese))
    assert len(rows(english)) == len(rows(chinese))


def commands_of(page: Path) -> list[str]:
    return [line for where, line in SHOWN if where == name(page)]


def headings(page: Path) -> list[str]:
    return re.findall(r"^#+ .*$", re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL), re.MULTILINE)


def rows(page: Path) -> list[list[str]]:
    found = re.findall(r"^\| *(.*?) *\|$", page.read_text(), re.MULTILINE)
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)] for line in found]


# --- settings, elements, messages ------------------------------------------------------------------------------------


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    for key, one in value.items():
        here = f"{path}.{key}" if path else key
        if isinstance(one, dict) and here not in ("suspension_reasons", "roles", "office.working_hours"):
            yield from leaves(one, here)
        else:
            yield here, one


def written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"[{', '.join(value)}]" if isinstance(value, list) else str(value) or '""'


@pytest.mark.parametrize("guide", [DOCS / "operator.md", DOCS / "operator.zh-CN.md"], ids=name)
def test_the_table_of_settings_is_the_settings(guide):
    table = {
        re.sub(r"[`…]", "", row[0]).split()[0]: row[1].strip("`") for row in rows(guide) if len(row) == 3
    }
    settings = dict(leaves(Settings().model_dump()))
    week = WorkingWeek().model_dump()
    del settings["office.working_hours"]
    assert table.pop("office.working_hours.monday") == written(week["monday"])
    assert len({tuple(day) for day in week.values()}) == 1
    words = dict.fromkeys(("suspension_reasons", "roles"), "")
    known = {key: words.get(key, written(value)) for key, value in settings.items()}
    assert {key: value for key, value in table.items() if key in known or "." in key} == known


@pytest.mark.parametrize("guide", [DOCS / "modeler.md", DOCS / "modeler.zh-CN.md"], ids=name)
def test_the_table_of_elements_is_complete(guide):
    named = {found for row in rows(guide) for found in re.findall(r"^`kb:(\w+)`", row[0])}
    assert named == set(WORDS)


def shipped() -> Iterator[tuple[str, Blueprint]]:
    for folder in sorted((ROOT / "bpmn").iterdir()):
        if folder.is_dir():
            blueprint = read(read_folder(folder), Vocabulary()).blueprint
            assert blueprint is not None
            yield folder.name, blueprint


def messages_of(process: Process) -> Iterator[Trigger]:
    for node in process.nodes.values():
        if node.trigger is not None and node.trigger.kind is TriggerKind.MESSAGE:
            yield node.trigger
        if node.body is not None:
            yield from messages_of(node.body)


@pytest.mark.parametrize("guide", [DOCS / "integrator.md", DOCS / "integrator.zh-CN.md"], ids=name)
def test_the_table_of_messages_is_what_the_diagrams_wait_for(guide):
    table = {
        (row[0].strip("`"), procedure): (set(re.findall(r"`(\w+)`", row[2])), row[4][:2].strip())
        for row in rows(guide)
        if len(row) == 5
        for procedure in re.findall(r"[a-z]+-[a-z-]+", row[1])
    }
    drawn = {
        (trigger.name, key): (set(trigger.keys), (trigger.keep_for or "")[:2].strip())
        for key, blueprint in shipped()
        for process in blueprint.processes.values()
        for trigger in messages_of(process)
    }
    assert table == drawn


# --- examples and pictures ---------------------------------------------------------------------------------------------


def test_the_modelers_example_has_no_findings():
    vocabulary = Vocabulary(
        roles=frozenset(Settings.read(ROOT / "config.yaml").roles),
        operations=frozenset(),
        reasons=frozenset(Settings.read(ROOT / "config.yaml").suspension_reasons),
        processes=frozenset(),
    )
    reading = read(read_folder(EXAMPLE), vocabulary)
    assert reading.blueprint is not None
    assert reading.findings == ()


def test_the_modelers_example_runs(office: Office):
    office.deploy(read_folder(EXAMPLE))
    case = office.file("rights-advice", asker_name="赵先生", right="patent", question=QUESTION, abroad=False)
    office.complete(case, "give_answer", material_needed=True, material_list=["样品照片"])
    assert office.clocks(case)["promise_plain"].state == "suspended"
    number = office.case(case).number
    delivered = office.deliver("material-received", "1", {"note": "照片三张"}, case_number=number)
    assert (delivered.status, delivered.number) == ("delivered", number)
    office.complete(case, "give_answer", material_needed=False, answer="可以申请。")
    assert office.complete(case, "check_answer", "reviewer", approval="approve").case_state == "completed"
    assert office.variables(case)["material_note"] == "照片三张"


def the_example() -> ModuleType:
    spec = spec_from_file_location("expert_opinion", DOCS / "example" / "expert_opinion.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_integrators_example_runs(office: Office):
    said = the_example().run(office.engine, DOCS / "example" / "expert-opinion")
    assert said == "ZJ2026-0001 专家意见：该产品是否落入保护范围：出具意见 · 郑复核"


def test_the_operation_in_the_guide_is_the_examples():
    block = next(
        block for kind, block in fences(DOCS / "integrator.md") if kind == "python" and "def " in block
    )
    known: dict[str, Any] = {}
    exec(compile(block, "integrator.md", "exec"), known)  # noqa: S102 - the guide's own lines
    example = the_example()
    assert (known["procedure"].key, known["procedure"].number) == (example.KEY, example.procedure.number)


@pytest.mark.parametrize("picture", sorted((DOCS / "pictures").iterdir()), ids=name)
def test_a_picture_is_small_and_shown(picture):
    assert picture.stat().st_size < LARGEST_PICTURE
    assert any(picture.name in page.read_text() for page in PAGES)
