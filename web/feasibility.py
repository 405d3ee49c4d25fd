"""时限可行性: each clock of a procedure beside the waits on its paths, as a drawing and in words."""

from dataclasses import dataclass
from typing import Any

from engine.blueprint import Blueprint
from engine.feasibility import Length, Path, Severity, Verdict, verdicts
from engine.feasibility.lengths import DAY
from engine.feasibility.sentences import (
    SEVERITIES,
    Names,
    conditions_text,
    name,
    names_of,
    range_text,
    unknown_text,
)
from engine.text import Text
from web.languages import say

_ROOM = 1.06
_NEAR, _FAR = 12, 88
_LOOKS = {
    Severity.IMPOSSIBLE: ("late", "▲"),
    Severity.TIGHT: ("warn", "◐"),
    Severity.UNKNOWN: ("hold", "?"),
    Severity.FINE: ("ok", "✓"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on a bar: its place in percent, and on which side of it its words stand."""

    x: float
    text: Text

    @property
    def anchor(self) -> str:
        """Of the words."""
        return "start" if self.x < _NEAR else "end" if self.x > _FAR else "middle"


@dataclass(frozen=True, slots=True)
class Bar:
    """A clock's bar, in percent of its width: what is forced, what is allowed, and where the period ends."""

    least: float
    most: float
    period: Mark
    target: Mark | None
    beyond: Text | None

    @property
    def over(self) -> float:
        """How far what is allowed goes beyond the period."""
        return max(0.0, self.most - self.period.x)


@dataclass(frozen=True, slots=True)
class StepRow:
    """One wait on a path."""

    node: str
    name: Text
    length: Text


@dataclass(frozen=True, slots=True)
class PathRow:
    """A path: the sum of its waits, what that is in calendar days, each of them, and its conditions."""

    length: Text
    days: Text
    end: Text
    steps: tuple[StepRow, ...]
    given: Text


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One clock. `key` names it in an address; `look` and `shape` are those of its severity."""

    key: str
    process: str
    name: Text
    look: str
    shape: str
    said: Text
    period: Text
    days: Text
    bar: Bar
    least: PathRow
    most: PathRow
    unknown: tuple[Text, ...]
    excluded: tuple[Text, ...]
    work: int

    @property
    def exact(self) -> bool:
        """Whether the least and the most are the same waits."""
        return self.least.steps == self.most.steps


@dataclass(frozen=True, slots=True)
class Feasibility:
    """The clocks over more than one step, the worst first; how many others there are; and marks for the diagram."""

    rows: tuple[ClockRow, ...]
    others: int
    chosen: ClockRow | None
    marks: dict[str, Any] | None


def feasibility(blueprint: Blueprint, chosen: str) -> Feasibility:
    """What the page of a version shows; `chosen` is the key of the clock whose path is to be seen on the diagram."""
    found = verdicts(blueprint.processes, blueprint.forms, blueprint.decisions)
    names, order = names_of(blueprint.processes.values()), list(Severity)
    shown = sorted(filter(_is_shown, found), key=lambda one: order.index(one.severity))
    rows = tuple(_row(verdict, names) for verdict in shown)
    drawn = next((one for one in shown if _key(one) == chosen), None)
    row = rows[shown.index(drawn)] if drawn is not None else None
    marks = _marks(drawn, names) if drawn is not None else None
    return Feasibility(rows, len(found) - len(shown), row, marks)


def _is_shown(verdict: Verdict) -> bool:
    """Whether there is more to a clock than that a step has a limit."""
    own = (
        verdict.element != verdict.process
        and not verdict.clock.starts_after
        and not verdict.clock.stops_after
    )
    return not own or verdict.severity is not Severity.FINE


def _key(verdict: Verdict) -> str:
    return f"{verdict.element}:{verdict.clock.id}"


def _row(verdict: Verdict, names: Names) -> ClockRow:
    clock, (look, shape) = verdict.clock, _LOOKS[verdict.severity]
    return ClockRow(
        key=_key(verdict),
        process=verdict.process,
        name=Text(clock.name or clock.id, clock.name_en),
        look=look,
        shape=shape,
        said=SEVERITIES[verdict.severity],
        period=verdict.period.text(),
        days=range_text(verdict.period),
        bar=_bar(verdict),
        least=_path(verdict.least, names, ()),
        most=_path(verdict.most, names, (clock.when,) if clock.when else ()),
        unknown=tuple(unknown_text(one, names) for one in verdict.unknowns),
        excluded=tuple(name(names, node) for node in verdict.excluded),
        work=len(verdict.most.work),
    )


def _path(path: Path, names: Names, when: tuple[str, ...]) -> PathRow:
    length = path.length
    steps = tuple(StepRow(one.node, name(names, one.node), one.length.text()) for one in path.steps)
    given = conditions_text((*when, *path.given)) if steps else Text("", "")
    return PathRow(length.text(), range_text(length), name(names, path.end), steps, given)


# --- the drawing -------------------------------------------------------------------------------------------------


def _bar(verdict: Verdict) -> Bar:
    period, most, target = verdict.period, verdict.most.length, verdict.target
    whole = max(period.usual, most.usual, verdict.least.length.usual) * _ROOM

    def place(length: Length) -> float:
        return round(100 * length.usual / whole, 2)

    over = round((most.usual - period.usual) / DAY)
    return Bar(
        least=place(verdict.least.length),
        most=place(most),
        period=Mark(place(period), period.text()),
        target=None if target is None else Mark(place(target), target.text()),
        beyond=Text(f"超出约{over}日", f"about {over} days beyond") if over > 0 else None,
    )


def _marks(verdict: Verdict, names: Names) -> dict[str, Any]:
    """The path that decided, for the viewer: its nodes, and the waits on it."""
    path = verdict.path if verdict.path.steps else verdict.most
    look, _ = _LOOKS[verdict.severity]
    chips = [
        {"node": one.node, "state": look, "text": say(one.length.text()), "title": say(name(names, one.node))}
        for one in path.steps
    ]
    return {"path": list(path.nodes), "clocks": chips}
