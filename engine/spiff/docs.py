"""`docs/bpmn.md`, written from the registries that the reader itself uses: `python -m engine.spiff.docs > docs/bpmn.md`."""

import sys
from collections.abc import Iterable, Iterator

from engine.spiff.drawn import DRAWN
from engine.spiff.elements import title
from engine.spiff.features import Feature
from engine.spiff.lint.events import ALLOWED, POSITIONS
from engine.spiff.lint.vocabulary import INNER, WORDS, Word
from engine.spiff.meanings import MEANINGS
from engine.spiff.names import KB
from engine.spiff.parser import PARSERS
from engine.spiff.refused import REFUSED
from engine.spiff.rules import REGISTRY, Rule
from engine.text import Text

HEAD = """# BPMN in Kuaibao: what runs, what is refused / 哪些 BPMN 元素可以运行

Written by `python -m engine.spiff.docs` from the code that reads the diagrams; a test keeps it current.
A diagram is held against the BPMN 2.0 schema and the rules below before it is deployed. What does not run is refused
by name, with the reason and the remedy; it is never silently misread.
本文件由读取流程图的程序生成。流程图发布前先按 BPMN 2.0 规范和下列规则检查；不能运行的内容会逐一指出原因和改法，不会被悄悄误读。
"""
_KINDS = ("none", "message", "timer", "signal", "conditional", "error", "escalation", "link", "terminate")


def document() -> str:
    """Write the document."""
    return "\n".join((HEAD, *_runs(), *_events(), *_refused(), *_drawn(), *_words(), *_rules())) + "\n"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Write a table in Markdown."""
    names = list(head)
    yield _row(names)
    yield _row("---" for _ in names)
    yield from map(_row, rows)
    yield ""


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _both(text: Text) -> str:
    return f"{text.zh}<br>{text.en}"


def _runs() -> Iterator[str]:
    yield "## What runs / 可以运行\n"
    names = [tag.rpartition("}")[2] for tag in PARSERS]
    elements = [*names, *(name for name in MEANINGS if name not in names)]
    yield from table(
        ("element", "名称 / name", "how it runs / 如何运行"),
        ((f"`{name}`", _both(title(name)), _both(MEANINGS[name])) for name in elements),
    )


def _events() -> Iterator[str]:
    yield "## Events, and where / 事件及其位置\n"
    kinds = {
        kind: Text("无", "none") if kind == "none" else title(f"{kind}EventDefinition") for kind in _KINDS
    }
    yield from table(
        (
            "",
            *(
                f"{name.zh.removesuffix('事件定义')}<br>{name.en.removesuffix(' event definition')}"
                for name in kinds.values()
            ),
        ),
        (
            (_both(position), *("✓" if kind in ALLOWED[key] else "" for kind in _KINDS))
            for key, position in POSITIONS.items()
        ),
    )


def _refused() -> Iterator[str]:
    yield "## What is refused / 不支持，发布时拒绝\n"
    yield from _features(REFUSED)


def _drawn() -> Iterator[str]:
    yield "## What is shown and not run / 只显示，不执行（警告）\n"
    yield from _features(DRAWN)


def _features(features: Iterable[Feature]) -> Iterator[str]:
    yield from table(
        ("code", "feature / 内容", "why / 原因", "remedy / 改法"),
        (
            (f"`{each.rule.code}`", _both(each.name), _both(Text(*each.said.why)), _both(each.rule.remedy))
            for each in features
        ),
    )


def _words() -> Iterator[str]:
    yield f"## Our own elements (`{KB}`, prefix `kb`) / 扩展元素\n"
    yield "They stand in `bpmn:extensionElements`. `kb:en` on any element is its English name.\n"
    yield from table(
        ("element", "on / 用于", "attributes (needed ones first, in bold)", "holds"),
        (_word(name, word) for name, word in {**WORDS, **INNER}.items()),
    )


def _word(name: str, word: Word) -> tuple[str, ...]:
    attributes = [f"**{each}**" for each in word.needed] + list(word.optional)
    where = ", ".join(dict.fromkeys(word.where))
    return f"`kb:{name}`", where, ", ".join(attributes), ", ".join(f"`kb:{each}`" for each in word.inside)


def _rules() -> Iterator[str]:
    yield "## Rules of the linter / 检查规则\n"
    features = {each.rule.code for each in (*REFUSED, *DRAWN)}
    yield from table(
        ("code", "severity", "finding / 发现", "remedy / 改法"),
        (_rule(rule) for code, rule in sorted(REGISTRY.items()) if code not in features),
    )


def _rule(rule: Rule) -> tuple[str, ...]:
    return f"`{rule.code}`", rule.severity.value, _both(rule.message), _both(rule.remedy)


if __name__ == "__main__":
    sys.stdout.write(document())
