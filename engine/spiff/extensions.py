"""Our own extension elements (`urn:kuaibao:bpmn:1`) of one element, as values. What cannot be read is left out:
the linter names it, and what it names is not deployed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element

from engine.graph import Assignment
from engine.policies import ClockPolicy
from engine.spiff.clocks import read_clock
from engine.spiff.names import bpmn, identifiers, kb, local, own_extensions


@dataclass(frozen=True, slots=True)
class MessageTerms:
    """`kb:message`: how long an early message is kept, its correlation keys and its fields."""

    keep: str | None = None
    keys: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Each:
    """`kb:each`: what a multi-instance activity goes through."""

    collection: str | None = None
    item: str | None = None
    output: str | None = None
    output_item: str | None = None


@dataclass(frozen=True, slots=True)
class Extensions:
    """All of our extensions on one element."""

    name_en: str = ""
    clocks: tuple[ClockPolicy, ...] = ()
    assignment: Assignment | None = None
    form: str | None = None
    operation: str | None = None
    decision: str | None = None
    suspends: tuple[str, ...] = ()
    message: MessageTerms = MessageTerms()
    inputs: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    each: Each | None = None


def read_extensions(node: _Element) -> Extensions:
    """Read what `node` carries of ours."""
    found: dict[str, list[_Element]] = {}
    for element in own_extensions(node):
        found.setdefault(local(element), []).append(element)
    calls, messages = found.get("call", []), found.get("message", [])
    return Extensions(
        name_en=(node.get(kb("en")) or "").strip(),
        clocks=tuple(policy for policy in map(read_clock, found.get("clock", [])) if policy is not None),
        assignment=_assignment(found.get("assignment", [])),
        form=_attribute(found, "form", "key"),
        operation=_attribute(found, "operation", "name"),
        decision=_attribute(found, "decision", "key"),
        suspends=tuple(
            reason for element in found.get("suspends", []) for reason in identifiers(element.get("reason"))
        ),
        message=_message(messages[0]) if messages else MessageTerms(),
        inputs=_pairs(calls, "in", "expression"),
        outputs=_pairs(calls, "out", "expression"),
        each=_each(found.get("each", [])),
    )


def _attribute(found: Mapping[str, list[_Element]], element: str, name: str) -> str | None:
    values = ((node.get(name) or "").strip() for node in found.get(element, []))
    return next((value for value in values if value), None)


def _assignment(found: list[_Element]) -> Assignment | None:
    if not found:
        return None
    first = found[0]
    count = (first.get("count") or "1").strip()
    return Assignment(
        role=_text(first, "role"),
        separate_from=identifiers(first.get("separate-from")),
        among=_text(first, "among"),
        assignee=_text(first, "assignee"),
        count=int(count) if count.isascii() and count.isdigit() else 1,
    )


def _message(element: _Element) -> MessageTerms:
    return MessageTerms(
        _text(element, "keep"), _pairs([element], "key", "expression"), _pairs([element], "field", "from")
    )


def _pairs(holders: list[_Element], name: str, value: str) -> dict[str, str]:
    """Read `<kb:in name="…" expression="…"/>`; without a value the name stands for itself."""
    rows = [row for holder in holders for row in holder.iterchildren(kb(name))]
    return {
        row.get("name", "").strip(): _text(row, value) or row.get("name", "").strip()
        for row in rows
        if row.get("name")
    }


def _each(found: list[_Element]) -> Each | None:
    if not found:
        return None
    first = found[0]
    return Each(
        _text(first, "collection"), _text(first, "item"), _text(first, "output"), _text(first, "output-item")
    )


def _text(element: _Element, name: str) -> str | None:
    return (element.get(name) or "").strip() or None


def lane_assignments(root: _Element) -> dict[str, Assignment]:
    """Give, by node, the assignment of the innermost lane that has one: for tasks without their own."""
    found: dict[str, Assignment] = {}
    for lane in root.iter(bpmn("lane")):
        assignment = _assignment([each for each in own_extensions(lane) if local(each) == "assignment"])
        if assignment is not None:
            for reference in lane.iter(bpmn("flowNodeRef")):
                found[(reference.text or "").strip()] = assignment
    return found
