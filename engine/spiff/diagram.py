"""One BPMN file, indexed for the linter: what is in it, where, and what runs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element

from engine.blueprint import Vocabulary
from engine.spiff.names import bpmn, children, local
from engine.spiff.parser import PARSERS, is_executable
from engine.spiff.rules import Place, place_of

SCOPES = tuple(bpmn(name) for name in ("subProcess", "transaction", "adHocSubProcess"))
ACTIVITIES = (
    "task", "userTask", "manualTask", "serviceTask", "scriptTask", "sendTask", "receiveTask", "businessRuleTask",
    "subProcess", "callActivity", "transaction", "adHocSubProcess",
)  # fmt: skip
EVENTS = ("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent")
GATEWAYS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway")
NODES = (
    *ACTIVITIES,
    *EVENTS,
    *GATEWAYS,
    "implicitThrowEvent",
    "choreographyTask",
    "callChoreography",
    "subChoreography",
)
_NODE_TAGS = frozenset(bpmn(name) for name in NODES)


@dataclass(frozen=True, slots=True)
class Known:
    """What a diagram may name; None means: not known here, do not check."""

    key: str = ""
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    forms: frozenset[str] | None = None
    decisions: frozenset[str] | None = None
    processes: Mapping[str, bool] | None = None  # id → executable, over all files of the bundle


@dataclass(frozen=True, slots=True, eq=False)
class Diagram:
    """A BPMN file. `scopes` are the executable processes and every sub-process in them."""

    file: str
    root: _Element
    by_id: Mapping[str, _Element]
    processes: tuple[_Element, ...]
    executable: tuple[_Element, ...]
    scopes: tuple[_Element, ...]
    outgoing: Mapping[str, tuple[_Element, ...]]
    incoming: Mapping[str, tuple[_Element, ...]]

    def place(self, node: _Element) -> Place:
        """Give the place of an element."""
        return place_of(self.file, node)

    def place_of_id(self, identifier: str) -> Place:
        """Give the place of the element with an id."""
        node = self.by_id.get(identifier)
        return Place(self.file, identifier) if node is None else self.place(node)

    def each(self, *names: str) -> Iterator[_Element]:
        """Give the elements of these names that lie directly in a scope, scope by scope."""
        for scope in self.scopes:
            yield from children(scope, *names)

    def nodes(self) -> Iterator[_Element]:
        """Give all flow nodes of all scopes."""
        return self.each(*NODES)


def index(file: str, root: _Element) -> Diagram:
    """Index a file's tree."""
    processes = tuple(children(root, "process"))
    executable = tuple(process for process in processes if is_executable(process))
    flows = list(root.iter(bpmn("sequenceFlow")))
    return Diagram(
        file=file,
        root=root,
        by_id=_by_id(root),
        processes=processes,
        executable=executable,
        scopes=tuple(scope for process in executable for scope in (process, *process.iter(*SCOPES))),
        outgoing=_by_end(flows, "sourceRef"),
        incoming=_by_end(flows, "targetRef"),
    )


def _by_id(root: _Element) -> dict[str, _Element]:
    found: dict[str, _Element] = {}
    for node in root.iter(bpmn("*")):
        identifier = node.get("id")
        if identifier:
            found.setdefault(identifier, node)
    return found


def _by_end(flows: list[_Element], end: str) -> dict[str, tuple[_Element, ...]]:
    found: dict[str, list[_Element]] = {}
    for flow in flows:
        found.setdefault(flow.get(end, ""), []).append(flow)
    return {identifier: tuple(group) for identifier, group in found.items()}


def is_node(element: _Element) -> bool:
    """Say whether an element is a node that flows may join."""
    return element.tag in _NODE_TAGS


def runs(element: _Element) -> bool:
    """Say whether an element is a node that we run."""
    return element.tag in PARSERS


def is_event_subprocess(element: _Element) -> bool:
    """Say whether an element is an event sub-process."""
    return local(element) == "subProcess" and element.get("triggeredByEvent") == "true"
