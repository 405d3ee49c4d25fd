from pathlib import Path

from engine.spiff.docs import document
from engine.spiff.elements import TITLES
from engine.spiff.meanings import MEANINGS
from engine.spiff.parser import PARSERS
from engine.spiff.rules import REGISTRY

DOCUMENT = Path(__file__).parents[3] / "docs" / "bpmn.md"


def test_the_document_is_current():
    assert DOCUMENT.read_text() == document(), "run: python -m engine.spiff.docs > docs/bpmn.md"


def test_every_element_that_runs_has_a_name_and_a_meaning():
    for tag in PARSERS:
        name = tag.rpartition("}")[2]
        assert name in TITLES
        assert name in MEANINGS


def test_every_rule_is_in_the_document():
    written = DOCUMENT.read_text()
    assert [code for code in REGISTRY if f"`{code}`" not in written] == []
