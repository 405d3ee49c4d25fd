"""Linting files by themselves: a diagram with the forms and tables beside it, a table, a form."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from engine.blueprint import Blueprint, Vocabulary
from engine.findings import Finding
from engine.spiff.reading import Desk
from engine.spiff.resources import DIAGRAM, FORM, TABLE
from engine.spiff.rules import Place, error
from engine.spiff.xml import MAX_BYTES
from engine.text import Text

MISSING = error(
    "file-missing",
    ("文件不存在或无法打开：{problem}", "The file does not exist or cannot be opened: {problem}"),
    ("检查文件名和权限。", "Check its name and its permissions."),
)
_PROBLEMS: Mapping[type, Text] = {
    FileNotFoundError: Text("找不到文件", "there is no such file"),
    PermissionError: Text("没有读取权限", "it may not be read"),
    IsADirectoryError: Text("这是文件夹", "it is a folder"),
}
_OTHER = Text("读取出错", "reading it failed")


def lint_file(path: Path, vocabulary: Vocabulary | None = None) -> tuple[Finding, ...]:
    """Lint one `.bpmn`, `.dmn` or `.form.json` file; raises nothing.

    A diagram is held against the forms and tables in its folder, where there are any; without them, what it names is
    taken for granted. The findings are those of the file itself; `file` is the path as it was given.
    """
    try:
        desk = _desk(path, vocabulary)
    except OSError as problem:
        return (MISSING.at(Place(str(path), ""), problem=_PROBLEMS.get(type(problem), _OTHER)),)
    return tuple(finding for finding in desk.reading().findings if finding.file == str(path))


def read_file(path: Path, vocabulary: Vocabulary | None = None) -> Blueprint | None:
    """Read one diagram with the forms and tables in its folder; None where something is wrong with it."""
    try:
        return _desk(path, vocabulary).reading().blueprint
    except OSError:
        return None


def _desk(path: Path, vocabulary: Vocabulary | None) -> Desk:
    content, siblings = _content(path), list(_siblings(path))
    desk = Desk(path.parent.resolve().name, vocabulary or Vocabulary(), alone=True)
    for file, other in siblings:
        desk.take(file, other)
    desk.take(str(path), content, _kind(path))
    return desk


def _kind(path: Path) -> str:
    """Give what to read a file as: whoever asks about a file of another name means a diagram, or a form."""
    name = path.name.lower()
    return TABLE if name.endswith(TABLE) else FORM if name.endswith(".json") else DIAGRAM


def _content(path: Path) -> bytes:
    """Read a file, and no more of a huge one than is needed to refuse it."""
    with path.open("rb") as handle:
        return handle.read(MAX_BYTES + 1)


def _siblings(path: Path) -> Iterable[tuple[str, bytes]]:
    """Give the forms and tables in the folder of a diagram, and in its sub-folder `forms`."""
    if _kind(path) != DIAGRAM:
        return
    for folder in (path.parent, path.parent / "forms"):
        for other in sorted(folder.iterdir()) if folder.is_dir() else ():
            if other.is_file() and other.name.lower().endswith((TABLE, FORM)):
                yield str(other), _content(other)
