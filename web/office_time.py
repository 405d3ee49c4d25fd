"""The office's present: the time of day, and in a demo whose time was moved, so much ahead of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Lock
from time import monotonic

LOOK_AGAIN = 2.0
"""Seconds after which a process that follows asks again whether the time was moved by another one."""

Ask = Callable[[], timedelta]


class OfficeTime:
    """`time()` is the present instant. `follow` asks by how much it is ahead, `held` moves it here alone."""

    def __init__(self, wall: Callable[[], datetime]) -> None:
        self._wall = wall
        self._ahead = timedelta()
        self._moves = 0
        self._ask: Ask | None = None
        self._asked = 0.0
        self._lock = Lock()

    def __call__(self) -> datetime:
        """Give the present."""
        return self._wall() + self.ahead()

    def ahead(self) -> timedelta:
        """By how much the present is ahead of the time of day; negative where it is behind."""
        ask = self._ask
        if ask is not None and monotonic() - self._asked > LOOK_AGAIN:
            self._asked = monotonic()  # first: asking reads the time as well
            self._look(ask)
        return self._ahead

    def to(self, at: datetime) -> None:
        """Move the present to an instant; from there it goes on."""
        self.move(at - self._wall())

    def move(self, ahead: timedelta) -> None:
        """Be so much ahead of the time of day."""
        self._moves += 1
        self._ahead = ahead

    def follow(self, ask: Ask) -> None:
        """Ask again from time to time."""
        self._ask, self._asked = ask, monotonic()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Move it in this block alone: from where it is now, and without asking meanwhile. One block at a time."""
        with self._lock:
            ask, self._ask = self._ask, None
            try:
                if ask is not None:
                    self._look(ask)
                yield
            finally:
                self._ask, self._asked = ask, monotonic()

    def _look(self, ask: Ask) -> None:
        moves, ahead = self._moves, ask()
        if moves == self._moves:  # else it was moved here while somebody asked there
            self._ahead = ahead
