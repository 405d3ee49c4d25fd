"""Small diagrams with a clock on them, judged."""

from collections.abc import Mapping

from engine.feasibility import Length, Severity, Verdict, verdicts
from engine.spiff import load
from tests.drawing import bundle, clock, message, message_event, node, process, timer

IMPOSSIBLE, TIGHT, UNKNOWN, FINE = Severity
MESSAGES = message("answer")
ANSWER = message_event("answer")


def days(number: int) -> Length:
    """So many calendar days."""
    return Length(days=number)


def working(number: int) -> Length:
    """So many working days."""
    return Length(working_days=number)


def promise(amount: int = 10, unit: str = "calendar-days", **attributes: object) -> str:
    """A clock of the process, from its start to its end unless it says otherwise."""
    return clock("promise", amount, unit, **attributes)


def after(name: str, text: str, kind: str = "Duration") -> str:
    """A timer to wait for."""
    return node("catch", name, timer(kind, text))


def limited(name: str, amount: int, unit: str = "calendar-days", **attributes: object) -> str:
    """A task for people with a limit of its own."""
    return node("user", name, kb=clock(f"of_{name}", amount, unit, kind="activity", **attributes))


def late(name: str, host: str, text: str, **attributes: object) -> str:
    """A timer on the edge of an activity."""
    kind = "Cycle" if text.startswith("R") else "Duration"
    return node("boundary", name, timer(kind, text), attachedToRef=host, **attributes)


def part(name: str, nodes: list[str], *paths: str, kb: str = "", **attributes: object) -> str:
    """A sub-process."""
    inner = process(name, nodes, *paths)
    inside = inner[inner.index(">") + 1 : inner.rindex("</bpmn:process>")]
    return node("sub", name, inside, kb=kb, **attributes)


def judged(
    nodes: list[str],
    *paths: str,
    kb: str,
    parts: tuple[str, ...] = (),
    forms: Mapping[str, bytes] | None = None,
) -> dict[str, Verdict]:
    """The verdicts on a process between `begin` and `done`, by clock; `parts` are other definitions of the file."""
    ends = [node("start", "begin"), node("end", "done")]
    drawn = process("p", [*ends, *nodes], *paths, kb=kb)
    blueprint = load(bundle("p", MESSAGES, *parts, drawn, forms=forms))
    found = verdicts(blueprint.processes, blueprint.forms, blueprint.decisions)
    return {verdict.clock.id: verdict for verdict in found}


def verdict(
    nodes: list[str],
    *paths: str,
    kb: str = "",
    parts: tuple[str, ...] = (),
    forms: Mapping[str, bytes] | None = None,
) -> Verdict:
    """The verdict on the promise of ten days, or on the one given."""
    return judged(nodes, *paths, kb=kb or promise(), parts=parts, forms=forms)["promise"]
