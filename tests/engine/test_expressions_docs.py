from pathlib import Path

from engine.expressions import FUNCTIONS, compile_expression
from engine.expressions.docs import document
from engine.expressions.meanings import MEANINGS

DOCUMENT = Path(__file__).parents[2] / "docs" / "expressions.md"


def test_the_document_is_current():
    assert DOCUMENT.read_text() == document(), "run: python -m engine.expressions.docs > docs/expressions.md"


def test_every_function_has_a_meaning_and_an_example_that_compiles():
    assert MEANINGS.keys() == FUNCTIONS.keys()
    for function in FUNCTIONS.values():
        compile_expression(function.usage)
