"""One door per lifecycle: a state changes through a named transition that the table of moves allows."""

from collections.abc import Mapping
from typing import ClassVar

from engine.errors import MoveRefused


class Lifecycle:
    """A row with a state. `MOVES` gives, for each transition, the states that it may leave."""

    KIND: ClassVar[str]
    MOVES: ClassVar[Mapping[str, frozenset[str]]]
    state: object

    def _move(self, transition: str, to: str) -> None:
        """Change the state, or raise `MoveRefused`."""
        if self.state not in self.MOVES[transition]:
            raise MoveRefused(self.KIND, str(self.state), transition)
        self.state = to
