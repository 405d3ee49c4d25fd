"""Files by themselves, as the command line lints them; and definitions as they were deployed."""

from pathlib import Path

import pytest
from bpmn_xml import between, doc, node, raw, user
from corpus_case import OFFICE

from engine.blueprint import Bundle
from engine.errors import BundleRefused
from engine.spiff import lint_file, load

FORM = '{"x-key": "known", "title": "表", "x-title-en": "Form", "type": "object", "properties": {}}'
WITH_FORM = doc(between(user("u", '<kb:form key="{}"/>'), "u"))


def rules(path: Path) -> set[str]:
    return {finding.rule for finding in lint_file(path)}


def test_a_diagram_alone_is_taken_at_its_word(tmp_path):
    path = tmp_path / "p.bpmn"
    path.write_text(WITH_FORM.format("known"))
    assert rules(path) == {"no-drawing"}
    assert {finding.file for finding in lint_file(path)} == {str(path)}


def test_a_diagram_is_held_against_the_forms_and_tables_beside_it(tmp_path):
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "known.form.json").write_text(FORM)
    path = tmp_path / "p.bpmn"
    path.write_text(WITH_FORM.format("known"))
    assert rules(path) == {"no-drawing"}
    path.write_text(WITH_FORM.format("gone"))
    assert "unknown-form" in rules(path)


def test_what_is_wrong_beside_a_diagram_is_not_said_of_it(tmp_path):
    (tmp_path / "broken.form.json").write_text("{")
    (tmp_path / "other.bpmn").write_text("<html>")
    path = tmp_path / "p.bpmn"
    path.write_text(doc(between(user(), "u")))
    assert rules(path) == {"no-drawing"}


def test_a_form_and_a_table_are_linted_by_themselves(tmp_path):
    form, table = tmp_path / "known.form.json", tmp_path / "x.dmn"
    form.write_text(FORM)
    assert lint_file(form) == ()
    form.write_text("{")
    assert [finding.file for finding in lint_file(form)] == [str(form)]
    table.write_text("<x/>")
    assert [finding.severity for finding in lint_file(table)] == ["error"]


def test_a_file_of_another_name_is_read_as_a_diagram(tmp_path):
    path = tmp_path / "page.xml"
    path.write_text("<!doctype html><html></html>")
    assert rules(path) == {"html"}


def test_the_vocabulary_is_checked_where_it_is_given(tmp_path):
    path = tmp_path / "p.bpmn"
    path.write_text(doc(between(user(assigned="boss"), "u")))
    assert "unknown-role" not in rules(path)
    assert "unknown-role" in {finding.rule for finding in lint_file(path, OFFICE)}


def test_what_cannot_be_opened_is_said(tmp_path):
    assert rules(tmp_path / "gone.bpmn") == {"file-missing"}
    assert rules(tmp_path) == {"file-missing"}


def test_a_huge_file_is_not_read_to_its_end(tmp_path):
    path = tmp_path / "huge.bpmn"
    with path.open("wb") as handle:
        handle.truncate(3 * 1024**3)
    assert rules(path) == {"too-large"}


# --- what was deployed -------------------------------------------------------------------------------------------


BUNDLE = Bundle("p", {"p.bpmn": doc(between(user(), "u")).encode(), "known.form.json": FORM.encode()})


def test_a_deployed_definition_is_loaded_whatever_the_linter_thinks_by_now():
    strict = Bundle("p", {"p.bpmn": doc(between(user(assigned="boss") + node("task", "lost"), "u")).encode()})
    assert list(load(strict).processes["p"].nodes) == ["s", "u", "lost", "e"]
    assert list(load(BUNDLE).forms) == ["known"]


def test_what_cannot_be_run_is_not_loaded():
    with pytest.raises(BundleRefused):
        load(Bundle("p", {"p.bpmn": b"<html>"}))
    with pytest.raises(BundleRefused):
        load(Bundle("p", {"p.bpmn": raw("").encode()}))
