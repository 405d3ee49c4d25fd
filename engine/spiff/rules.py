"""Rules of the linter: each has a code, a severity, and says in both languages what is wrong and what helps."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element

from engine.findings import Finding, Severity
from engine.spiff.elements import title
from engine.spiff.names import local
from engine.text import Text

NOWHERE = Text("", "")
REGISTRY: dict[str, "Rule"] = {}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was found: the file, the id of the element (or its line), and how to call it."""

    file: str
    element: str
    what: Text = NOWHERE


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. The texts are templates over the facts; `{what}` is the element."""

    code: str
    severity: Severity
    message: Text
    remedy: Text

    def at(self, place: Place, **facts: object) -> Finding:
        """Find this at a place."""
        message, remedy = (
            Text(_filled(text.zh, place, facts, 0), _filled(text.en, place, facts, 1))
            for text in (self.message, self.remedy)
        )
        return Finding(place.file, place.element, self.severity, self.code, message, remedy)


def _filled(template: str, place: Place, facts: dict[str, object], language: int) -> str:
    said = {name: value[language] if isinstance(value, Text) else value for name, value in facts.items()}
    return template.format(what=place.what[language], **said)


def error(code: str, message: tuple[str, str], remedy: tuple[str, str]) -> Rule:
    """Declare a rule that keeps a definition from being deployed."""
    return _declare(Rule(code, Severity.ERROR, Text(*message), Text(*remedy)))


def warning(code: str, message: tuple[str, str], remedy: tuple[str, str]) -> Rule:
    """Declare a rule that a modeler may overrule."""
    return _declare(Rule(code, Severity.WARNING, Text(*message), Text(*remedy)))


def _declare(rule: Rule) -> Rule:
    if rule.code in REGISTRY:
        raise ValueError(rule.code)
    REGISTRY[rule.code] = rule
    return rule


def place_of(file: str, node: _Element) -> Place:
    """Give the place of an XML element: its id, or that of the element around it, or its line."""
    named = next((each for each in _outwards(node) if each.get("id")), None)
    identifier = f"line {node.sourceline}" if named is None else named.get("id", "")
    return Place(file, identifier, label(node))


def _outwards(node: _Element) -> Iterator[_Element]:
    yield node
    yield from node.iterancestors()


def label(node: _Element) -> Text:
    """Call an element by its kind, its name and its id."""
    kind, name, identifier = title(local(node)), (node.get("name") or "").strip(), node.get("id")
    zh = f"{kind.zh}“{name}”" if name else kind.zh
    en = f"{kind.en} “{name}”" if name else kind.en
    return Text(f"{zh}（{identifier}）", f"{en} ({identifier})") if identifier else Text(zh, en)
