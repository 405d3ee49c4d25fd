"""Messages: what is awaited can be told apart, and for how long an early one is kept."""

from collections.abc import Iterator

from lxml.etree import _Element

from engine.errors import PeriodInvalid
from engine.findings import Finding
from engine.periods import problem_text
from engine.policies import parse_period
from engine.spiff.diagram import Diagram, Known
from engine.spiff.extensions import read_extensions
from engine.spiff.names import bpmn, kb, local, own_extension
from engine.spiff.nodes import event_definitions
from engine.spiff.rules import error, warning

NO_KEYS = warning(
    "message-without-keys",
    (
        "{what}等待消息却没有对应键，发给其他案件的同名消息也可能被它收下",
        "The {what} awaits a message without keys: one that was meant for another case could be taken by it",
    ),
    (
        '加上 kb:message 和 kb:key，例如 <kb:key name="case_number" expression="case_number"/>。',
        'Add kb:message with a kb:key, such as <kb:key name="case_number" expression="case_number"/>.',
    ),
)
KEEP = error(
    "message-keep",
    (
        "{what}的消息保留期限“{text}”有误：{problem}",
        "The time “{text}” for which the {what} keeps a message is wrong: {problem}",
    ),
    ('例如 keep="30 calendar-days"。', 'For example keep="30 calendar-days".'),
)
ROW = error(
    "message-row",
    ("{what}的 kb:{name} 没有 name", "A kb:{name} of the {what} has no name"),
    ("写明变量或键的名称。", "Name the variable or the key."),
)

_WAITING = ("intermediateCatchEvent", "boundaryEvent", "startEvent", "receiveTask")


def check(diagram: Diagram, known: Known) -> Iterator[Finding]:
    """Find messages that may reach the wrong case, and terms that cannot be read."""
    del known
    correlated = {
        node.get("messageRef") for node in diagram.root.iter(bpmn("correlationPropertyRetrievalExpression"))
    }
    for node in diagram.each(*_WAITING):
        reference = _message(node)
        if reference is None or _begins_a_case(node) or reference in correlated:
            continue
        if not read_extensions(node).message.keys:
            yield NO_KEYS.at(diagram.place(node))
    for node in diagram.nodes():
        yield from _terms(diagram, node)


def _message(node: _Element) -> str | None:
    """Give the message that a node is about, or None."""
    if local(node) == "receiveTask" and node.get("messageRef"):
        return node.get("messageRef")
    found = (each for each in event_definitions(node) if local(each) == "messageEventDefinition")
    return next((each.get("messageRef", "") for each in found), None)


def _begins_a_case(node: _Element) -> bool:
    parent = node.getparent()
    return local(node) == "startEvent" and parent is not None and local(parent) == "process"


def _terms(diagram: Diagram, node: _Element) -> Iterator[Finding]:
    message = own_extension(node, "message")
    if message is None:
        return
    text = (message.get("keep") or "").strip()
    if text:
        try:
            parse_period(text)
        except PeriodInvalid as problem:
            yield KEEP.at(diagram.place(node), text=text, problem=problem_text(problem))
    for row in message.iterchildren(kb("key"), kb("field")):
        if not (row.get("name") or "").strip():
            yield ROW.at(diagram.place(node), name=local(row))
