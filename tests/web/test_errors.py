"""Every class of engine errors has a status and a sentence with its facts, in both languages."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from engine.errors import EngineError, FormInvalid
from engine.findings import Finding, Severity
from engine.text import Text
from web.errors import ANSWERS, answer, at_the_form
from web.rules import RULES

ENGINE = Path(__file__).parents[2] / "engine"

PROBLEM = Finding(
    "form", "/opinion", Severity.ERROR, "required", Text("请填写意见", "Give an opinion"), Text("", "")
)
SAMPLES: dict[Any, Any] = {
    "detail": "x",
    "kind": "task",
    "key": 7,
    "action": "claim",
    "reason": "role",
    "activity": "draft",
    "state": "completed",
    "move": "resume",
    "needed": 2,
    "named": 1,
    "fields": ("意见",),
    "problems": (PROBLEM,),
    "findings": (PROBLEM,),
    "source": "1 +",
    "problem": "broken",
    "after": date(2026, 1, 1),
    "clock": "10日办结",
    "rule": "ended",
    "limit": "1 months",
    "ended": datetime(2026, 1, 1, tzinfo=UTC),
    "name": "answer",
    "cases": ("A-1", "A-2"),
    "code": "no-right",
    "message": "没有权利",
    "case": "A-1",
    "entry": 3,
    "line": 1,
    "value": 3,
    "column": 2,
    "table": "route",
    "rules": (1, 2),
    "text": Text("没有规则适用", "no rule matches"),
    "remedy": Text("", ""),
    "shortest": 10,
    "pattern": "ZQ{year}",
    "token": 4,
    "wanted": "timer",
}


def every_class(base: type[EngineError] = EngineError):
    yield base
    for child in base.__subclasses__():
        yield from every_class(child)


BROKEN = ("JournalBroken", "DatabaseNotReady", "DatabaseUnreachable", "Interrupted")
CLASSES = sorted(set(every_class()), key=lambda cls: cls.__name__)


def made(cls: type[EngineError]) -> EngineError:
    names = [name for name in get_type_hints(cls) if name in getattr(cls, "__dataclass_fields__", {})]
    return cls(**{name: SAMPLES[name] for name in names})


@pytest.mark.parametrize("cls", CLASSES)
def test_each_class_has_an_answer_of_its_own(cls):
    assert cls in ANSWERS


def test_every_rule_of_the_engine_has_words():
    raised = "SuspensionRefused|ExtensionRefused"
    found = {
        rule
        for file in ENGINE.rglob("*.py")
        for rule in re.findall(rf'(?:{raised})\([^"()]*(?:\([^()]*\)[^"()]*)*, "([a-z-]+)"', file.read_text())
    }
    assert found
    assert found - set(RULES) == set()


@pytest.mark.parametrize("cls", CLASSES)
def test_each_answer_is_an_error_with_a_sentence_in_both_languages(cls):
    status, sentence = answer(made(cls))
    assert 400 <= status < 500 or cls.__name__ in BROKEN
    assert any("\u4e00" <= char <= "\u9fff" for char in sentence.zh)
    assert sentence.en.isascii() or any(
        sample in sentence.en for sample in ("10日办结", "没有权利", "意见", "“")
    )


def test_a_new_class_is_answered_like_its_base():
    class OfTomorrow(EngineError):
        pass

    assert answer(OfTomorrow())[0] == 422


def test_above_a_form_its_own_problems_say_it_all():
    assert at_the_form(FormInvalid((PROBLEM,))) is None
    assert at_the_form(None) is None
