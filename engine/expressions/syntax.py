"""An expression as a tree of plain values. Chains are flat, so that only brackets make it deep."""

from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Literal:
    """A text, a number, true, false or null."""

    at: int
    value: Any

    def below(self) -> tuple["Node", ...]:
        """Give the nodes right below."""
        return ()


@dataclass(frozen=True, slots=True)
class Name:
    """A variable, an item of a comprehension, `today` or `now`."""

    at: int
    name: str

    def below(self) -> tuple["Node", ...]:
        """Give the nodes right below."""
        return ()


@dataclass(frozen=True, slots=True)
class Unary:
    """`-x`, `+x`, `not x`."""

    at: int
    sign: str
    operand: "Node"

    def below(self) -> tuple["Node", ...]:
        """Give the nodes right below."""
        return (self.operand,)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`a + b - c`: from left to right."""

    at: int
    first: "Node"
    rest: tuple[tuple[str, int, "Node"], ...]

    def below(self) -> tuple["Node", ...]:
        """Give the nodes right below."""
        return (self.first, *(one for _, _, one in self.rest))


@dataclass(frozen=True, slots=True)
class Comparison:
    """`a < b <= c`: each with its neighbour."""

    at: int
    first: "Node"
    rest: tuple[tuple[str, int, "Node"], ...]

    def below(self) -> tuple["Node", ...]:
        """Give the nodes right below."""
        return (self.first, *(one for _, _, one in self.rest))


@dataclass(frozen=True, slots=True)
class Logic:
    """`a and b and c`, `a or b or c`."""

    at: int
    word: str
    operands: tuple["Node", ...]

    def below(self) -> tuple["Node", ...]:
        """Give the nodes right below."""
        return self.operands


@dataclass(frozen=True, slots=True)
class Choice:
    """`a if c else b if d else e`: pairs of condition and value, and what is left."""

    at: int
    cases: tuple[tuple["Node", "Node"], ...]
    otherwise: "Node"

    def below(self) -> tuple["Node", ...]:
        """Give the nodes right below."""
        return (*(one for case in self.cases for one in case), self.otherwise)


@dataclass(frozen=True, slots=True)
class Listing:
    """`[a, b]`, `(a, b)`, `{a, b}`."""

    at: int
    items: tuple["Node", ...]

    def below(self) -> tuple["Node", ...]:
        """Give the nodes right below."""
        return self.items


@dataclass(frozen=True, slots=True)
class Record:
    """`{"a": b}`."""

    at: int
    items: tuple[tuple["Node", "Node"], ...]

    def below(self) -> tuple["Node", ...]:
        """Give the nodes right below."""
        return tuple(one for pair in self.items for one in pair)


@dataclass(frozen=True, slots=True)
class Span:
    """`[a:b]` as a step of a path."""

    low: "Node | None"
    high: "Node | None"

    def below(self) -> tuple["Node", ...]:
        """Give the nodes right below."""
        return tuple(end for end in (self.low, self.high) if end is not None)


Step: TypeAlias = tuple[int, "str | Span | Node"]


@dataclass(frozen=True, slots=True)
class Path:
    """`a.b[0][c]`: a step is a field's name, a span or an index."""

    at: int
    root: "Node"
    steps: tuple[Step, ...]

    def below(self) -> tuple["Node", ...]:
        """Give the nodes right below."""
        return (self.root, *(one for _, step in self.steps for one in _below(step)))


@dataclass(frozen=True, slots=True)
class Call:
    """`function(a, b)`."""

    at: int
    name: str
    arguments: tuple["Node", ...]

    def below(self) -> tuple["Node", ...]:
        """Give the nodes right below."""
        return self.arguments


@dataclass(frozen=True, slots=True)
class Clause:
    """`for name in items if condition`."""

    at: int
    name: str
    items: "Node"
    conditions: tuple["Node", ...]

    def below(self) -> tuple["Node", ...]:
        """Give the nodes right below."""
        return (self.items, *self.conditions)


@dataclass(frozen=True, slots=True)
class Each:
    """`[item for …]`."""

    at: int
    item: "Node"
    clauses: tuple[Clause, ...]

    def below(self) -> tuple["Node", ...]:
        """Give the nodes right below."""
        return (self.item, *(one for clause in self.clauses for one in clause.below()))


Node: TypeAlias = (
    Literal | Name | Unary | Arithmetic | Comparison | Logic | Choice | Listing | Record | Path | Call | Each
)


def _below(step: "str | Span | Node") -> tuple[Node, ...]:
    if isinstance(step, str):
        return ()
    return step.below() if isinstance(step, Span) else (step,)


def size(node: Node) -> int:
    """Count a node and everything below it."""
    count, row = 0, [node]
    while row:
        count += 1
        row.extend(row.pop().below())
    return count
