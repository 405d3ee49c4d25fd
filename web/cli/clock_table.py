"""The clocks of diagrams with what they leave room for, as lines and as JSON."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from engine.blueprint import Blueprint
from engine.feasibility import Path as Course
from engine.feasibility import Verdict, verdicts
from engine.feasibility.sentences import SEVERITIES, Names, name, names_of, steps_text, unknown_text
from engine.spiff import read_file
from engine.text import Text


def judged(file: Path) -> tuple[tuple[Verdict, ...], Names]:
    """The verdicts on a diagram's clocks, and the names of its nodes; none where something is wrong with it."""
    blueprint: Blueprint | None = read_file(file)
    if blueprint is None:
        return (), {}
    found = verdicts(blueprint.processes, blueprint.forms, blueprint.decisions)
    return found, names_of(blueprint.processes.values())


def lines(verdict: Verdict, names: Names) -> Iterator[Text]:
    """One clock: its period, the least and the most that is waited on the way, and what is not known of it."""
    said, period = SEVERITIES[verdict.severity], verdict.period.text()
    clock = _clock(verdict)
    yield Text(f"[{said.zh}] {clock.zh}（{period.zh}）", f"[{said.en}] {clock.en} ({period.en})")
    yield _course(Text("至少等待", "at least"), verdict.least, names)
    yield _course(Text("至多等待", "at most"), verdict.most, names)
    for unknown in verdict.unknowns:
        one = unknown_text(unknown, names)
        yield Text(f"  未知：{one.zh}", f"  not known: {one.en}")
    if verdict.most.work:
        it = _listed(verdict.most.work, names)
        yield Text(f"  未设期限的人工环节：{it.zh}", f"  steps for people without a limit: {it.en}")
    if verdict.excluded:
        it = _listed(verdict.excluded, names)
        yield Text(f"  不计入（中止）：{it.zh}", f"  not counted (suspended): {it.en}")


def row(verdict: Verdict, names: Names) -> dict[str, Any]:
    """One clock, for programs; lengths in the units in which they are written."""
    return {
        "process": verdict.process,
        "element": verdict.element,
        "clock": verdict.clock.id,
        "severity": verdict.severity.value,
        "period": verdict.period.text().en,
        "least": _facts(verdict.least),
        "most": _facts(verdict.most),
        "unknown": [unknown_text(one, names).en for one in verdict.unknowns],
        "suspended": list(verdict.excluded),
    }


def _listed(nodes: Sequence[str], names: Names) -> Text:
    said = [name(names, node) for node in nodes]
    return Text("、".join(one.zh for one in said), ", ".join(one.en for one in said))


def _clock(verdict: Verdict) -> Text:
    clock = verdict.clock
    return Text(clock.name or clock.id, clock.name_en or clock.name or clock.id)


def _course(word: Text, path: Course, names: Names) -> Text:
    length, steps = path.length.text(), steps_text(path, names)
    return Text(
        f"  {word.zh} {length.zh}{'：' if steps.zh else ''}{steps.zh}",
        f"  {word.en} {length.en}{': ' if steps.en else ''}{steps.en}",
    )


def _facts(path: Course) -> dict[str, Any]:
    return {
        "length": path.length.text().en,
        "days": round(path.length.usual_days, 1),
        "nodes": list(path.nodes),
        "where": list(path.given),
    }
