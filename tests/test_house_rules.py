"""What the project promises of its own files."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ("engine", "workflows", "web")
LONGEST_FUNCTION = 50
LONGEST_MODULE = 250


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def modules() -> list[Path]:
    return [
        path
        for layer in LAYERS
        for path in sorted((ROOT / layer).rglob("*.py"))
        if "node_modules" not in path.parts
    ]


def functions(module: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(ast.parse(module.read_text())) if isinstance(node, ast.FunctionDef))


def test_no_function_is_longer_than_a_screen():
    assert [
        f"{module.relative_to(ROOT)}:{function.name}"
        for module in modules()
        for function in functions(module)
        if (function.end_lineno or 0) - function.lineno >= LONGEST_FUNCTION
    ] == []


def test_a_module_is_one_noun():
    assert [
        str(m.relative_to(ROOT)) for m in modules() if len(m.read_text().splitlines()) > LONGEST_MODULE
    ] == []


def test_lock_files_hold_no_host_names():
    for lock in tracked("requirements/*.lock", "web/assets/package-lock.json"):
        content = lock.read_text()
        assert "resolved" not in content, lock
        assert not any(word in content for word in ("--index-url", "--find-links", "--extra-index-url")), lock


def test_nothing_names_a_path_of_this_machine():
    here = f"{ROOT}/"
    assert [path for path in tracked() if here.encode() in path.read_bytes()] == []


@pytest.mark.parametrize("layer", LAYERS)
def test_the_time_is_read_and_work_is_committed_behind_one_door(layer):
    doors = {"web/composition.py": ("datetime.now(",), "engine/uow.py": (".commit()",)}
    for path in modules():
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(layer):
            for call in ("datetime.now(", "date.today(", "time.time(", ".commit()"):
                assert call in doors.get(name, ()) or call not in path.read_text(), f"{name} calls {call}"
