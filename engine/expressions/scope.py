"""What is known while an expression is compiled: the items of its comprehensions, and the names that it reads."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import singledispatch

from engine.expressions.frame import Run
from engine.expressions.syntax import Node


class Scope:
    """Items have places in the frame; every other name is a variable, `optional` where it may be missing."""

    def __init__(self, items: Sequence[str] = ()) -> None:
        self.items = {name: place for place, name in enumerate(items)}
        self.slots = len(self.items)
        self.names: set[str] = set()
        self._guarded_names: set[str] = set()
        self._guarded = False

    @property
    def optional(self) -> frozenset[str]:
        """Variables that are read only where they may be missing."""
        return frozenset(self._guarded_names - self.names)

    @property
    def all_names(self) -> frozenset[str]:
        """Every variable that is read."""
        return frozenset(self._guarded_names | self.names)

    def reads(self, name: str) -> None:
        """Note that a variable is read."""
        (self._guarded_names if self._guarded else self.names).add(name)

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Inside, variables may be missing."""
        before, self._guarded = self._guarded, True
        yield
        self._guarded = before

    @contextmanager
    def items_added(self) -> Iterator[None]:
        """Inside, `add_item` may add items; they end with it."""
        before = dict(self.items)
        yield
        self.items = before

    def add_item(self, name: str) -> int:
        """Give a new item its place."""
        self.items[name] = self.slots
        self.slots += 1
        return self.items[name]


@singledispatch
def compile_node(node: Node, _scope: Scope) -> Run:
    """Make the closure of a node. `basics` and `reach` register one function for each kind of node."""
    raise NotImplementedError(type(node).__name__)
