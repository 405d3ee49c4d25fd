"""The office's present: the time of day, and in a demo whose time was moved, so much ahead of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

LOOK_AGAIN = 2.0
"""Seconds after which a process that follows asks again whether the time was moved by another one."""


class OfficeTime:
    """`time()` is the present instant. `follow` asks by how much it is ahead."""

    def __init__(self, wall: Callable[[], datetime]) -> None:
        self._wall = wall
        self._ahead = timedelta()
        self._ask: Callable[[], timedelta] | None = None
        self._asked = 0.0

    def __call__(self) -> datetime:
        """Give the present."""
        return self._wall() + self.ahead()

    def ahead(self) -> timedelta:
        """By how much the present is ahead of the time of day; negative where it is behind."""
        if self._ask is not None and monotonic() - self._asked > LOOK_AGAIN:
            self._asked = monotonic()  # first: asking reads the time as well
            self._ahead = self._ask()
        return self._ahead

    def to(self, at: datetime) -> None:
        """Move the present to an instant; from there it goes on."""
        self.move(at - self._wall())

    def move(self, ahead: timedelta) -> None:
        """Be so much ahead of the time of day."""
        self._ahead = ahead

    def follow(self, ask: Callable[[], timedelta]) -> None:
        """Ask again from time to time."""
        self._ask, self._asked = ask, monotonic()
