"""An office at work, through a moved time: alarms ring, cases come in, people do their tasks, parties answer."""

from collections.abc import Callable
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count

from engine import alarms
from engine.uow import Engine
from web.demo.moved import MovedTime

Deed = Callable[[], object]


class Simulation:
    """Deeds in order of time. Before each of them, every alarm that is due by then rings at its own time."""

    def __init__(self, engine: Engine, now: MovedTime) -> None:
        self.engine = engine
        self._now = now
        self._deeds: list[tuple[datetime, int, Deed]] = []
        self._order = count()
        self._wake: datetime | None = None
        engine.on_alarm = self._hear

    def plan(self, at: datetime, deed: Deed) -> None:
        """Do something at an instant."""
        heappush(self._deeds, (at, next(self._order), deed))

    def run(self, until: datetime, tell: Callable[[datetime], None]) -> None:
        """Go on until an instant; `tell` hears of every deed."""
        self._wake = alarms.next_wake(self.engine)
        while self._deeds and self._deeds[0][0] <= until:
            at, _, deed = heappop(self._deeds)
            self._ring(at)
            self._now.to(at)
            deed()
            tell(at)
        self._ring(until)
        self._now.to(until)

    def _ring(self, until: datetime) -> None:
        """Ring what is due by then, each at its own time."""
        while self._wake is not None and self._wake <= until:
            self._now.to(self._wake)
            while alarms.ring_due(self.engine):
                pass
            wake = alarms.next_wake(self.engine)
            # what could not be rung has been put off
            self._wake = wake if wake is None or wake > self._now() else self._now() + timedelta(minutes=1)

    def _hear(self, wake_at: datetime) -> None:
        self._wake = min(wake_at, self._wake or wake_at)
