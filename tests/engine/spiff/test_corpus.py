"""Each bad file gives a clear finding, quickly, and never an exception."""

import re
import time

import pytest
from corpus import CASES
from corpus_case import OFFICE, Case

from engine.blueprint import Bundle
from engine.feasibility import verdicts
from engine.findings import Severity
from engine.spiff import load, read
from engine.spiff.rules import REGISTRY

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_the_corpus_is_large_and_names_each_file_once():
    assert len(CASES) >= 300
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("bad", CASES, ids=lambda bad: bad.name)
def test_a_bad_file_is_told_what_is_wrong_with_it(bad: Case):
    begun = time.process_time()
    reading = read(Bundle("p", bad.files), OFFICE)
    assert time.process_time() - begun < 20  # it does not hang
    found = {finding.rule: finding for finding in reading.findings}
    assert bad.rule in found, sorted(found)
    assert "unreadable" not in found
    assert found[bad.rule].severity is (Severity.WARNING if bad.warns else Severity.ERROR)
    assert (reading.blueprint is None) == bool(reading.errors)
    assert bad.warns or reading.errors


def test_every_finding_has_a_place_a_reason_and_a_remedy_in_both_languages():
    for bad in CASES:
        for finding in read(Bundle("p", bad.files), OFFICE).findings:
            assert finding.file or finding.rule == "no-diagram", bad.name
            for text in (finding.message, finding.remedy):
                assert CHINESE.search(text.zh), (bad.name, finding)
                assert text.en, (bad.name, finding)
                assert not CHINESE.search(text.en) or _quoted(text.en), (bad.name, finding)


def _quoted(sentence: str) -> bool:
    """Chinese in an English sentence is a name from the file."""
    return bool(re.search(r"[“(\"'].*[\u4e00-\u9fff]", sentence))


def test_the_corpus_speaks_of_every_rule():
    spoken = {case.rule for case in CASES}
    ours = {code for code in REGISTRY if not code.startswith("dmn-")}
    assert sorted(ours - spoken) == ["file-missing", "structure-unproven", "unreadable"]


def test_of_whatever_can_be_read_clocks_are_judged_without_an_exception():
    """Though the linter would refuse it: its rules may have become stricter since it was deployed."""
    judged = 0
    for bad in CASES:
        try:
            blueprint = load(Bundle("p", bad.files))
        except Exception:  # noqa: BLE001, S112 - SpiffWorkflow raises what it likes
            continue
        judged += len(verdicts(blueprint.processes, blueprint.forms, blueprint.decisions))
    assert judged >= 50
