"""What can be proven of a table before it runs: rules that overlap, rules that never count, and gaps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Any, TypeAlias

from engine.decisions.parts import HitPolicy, Input, Rule
from engine.decisions.regions import ALL, Region, example, universe
from engine.decisions.table import DecisionTable

Box: TypeAlias = tuple[Region, ...]
_MAX_STEPS = 12_000  # regions that are cut
_MAX_COMPARED = 500
_MAX_REPORTED = 20


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two rules that both match these values of the inputs."""

    first: Rule
    second: Rule
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Dead:
    """A rule that never counts: those before it take everything, or nothing fits it at all."""

    rule: Rule
    impossible: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """Values of the inputs that no rule matches."""

    values: tuple[Any, ...]


class _OutOfSteps(Exception):
    """The proof would take too long; nothing is said then."""


class _Space:
    """The boxes of a table's rules in the space of its inputs, and the steps that a proof may take."""

    def __init__(self, inputs: Sequence[Input]) -> None:
        self.kinds = [column.type for column in inputs]
        self.whole: Box = tuple(universe(column.type, column.allowed) for column in inputs)
        self._steps = _MAX_STEPS

    def box(self, rule: Rule, unproven: Region) -> Box:
        """Give what a rule accepts; `unproven` stands for cells that only running can tell."""
        regions = (unproven if cell.region is None else cell.region for cell in rule.cells)
        return tuple(region & whole for region, whole in zip(regions, self.whole, strict=True))

    def values(self, box: Box) -> tuple[Any, ...] | None:
        """Give an example of a box; None where there is none to show."""
        found = [example(region, kind) for region, kind in zip(box, self.kinds, strict=True)]
        return tuple(one[0] for one in found) if all(found) else None

    def left(self, box: Box, taken: Sequence[Box]) -> Iterator[Box]:
        """Give the parts of a box that none of the others covers."""
        row = [(box, 0)]
        while row:
            part, index = row.pop()
            if self.values(part) is None:
                continue
            if index == len(taken):
                yield part
            else:
                row.extend((piece, index + 1) for piece in self._minus(part, taken[index]))

    def _minus(self, box: Box, other: Box) -> Iterator[Box]:
        """Cut what is outside the other off, one input after the other."""
        self._steps -= len(box)
        if self._steps < 0:
            raise _OutOfSteps
        common = tuple(one & two for one, two in zip(box, other, strict=True))
        if self.values(common) is None:
            yield box
            return
        for place, region in enumerate(other):
            yield (*common[:place], box[place] & ~region, *box[place + 1 :])


def overlaps(table: DecisionTable) -> list[Overlap]:
    """Find pairs of rules of a UNIQUE table that match the same values: at most 20."""
    if table.hit_policy is not HitPolicy.UNIQUE:
        return []
    space = _Space(table.inputs)
    boxes = [(rule, space.box(rule, Region())) for rule in table.rules[:_MAX_COMPARED]]
    shared = (
        Overlap(earlier, rule, values)
        for (earlier, other), (rule, box) in combinations(boxes, 2)
        if (values := _shared(space, other, box)) is not None
    )
    return list(islice(shared, _MAX_REPORTED))


def _shared(space: _Space, one: Box, other: Box) -> tuple[Any, ...] | None:
    common = []
    for first, second, kind in zip(one, other, space.kinds, strict=True):
        if not (found := example(first & second, kind)):
            return None
        common.append(found[0])
    return tuple(common)


def dead_rules(table: DecisionTable) -> list[Dead]:
    """Find rules that nothing fits, and, in a FIRST table, rules that those before them leave nothing to."""
    space, found = _Space(table.inputs), []
    before: list[Box] = []
    for rule in table.rules:
        box = space.box(rule, ALL)
        if any(region == Region() for region in box):
            found.append(Dead(rule, impossible=True))
        elif table.hit_policy is HitPolicy.FIRST and _covered(space, box, before):
            found.append(Dead(rule, impossible=False))
        before.append(space.box(rule, Region()))
    return found[:_MAX_REPORTED]


def _covered(space: _Space, box: Box, before: Sequence[Box]) -> bool:
    try:
        return next(space.left(box, before), None) is None
    except _OutOfSteps:
        return False


def gap(table: DecisionTable) -> Gap | None:
    """Find values that no rule of a UNIQUE, FIRST or ANY table without a default matches."""
    needs_rule = table.hit_policy in (HitPolicy.UNIQUE, HitPolicy.FIRST, HitPolicy.ANY)
    if not needs_rule or not table.rules or any(output.default is not None for output in table.outputs):
        return None
    space = _Space(table.inputs)
    try:
        part = next(space.left(space.whole, [space.box(rule, ALL) for rule in table.rules]), None)
    except _OutOfSteps:
        return None
    values = None if part is None else space.values(part)
    return None if values is None else Gap(values)
