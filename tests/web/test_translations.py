"""The catalogue: complete, and in step with the sources."""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
PO = ROOT / "web" / "translations" / "en" / "LC_MESSAGES" / "messages.po"


@pytest.fixture(scope="module")
def catalogue():
    with PO.open("rb") as file:
        return {message.id: message for message in read_po(file, locale="en") if message.id}


@pytest.fixture(scope="module")
def used():
    with (ROOT / "web" / "translations" / "babel.cfg").open() as file:
        mapping, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT, mapping, options)
    return {message for _, _, message, _, _ in found}


def test_every_sentence_on_a_page_is_in_the_catalogue(catalogue, used):
    assert used - set(catalogue) == set()


def test_the_catalogue_keeps_nothing_that_no_page_says(catalogue, used):
    assert set(catalogue) - used == set()


def test_every_sentence_has_its_english_and_none_is_a_guess(catalogue):
    assert [key for key, message in catalogue.items() if not message.string or message.fuzzy] == []


def test_the_english_takes_the_same_facts(catalogue):
    assert [(key, error) for key, message in catalogue.items() for error in message.check()] == []


def test_no_chinese_is_left_in_the_english(catalogue):
    assert [
        key
        for key, message in catalogue.items()
        if any("\u4e00" <= char <= "\u9fff" for char in message.string)
    ] == []
