"""The parts of a decision table."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from engine.decisions.cells import Cell
from engine.decisions.regions import Region
from engine.decisions.unary import Accepts
from engine.expressions import Expression
from engine.text import Text


class HitPolicy(StrEnum):
    """Which of the matching rules count. PRIORITY and OUTPUT ORDER are refused at reading."""

    UNIQUE = "UNIQUE"  # at most one may match
    FIRST = "FIRST"  # the first that matches
    ANY = "ANY"  # several may match, if they say the same
    RULE_ORDER = "RULE ORDER"  # all, as lists, in the order of the rules
    COLLECT = "COLLECT"  # all, as lists or as one aggregate


class Aggregation(StrEnum):
    """What COLLECT makes of the matching rules' outputs."""

    LIST = "LIST"
    SUM = "SUM"
    MIN = "MIN"
    MAX = "MAX"
    COUNT = "COUNT"


@dataclass(frozen=True, slots=True, eq=False)
class Input:
    """A condition column: what is tested, and which values it may have."""

    label: str
    expression: Expression
    type: str = ""
    allowed: Region | None = None
    label_en: str = ""

    @property
    def title(self) -> Text:
        """What it is called."""
        return Text(self.label, self.label_en)


@dataclass(frozen=True, slots=True, eq=False)
class Output:
    """A result column: the variable that it gives; `default` where no rule matches."""

    name: str
    label: str = ""
    type: str = ""
    default: Expression | None = None
    allowed: Region | None = None
    label_en: str = ""

    @property
    def title(self) -> Text:
        """What it is called."""
        return Text(self.label or self.name, self.label_en)


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A row: one cell an input, one expression an output. `row` counts from 1."""

    row: int
    cells: tuple[Cell, ...]
    outputs: tuple[Expression, ...]
    id: str = ""
    annotation: str = ""
    tests: tuple[tuple[int, Accepts], ...] = field(init=False, repr=False)  # what has to be run, by input

    def __post_init__(self) -> None:
        tests = tuple(
            (place, cell.accepts) for place, cell in enumerate(self.cells) if cell.accepts is not None
        )
        object.__setattr__(self, "tests", tests)


def type_of_cells(cells: Iterable[Cell]) -> str:
    """Give the one type of value that the cells of a column accept; an empty text where they show none, or several."""
    regions = [cell.region for cell in cells if cell.region is not None]
    positive = [region for region in regions if not (region.booleans and region.numbers and region.texts)]
    kinds = {kind for region in positive for kind, shows in _shown(region) if shows}
    return kinds.pop() if len(kinds) == 1 else ""


def _shown(region: Region) -> tuple[tuple[str, bool], ...]:
    return (
        ("boolean", bool(region.booleans)),
        ("number", bool(region.numbers)),
        ("string", bool(region.texts)),
    )
