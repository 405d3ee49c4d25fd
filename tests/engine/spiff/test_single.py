"""Files by themselves, as the command line lints them; and definitions read once for all."""

from pathlib import Path
from threading import Thread

import pytest
from bpmn_xml import between, doc, node, raw, user
from corpus_case import OFFICE

from engine.blueprint import Blueprint, Bundle
from engine.errors import BundleRefused
from engine.spiff import blueprint_of, lint_file, load
from engine.spiff.cache import MOST, forget

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


# --- the cache ---------------------------------------------------------------------------------------------------


BUNDLE = Bundle("p", {"p.bpmn": doc(between(user(), "u")).encode(), "known.form.json": FORM.encode()})


@pytest.fixture(autouse=True)
def _empty_cache():
    forget()


def test_a_definition_is_read_once():
    loaded = []

    def loader() -> Bundle:
        loaded.append(1)
        return BUNDLE

    assert blueprint_of("a", loader) is blueprint_of("a", loader)
    assert len(loaded) == 1
    assert blueprint_of("b", loader) is not blueprint_of("a", loader)


def test_threads_share_one_blueprint():
    found: list[Blueprint] = []
    threads = [Thread(target=lambda: found.append(blueprint_of("a", lambda: BUNDLE))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(blueprint) for blueprint in found}) == 1


def test_what_was_not_used_for_long_is_forgotten():
    first = blueprint_of("first", lambda: BUNDLE)
    for number in range(MOST):
        blueprint_of(f"n{number}", lambda: BUNDLE)
    assert blueprint_of("first", lambda: BUNDLE) is not first


def test_a_deployed_definition_is_loaded_whatever_the_linter_thinks_by_now():
    strict = Bundle("p", {"p.bpmn": doc(between(user(assigned="boss") + node("task", "lost"), "u")).encode()})
    assert list(load(strict).processes["p"].nodes) == ["s", "u", "lost", "e"]
    assert list(load(BUNDLE).forms) == ["known"]


def test_what_cannot_be_run_is_not_loaded():
    with pytest.raises(BundleRefused):
        load(Bundle("p", {"p.bpmn": b"<html>"}))
    with pytest.raises(BundleRefused):
        load(Bundle("p", {"p.bpmn": raw("").encode()}))
