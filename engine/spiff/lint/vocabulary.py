"""Extension elements: ours are known word by word; those of other engines are named, for they do nothing here."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import QName, _Element

from engine.findings import Finding
from engine.spiff.diagram import ACTIVITIES, EVENTS, NODES, Diagram, Known
from engine.spiff.names import EXTENSION_ELEMENTS, KB, kb, local
from engine.spiff.rules import Place, error, warning

UNKNOWN_ELEMENT = error(
    "unknown-extension",
    (
        "{what}上的 <kb:{name}> 不认识；可用：{known}",
        "<kb:{name}> on the {what} is unknown; there are: {known}",
    ),
    ("改正名称，或删除它。", "Correct the name, or remove it."),
)
UNKNOWN_ATTRIBUTE = error(
    "unknown-attribute",
    (
        "{what}的 <kb:{name}> 没有属性“{attribute}”；可用：{known}",
        "<kb:{name}> of the {what} has no attribute “{attribute}”; there are: {known}",
    ),
    ("改正名称，或删除它。", "Correct the name, or remove it."),
)
UNKNOWN_OWN_ATTRIBUTE = error(
    "unknown-own-attribute",
    (
        "{what}没有属性 kb:{attribute}；只有 kb:en（英文名称）",
        "The {what} has no attribute kb:{attribute}; there is only kb:en, the English name",
    ),
    ("改用 extensionElements 中的 kb: 元素。", "Use the kb: elements in extensionElements."),
)
MISSING_ATTRIBUTE = error(
    "missing-attribute",
    ("{what}的 <kb:{name}> 缺少属性“{attribute}”", "<kb:{name}> of the {what} has no “{attribute}”"),
    ("补上该属性。", "Add the attribute."),
)
NOT_HERE = error(
    "extension-not-here",
    (
        "{what}上不能有 <kb:{name}>，只用于：{where}",
        "<kb:{name}> may not be on the {what}; it belongs on: {where}",
    ),
    ("移到相应的元素上。", "Move it to a fitting element."),
)
REPEATED = error(
    "extension-repeated",
    (
        "{what}有 {count} 个 <kb:{name}>，只能有一个",
        "The {what} has {count} of <kb:{name}>; there may be one",
    ),
    ("合并或删除多余的。", "Merge them, or remove all but one."),
)
OUTSIDE = error(
    "extension-outside",
    (
        "{what}的 <kb:{name}> 不在 extensionElements 里，不会被读取",
        "<kb:{name}> of the {what} is not within extensionElements and would not be read",
    ),
    ("放进 <bpmn:extensionElements>。", "Put it into <bpmn:extensionElements>."),
)
FOREIGN = warning(
    "foreign-extension",
    (
        "{what}带有 {engine} 的扩展“{name}”，这里不起作用",
        "The {what} has {engine}'s extension “{name}”, which does nothing here",
    ),
    ("改用相应的 kb: 元素：{instead}。", "Use our own: {instead}."),
)


@dataclass(frozen=True, slots=True)
class Word:
    """One extension element: where it may be, its attributes, which of them are needed, what it holds."""

    where: tuple[str, ...]
    needed: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    many: bool = False


_PEOPLE = ("userTask", "manualTask", "startEvent", "lane")
WORDS = {
    "clock": Word(
        ("process", *ACTIVITIES),
        ("id", "amount", "unit"),
        (
            "name", "en", "kind", "target", "starts-after", "stops-after", "when", "basis", "suspend-for",
            "max-extension", "max-extensions", "extension-by", "extension-unit",
        ),
        ("rung",),
        many=True,
    ),
    "assignment": Word(_PEOPLE, (), ("role", "separate-from", "among", "assignee", "count")),
    "form": Word(NODES, ("key",)),
    "operation": Word(NODES, ("name",)),
    "decision": Word(NODES, ("key",)),
    "suspends": Word(NODES, ("reason",), many=True),
    "message": Word(("sendTask", "receiveTask", *EVENTS), (), ("keep",), ("key", "field")),
    "call": Word(("callActivity",), (), (), ("in", "out")),
    "each": Word((*ACTIVITIES, "multiInstanceLoopCharacteristics"), ("collection",), ("item", "output", "output-item")),
}  # fmt: skip
INNER = {
    "rung": Word(("clock",), ("at",), ("notify", "priority", "task", "at-once")),
    "key": Word(("message",), ("name",), ("expression",)),
    "field": Word(("message",), ("name",), ("from",)),
    "in": Word(("call",), ("name",), ("expression",)),
    "out": Word(("call",), ("name",), ("expression",)),
}
ENGINES = (
    ("http://camunda.org/schema/1.0/bpmn", "Camunda"),
    ("http://camunda.org/schema/zeebe/1.0", "Zeebe"),
    ("http://activiti.org/bpmn", "Activiti"),
    ("http://flowable.org/bpmn", "Flowable"),
    ("http://spiffworkflow.org/bpmn/schema/1.0/core", "SpiffWorkflow"),
    ("http://www.jboss.org/drools", "jBPM"),
    ("http://www.omg.org/bpmn20/jbpm", "jBPM"),
    ("http://bpmn.io/schema/bpmn/biocolor", ""),
)
INSTEAD = "kb:assignment, kb:form, kb:operation, kb:decision, kb:call, kb:each, kb:message, kb:clock"


def check(diagram: Diagram, known: Known) -> Iterator[Finding]:
    """Find words of ours that are unknown or out of place, and words of others."""
    del known
    for node in diagram.root.iter("*"):
        if node.tag == EXTENSION_ELEMENTS or QName(node.tag).namespace == KB:
            continue
        yield from _attributes(diagram, node)
        for element in node.iterchildren(kb("*")):
            yield OUTSIDE.at(diagram.place(node), name=local(element))
        for holder in node.iterchildren(EXTENSION_ELEMENTS):
            yield from _held(diagram.place(node), node, holder)


def _attributes(diagram: Diagram, node: _Element) -> Iterator[Finding]:
    for name in node.attrib:
        space = QName(name).namespace
        if space == KB and QName(name).localname != "en":
            yield UNKNOWN_OWN_ATTRIBUTE.at(diagram.place(node), attribute=QName(name).localname)
        elif space is not None:
            yield from _foreign(diagram.place(node), space, QName(name).localname)


def _foreign(place: Place, space: str, name: str) -> Iterator[Finding]:
    engine = next((title for uri, title in ENGINES if uri == space), "")
    if engine:
        yield FOREIGN.at(place, engine=engine, name=name, instead=INSTEAD)


def _held(place: Place, node: _Element, holder: _Element) -> Iterator[Finding]:
    counts: dict[str, int] = {}
    for element in holder.iterchildren("*"):
        if QName(element.tag).namespace != KB:
            yield from _foreign(place, QName(element.tag).namespace or "", local(element))
            continue
        counts[local(element)] = counts.get(local(element), 0) + 1
        yield from _own(place, node, element)
    for name, count in counts.items():
        if count > 1 and name in WORDS and not WORDS[name].many:
            yield REPEATED.at(place, name=name, count=count)


def _own(place: Place, node: _Element, element: _Element) -> Iterator[Finding]:
    word = WORDS.get(local(element))
    if word is None:
        yield UNKNOWN_ELEMENT.at(place, name=local(element), known=", ".join(WORDS))
        return
    if local(node) not in word.where:
        yield NOT_HERE.at(place, name=local(element), where=", ".join(dict.fromkeys(word.where)))
    yield from _word(place, element, word)
    for inner in element.iterchildren("*"):
        if QName(inner.tag).namespace != KB or local(inner) not in word.inside:
            yield UNKNOWN_ELEMENT.at(place, name=local(inner), known=", ".join(word.inside) or "—")
        else:
            yield from _word(place, inner, INNER[local(inner)])


def _word(place: Place, element: _Element, word: Word) -> Iterator[Finding]:
    known = (*word.needed, *word.optional)
    for attribute in element.attrib:
        if attribute not in known:
            yield UNKNOWN_ATTRIBUTE.at(
                place, name=local(element), attribute=attribute, known=", ".join(known) or "—"
            )
    for attribute in word.needed:
        if not (element.get(attribute) or "").strip():
            yield MISSING_ATTRIBUTE.at(place, name=local(element), attribute=attribute)
