"""A feature of BPMN that does not run here: how to see it in a file, and the rule that says so."""

from collections.abc import Callable
from dataclasses import dataclass

from lxml.etree import _Element

from engine.spiff.elements import title
from engine.spiff.names import children
from engine.spiff.rules import Rule, error, warning
from engine.text import Text

Shows = Callable[[_Element], bool]
ACTIVITIES = (
    "task", "userTask", "manualTask", "serviceTask", "scriptTask", "sendTask", "receiveTask", "businessRuleTask",
    "subProcess", "callActivity",
)  # fmt: skip
EVENTS = ("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent")


@dataclass(frozen=True, slots=True)
class Said:
    """Reason and remedy, each in Chinese and English."""

    why: tuple[str, str]
    remedy: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Feature:
    """The elements that may show a feature, and what says that it does not run."""

    name: Text
    elements: tuple[str, ...]
    shows: Shows
    rule: Rule
    said: Said


def always(element: _Element) -> bool:
    """Show by being there."""
    del element
    return True


def unlike(name: str, usual: str) -> Shows:
    """Show where an attribute says something else than is usual."""
    return lambda element: (element.get(name) or usual).strip() != usual


def holding(name: str) -> Shows:
    """Show where an attribute is true."""
    return lambda element: element.get(name) == "true"


def containing(*names: str) -> Shows:
    """Show where a child is there."""
    return lambda element: any(True for _ in children(element, *names))


def refuse(
    code: str, name: Text | None, elements: tuple[str, ...], said: Said, shows: Shows = always
) -> Feature:
    """Declare what keeps a definition from being deployed."""
    called = name or title(elements[0])
    message = (
        f"{{what}}：不支持{called.zh}：{said.why[0]}",
        f"{{what}}: {called.en} does not run here: {said.why[1]}",
    )
    return Feature(called, elements, shows, error(f"refused-{code}", message, said.remedy), said)


def ignore(
    code: str, name: Text | None, elements: tuple[str, ...], said: Said, shows: Shows = always
) -> Feature:
    """Declare what is shown on the diagram and does nothing."""
    called = name or title(elements[0])
    message = (
        f"{{what}}：{called.zh}只显示、不执行：{said.why[0]}",
        f"{{what}}: {called.en} is shown and not run: {said.why[1]}",
    )
    return Feature(called, elements, shows, warning(f"not-run-{code}", message, said.remedy), said)
