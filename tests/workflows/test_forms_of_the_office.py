"""Forms and texts under bpmn/ are complete in both languages and read like an office wrote them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

BPMN = Path(__file__).parents[2] / "bpmn"
FORMS = sorted(BPMN.rglob("*.form.json"))
DRAWN = sorted([*BPMN.rglob("*.bpmn"), *BPMN.rglob("*.dmn")])
FORM = "{urn:kuaibao:bpmn:1}form"
HAN = "\u4e00-\u9fff"
HALF_WIDTH = re.compile(f"[{HAN}][,:;()?!]|[,:;()?!][{HAN}]")


def _named(path: Path) -> str:
    return f"{path.parent.parent.name}/{path.name.split('.')[0]}"


@pytest.mark.parametrize("file", FORMS, ids=_named)
def test_a_form_speaks_both_languages(file: Path) -> None:
    for part in _titled(json.loads(file.read_text())):
        assert re.search(f"[{HAN}]", part["title"]), part
        assert part["x-title-en"].strip(), part["title"]
        assert ("description" in part) == ("x-description-en" in part), part["title"]
        labels = part.get("x-enum-labels", [])
        assert all(zh.strip() and en.strip() for zh, en in labels), part["title"]
        assert len(labels) == len(part.get("enum", [])), part["title"]


@pytest.mark.parametrize("file", FORMS, ids=_named)
def test_a_form_is_called_like_its_file(file: Path) -> None:
    assert json.loads(file.read_text())["x-key"] == file.name.removesuffix(".form.json")


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in BPMN.glob("*/forms")), ids=lambda path: path.name
)
def test_every_form_is_named_on_a_diagram_and_every_task_for_people_has_one(folder: Path) -> None:
    roots = [etree.fromstring(file.read_bytes()) for file in folder.glob("*.bpmn")]
    named = {form.get("key") for root in roots for form in root.iter(FORM)}
    bare = [
        task.get("id")
        for root in roots
        for task in root.iter("{*}userTask")
        if task.find(f".//{FORM}") is None
    ]
    assert named == {file.name.removesuffix(".form.json") for file in (folder / "forms").iterdir()}
    assert bare == []


@pytest.mark.parametrize("file", [*FORMS, *DRAWN], ids=lambda file: f"{file.parent.name}-{file.name}")
def test_chinese_texts_have_chinese_punctuation(file: Path) -> None:
    texts = _texts(json.loads(file.read_text())) if file.suffix == ".json" else _words(file)
    assert [text for text in texts if HALF_WIDTH.search(text)] == []


def _titled(part: Any) -> Iterator[dict[str, Any]]:
    """Everything in a schema that people read: what has a title."""
    if "title" in part:
        yield part
    for inner in part.get("properties", {}).values():
        yield from _titled(inner)
    if "items" in part:
        yield from _titled(part["items"])


def _texts(part: Any) -> Iterator[str]:
    for one in _titled(part):
        yield one["title"]
        yield one.get("description", "")
        yield from (zh for zh, _ in one.get("x-enum-labels", []))


def _words(file: Path) -> Iterator[str]:
    for element in etree.fromstring(file.read_bytes()).iter("{*}*"):
        yield from (element.get(name, "") for name in ("name", "label", "basis"))
        if etree.QName(element).localname in ("documentation", "description", "text"):
            yield re.sub(r'(?<=")[,:;()?!]+(?=")', "", element.text or "")
