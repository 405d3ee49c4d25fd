"""Call activities: what they call is there, and the calls come to an end."""

from collections.abc import Iterator

from engine.findings import Finding
from engine.spiff.diagram import Diagram, Known
from engine.spiff.lint.work import listed
from engine.spiff.rules import error

NOTHING = error(
    "call-nothing",
    ("{what}没有指明要调用的流程", "The {what} does not name the process to call"),
    ("设置 calledElement 为流程的 id。", "Set calledElement to the id of a process."),
)
UNKNOWN = error(
    "unknown-process",
    (
        "{what}调用的流程“{id}”不存在；现有：{known}",
        "The process “{id}” that the {what} calls does not exist; there are: {known}",
    ),
    ("改正 id，或把该流程放进流程包。", "Correct the id, or add the process to the bundle."),
)
NOT_EXECUTABLE = error(
    "call-not-executable",
    ("{what}调用的流程“{id}”不可执行", "The process “{id}” that the {what} calls is not executable"),
    ('给被调用的流程设置 isExecutable="true"。', 'Set isExecutable="true" on the process that is called.'),
)


def check(diagram: Diagram, known: Known) -> Iterator[Finding]:
    """Find calls that lead nowhere."""
    here = known.processes or {}
    elsewhere = known.vocabulary.processes
    for node in diagram.each("callActivity"):
        called, place = (node.get("calledElement") or "").strip(), diagram.place(node)
        if not called:
            yield NOTHING.at(place)
        elif called in here:
            if not here[called]:
                yield NOT_EXECUTABLE.at(place, id=called)
        elif elsewhere is not None and called not in elsewhere:
            yield UNKNOWN.at(place, id=called, known=listed(frozenset(here) | elsewhere))
